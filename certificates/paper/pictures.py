"""The logo and the seal as the paper embeds them: bytes by their digest, in the page itself."""

import base64
import hashlib
from functools import lru_cache

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from certificates.snapshot import PictureSnapshot
from people.paper import PaperUnavailable


class PictureMissing(PaperUnavailable):
    """The stored picture is away, gone, or is not the one that was signed: the paper waits until it is restored."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key

    def __str__(self) -> str:
        told = _("A picture of this design cannot be read from the storage: %(key)s. Tell the administrator.")
        return told % {"key": self.key}


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
    except Exception as error:  # each kind of storage has its own for what is gone and for being away itself
        raise PictureMissing(key) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise PictureMissing(key)
    return content
