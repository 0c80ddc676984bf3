"""What WeasyPrint set before it becomes a file: where fields stand, and pages with nothing of them but their marks."""

from __future__ import annotations

import pytest

from people.paper import PaperUnavailable, Plate
from people.typesetting import Typeset, typeset
from tests.paper_reading import silent_press

__all__ = ["silent_press"]
pytestmark = pytest.mark.usefixtures("silent_press")

PIXELS = 96 / 25.4
SHEET = """
@page { size: 100mm 60mm; margin: 5mm }
html { font-family: "PT Serif Paper"; font-size: 12pt; line-height: 1.5 }
body { margin: 0 }
.middle { text-align: center; letter-spacing: .1em }
.one, .two { position: absolute; left: 10mm; width: 50mm } .one { top: 30mm } .two { top: 40mm; font-size: 9pt }
.scale { position: absolute; left: 20mm; top: 50mm; width: 60mm } .bar { height: 2mm; background: #336699 }
"""
BODY = """
<p class="middle" style="margin: 0"><span data-field="name">0</span></p>
<div><span data-field="total">0</span> <b data-field="out_of">0</b> of all</div>
<div class="one" data-slot="topic one"><div><span data-field="topic">0</span></div></div>
<div class="two" data-slot="topic two"><div><span data-field="topic">0</span></div></div>
<div class="scale"><div class="bar" data-figure="bar" style="width: 50%"></div></div>
"""


def page(body: str) -> str:
    return f'<!DOCTYPE html><html lang="kk"><head><title>Т</title></head><body>{body}</body></html>'


def laid(*bodies: str, plates: tuple[Plate, ...] = ()) -> Typeset | None:
    return typeset(
        map(page, bodies), pages=1, stylesheet=SHEET, alphabet=page("Әә 0 <b>Әә 0</b>"), plates=[plates],
    )  # fmt: skip


@pytest.fixture(scope="module")
def made() -> Typeset:
    found = laid(BODY)
    assert found is not None
    return found


def test_each_field_is_told_with_its_place_and_how_it_is_set(made: Typeset) -> None:
    assert [(spot.field, spot.slot, spot.setting) for spot in made.spots] == [
        ("name", "", ""), ("total", "", ""), ("out_of", "", ""), ("topic", "topic", "one"), ("topic", "topic", "two"),
    ]  # fmt: skip
    name, total, out_of, one, two = made.spots
    assert name.align == "center"
    assert [name.left, name.right] == pytest.approx([5 * PIXELS, 95 * PIXELS])
    assert name.lead == total.lead == pytest.approx(12 * 1.5 * 4 / 3)
    assert name.spacing == pytest.approx(0.1 * 16)
    assert total.baseline - name.baseline == pytest.approx(name.lead)
    assert (total.follows, out_of.follows) == ("", "total")
    assert out_of.x > total.end
    assert made.faces[total.font].weight == 400
    assert made.faces[out_of.font].weight == 700
    assert (one.size, two.size) == (16, 12)
    assert [one.left, one.right] == pytest.approx([15 * PIXELS, 65 * PIXELS])


def test_the_page_keeps_a_mark_for_each_field_and_nothing_of_the_other_settings(made: Typeset) -> None:
    (only,) = made.pages
    assert list(only.fields) == ["name", "total", "out_of", "topic"]
    content = b"\n".join(only.parts)
    assert content.count(b"BDC") == 6  # the fields, the blank between two of them, and the words behind
    assert content.count(b" TJ") == 1


def test_a_figure_is_told_and_not_drawn(made: Typeset) -> None:
    (bar,) = made.figures
    assert bar.name == "bar"
    assert [bar.width, bar.room] == pytest.approx([30 * PIXELS, 60 * PIXELS])
    assert bar.colour == (0.2, 0.4, 0.6)
    assert b"0.2 0.4 0.6" not in b"".join(made.pages[0].parts)


def test_the_fonts_have_the_whole_alphabet_in_each_face(made: Typeset) -> None:
    assert {(face.style, face.weight): len(face.widths) for face in made.faces.values()} == {
        ("normal", 400): 8,  # Ә ә 0 and the blank; o f a l of the page
        ("normal", 700): 4,
    }


def test_the_first_that_fits_is_set_and_nothing_when_none_does() -> None:
    long = "<p>Ұзын</p>" * 9
    assert laid(long) is None
    found = laid(long, BODY)
    assert found is not None
    assert len(found.spots) == 5


def test_a_tile_of_a_plate_is_left_open() -> None:
    plate = Plate(100, 60, "/Symbol Do", (("Symbol", None),))
    found = laid(BODY, plates=(plate, Plate(100, 60, "q /Symbol Do Q", (("Symbol", None),))))
    assert found is not None
    assert list(found.tiles) == ["Symbol"]
    assert found.tiles["Symbol"] not in found.objects
    forms = [data for _stream, data in found.objects.values() if b"/Symbol %d 0 R" % found.tiles["Symbol"] in data]
    assert len(forms) == 2


def test_without_paper_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr("people.paper.FONTS", tmp_path)
    with pytest.raises(PaperUnavailable, match=r"PTF55F\.ttf"):
        laid(BODY)
