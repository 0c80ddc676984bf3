"""What the report says, part by part, in the language of the paper: the same for the workbook and for the PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from certificates.journal import NOTHING
from people.models import Provider
from people.written import PaperLanguage, Words, date_in_digits, range_in_digits
from postcourse.models import Standing
from postcourse.support_report import Report, TrainerRow
from postcourse.support_report_wording import WORDING, Wording
from postcourse.support_sums import MANY, Group, Line, Sums

Cell = str | int


class Head(TypedDict):
    language: PaperLanguage
    provider: str
    city: str
    # The cohort, or that it is all of them.
    about: str
    period: str
    printed_on: str
    void: str


@dataclass(frozen=True)
class Part:
    """A table: its heading, its columns with their widths in digits, its rows; the last row may be the sum."""

    title: str
    columns: tuple[tuple[str, int], ...]
    rows: list[list[Cell]]
    has_sum: bool = False

    @property
    def labelled(self) -> list[list[tuple[str, Cell]]]:
        """Every cell with the heading of its column: on a phone a row is a card."""
        titles = [title for title, _width in self.columns]
        return [list(zip(titles, row, strict=True)) for row in self.rows]


def head_of(report: Report, language: PaperLanguage, *, provider: Provider | None, today: str) -> Head:
    scope, wording = report.scope, WORDING[language]
    return {
        "language": language,
        "provider": _said(provider, "legal_name")[language],
        "city": _said(provider, "city")[language],
        "about": str(scope.cohort) if scope.cohort else wording.whole,
        "period": range_in_digits(scope.first, scope.last),
        "printed_on": today,
        "void": wording.specimen_why if scope.is_demo else "",
    }


def _said(provider: Provider | None, name: str) -> Words:
    if provider is None:
        return NOTHING
    return Words(
        kk=getattr(provider, f"{name}_kk"), ru=getattr(provider, f"{name}_ru"), en=getattr(provider, f"{name}_en")
    )


def figures(report: Report, w: Wording) -> list[tuple[str, Cell]]:
    """The summary, line by line; of what there was nothing, a nought is said."""
    total = report.total
    said: list[tuple[str, Cell]] = [
        (w.supported, total.people), (w.retake, total.retake), (w.contacted, total.contacted),
        (w.silent, total.silent), (w.held, total.held), (w.in_groups, total.in_groups), (w.missed, total.missed),
        (w.held_share, "–" if total.held_share is None else total.held_share), (w.ahead, total.ahead),
        (w.webinars, report.webinars), (w.came, total.came), (w.goals, total.goals), (w.reached, total.reached),
        (w.reports, total.reports), (w.feedback, total.feedback),
    ]  # fmt: skip
    said += [(w.standings[each], total.standings[each]) for each in Standing]
    return [*said, (w.completed, total.completed), (w.statements, total.statements)]


def often(report: Report, w: Wording) -> list[tuple[str, int]]:
    return [(w.or_more.format(n=n) if n == MANY else str(n), people) for n, people in report.often]


def parts_of(report: Report, language: PaperLanguage) -> list[Part]:
    """Cohorts only where there are several, people last: it is the longest."""
    w = WORDING[language]
    trainers = Part(
        w.trainers,
        ((w.trainer, 40), (w.in_care, 14), (w.held, 14), (w.missed, 14), (w.webinars_held, 14), (w.feedback, 16)),
        [_trainer(row) for row in report.trainers],
    )
    regions = Part(w.regions, _group_columns(w.region, w), _groups(report.regions, report.total, w), has_sum=True)
    parts = [trainers, regions, _people(report, w)]
    if report.scope.cohort is None:
        cohorts = Part(w.cohorts, _group_columns(w.cohort, w), _groups(report.cohorts, report.total, w), has_sum=True)
        parts.insert(0, cohorts)
    return parts


def _group_columns(first: str, w: Wording) -> tuple[tuple[str, int], ...]:
    titles = (w.supported, w.contacted, w.held, w.missed, w.came, w.goals, w.reached, w.reports, w.completed,
              w.statements)  # fmt: skip
    return ((first, 36), *((title, 13) for title in titles))


def _groups(groups: list[Group], total: Sums, w: Wording) -> list[list[Cell]]:
    return [*([group.label or w.nowhere, *_sums(group.sums)] for group in groups), [w.summary, *_sums(total)]]


def _sums(sums: Sums) -> list[Cell]:
    return [sums.people, sums.contacted, sums.held, sums.missed, sums.came, sums.goals, sums.reached, sums.reports,
            sums.completed, sums.statements]  # fmt: skip


def _trainer(row: TrainerRow) -> list[Cell]:
    return [row.name, row.people, row.held, row.missed, row.webinars, row.feedback]


def _people(report: Report, w: Wording) -> Part:
    columns = (
        ("№", 5), (w.name, 32), (w.school, 34), (w.region, 22), (w.cohort, 18), (w.trainer, 24), (w.held, 11),
        (w.missed, 11), (w.came, 11), (w.goals, 11), (w.reached, 11), (w.reports, 11), (w.project, 20), (w.result, 26),
    )  # fmt: skip
    return Part(w.people, columns, [_person(n, line, w) for n, line in enumerate(report.lines, 1)])


def _person(number: int, line: Line, w: Wording) -> list[Cell]:
    return [
        number, line.name, line.school, line.region or w.nowhere, line.cohort[1],
        line.trainer[1] if line.trainer else "–", line.held, line.missed, len(line.webinars), line.goals, line.reached,
        line.reports, w.standings[line.standing] if line.standing else "–", result_of(line, w),
    ]  # fmt: skip


def result_of(line: Line, w: Wording) -> str:
    """What came of it: a statement goes before the rest."""
    if line.statement:
        return f"{w.completed_word}, №\u00a0{line.statement}"
    if line.completed:
        return w.completed_word
    if line.retake:
        return {True: w.retake_passed, False: w.retake_failed, None: w.retake_word}[line.retaken]
    if line.over and line.was_reached:
        return w.not_completed
    return w.going_on if line.was_reached else w.no_contact


def printed(head: Head) -> str:
    return WORDING[head["language"]].printed.format(day=date_in_digits(head["printed_on"]))
