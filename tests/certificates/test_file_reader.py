"""Files that anybody may send: what they say, and that a hostile one ends its reader and nothing else."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from time import monotonic
from typing import Any

import pikepdf
import pytest
import qrcode
from django.core.exceptions import ValidationError
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

from certificates import reading
from certificates.codes import new_code, pretty
from certificates.file_reader import clean
from certificates.list_checking import read as read_list
from certificates.reading import MOST_BYTES, Said, host_of, read
from certificates.reading import REFUSALS as SAID
from certificates.seats import SEATS, seat

ADDRESS = "HTTPS://BASQARU.EXAMPLE/V/"


def drawn(code: str, side: int = 400) -> Image.Image:
    symbol = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    symbol.add_data(ADDRESS + code)
    picture: Image.Image = symbol.make_image().get_image()
    return picture.convert("L").resize((side, side))


def picture(code: str, kind: str = "PNG", page: tuple[int, int] = (1240, 1754), turned: float = 0) -> bytes:
    """A page with the QR code near its lower right corner, as a scanner or a camera gives it."""
    sheet = Image.new("L", page, 245)
    sheet.paste(drawn(code), (page[0] - 480, page[1] - 480))
    file = io.BytesIO()
    if kind == "PDF":
        sheet.save(file, "PDF", resolution=150)
    else:
        sheet.rotate(turned, fillcolor=245, expand=True).save(file, kind, quality=60)
    return file.getvalue()


def pdf(*contents: bytes, size: tuple[float, float] = (595, 842), **resources: pikepdf.Object) -> pikepdf.Pdf:
    """Pages with these drawing operators."""
    document = pikepdf.new()
    for content in contents:
        document.add_blank_page(page_size=size)
        page = document.pages[-1]
        page.Contents = document.make_stream(content)
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    return document


def saved(document: pikepdf.Pdf, **options: Any) -> bytes:
    file = io.BytesIO()
    document.save(file, **options)
    return file.getvalue()


def typed(text: str) -> bytes:
    return f"BT /F 12 Tf 72 700 Td ({text}) Tj ET".encode()


def refusal(content: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        read(content)
    return str(refused.value.code)


def outcome(content: bytes) -> str:
    try:
        return "nothing" if not read(content).codes else "a code"
    except ValidationError as refused:
        return str(refused.code)


# ---- what it says ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("separator", [" ", "-", ""])
def test_a_code_is_found_in_the_text_of_a_page(separator: str) -> None:
    code = new_code()
    said = read(saved(pdf(typed("Page one"), typed(f"Code: {pretty(code, separator)}."))))
    assert (said.codes, said.has_text, said.qr) == ([code], True, ())


@pytest.mark.parametrize(("kind", "turned"), [("PNG", 0), ("JPEG", 5), ("JPEG", 90), ("PDF", 0)])
def test_a_code_is_found_in_a_scan_and_in_a_photo(kind: str, turned: float) -> None:
    code = new_code()
    said = read(picture(code, kind, turned=turned))
    assert (said.codes, said.has_text, said.hosts) == ([code], False, ["basqaru.example"])


def test_a_code_is_found_in_the_description_of_a_file() -> None:
    code, document = new_code(), pdf(b"")
    document.docinfo["/Title"] = f"Certificate {pretty(code)}"
    assert read(saved(document)).codes == [code]


@pytest.mark.parametrize(("mode", "veiled"), [(0, False), (2, False), (3, True), (7, True)])
def test_text_in_invisible_ink_is_no_text_of_the_page(mode: int, veiled: bool) -> None:
    """Under it the page may show anything, as a scan with its recognised words does."""
    code = new_code()
    said = read(saved(pdf(typed("What is seen"), typed(code).replace(b"BT", f"BT {mode} Tr".encode(), 1))))
    assert (said.codes, said.veiled, said.has_text) == ([code], veiled, not veiled)


def test_what_only_looks_like_a_code_is_none() -> None:
    code = new_code()
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert read(saved(pdf(typed(f"{wrong} ABCD EFGH 1234 X{code}")))).codes == []


def test_a_file_of_many_pages_is_read_at_its_beginning_alone() -> None:
    codes = [new_code() for _ in range(8)]
    assert read(saved(pdf(*(typed(code) for code in codes)))).codes == codes[:6]


def test_a_file_locked_against_changes_alone_is_read() -> None:
    code = new_code()
    locked = saved(
        pdf(typed(code)), encryption=pikepdf.Encryption(owner="secret", user="", allow=pikepdf.Permissions())
    )
    assert read(locked).codes == [code]


def test_what_is_no_address_leads_nowhere() -> None:
    said = Said(texts=("a",), qr=("https://[::1", "WIFI:T:WPA;S:school;;", "+7 7212 55 01 02", "HTTPS://Evil.kz/a?b=1"))
    assert (said.codes, said.hosts, host_of("https://[::1")) == ([], ["evil.kz"], "")


@pytest.mark.parametrize(
    ("text", "kept"),
    [("a\x00b\x1bc", "a b c"), ("Гүл\ufffe\nжаһан", "Гүл-жаһан"), ("a\ud800b", "a?b"), ("a\tb\nc", "a\tb\nc")],
)
def test_letters_that_cannot_be_shown_are_dropped(text: str, kept: str) -> None:
    assert clean(text) == kept


# ---- what is refused -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"hello", "not_a_pdf"),
        (b"PK\x03\x04 a workbook", "not_a_pdf"),
        (b"%PDF-1.7 and nothing else", "damaged"),
        (b"\x89PNG\r\n\x1a\n and nothing else", "damaged"),
        (b"%PDF" + b" " * MOST_BYTES, "too_big"),
        (saved(pikepdf.new()), "damaged"),
        (saved(pdf(typed("x")), encryption=pikepdf.Encryption(owner="a", user="b")), "password"),
    ],
    ids=["empty", "text", "workbook", "torn PDF", "torn picture", "too big", "no pages", "password"],
)
def test_a_file_that_cannot_be_a_certificate_is_refused_with_a_sentence(content: bytes, code: str) -> None:
    assert refusal(content) == code
    assert str(SAID[code])


# ---- what is hostile -------------------------------------------------------------------------------------------------
def bomb_of_size() -> bytes:
    document = pdf(typed("x"))
    document.pages[0].MediaBox = [0, 0, 2_000_000, 2_000_000]
    document.pages[0].UserUnit = 1000
    return saved(document)


def bomb_of_pages() -> bytes:
    document = pdf(typed("x"))
    for _ in range(500):
        document.pages.append(document.pages[0])
    return saved(document)


def bomb_of_nesting() -> bytes:
    """Each form draws the next one ten times: ten to the power of twelve letters."""
    document = pdf(b"/X Do")
    form = document.make_stream(typed("x"), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 595, 842])
    form.Resources = document.pages[0].Resources
    for _ in range(12):
        outer = document.make_stream(b"/X Do " * 10, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        outer.BBox = [0, 0, 595, 842]
        outer.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
        form = outer
    document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
    return saved(document)


def bomb_of_a_picture(coding: str) -> bytes:
    """A picture that says of itself that it has 60,000 × 60,000 dots."""
    document = pdf(b"595 0 0 842 0 0 cm /X Do")
    data = zlib.compress(b"\0" * 20_000_000) if coding == "Flate" else b"\0" * 200
    image = document.make_stream(
        data if coding != "Flate" else b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image
    )
    image.Width = image.Height = 60_000
    image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceGray, 1 if coding == "JBIG2" else 8
    image.write(data, filter=pikepdf.Name(f"/{coding}Decode"))
    document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=image))
    return saved(document)


def bomb_of_operators() -> bytes:
    return saved(pdf(b"q 1 0 0 1 0 0 cm " * 500_000), compress_streams=True)


@pytest.mark.parametrize(
    "make",
    [
        bomb_of_size, bomb_of_pages, bomb_of_nesting, lambda: bomb_of_a_picture("Flate"),
        lambda: bomb_of_a_picture("JBIG2"), bomb_of_operators,
    ],
    ids=["page size", "pages", "nesting", "flate picture", "jbig2 picture", "operators"],
)  # fmt: skip
def test_a_bomb_harms_its_reader_alone(make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """It says nothing of ours, or it is refused: what it asks for is never given."""
    monkeypatch.setattr(reading, "SECONDS_OF_WORK", 1)
    content = make()
    assert len(content) < MOST_BYTES
    said = outcome(content)
    assert said in {"nothing", "too_much", "damaged"}
    if make is bomb_of_nesting:
        assert said == "too_much"


def test_who_comes_while_all_seats_are_taken_is_told_so_at_once() -> None:
    """Nobody waits in a thread that codes are answered by; lists take the same seats."""
    code = new_code()
    content = saved(pdf(typed(code)))
    with ExitStack() as taken:
        for _seat in range(SEATS):
            taken.enter_context(seat())
        began = monotonic()
        assert refusal(content) == "busy"
        with pytest.raises(ValidationError) as refused:
            read_list(io.BytesIO(code.encode()))
        assert (refused.value.code, monotonic() - began < 0.5) == ("busy", True)
    assert read(saved(pdf(typed(code)))).codes == [code]


def test_a_picture_with_more_dots_than_a_camera_has_is_refused() -> None:
    file = io.BytesIO()
    Image.new("1", (40_000, 4_000)).save(file, "PNG", compress_level=1)
    assert refusal(file.getvalue()) == "too_much"


def test_the_reader_is_whole_without_us() -> None:
    """It imports nothing of this house: whatever ends it has seen no settings and no secrets."""
    from certificates.reading import READER

    imported = [line for line in READER.read_text().splitlines() if line.strip().startswith(("import ", "from "))]
    ours = ("certificates", "people", "courses", "config", "django")
    assert imported
    assert not [line for line in imported if line.split()[1].split(".")[0] in ours]
