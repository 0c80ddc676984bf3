"""The report on the survey for one group: entry against exit and against the published baseline, in counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from assessment.disclosure import EVERYBODY, FEWEST, Group
from assessment.instrument import CHOICE, Barrier, Content, Item
from assessment.models import SurveyResponse, SurveyWave
from assessment.readiness import wilson
from assessment.survey_counting import YES, Cell, Tally, WaveTallies, handed_in, own_words
from assessment.survey_loading import newest_instrument
from courses.models import Enrolment, Module, ProgrammeVersion
from people import charts
from people.languages import in_language

Kind = SurveyWave.Kind
LEVELS = {"high": 1, "intermediate": 3, "low": 5}
# Everybody who is or was on the course while it was surveyed.
ON_THE_COURSE = (
    Enrolment.Status.ADMITTED, Enrolment.Status.ON_HOLD, Enrolment.Status.PASSED, Enrolment.Status.NOT_PASSED
)  # fmt: skip


@dataclass(frozen=True)
class WaveFacts:
    """How many of how many have handed it in; `answered` is nothing where the group is not told of.

    A wave in which nobody of the group has answered has none.
    """

    kind: SurveyWave.Kind
    answered: int | None
    asked: int
    mean: Decimal | None


@dataclass(frozen=True)
class BarrierLine:
    """A row of Table 2 with the modules that answer it, and how many asked for its solution."""

    barrier: Barrier
    modules: list[Module]
    wanted: list[str]


@dataclass(frozen=True)
class Demographic:
    item: Item
    lines: list[tuple[str, list[str]]]


@dataclass(frozen=True)
class Report:
    group: Group
    content: Content
    facts: list[WaveFacts]
    bands: list[charts.SharePanel]
    modules: list[charts.Change]
    barriers: list[charts.SharePanel]
    lines: list[BarrierLine]
    demographics: list[Demographic]
    matched: str
    words: list[str] = field(default_factory=list)

    @property
    def is_told(self) -> bool:
        return any(each.answered is not None for each in self.facts)


def report_on(group: Group) -> Report | None:
    """Nothing where no survey is loaded. A handful of queries, whatever has been answered."""
    newest = newest_instrument()
    if newest is None:
        return None
    content, rows = newest.content, handed_in()
    whole = {kind: WaveTallies(rows[kind]) for kind in Kind}
    waves = {kind: wave for kind, wave in whole.items() if wave.has(group)}
    asked = _asked(group)
    modules = _modules(content)
    told = any(group in wave.base for wave in waves.values())
    return Report(
        group,
        content,
        facts=[
            WaveFacts(kind, wave.people(group), asked.get(kind, 0), wave.mean(group)) for kind, wave in waves.items()
        ],
        bands=_bands(group, content, waves),
        modules=_module_changes(group, content, modules, whole) if told else [],
        barriers=_barriers(group, content, waves),
        lines=_lines(group, content, modules, waves),
        demographics=_demographics(group, content, waves) if told else [],
        matched=_matched(group, whole) if len(waves) == len(Kind) else "–",
        words=own_words(row for each in rows.values() for row in each) if group == EVERYBODY else [],
    )


def _matched(group: Group, waves: Mapping[Any, WaveTallies]) -> str:
    """Of those who answered at exit, how many had answered at entry, too."""
    both = {row.human for row in waves[Kind.ENTRY].rows} & {row.human for row in waves[Kind.EXIT].rows}
    return said(waves[Kind.EXIT].matched(both).cell(group, YES))


def said(cell: Cell | None) -> str:
    """A count, or what may be said in its place."""
    if cell is None:
        return _("not shown")
    if cell.count is not None:
        return f"{cell.count} / {cell.of}"
    return _instead(cell)


def _instead(cell: Cell) -> str:
    if cell.range is None:
        return _("not shown")
    if cell.range.low == 0:
        return _("fewer than %(n)s") % {"n": FEWEST}
    return _("more than %(n)s") % {"n": cell.range.low - 1}


def _asked(group: Group) -> dict[str, int]:
    """How many there were to ask, by the kind of the wave: of the cohorts that have had it; who left after it, too."""
    handed_in = SurveyResponse.objects.filter(enrolment=OuterRef("pk"), submitted_at__isnull=False)
    where: dict[str, Any] = {
        "everybody": {}, "programme": {"programme": group.key}, "cohort": {"cohort": group.key},
        "region": {"organisation__region": group.key},
    }  # fmt: skip
    rows = Enrolment.objects.filter(**where[group.kind])
    return {
        kind: rows.filter(
            Q(status__in=ON_THE_COURSE) | Exists(handed_in.filter(wave__kind=kind)), cohort__survey_waves__kind=kind
        ).count()
        for kind in Kind
    }


def _modules(content: Content) -> dict[int, Module]:
    """Of the newest version of the programme that the survey names, by their places."""
    version = ProgrammeVersion.objects.newest().filter(programme__code=content.programme).values("pk")
    return {module.order: module for module in Module.objects.filter(version__in=version)}


def _share(label: str, cell: Cell | None, level: int) -> charts.Share:
    if cell is None or cell.count is None:
        limits = cell.range if cell else None
        return charts.Share(
            label, of=cell.of if cell else 0, level=level, words=said(cell),
            least=limits.low if limits else None, most=limits.high if limits else None,
        )  # fmt: skip
    low, high = wilson(cell.count, cell.of) if cell.of else (None, None)
    return charts.Share(label, cell.count, cell.of, low, high, level=level)


def _panels(
    group: Group, waves: Mapping[Any, WaveTallies], first: Sequence[charts.Share], content: Content, rows: Any
) -> list[charts.SharePanel]:
    """The study, entry and exit: the same rows in each."""
    study = charts.SharePanel(_("The study"), _people(content.baseline.people), first)
    return [
        study,
        *(charts.SharePanel(str(kind.label), _people(wave.people(group)), rows(wave)) for kind, wave in waves.items()),
    ]


def _people(n: int | None) -> str:
    return _("n = %(n)s") % {"n": n} if n is not None else _("fewer than five answers")


def _bands(group: Group, content: Content, waves: Mapping[Any, WaveTallies]) -> list[charts.SharePanel]:
    baseline = content.baseline
    study = [
        _share(str(band), Cell(baseline.people, baseline.bands[band.key]), LEVELS[band.key]) for band in content.bands
    ]

    def rows(wave: WaveTallies) -> list[charts.Share]:
        tally = wave.bands()
        return [_share(str(band), tally.cell(group, band.key), LEVELS[band.key]) for band in content.bands]

    return _panels(group, waves, study, content, rows)


def _barriers(group: Group, content: Content, waves: Mapping[Any, WaveTallies]) -> list[charts.SharePanel]:
    people = content.baseline.people
    study = [
        charts.Share(str(each), words=_("not published"))
        if each.named is None
        else _share(str(each), Cell(people, each.named), 2)
        for each in content.barriers
    ]

    def rows(wave: WaveTallies) -> list[charts.Share]:
        return [_share(str(each), wave.named("barriers", each.key).cell(group, YES), 2) for each in content.barriers]

    return _panels(group, waves, study, content, rows)


def _module_changes(
    group: Group, content: Content, modules: Mapping[int, Module], waves: Mapping[Any, WaveTallies]
) -> list[charts.Change]:
    """The mean of the statements of each module, at entry and at exit."""
    places = sorted({item.module for item in content.statements})
    entry, out = waves[Kind.ENTRY], waves[Kind.EXIT]
    return [
        charts.Change(
            f"{place}. {in_language(modules[place], 'title')}" if place in modules else str(place),
            entry.mean(group, place), out.mean(group, place), entry.people(group) or 0, out.people(group) or 0,
        )
        for place in places
    ]  # fmt: skip


def _lines(
    group: Group, content: Content, modules: Mapping[int, Module], waves: Mapping[Any, WaveTallies]
) -> list[BarrierLine]:
    def wanted(barrier: Barrier) -> list[str]:
        return [said(wave.named("solutions", barrier.key).cell(group, YES)) for wave in waves.values()]

    return [
        BarrierLine(each, [modules[place] for place in each.modules if place in modules], wanted(each))
        for each in content.barriers
    ]


def _demographics(group: Group, content: Content, waves: Mapping[Any, WaveTallies]) -> list[Demographic]:
    found = []
    for item in content.items.values():
        if item.kind == CHOICE:
            tallies = [wave.chosen(item) for wave in waves.values()]
            options = [(option.key, str(option)) for option in item.options] + [("", _("not said"))]
            found.append(Demographic(item, [(label, _cells(tallies, group, key)) for key, label in options]))
    return found


def _cells(tallies: Sequence[Tally], group: Group, value: str) -> list[str]:
    return [said(tally.cell(group, value)) for tally in tallies]
