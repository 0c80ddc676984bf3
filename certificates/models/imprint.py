from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.db import models


class Imprint(models.Model):
    """What thousands of documents say alike (programme, modules, provider, signatory), kept once.

    It is called by the digest of its text, so it never changes, and what was read of it once is true for good.
    """

    digest = models.CharField(max_length=32, primary_key=True)
    text = models.TextField()  # JSON

    def __str__(self) -> str:
        return self.digest

    @classmethod
    def of(cls, common: Mapping[str, Any]) -> Imprint:
        """The row for these fields, not saved."""
        text = json.dumps(common, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return cls(digest=sha256(text.encode()).hexdigest()[:32], text=text)


@lru_cache(maxsize=1024)
def said_by(digest: str) -> Mapping[str, Any]:
    """The fields of an imprint; the database is asked once in the life of a process."""
    said: dict[str, Any] = json.loads(Imprint.objects.values_list("text", flat=True).get(pk=digest))
    return said
