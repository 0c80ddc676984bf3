"""What the page of the report shows: the words of the paper, in the language of the reader."""

from __future__ import annotations

from dataclasses import dataclass

from people.written import PaperLanguage
from postcourse.implementation_board import LOOKS
from postcourse.models import Standing
from postcourse.support_report import Report
from postcourse.support_report_parts import Cell, Part, figures, often, parts_of, result_of
from postcourse.support_report_wording import WORDING, Wording
from postcourse.support_sums import Group, Line

Pill = tuple[str, str, str]


@dataclass(frozen=True)
class Page:
    report: Report
    language: PaperLanguage

    @property
    def words(self) -> Wording:
        return WORDING[self.language]

    @property
    def figures(self) -> list[tuple[str, Cell]]:
        """All but how the projects stand, which is told with its colours."""
        standings = set(self.words.standings.values())
        return [(label, cell) for label, cell in figures(self.report, self.words) if label not in standings]

    @property
    def often(self) -> list[tuple[str, int]]:
        return often(self.report, self.words)

    @property
    def standings(self) -> list[tuple[Pill, int]]:
        """What needs somebody first stands first."""
        counted = self.report.total.standings
        return [(_pill(each, self.words), counted[each]) for each in LOOKS if counted[each]]

    @property
    def parts(self) -> list[Part]:
        """Trainers and regions: cohorts and people are links, and stand on their own."""
        shown = (self.words.trainers, self.words.regions)
        return [part for part in parts_of(self.report, self.language) if part.title in shown]

    @property
    def cohorts(self) -> list[Group]:
        return self.report.cohorts

    @property
    def lines(self) -> list[tuple[Line, Pill | None, str]]:
        return [
            (line, _pill(line.standing, self.words) if line.standing else None, result_of(line, self.words))
            for line in self.report.lines
        ]


def page_of(report: Report, language: str | None) -> Page:
    return Page(report, language if language in WORDING else "kk")


def _pill(standing: Standing, words: Wording) -> Pill:
    tone, icon, _look = LOOKS[standing]
    return tone, icon, words.standings[standing]
