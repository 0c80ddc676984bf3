"""What is printed on a blank: of the certificate page the words that differ from document to document, and the QR.

The blank has the line work and the words that are the same on all of its kind. So that these can be in one place on
every blank, the places here never depend on how long a text is: a title has room for two lines, a date for the longest
month. The appendix is no part of it: it is printed on plain paper, with its own line work.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from django.template.loader import render_to_string
from django.utils.html import strip_tags

from certificates.design import CERTIFICATE_QR, QR_MILLIMETRES
from certificates.paper import certificate
from certificates.paper.certificate import TITLE_SIZES, Fact
from certificates.paper.common import common
from certificates.paper.common import fill as fill_common
from certificates.paper.filling import Filling, in_template
from certificates.paper.fitting import Fitted, width
from certificates.paper.placing import LEFT, POINT, RIGHT, page_one
from certificates.paper.voice import NOTHING, Voice
from certificates.paper.wording import hours_in_words
from certificates.qr import INK, dark_runs, modules, qr_text
from certificates.snapshot import AS_EVER, BlankSnapshot, Snapshot
from people.paper import Plate, render_pdf
from people.written import date_in_words, date_until

Millimetres = tuple[float, float]
# The longest that a fact can be: three figures of hours, the dates of any month.
MOST_HOURS, YEAR = 888, 2028


def render_on_blanks(
    sheets: Sequence[tuple[Snapshot, BlankSnapshot]], *, offset: Millimetres, with_provider: bool
) -> bytes:
    """A page for each blank in the order of the pile, moved by so many millimetres to the right and down.

    `with_provider` prints the provider's name, city and site, too, for blanks that are not its own. Raises
    PaperUnavailable.
    """
    printed: list[Snapshot] = [{**snapshot, "blank": blank} for snapshot, blank in sheets]
    html = render_to_string(
        "certificates/blanks/paper/pages.html",
        {
            "left": f"{offset[0]:.1f}",
            "top": f"{offset[1]:.1f}",
            "with_provider": with_provider,
            "created": printed[0]["issued_on"],
            "lang": printed[0]["language"].replace("tri", "kk"),
            "title": "; ".join(snapshot["number"] or "" for snapshot in printed[:3]),
            "pages": [render_to_string("certificates/paper/certificate.html", _context(each)) for each in printed],
        },
    )
    return render_pdf(html, stylesheet=stylesheet(), plates=[[_qr(snapshot, offset)] for snapshot in printed])


def _context(snapshot: Snapshot) -> dict[str, Any]:
    """The context of the certificate page, each of its blocks at the place that it has on every blank.

    What the document's design has beside them (logo, seal, places to sign) is the blank's own.
    """
    snapshot = cast(Snapshot, {**snapshot, "design": AS_EVER})
    voice = Voice.of(snapshot["language"])
    context = common(snapshot, voice) | certificate.context(snapshot, voice)
    filling = Filling()
    fill_common(filling, snapshot)
    certificate.fill(filling, snapshot, voice)
    programme: Fitted = context["programme"]
    fixed = page_one(
        Fitted(("", ""), TITLE_SIZES[-1]), before=bool(context["before"].main), after=len(context["after"]),
        trilingual=bool(voice.glosses),
    ).tops  # fmt: skip
    room = (2 * TITLE_SIZES[-1] - len(programme.lines) * programme.points) * POINT * 1.22
    places = {**context["at"], **fixed, "programme": f"{float(fixed['programme']) + room / 2:.2f}"}
    return {
        **context,
        **in_template(filling, specimen=False),
        "at": places,
        "facts": in_fixed_columns(context["facts"], voice),
    }


def in_fixed_columns(facts: Sequence[Fact], voice: Voice) -> list[Fact]:
    """Columns as wide as the longest date of the language needs; a gloss without a figure is a word of the blank."""
    needs = [max(_widest(place, voice), width(fact.label, 7.8)) for place, fact in enumerate(facts)]
    air = (RIGHT - LEFT - sum(needs)) / len(needs)
    placed, left = [], LEFT
    for place, (fact, need) in enumerate(zip(facts, needs, strict=True)):
        told = any(letter.isdigit() for letter in strip_tags(fact.gloss))
        gloss = fact.gloss if told else NOTHING
        placed.append(Fact(fact.label, fact.value, gloss, f"{left:.2f}", f"{need + air:.2f}", first=place == 0))
        left += need + air
    return placed


@lru_cache(maxsize=64)
def _widest(place: int, voice: Voice) -> float:
    """Millimetres of the longest value of a fact: the volume, the course, the issue, the last day."""
    language = voice.language
    days = [f"{YEAR}-{month:02d}-28" for month in range(1, 13)]
    texts = (
        [hours_in_words(MOST_HOURS, language)],
        ["28.08.2028 – 28.08.2028"],
        [date_in_words(day, language) for day in days],
        [date_until(day, language) for day in days],
    )[place]
    return max(width(text, 10.8, "bold") for text in texts)


def _qr(snapshot: Snapshot, offset: Millimetres) -> Plate:
    """The symbol alone, where the blank has its white field."""
    code = snapshot["code"]
    assert code is not None  # noqa: S101 - only documents of the register are printed on blanks
    rows = modules(qr_text(snapshot["site"], code))
    scale, x, y = QR_MILLIMETRES / len(rows), CERTIFICATE_QR[0] + offset[0], CERTIFICATE_QR[1] + offset[1]
    ink = " ".join(f"{int(INK[place : place + 2], 16) / 255:.3f}" for place in (1, 3, 5))
    dark = " ".join(f"{left} {top} {length} 1 re" for left, top, length in dark_runs(rows))
    return Plate(297, 210, f"q {scale:.5f} 0 0 {scale:.5f} {x:.2f} {y:.2f} cm {ink} rg {dark} f Q")


@lru_cache
def stylesheet() -> str:
    """That of the paper, and what the blank has already."""
    here = Path(__file__).parent
    paper = (here.parent / "paper" / "paper.css").read_text(encoding="utf-8")
    return paper + (here / "pages.css").read_text(encoding="utf-8")
