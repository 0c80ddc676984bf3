"""The file of a filled-in design: archival, tagged, its own in name and number, and with nobody else in it."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from certificates import design
from certificates.compiling import counting, keying
from certificates.compiling.layout import NUMBER
from certificates.snapshot import Snapshot
from tests.certificates.many_people import many
from tests.certificates.paper_samples import CODE, CRITERIA, MODULES, named, sample, statement
from tests.paper_reading import Paper, silent_press

__all__ = ["silent_press"]
pytestmark = pytest.mark.usefixtures("silent_press")
ROOT = Path(__file__).resolve().parents[2]


def opened(snapshot: Snapshot) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(design.render(snapshot)))


def test_it_carries_its_title_dates_language_and_archival_mark() -> None:
    asked = sample(language="tri", number="2026-00777")
    with opened(asked) as pdf, pikepdf.open(BytesIO(design.render_whole(asked))) as whole:
        assert dict(pdf.docinfo.items()) == dict(whole.docinfo.items())
        assert str(pdf.docinfo["/Title"]) == "Сертификат № 2026-00777"
        assert bytes(pdf.Root.Metadata.read_bytes()) == bytes(whole.Root.Metadata.read_bytes())
        assert [str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)] == ["kk", True]
        assert pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes() == (
            whole.Root.OutputIntents[0].DestOutputProfile.read_bytes()
        )
        assert bytes(pdf.trailer.ID[0]) == bytes(whole.trailer.ID[0]) == file_id(CODE)
        assert pdf.check_pdf_syntax() == [] == whole.check_pdf_syntax()


def file_id(told: str) -> bytes:
    return hashlib.sha256(told.encode()).hexdigest()[:32].encode()


def test_a_number_with_marks_of_its_own_stands_in_the_title_as_it_is() -> None:
    with opened(sample(number="А(1)&<2>\\2026")) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Сертификат № А(1)&<2>\\2026"
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "Сертификат № А(1)&<2>\\2026"


def test_a_preview_has_the_metadata_that_weasyprint_gives_it() -> None:
    asked = sample(number=None, code=None)
    with opened(asked) as pdf, pikepdf.open(BytesIO(design.render_whole(asked))) as whole:
        assert dict(pdf.docinfo.items()) == dict(whole.docinfo.items())
        assert bytes(pdf.Root.Metadata.read_bytes()) == bytes(whole.Root.Metadata.read_bytes())


@pytest.mark.parametrize("asked", [sample(language="tri"), sample(number=None, code=None), statement()])
def test_every_marked_text_belongs_to_the_structure(asked: Snapshot) -> None:
    """Each mark on a page is one kid of one element, and each kid is a mark on a page: screen readers miss nothing."""
    with opened(asked) as pdf:
        parents = pdf.Root.StructTreeRoot.ParentTree.Nums
        for number, page in enumerate(pdf.pages):
            content = b"\n".join(part.read_bytes() for part in page.Contents)
            marks = [int(mark) for mark in re.findall(rb"/MCID (\d+)", content)]
            assert sorted(marks) == list(range(len(parents[2 * number + 1])))
            for mark in marks:
                assert list(parents[2 * number + 1][mark].K) == [mark]
            assert content.count(b"BDC") + content.count(b"BMC") == content.count(b"EMC")
            assert len(re.findall(rb"\bq\b", content)) == len(re.findall(rb"\bQ\b", content))


def test_every_glyph_that_is_shown_is_in_its_font_with_its_letter() -> None:
    for asked in many(4, seed=9):
        with opened(asked) as pdf:
            fonts = pdf.pages[0].Resources.Font
            for page in pdf.pages:
                content = b"\n".join(part.read_bytes() for part in page.Contents).decode("latin-1")
                for font, shown in re.findall(r"/(\w+) [\d.]+ Tf[^\[]*\[(.*?)\] ?TJ", content, re.DOTALL):
                    letters = fonts[f"/{font}"].ToUnicode.read_bytes().decode()
                    glyphs = re.findall("....", "".join(re.findall(r"<([0-9a-f]*)>", shown)))
                    assert [glyph for glyph in glyphs if f"<{glyph}> <" not in letters] == []


def test_the_same_paper_has_the_same_bytes_in_every_process(own_designs: Path) -> None:
    here = hashlib.sha256(design.render(sample())).hexdigest()
    assert hashlib.sha256(design.render(sample())).hexdigest() == here
    script = (
        "import django, hashlib; django.setup(); from certificates.design import render; "
        "from tests.certificates.paper_samples import sample; "
        "import sys; print(hashlib.sha256(render(sample())).hexdigest(), 'weasyprint.layout' in sys.modules)"
    )
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONHASHSEED": "9"}
    for folder, laid_out in ((own_designs.parent, False), (own_designs.parent / "other", True)):
        said = subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT, env={**env, "DATA_DIR": str(folder)}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert said.stdout.split()[-2:] == [here, str(laid_out)]


def test_no_file_tells_of_anybody_else() -> None:
    people = [{**snapshot, **told_of(n)} for n, snapshot in enumerate(many(len(STRANGERS), seed=11))]
    for before, asked in pairwise(people):
        design.render(before)  # type: ignore[arg-type]
        told = everything(design.render(asked))  # type: ignore[arg-type]
        assert [word for word in own_words(asked)[1:] if word not in told] == []
        assert [word for other in people if other is not asked for word in own_words(other) if word in told] == []
        assert NUMBER not in told
        assert "Әә" not in told  # nor is there any page of the alphabet


# Nobody shares a word with another, or with what the paper says to all.
STRANGERS = ("Қожахмет Ұлболсын", "Щербакова Фёдор", "Ізтілеуова Һүрия", "Вознесенский Юлия", "Тохтахунова Зүлфия")
PLACES = ("Жезқазған", "Осакаровка", "Балқаш", "Приозёр", "Қарқаралы")
TOPICS = ("Сейсмология", "Ихтиология", "Палеонтология", "Кристаллография", "Спелеология")


def told_of(n: int) -> dict[str, Any]:
    surname, given = STRANGERS[n].split()
    return {"name": named(surname, given), "organisation": f"{PLACES[n]} мектебі", "project_topic": TOPICS[n]}


def own_words(snapshot: Any) -> list[str]:
    """Of which a file may hold this person's own alone."""
    name, place = snapshot["name"], snapshot["organisation"].split()[0]
    return [snapshot["code"], snapshot["number"], name["surname"], name["given"], place, snapshot["project_topic"]]


def everything(pdf: bytes) -> str:
    """Whatever a file holds: the words of its pages and all of its objects."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        objects = [each.read_bytes() if isinstance(each, pikepdf.Stream) else b"" for each in opened.objects]
        rest = "".join(map(repr, opened.objects)) + repr(opened.docinfo)
    paper = Paper(pdf)
    return "".join(paper.text(page) for page in range(len(paper))) + b"".join(objects).decode("latin-1") + rest


@pytest.mark.parametrize(
    ("changes", "reason", "said"),
    [
        ({"name": named("Nguyễn", "Văn")}, "letter", None),
        ({"name": named("Ѣлинъ", "Ѳома")}, "letter", "Ѣлинъ"),
        ({"project_topic": "Мектептің даму бағдарламасы " * 24}, "room", "бағдарламасы"),
        ({"modules": MODULES[:6] * 4, "criteria": CRITERIA * 2}, "pages", "Аттестация сәтті өтті"),
    ],
)
def test_what_does_not_fit_is_laid_out_whole_and_counted(
    changes: dict[str, Any], reason: str, said: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    before = counting.counted()
    pdf = design.render(sample(**changes))
    assert counting.counted() - before == {reason: 1}
    assert said is None or said in everything(pdf)


def test_the_person_is_no_part_of_the_key_and_everything_else_is() -> None:
    def key(**changes: Any) -> str:
        return keying.key(keying.without_person(sample(**changes)))

    same = key()
    person = {"number": "2026-9", "code": CODE[::-1], "name": named("Ли", "Анна"), "total": 51, "total_exact": "50.5"}
    assert key(**person, organisation="Мектеп", project_topic="Т") == same
    other = [
        key(organisation=""), key(project_topic=""), key(number=None), key(code=None), key(specimen=True),
        key(language="ru"), key(issued_on="2026-10-24"), key(site="https://b.kz"), key(hours={"declared": 81}),
        key(blank={"series": "A", "number": "1"}), key(replaces={"number": "1", "issued_on": "2026-01-01"}),
        key(band=None), key(modules=MODULES[:3]), key(criteria=CRITERIA[:3]), key(logo="a later part of a snapshot"),
    ]  # fmt: skip
    assert len({same, *other}) == 1 + len(other)
