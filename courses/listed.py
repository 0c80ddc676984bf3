"""A row of a list after the check: what is taken from it, and what was found."""

from dataclasses import dataclass, field, replace
from datetime import date

from courses.problems import Level, Problem
from courses.sheets import Row


@dataclass(frozen=True, slots=True)
class Values:
    """What a row says of a person, as it would be recorded; empty where the list is silent."""

    iin: str = ""
    surname: str = ""
    given_name: str = ""
    patronymic: str = ""
    organisation: str = ""
    bin: str = ""
    position: str = ""
    email: str = ""
    phone: str = ""
    birth_date: date | None = None
    region: str = ""
    locality: str = ""
    language: str = ""
    project_topic: str = ""

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)


@dataclass(frozen=True, slots=True)
class RowCheck:
    """One row after the check: what is taken, what was found, and the row that it repeats, if it does."""

    number: int
    cells: tuple[str, ...]
    values: Values
    problems: tuple[Problem, ...] = ()
    duplicate_of: int | None = None
    # The name as the list has it, where the suggested spelling differs.
    name_as_typed: str = ""

    @property
    def has_errors(self) -> bool:
        return any(problem.level is Level.ERROR for problem in self.problems)

    @property
    def has_warnings(self) -> bool:
        return any(problem.level is Level.WARNING for problem in self.problems)

    @property
    def reason(self) -> str:
        """Why the row is left out, in the viewer's language."""
        return " ".join(problem.sentence for problem in self.problems if problem.level is Level.ERROR)

    def with_problems(self, *problems: Problem) -> "RowCheck":
        return replace(self, problems=(*self.problems, *problems))


@dataclass(frozen=True, slots=True)
class Check:
    """All rows with a person, and the lines without one (totals, notes, signatures), which are told, not hidden."""

    rows: tuple[RowCheck, ...]
    skipped: tuple[Row, ...] = field(default=())
