from certificates.models.batch import Batch, BatchItem
from certificates.models.blank_printing import Printer, PrintJob, PrintSheet
from certificates.models.blank_stock import Blank, BlankEvent, BlankPile
from certificates.models.checker import Checker, CheckerEvent, ListCheck
from certificates.models.checks import CheckCount, CheckFold
from certificates.models.design import Design, DesignDraft, DesignVersion
from certificates.models.document import Document
from certificates.models.event import BlankUse, DocumentEvent
from certificates.models.forgery import ForgeryEvent, ForgeryReport
from certificates.models.imprint import Imprint
from certificates.models.number_format import NumberFormat
from certificates.models.paper import DocumentFile, RenderJob
from certificates.models.standing import Standing
from certificates.models.support import SupportPeriod
from certificates.models.write_off import WriteOff, WriteOffLine

__all__ = [
    "Batch",
    "BatchItem",
    "Blank",
    "BlankEvent",
    "BlankPile",
    "BlankUse",
    "CheckCount",
    "CheckFold",
    "Checker",
    "CheckerEvent",
    "Design",
    "DesignDraft",
    "DesignVersion",
    "Document",
    "DocumentEvent",
    "DocumentFile",
    "ForgeryEvent",
    "ForgeryReport",
    "Imprint",
    "ListCheck",
    "NumberFormat",
    "PrintJob",
    "PrintSheet",
    "Printer",
    "RenderJob",
    "Standing",
    "SupportPeriod",
    "WriteOff",
    "WriteOffLine",
]
