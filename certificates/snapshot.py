"""What is frozen when a document is issued: everything that its paper says, and nothing else (design §2, §3.5).

JSON-able: dates are ISO strings, figures strings of decimals with a point. The paper is made from this alone.
"""

from typing import Literal, NotRequired, TypedDict

from people.written import PaperLanguage, Words

Kind = Literal["certificate", "duplicate", "statement", "support"]
# Letters in free form: one page, no marks, no expiry, no protected blank.
LETTERS = ("statement", "support")
PaperLanguages = Literal["kk", "ru", "en", "tri"]


class PersonName(TypedDict):
    surname: str
    given: str
    patronymic: str  # "" where the identity document has none
    full: str  # as printed, in the nominative


class ProviderSnapshot(TypedDict):
    name: Words  # the legal name, quotation marks and all
    city: Words
    bin: str


class SignatorySnapshot(TypedDict):
    name: str
    capacity: Words
    acting: bool


class HoursSnapshot(TypedDict):
    declared: int
    sum_line: bool  # False: decision H keeps the hours as printed, so the appendix has no line that sums them


class ModuleSnapshot(TypedDict):
    title: Words
    lecture: int
    practice: int
    self_study: int
    total: int
    kind: Literal["module", "attestation", "extra"]


class CriterionSnapshot(TypedDict):
    label: Words
    points: str
    maximum: str


class BandSnapshot(TypedDict):
    key: str
    label: Words
    floor: int
    passed: bool
    outcome: NotRequired[Words]  # the whole sentence of the programme's table, when it has one


class BlankSnapshot(TypedDict):
    series: str
    number: str


class ReplacedSnapshot(TypedDict):
    number: str
    issued_on: str


class PeriodSnapshot(TypedDict):
    first: str
    last: str


class PictureSnapshot(TypedDict):
    """A picture that is printed: kept under a key that is its own digest, so it never changes."""

    key: str
    sha256: str
    data: NotRequired[str]  # base64; of a draft, which nobody has published and nothing keeps


class SignerSnapshot(TypedDict):
    name: str
    capacity: Words


class DesignSnapshot(TypedDict):
    """How a certificate looks; without one it looks as it does where nobody has chosen."""

    version: int | None  # None: a draft
    second: PaperLanguage | Literal[""]  # the language that stands beside `language` with equal rank
    palette: str
    plate: Literal["guilloche", "calm"]
    logo: PictureSnapshot | None
    seal: Literal["place", "picture", "none"]
    seal_picture: PictureSnapshot | None
    signers: list[SignerSnapshot]  # beside the head


class Snapshot(TypedDict):
    kind: Kind
    specimen: bool
    language: PaperLanguages  # "tri": Kazakh with Russian and English glosses
    number: str | None  # "2026-00137" as printed; None in a preview, which is not issued
    code: str | None  # 16 characters without dashes; None in a preview
    site: str  # SITE_URL at the time of issue
    name: PersonName
    organisation: str  # the person's school, "" allowed
    programme: Words  # the title without quotation marks
    hours: HoursSnapshot
    course_start: str
    course_end: str
    issued_on: str
    valid_through: str | None  # the last day, itself included; None for a statement
    provider: ProviderSnapshot
    signatory: SignatorySnapshot
    modules: list[ModuleSnapshot]
    criteria: list[CriterionSnapshot]  # empty for a statement
    total_exact: str
    total: int
    band: BandSnapshot | None  # None for a statement
    bands: list[BandSnapshot]
    project_topic: str
    blank: BlankSnapshot | None
    replaces: ReplacedSnapshot | None  # what a duplicate stands for
    support: NotRequired[PeriodSnapshot]  # of a statement of support: for which days
    design: NotRequired[DesignSnapshot]  # of a certificate or duplicate, where one was chosen


AS_EVER: DesignSnapshot = {
    "version": None,
    "second": "",
    "palette": "teal",
    "plate": "guilloche",
    "logo": None,
    "seal": "place",
    "seal_picture": None,
    "signers": [],
}


def design_of(snapshot: Snapshot) -> DesignSnapshot:
    return snapshot.get("design", AS_EVER)
