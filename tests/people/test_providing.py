"""What is printed in the provider's name: one provider, a logo that is a picture, heads that do not overlap."""

from __future__ import annotations

import contextlib
import io
import struct
import zlib
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image, ImageChops

from people.models import Provider, Signatory
from people.paper import paper_problem
from people.providing import LARGEST_LOGO, end_office, overlapping_heads, read_logo, save_provider, save_signatory
from tests.cast import aigul, bolat, make_provider, make_signatory


def picture(format: str, size: tuple[int, int] = (60, 40), mode: str = "RGB") -> bytes:
    drawn = io.BytesIO()
    Image.new(mode, size, 40).save(drawn, format)
    return drawn.getvalue()


def upload(content: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/png")


@pytest.mark.parametrize(
    ("content", "name"),
    [(picture("PNG"), "logo.png"), (picture("PNG", mode="P"), "logo.png"), (picture("JPEG", mode="CMYK"), "logo.jpg")],
)
def test_a_picture_becomes_the_logo_whatever_its_file_is_called(content: bytes, name: str) -> None:
    logo = read_logo(upload(content, "ЛОГО.exe"))
    assert logo.name == name
    assert Image.open(logo).size == (60, 40)


def test_the_logo_looks_the_same_and_carries_nothing_else() -> None:
    noisy = picture("PNG") + b"<script>alert(1)</script>"
    kept = read_logo(upload(noisy))
    assert b"script" not in kept.read()
    same = ImageChops.difference(Image.open(kept).convert("RGB"), Image.open(io.BytesIO(noisy)))
    assert same.getbbox() is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "no_picture"),
        (b"", "no_picture"),
        (picture("PNG")[:60], "no_picture"),
        (picture("GIF"), "no_picture"),
        (picture("PNG", (4001, 10)), "too_wide"),
        (picture("PNG") + bytes(LARGEST_LOGO), "too_large"),
    ],
)
def test_what_is_no_fit_picture_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        read_logo(upload(content))
    assert refusal.value.code == code


@pytest.mark.django_db
def test_there_is_one_provider() -> None:
    first = make_provider()
    organiser = aigul()
    again = save_provider(Provider(**{f.name: getattr(first, f.name) for f in Provider._meta.fields}), by=organiser)
    assert (Provider.objects.count(), again.history.first().history_user) == (1, organiser)
    with pytest.raises(IntegrityError), transaction.atomic():
        Provider.objects.create(pk=2, legal_name_kk="Екінші")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second", "acting", "overlap"),
    [
        ((date(2020, 1, 1), None), (date(2026, 1, 1), None), False, True),
        ((date(2020, 1, 1), None), (date(2026, 1, 1), None), True, False),
        ((date(2020, 1, 1), date(2025, 12, 31)), (date(2026, 1, 1), None), False, False),
        ((date(2020, 1, 1), date(2026, 1, 1)), (date(2026, 1, 1), None), False, True),
        ((date(2026, 1, 1), None), (date(2020, 1, 1), date(2026, 3, 1)), False, True),
    ],
)
def test_two_heads_on_one_day_are_noticed(
    first: tuple[date, date | None], second: tuple[date, date | None], acting: bool, overlap: bool
) -> None:
    user = bolat()
    Signatory.objects.all().delete()
    make_signatory(user, name="А", since=first[0], until=first[1])
    make_signatory(user, name="Б", since=second[0], until=second[1], is_acting=acting)
    assert bool(overlapping_heads(Signatory.objects.all())) is overlap


def with_chunk(png: bytes, name: bytes, data: bytes) -> bytes:
    """The picture with one more chunk after its header."""
    chunk = struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return png[:33] + chunk + png[33:]


@pytest.mark.parametrize(
    "content",
    [
        with_chunk(picture("PNG"), b"zTXt", b"Comment\0\0" + zlib.compress(b"0" * 3_000_000)),
        with_chunk(picture("PNG"), b"iCCP", b"profile\0\0" + zlib.compress(b"0" * 3_000_000)),
        with_chunk(picture("PNG"), b"iTXt", b"Comment\0\1\0\0\0" + zlib.compress(b"0" * 3_000_000)),
        with_chunk(picture("PNG"), b"pHYs", b"\0"),
        with_chunk(picture("PNG"), b"acTL", b"\0"),
        with_chunk(picture("PNG"), b"zTXt", b"Comment\0\5"),
        picture("PNG")[:20] + b"\0" * 40,
        picture("JPEG")[:40],
    ],
)
def test_a_crafted_picture_is_taken_or_refused_in_one_sentence_and_never_fails(content: bytes) -> None:
    with contextlib.suppress(ValidationError):
        assert Image.open(read_logo(upload(content))).size == (60, 40)


def test_a_picture_with_a_comment_that_unpacks_to_megabytes_is_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        read_logo(upload(with_chunk(picture("PNG"), b"zTXt", b"Comment\0\0" + zlib.compress(b"0" * 3_000_000))))
    assert refused.value.code == "no_picture"


@pytest.mark.django_db
def test_an_office_ends_with_its_last_day_and_not_before_it_began() -> None:
    bolat()
    signatory = Signatory.objects.get()
    with pytest.raises(ValidationError):
        end_office(signatory, until=date(2019, 12, 31), by=None)
    ended = end_office(signatory, until=date(2026, 11, 21), by=aigul())
    assert ended in Signatory.objects.in_office(date(2026, 11, 21))
    assert ended not in Signatory.objects.in_office(date(2026, 11, 22))
    ended.until = date(2019, 1, 1)
    with pytest.raises(ValidationError):
        save_signatory(ended, by=None)


def test_a_picture_that_is_cut_short_is_refused_after_pdfs_were_made_too() -> None:
    assert paper_problem() is None
    with pytest.raises(ValidationError) as refused:
        read_logo(upload(picture("PNG")[:60]))
    assert refused.value.code == "no_picture"
