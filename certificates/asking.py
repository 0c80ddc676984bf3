"""The one question of verification: what stands in the register under a code. One statement, one row, one index."""

from __future__ import annotations

import json
from datetime import date
from typing import NamedTuple, cast

from django.db import connection

from certificates.models import Standing
from certificates.models.imprint import said_by
from certificates.standing import Public

ASK = f"""
SELECT code, state, since, valid_through, imprint_id, own, revision, document_id
FROM {Standing._meta.db_table} WHERE answers_to = %s
"""  # noqa: S608 - our own table's name

READ = json.JSONDecoder().raw_decode  # our own text, so nothing is looked for around it


class Known(NamedTuple):
    """A standing that the public may see, as read: the same fields, and no machinery of a model around them."""

    code: str
    state: str
    since: date | None
    valid_through: date | None
    imprint_id: str
    public: Public
    revision: int
    document_id: int


def ask(code: str) -> Known | None:
    """Nothing for a code that is unknown, and in the same way for one that is withheld."""
    with connection.cursor() as cursor:
        cursor.execute(ASK, [code])
        row = cursor.fetchone()
    if row is None:
        return None
    found, state, since, valid_through, imprint, own, revision, document = row
    public = cast(Public, {**said_by(imprint), **READ(own)[0]})
    return Known(found, state, since, valid_through, imprint, public, revision, document)
