"""A document from its compiled design is the page that WeasyPrint makes of it alone, word for word and dot for dot."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, cycle, islice
from typing import Any

import pytest

from certificates import design
from certificates.compiling import counting
from certificates.snapshot import Snapshot
from tests.certificates.many_people import AWKWARD, LONGEST, many
from tests.certificates.oracle import differences
from tests.certificates.paper_samples import named, sample, statement
from tests.paper_reading import Paper, silent_press

__all__ = ["silent_press"]
pytestmark = pytest.mark.usefixtures("silent_press")

REPLACED = {"number": "2026-00098", "issued_on": "2026-10-23"}
DESIGNS: dict[str, dict[str, Any]] = {
    "kk": {},
    "ru": {"language": "ru"},
    "en": {"language": "en"},
    "tri": {"language": "tri", "blank": {"series": "ОД", "number": "0004512"}},
    "duplicate": {"kind": "duplicate", "language": "ru", "replaces": REPLACED},
    "specimen": {"specimen": True, "language": "tri"},
    "preview": {"number": None, "code": None},
}
NAMES = {
    "short": named("Ли", "Анна"),
    "every Kazakh letter": named("Әбдіғұлова-Қоңырәлі", "Һүрия", "Өтеміңқызы"),
    "three words of 25 letters": LONGEST,
    "one long word": named("Ж" + "ы" * 40, ""),
    "Latin": named("Griffith O'Flaherty-Müller", "François"),
}


def told(snapshot: Snapshot) -> list[str]:
    before = counting.counted()[counting.FILLED]
    made = Paper(design.render(snapshot))
    assert counting.counted()[counting.FILLED] == before + 1
    return differences(made, Paper(design.render_whole(snapshot)))


@pytest.mark.parametrize("seed", range(len(DESIGNS)), ids=DESIGNS)
def test_each_design_is_filled_in_as_weasyprint_would(seed: int) -> None:
    for snapshot in many(2, seed=seed, **list(DESIGNS.values())[seed]):
        assert told(snapshot) == []


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_every_name_fits_its_place(name: dict[str, str]) -> None:
    assert told(sample(name=name)) == []


@pytest.mark.parametrize("language", ["kk", "tri"])
def test_a_statement_is_filled_in_as_well(language: str) -> None:
    assert told(statement(language=language)) == []
    assert told(statement(language=language, name=LONGEST, project_topic="", organisation="КММ " * 60)) == []


@pytest.mark.parametrize("words", [3, 25, 40, 47])
def test_school_and_topic_share_their_place_at_the_size_that_it_has_room_for(words: int) -> None:
    text = " ".join(islice(_endless(), words))
    assert told(sample(organisation=text, project_topic="Мектеп")) == []
    assert told(sample(organisation="", project_topic=text)) == []


def test_blanks_that_no_page_shows_move_nothing() -> None:
    assert told(sample(organisation="  № 5   мектеп\n", project_topic="Тақырып\t №\u00a05  ")) == []
    assert told(sample(organisation=" \n", project_topic="")) == []


def test_a_name_moves_nothing_else() -> None:
    short, long = (Paper(design.render(sample(name=NAMES[name]))) for name in ("short", "three words of 25 letters"))
    here = [line for line in short.lines(0) if "2026" in line.text or line.text.startswith(("СЕРТ", "«Білім"))]
    there = {line.text: line for line in long.lines(0)}
    assert len(here) >= 4
    assert [line for line in here if there.get(line.text) != line] == []


def _endless() -> Iterator[str]:
    school = "Қарағанды облысы білім басқармасының «№ 45 жалпы білім беретін мектебі» мекемесі"
    return cycle(school.split(" "))


LONG_OWN = AWKWARD[1]
LONGER_OWN = {"organisation": f"{LONG_OWN['organisation']} " * 2, "project_topic": LONG_OWN["project_topic"].upper()}
KINDS: tuple[dict[str, Any], ...] = ({}, {"language": "tri"}, {"kind": "statement", "band": None})


@pytest.mark.parametrize("kind", KINDS, ids=("kk", "tri", "statement"))
def test_the_longest_topic_beside_a_school_under_its_legal_name_has_a_design_with_room_for_it(
    kind: dict[str, Any],
) -> None:
    assert told(sample(**kind, **LONG_OWN)) == []


@pytest.mark.parametrize("own", [LONG_OWN, LONGER_OWN], ids=("in a higher place", "in as high a one as it takes"))
@pytest.mark.parametrize("kind", KINDS, ids=("kk", "tri", "statement"))
def test_no_text_stands_on_another_however_long_it_is(kind: dict[str, Any], own: dict[str, str]) -> None:
    paper = Paper(design.render(sample(**kind, **own)))
    for page in range(len(paper)):
        lines = paper.lines(page)
        assert [(a.text, b.text) for a, b in combinations(lines, 2) if a.overlaps(b)] == []
    assert own["project_topic"].split()[-1] in paper.text(len(paper) - 1)
