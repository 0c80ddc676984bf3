"""The photo or PDF that comes with a report of a forgery: what of it is taken, what of it is kept, and for how long."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Max, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from certificates.models import ForgeryReport
from people.models import Upload
from people.scrubbing import NOTHING, take_bytes_away
from people.uploading import MEGABYTE, kind_of

TAKEN = ("pdf", "png", "jpg")
LARGEST = 10 * MEGABYTE
LARGEST_DAY = 1024 * MEGABYTE  # of all files that come in a day: anybody may send one
MOST_PIXELS, PHOTO_SIDE = 60_000_000, 3500


def kept_of(file: File[bytes], now: datetime) -> File[bytes]:
    """What is kept of it: its name and what a photo says of place and phone are the reporter's."""
    kind = _kind(file)
    today = ForgeryReport.objects.filter(sent_at__gt=now - timedelta(days=1)).aggregate(size=Sum("upload__size"))
    if (today["size"] or 0) + file.size > LARGEST_DAY:
        raise ValidationError(
            {"file": _("Too many files came in the last day. Send the report without one, and keep it for us.")}
        )
    content = file if kind == "pdf" else ContentFile(_redrawn(file, kind))
    return File(content, name=f"paper.{kind}")


def _redrawn(file: File[bytes], kind: str) -> bytes:
    """The picture alone, upright, as large as a page needs."""
    file.seek(0)
    drawn = BytesIO()
    try:
        with Image.open(file, formats=["JPEG", "PNG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError({"file": _("The picture has too many points to be read. Send a smaller one.")})
            picture.draft("RGB", (PHOTO_SIDE, PHOTO_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail((PHOTO_SIDE, PHOTO_SIDE))
        upright.info.clear()
        upright.save(drawn, "PNG" if kind == "png" else "JPEG", quality=88)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise ValidationError({"file": _("The picture is damaged and cannot be read.")}) from error
    return drawn.getvalue()


def _kind(file: File[bytes]) -> str:
    if file.size > LARGEST:
        raise ValidationError({"file": _("The file is larger than %(most)s MB.") % {"most": LARGEST // MEGABYTE}})
    if not file.size:
        raise ValidationError({"file": _("The file is empty.")})
    try:
        kind = kind_of(file)
    except ValidationError:  # it names what is taken elsewhere
        kind = ""
    if kind not in TAKEN:
        raise ValidationError({"file": _("A PDF or a photo (JPEG, PNG) is taken.")})
    return kind


def months(number: int) -> timedelta:
    return timedelta(days=round(number * 365.25 / 12))


@transaction.atomic
def sweep_papers(now: datetime | None = None) -> int:
    """Delete photos and words of reports that were settled long ago: kind, outcome and days stay."""
    long_ago = (now or timezone.now()) - months(settings.FORGERY_FILE_MONTHS)
    rows = ForgeryReport.objects.exclude(state__in=ForgeryReport.OPEN).annotate(last=Max("events__at"))
    old = rows.filter(Q(upload__erased_at=None, upload__isnull=False) | ~Q(text__in=("", NOTHING)), last__lt=long_ago)
    keys = list(old.order_by().values_list("pk", flat=True))
    reports = ForgeryReport.objects.filter(pk__in=keys).order_by()
    take_bytes_away(Upload.objects.filter(pk__in=reports.exclude(upload=None).values("upload"), erased_at=None))
    reports.exclude(text="").update(text=NOTHING)
    return len(keys)
