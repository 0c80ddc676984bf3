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


def too_many_misses(request: HttpRequest) -> bool:
    """Count one more miss of this network; True when it has had its share of this window."""
    if counted("verify:misses") == MISSES_TO_ALERT:
        log.warning("verification_misses", count=MISSES_TO_ALERT, seconds=WINDOW)
    return counted("verify:misses", by=network_of(request)) > MISSES_PER_ADDRESS
