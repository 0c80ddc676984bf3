"""A checked row as the page shows it: which cell is wrong, what it was before, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.headers import Field
from courses.previewing import Entry, Kind
from courses.problems import Level, Problem

# The tone, the icon and the word of each kind.
SIGNS = {
    Kind.ERROR: ("bad", "x", gettext_lazy("Error")),
    Kind.WARNING: ("warn", "alert", gettext_lazy("Warning")),
    Kind.UPDATE: ("info", "refresh", gettext_lazy("Update")),
    Kind.DUPLICATE: ("mute", "copy", gettext_lazy("Duplicate")),
    Kind.NEW: ("ok", "plus", gettext_lazy("New")),
    Kind.SAME: ("mute", "check", gettext_lazy("No change")),
}
NAMES = (Field.FULL_NAME, Field.SURNAME, Field.GIVEN_NAME, Field.PATRONYMIC)
WORK = (Field.ORGANISATION, Field.BIN)


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, what it replaces, and how much of its beginning is underlined as wrong (`bad`) or odd (`w`)."""

    text: str
    was: str = ""
    tone: str = ""
    marked: str = ""

    @property
    def rest(self) -> str:
        return self.text.removeprefix(self.marked)


class Reason(NamedTuple):
    title: str
    advice: str
    # The key of the enrolment elsewhere that stands in the way.
    enrolment: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """A kind of rows as a filter or a pill."""

    kind: Kind
    tone: str
    icon: str
    word: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table."""

    number: int
    sign: Sign
    name: Cell
    email: Cell
    iin: Cell
    work: Cell
    reasons: tuple[Reason, ...]

    @property
    def is_off(self) -> bool:
        return self.sign.kind in {Kind.DUPLICATE, Kind.SAME}


def sign_of(kind: Kind, count: int = 0) -> Sign:
    tone, icon, word = SIGNS[kind]
    return Sign(kind, tone, icon, str(word), count)


def line_of(entry: Entry) -> Line:
    """The row for the page, in the language of the viewer."""
    values = entry.values
    school = values.organisation or values.bin
    work = ", ".join(filter(None, (school, values.locality))) if school else ""
    return Line(
        number=entry.row.number,
        sign=sign_of(entry.kind),
        name=_cell(entry, values.full_name, NAMES, Field.FULL_NAME, was=entry.row.name_as_typed),
        email=_cell(entry, values.email, (Field.EMAIL,), Field.EMAIL, needed=False),
        iin=_iin(entry),
        work=_cell(entry, _now(entry, Field.ORGANISATION) or work, WORK, Field.ORGANISATION),
        reasons=tuple(_reasons(entry)),
    )


def _cell(
    entry: Entry, text: str, fields: Iterable[Field], changed: Field, *, was: str = "", needed: bool = True
) -> Cell:
    change = entry.change(changed)
    tone = _tone(entry, fields)
    if not text and tone and needed:
        text = _("empty")
    return Cell(text, was=was or (change.old if change else ""), tone=tone, marked=text if tone else "")


def _iin(entry: Entry) -> Cell:
    """Of a number whose lost zeros were put back, only these are underlined."""
    number = entry.values.iin
    cell = _cell(entry, number, (Field.IIN,), Field.IIN)
    if any(problem.code == "zero_restored" for problem in entry.row.problems):
        zeros = number[: len(number) - len(number.lstrip("0"))]
        return Cell(number, tone="w", marked=zeros)
    return cell


def _tone(entry: Entry, fields: Iterable[Field]) -> str:
    wanted = set(fields)
    levels = {problem.level for problem in entry.row.problems if problem.field in wanted and _concerns_cell(problem)}
    return "bad" if Level.ERROR in levels else "w" if Level.WARNING in levels else ""


def _concerns_cell(problem: Problem) -> bool:
    return problem.code not in {"studies_elsewhere", "left_cohort", "comes_back"}


def _now(entry: Entry, field: Field) -> str:
    change = entry.change(field)
    return change.new if change else ""


def _reasons(entry: Entry) -> Iterable[Reason]:
    if entry.kind is Kind.SAME:
        yield Reason(_("Already in the cohort."), _("Nothing changes."))
    for problem in sorted(entry.row.problems, key=lambda problem: list(Level).index(problem.level)):
        if entry.kind is not Kind.SAME or problem.level is Level.ERROR:
            yield Reason(problem.title, problem.advice, problem.params.get("enrolment", ""))
    if entry.changes:
        fields = ", ".join(str(change.field.label) for change in entry.changes)
        yield Reason(_("Already on record."), _("Will be updated: %(fields)s.") % {"fields": fields})
    elif entry.person and entry.is_admitted:
        yield Reason(_("Already on record."), "")
