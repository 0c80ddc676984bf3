"""Misses are counted per address, so that nobody leafs through codes; only misses are ever refused.

A code that exists is answered from every address at every time: an address is shared (a school, a mobile operator), and
whoever burns its allowance must not switch verification off for the others behind it. With 75 random bits a refusal
of misses is all that is needed. The total only raises an alert. When the cache is away nothing is refused.
"""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from time import time

import structlog
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

log = structlog.get_logger()

WINDOW = 600  # seconds
MISSES_PER_ADDRESS = 30
MISSES_TO_ALERT = 1000


def too_many_misses(request: HttpRequest) -> bool:
    """Count one more miss of this address; True when it has had its share of this window."""
    window = int(time()) // WINDOW
    try:
        if _count(f"verify:misses:{window}") == MISSES_TO_ALERT:
            log.warning("verification_misses", count=MISSES_TO_ALERT, seconds=WINDOW)
        address = network_of(request)
        return bool(address) and _count(f"verify:misses:{window}:{address}") > MISSES_PER_ADDRESS
    except (RedisError, OSError):
        return False


def network_of(request: HttpRequest) -> str:
    """The IPv4 address or the IPv6 /64 that asks, as a digest: no address is kept. Empty where none can be told."""
    try:
        address = ip_address(_client(request))
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            address = address.ipv4_mapped
        else:
            return _digest(str(int(address) >> 64))
    return _digest(str(address))


def _client(request: HttpRequest) -> str:
    """Whom the outermost of our own proxies saw; what a client itself writes into the header is not believed."""
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    proxies = settings.TRUSTED_PROXIES
    if proxies and len(seen) >= proxies:
        return str(seen[-proxies])
    return str(request.META.get("REMOTE_ADDR", ""))


def _digest(address: str) -> str:
    return str(salted_hmac("certificates.throttling", address).hexdigest())[:20]


def _count(key: str) -> int:
    cache.add(key, 0, WINDOW + 5)
    try:
        return int(cache.incr(key))
    except ValueError:  # the window ended between the two
        return 1
