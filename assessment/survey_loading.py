"""The readiness survey taken from its file: an unchanged file changes nothing, a changed one is a new version."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from assessment import instrument
from assessment.models import Instrument


@transaction.atomic
def load_instrument(path: Path = instrument.FILE) -> tuple[Instrument, bool]:
    """The newest version, and whether it was made now; versions that are there are never touched again."""
    content, source = instrument.load(path)
    digest = instrument.digest_of(source)
    newest = newest_instrument(content.code)
    if newest is not None and newest.digest == digest:
        return newest, False
    number = newest.number + 1 if newest else 1
    return Instrument.objects.create(code=content.code, number=number, digest=digest, source=source), True


def newest_instrument(code: str = "readiness") -> Instrument | None:
    """What a cohort begins with; nothing where no survey is loaded."""
    return Instrument.objects.filter(code=code).order_by("-number").first()
