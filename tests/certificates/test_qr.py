"""The QR code: small enough to scan from paper, and refused with a sentence when the site's name is too long."""

import pytest
import zxingcpp
from PIL import Image

from certificates.codes import new_code
from certificates.qr import HOST_ROOM, dark_runs, modules, qr_svg, qr_text, site_problem
from tests.certificates.paper_samples import CODE


def photograph(text: str, pixels: int = 3) -> str:
    rows = modules(text)
    side = (len(rows) + 8) * pixels
    picture = Image.new("L", (side, side), 255)
    for x, y, length in dark_runs(rows):
        picture.paste(0, tuple(pixels * each for each in (x + 4, y + 4, x + 4 + length, y + 5)))  # type: ignore[arg-type]
    found = zxingcpp.read_barcodes(picture)
    assert len(found) == 1
    return str(found[0].text)


@pytest.mark.parametrize(
    ("site", "text"),
    [
        ("https://basqaru.example", f"HTTPS://BASQARU.EXAMPLE/V/{CODE}"),
        ("https://basqaru.example/", f"HTTPS://BASQARU.EXAMPLE/V/{CODE}"),
        ("http://192.168.1.20:8000", f"HTTP://192.168.1.20:8000/V/{CODE}"),
        ("https://xn--80aswg.xn--80ao21a", f"HTTPS://XN--80ASWG.XN--80AO21A/V/{CODE}"),
        (f"https://{'a' * HOST_ROOM}", f"HTTPS://{'A' * HOST_ROOM}/V/{CODE}"),
    ],
)
def test_the_address_is_in_capitals_without_dashes_and_is_read_back(site: str, text: str) -> None:
    assert qr_text(site, CODE) == text
    assert photograph(text) == text
    assert len(modules(text)) <= 29  # version 3


def test_a_module_is_a_millimetre_at_least_on_thirty_millimetres() -> None:
    assert HOST_ROOM == 34
    assert 30 / len(modules(qr_text(f"https://{'a' * HOST_ROOM}", CODE))) >= 1.0


@pytest.mark.parametrize(
    ("site", "said"),
    [
        (f"https://{'a' * 35}", "35 characters long; a QR code that scans from paper has room for 34"),
        ("https://basqaru.example/edu", "carries more than a host"),
        ("https://user@basqaru.example", "carries more than a host"),
        ("https://басқару.қаз", "ASCII form"),
        ("https://under_score.kz", "ASCII form"),
        ("basqaru.example", "must be https://host"),
        ("ftp://basqaru.example", "must be https://host"),
        ("", "must be https://host"),
    ],
)
def test_a_site_that_no_qr_can_carry_is_refused_with_a_sentence(site: str, said: str) -> None:
    problem = site_problem(site)
    assert problem is not None
    assert said in problem
    with pytest.raises(ValueError, match="SITE_URL") as refusal:
        qr_text(site, CODE)
    assert str(refusal.value) == problem


def test_a_text_beyond_version_3_is_never_drawn() -> None:
    with pytest.raises(ValueError, match="needs a QR code of version 4"):
        modules("A" * 62)


def test_any_code_is_read_back() -> None:
    for _ in range(20):
        text = qr_text("https://basqaru.example", new_code())
        assert photograph(text) == text


def test_the_svg_is_as_large_as_asked_and_draws_each_dark_module_once() -> None:
    text = qr_text("https://basqaru.example", CODE)
    drawing = qr_svg(text, 30)
    assert 'viewBox="0 0 29 29" width="30mm" height="30mm"' in drawing
    assert sum(length for _x, _y, length in dark_runs(modules(text))) == "".join(modules(text)).count("1")
    assert "style=" not in drawing
