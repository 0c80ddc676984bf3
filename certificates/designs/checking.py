"""The proof that every picture which a published design prints is stored as it was."""

from __future__ import annotations

from collections.abc import Iterator

from certificates.models import DesignVersion
from certificates.paper.pictures import PictureMissing, read


def problems() -> Iterator[str]:
    for version in DesignVersion.objects.select_related("design").order_by("pk"):
        for name, picture in (("logo", version.logo), ("seal", version.seal_picture)):
            try:
                if picture is not None:
                    read(picture["key"], picture["sha256"])
            except PictureMissing:
                told = f"Design “{version.design.name}”, version {version.number}"
                yield f"{told}: its {name} is missing from storage, or is not the one that was published."
