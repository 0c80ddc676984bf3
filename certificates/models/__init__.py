from certificates.models.batch import Batch, BatchItem
from certificates.models.checks import CheckCount, CheckFold
from certificates.models.document import Document
from certificates.models.event import BlankUse, DocumentEvent
from certificates.models.paper import DocumentFile, RenderJob
from certificates.models.standing import Standing

__all__ = [
    "Batch",
    "BatchItem",
    "BlankUse",
    "CheckCount",
    "CheckFold",
    "Document",
    "DocumentEvent",
    "DocumentFile",
    "RenderJob",
    "Standing",
]
