"""The provider, its logo and those who sign for it."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from itertools import combinations

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from people import contacts
from people.models import Provider, Signatory, User

LARGEST_LOGO = 1024 * 1024
LONGEST_SIDE = 4000
MAX_ALPHA = 255
# What Pillow says of a picture that is broken, or that unpacks to more than it holds (a compressed comment is enough).
UNREADABLE = (UnidentifiedImageError, OSError, EOFError, SyntaxError, ValueError, Image.DecompressionBombError)
LOGO_FORMATS = {"PNG": "png", "JPEG": "jpg"}


@transaction.atomic
def save_provider(
    provider: Provider,
    *,
    by: User | None,
    logo: ContentFile[bytes] | None = None,
    seal: ContentFile[bytes] | None = None,
) -> Provider:
    """Keep what is printed in the name of the provider; there is one of them in an installation."""
    provider.pk = 1
    if logo is not None:
        provider.logo = logo
    if seal is not None:
        provider.seal = seal
    provider._history_user = by  # type: ignore[attr-defined]
    provider.full_clean(validate_unique=False)
    provider.save()
    transaction.on_commit(contacts.forget)
    return provider


@transaction.atomic
def save_signatory(signatory: Signatory, *, by: User | None) -> Signatory:
    """Put on record who signs, in which capacity, from when to when."""
    signatory._history_user = by  # type: ignore[attr-defined]
    signatory.full_clean()
    signatory.save()
    return signatory


@transaction.atomic
def end_office(signatory: Signatory, *, until: date, by: User | None) -> Signatory:
    """The last day of the office, that day included."""
    row = Signatory.objects.select_for_update().get(pk=signatory.pk)
    if until < row.since:
        raise ValidationError(_("The office cannot end before it began."))
    row.until = until
    return save_signatory(row, by=by)


def overlapping_heads(signatories: Iterable[Signatory]) -> list[tuple[Signatory, Signatory]]:
    """Pairs of heads in office on the same day; somebody who acts for the head may stand beside one."""
    heads = sorted((s for s in signatories if not s.is_acting), key=lambda s: s.since)
    return [(a, b) for a, b in combinations(heads, 2) if a.until is None or b.since <= a.until]


def read_logo(upload: UploadedFile[bytes]) -> ContentFile[bytes]:
    """The picture in an upload, judged by its content; drawn anew, so that nothing but the picture is kept."""
    if upload.size is None or upload.size > LARGEST_LOGO:
        raise ValidationError(_("The logo is larger than 1 MB. Save it smaller and try again."), code="too_large")
    try:
        picture = Image.open(upload, formats=tuple(LOGO_FORMATS))
        if max(picture.size) > LONGEST_SIDE:
            raise ValidationError(
                _("The logo is larger than %(side)s pixels on a side."), code="too_wide", params={"side": LONGEST_SIDE}
            )
        drawn = io.BytesIO()
        keeps_alpha = picture.format == "PNG"
        picture.convert("RGBA" if keeps_alpha else "RGB").save(drawn, "PNG" if keeps_alpha else "JPEG", quality=92)
    except UNREADABLE as error:
        raise ValidationError(_("The logo must be a PNG or JPEG picture."), code="no_picture") from error
    return ContentFile(drawn.getvalue(), name=f"logo.{LOGO_FORMATS[picture.format or 'PNG']}")


def read_seal(upload: UploadedFile[bytes]) -> ContentFile[bytes]:
    """A PNG with a transparent ground, so that the signature under it is seen; judged as a logo is."""
    picture = read_logo(upload)
    if not str(picture.name).endswith(".png") or Image.open(picture).getchannel("A").getextrema()[0] == MAX_ALPHA:
        raise ValidationError(
            _("The seal must be a PNG with a transparent ground: what is under it has to be seen."), code="not_clear"
        )
    return ContentFile(picture.open().read(), name="seal.png")
