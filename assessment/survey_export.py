"""The answers of a group for research: a random mark in place of each person, anew in every export, and nothing by
which anybody could be known. What of the demographics would single out fewer than five people is left empty.

Fifteen levels in a row are all but a name: whoever lays two exports side by side finds the same line in both. So the
demographics of a line are the same in every export, those that five people of its own cohort share, and regions, which
cut through cohorts, have no export.
"""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.disclosure import FEWEST, Group
from assessment.instrument import CHOICE, SCALE, SEVERAL, Content, Item
from assessment.models import SurveyWave
from assessment.survey_counting import Answered, WaveTallies, handed_in
from assessment.survey_loading import newest_instrument
from people.models import User
from people.workbooks import Cell, Column, export

LIST = "survey"
LISTS = {LIST: gettext_lazy("Answers of the readiness survey, without names")}
WORDS = {
    "everybody": gettext_lazy("all cohorts"),
    "programme": gettext_lazy("Programme"),
}
Line = tuple[str, ...]


def export_answers(group: Group, *, by: User) -> FileResponse:
    """Those of the waves of which the group is told; refused where that is none. No words of people's own go out."""
    if group.kind == "region":
        raise ValidationError(
            _("Answers go out of a cohort, a programme or all cohorts; those of a region beside them tell too much."),
            code="region",
        )
    instrument, rows = newest_instrument(), handed_in()
    told = [kind for kind in SurveyWave.Kind if group in WaveTallies(rows[kind]).base]
    if instrument is None or not told:
        raise ValidationError(
            _("Fewer than five people have answered, or fewer than five could be told apart: nothing goes out."),
            code="too_few",
        )
    content = instrument.content
    taken = [(kind, row) for kind in told for row in rows[kind] if group.has(row.place)]
    marks = marks_of({row.human for _kind, row in taken})
    lines = _lines(content, taken, marks)
    secrets.SystemRandom().shuffle(lines)
    filters = group.kind if group.key is None else f"{group.kind}={group.key}"
    return export(LIST, _("Answers"), _columns(content), lines, by=by, filters=filters)


def marks_of(humans: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """A mark for each, which joins entry and exit, and can be found again nowhere."""
    marks: set[str] = set()
    while len(marks) < len(humans):
        marks.add(secrets.token_hex(5))
    return dict(zip(humans, marks, strict=True))


def coarsened(lines: Sequence[Line], fewest: int = FEWEST) -> list[Line]:
    """The same lines, of which every combination is that of at least `fewest`: the last columns are emptied first.

    Where the emptied lines are few themselves, those of the smallest combination join them.
    """
    found = list(lines)
    width = len(found[0]) if found else 0
    for kept in reversed(range(width)):
        sizes = Counter(found)
        found = [line if sizes[line] >= fewest else (*line[:kept], *[""] * (width - kept)) for line in found]
    nothing: Line = ("",) * width
    while 0 < (sizes := Counter(found))[nothing] < fewest and len(sizes) > 1:
        smallest = min((line for line in sizes if line != nothing), key=lambda line: (sizes[line], line))
        found = [nothing if line == smallest else line for line in found]
    return found


def _lines(
    content: Content, taken: Sequence[tuple[SurveyWave.Kind, Answered]], marks: dict[tuple[int, int], str]
) -> list[list[Cell]]:
    told = _demographics(content, taken)
    return [
        [marks[row.human], str(kind.label), *about, *_answers(content, row)]
        for (kind, row), about in zip(taken, told, strict=True)
    ]


def _demographics(content: Content, taken: Sequence[tuple[SurveyWave.Kind, Answered]]) -> list[Line]:
    """Of each wave of each cohort by itself: a combination is that of five people, not of five lines of one."""
    places: dict[tuple[SurveyWave.Kind, int], list[int]] = defaultdict(list)
    for place, (kind, row) in enumerate(taken):
        places[kind, row.place.cohort].append(place)
    found: list[Line] = [()] * len(taken)
    for alike in places.values():
        lines = [tuple(_option(item, taken[place][1]) for item in _items(content, CHOICE)) for place in alike]
        for place, line in zip(alike, coarsened(lines), strict=True):
            found[place] = line
    return found


def _option(item: Item, row: Answered) -> str:
    return next((str(option) for option in item.options if option.key == row.answers.get(item.key)), "")


def _answers(content: Content, row: Answered) -> list[Cell]:
    levels = [row.answers.get(item.key) for item in _items(content, SCALE)]
    ticks = [int(row.names(item.key, option.key)) for item in _items(content, *SEVERAL) for option in item.options]
    band = next(str(band) for band in row.content.bands if band.key == row.band)
    return [band, *levels, *ticks]


def _columns(content: Content) -> list[Column]:
    return [
        Column(_("Mark"), 14), Column(_("Survey"), 20), *(Column(str(item), 22) for item in _items(content, CHOICE)),
        Column(_("Band"), 14), *(Column(str(item), 18) for item in _items(content, SCALE)),
        *(Column(f"{item}: {option}", 22) for item in _items(content, *SEVERAL) for option in item.options),
    ]  # fmt: skip


def _items(content: Content, *kinds: str) -> Iterable[Item]:
    return [item for item in content.items.values() if item.kind in kinds]
