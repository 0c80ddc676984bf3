"""Tasks that call their successor while there is more to do: of each there is one chain, however often it is begun.

Who begins it last goes on; a link of an earlier chain that comes up in the queue finds that it is nobody's any more and
ends. So beat may begin one each minute, and a worker that dies takes at most a minute with it.
"""

from __future__ import annotations

from uuid import uuid4

from django.core.cache import cache

A_DAY = 24 * 60 * 60


def link(chain: str, token: str) -> str:
    """The token that the next link carries; empty where another chain has taken this one's place.

    Who begins a chain has no token.
    """
    key = f"chain:{chain}"
    if token:
        return token if cache.get(key) == token else ""
    token = uuid4().hex
    cache.set(key, token, A_DAY)
    return token
