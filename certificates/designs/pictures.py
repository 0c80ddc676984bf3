"""Logo and seal as they are printed: small enough for paper, kept once under their own digest."""

from __future__ import annotations

import base64
import hashlib
import io

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _
from PIL import Image

from certificates.models.design import Look
from certificates.snapshot import PictureSnapshot
from people.models import Provider

# Pixels: what the places on the page hold at 600 dots an inch.
LOGO, SEAL = (1180, 416), (756, 756)


def logo_of(provider: Provider | None) -> bytes:
    if not (drawn := _drawn(provider.logo if provider else None, LOGO)):
        raise ValidationError(
            {"has_logo": _("The provider has no logo yet: add it on the provider's page, or leave it out.")}
        )
    return drawn


def seal_of(provider: Provider | None) -> bytes:
    if not (drawn := _drawn(provider.seal if provider else None, SEAL)):
        raise ValidationError(
            {"seal": _("The provider has no picture of its seal yet: add it on the provider's page, or leave a place.")}
        )
    return drawn


def wanted(look: Look, provider: Provider | None) -> tuple[bytes | None, bytes | None]:
    """Logo and seal that a look prints; refused where the provider has none."""
    logo = logo_of(provider) if look.has_logo else None
    return logo, seal_of(provider) if look.seal == Look.Seal.PICTURE else None


def keep(content: bytes | None) -> PictureSnapshot | None:
    """The same bytes are stored once; what is stored already is never written over, be it damaged or not."""
    if content is None:
        return None
    digest = hashlib.sha256(content).hexdigest()
    key = f"designs/{digest}.png"
    if not _stored(key, content):
        key = default_storage.save(key, ContentFile(content))
    return {"key": key, "sha256": digest}


def _stored(key: str, content: bytes) -> bool:
    try:
        with default_storage.open(key) as file:
            return bool(file.read() == content)
    except FileNotFoundError:
        return False


def shown(content: bytes | None) -> PictureSnapshot | None:
    """In a draft: nothing is stored."""
    if content is None:
        return None
    return {"key": "", "sha256": hashlib.sha256(content).hexdigest(), "data": base64.b64encode(content).decode()}


def _drawn(file: FieldFile | None, room: tuple[int, int]) -> bytes:
    """A PNG that fits into so many pixels; where nothing is drawn the paper is seen. Empty where there is no file."""
    if not file:
        return b""
    try:
        with file.storage.open(str(file.name)) as stored:
            picture = Image.open(stored).convert("RGBA")
    except OSError:  # on record, and not in the storage
        return b""
    picture.thumbnail(room, Image.Resampling.LANCZOS)
    drawn = io.BytesIO()
    picture.save(drawn, "PNG", optimize=True)
    return drawn.getvalue()
