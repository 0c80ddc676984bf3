"""The logo and the seal as the paper embeds them: bytes by their digest, in the page itself."""

import base64
import hashlib
from functools import lru_cache

from django.core.files.storage import default_storage

from certificates.snapshot import PictureSnapshot


class PictureMissing(RuntimeError):  # noqa: N818
    """The stored picture is gone, or is not the one that was signed: the paper waits until it is restored."""


def address(picture: PictureSnapshot | None) -> str:
    """For an <img>; nothing is fetched. Raises PictureMissing."""
    if picture is None:
        return ""
    return f"data:image/png;base64,{picture.get('data') or _stored(picture['key'], picture['sha256'])}"


@lru_cache(maxsize=16)
def _stored(key: str, sha256: str) -> str:
    return base64.b64encode(read(key, sha256)).decode()


def read(key: str, sha256: str) -> bytes:
    """The stored bytes, proved by their digest. Raises PictureMissing."""
    try:
        with default_storage.open(key) as file:
            content: bytes = file.read()
    except FileNotFoundError:
        raise PictureMissing(key) from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise PictureMissing(key)
    return content
