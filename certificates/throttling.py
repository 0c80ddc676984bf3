"""Misses are counted per network, so that nobody leafs through codes; only misses are ever refused.

A code that exists is answered from every address at every time: an address is shared (a school, a mobile operator), and
whoever burns its allowance must not switch verification off for the others behind it. With 75 random bits a refusal
of misses is all that is needed. The total only raises an alert. When the cache is away nothing is refused.
"""

from __future__ import annotations

import structlog
from django.http import HttpRequest

from people.throttling import WINDOW, counted, network_of

log = structlog.get_logger()

MISSES_PER_ADDRESS = 30
MISSES_TO_ALERT = 1000


def too_many_misses(request: HttpRequest, *, times: int = 1) -> bool:
    """Count so many misses of this network; True when it has had its share of this window."""
    count_misses(times)
    return counted("verify:misses", by=network_of(request), times=times) > MISSES_PER_ADDRESS


def count_misses(times: int) -> None:
    """Among those of everybody, whichever way a code was asked for."""
    if times and (total := counted("verify:misses", times=times)) >= MISSES_TO_ALERT > total - times:
        log.warning("verification_misses", count=MISSES_TO_ALERT, seconds=WINDOW)
