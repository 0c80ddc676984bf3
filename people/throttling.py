"""How often a network did something: counted in windows, without keeping its address.

A dead cache counts nothing; what writes into the database for anybody is then counted by each process for itself.
"""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from time import time

from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

WINDOW = 600  # seconds


# Where the cache is away: as many times more as there are processes, and never without bounds.
_here = LocMemCache("throttling", {"timeout": WINDOW + 5, "max_entries": 10_000})


def counted(what: str, *, by: str | None = None, without_cache: bool = False, times: int = 1) -> int:
    """Count it once or several times more, for everybody or for one network, and say how often it was in this window.

    0 where that cannot be told: the network has no address, or the cache is away and it need not count `without_cache`.
    """
    if by == "":
        return 0
    window = int(time()) // WINDOW
    key = f"{what}:{window}" if by is None else f"{what}:{window}:{by}"
    try:
        cache.add(key, 0, WINDOW + 5)
        return int(cache.incr(key, times))
    except ValueError:  # the window ended between the two, or the cache forgives that it is away
        return _counted_here(key, times) if without_cache else 1
    except (RedisError, OSError):
        return _counted_here(key, times) if without_cache else 0


def _counted_here(key: str, times: int) -> int:
    _here.add(key, 0)
    try:
        return int(_here.incr(key, times))
    except ValueError:  # it made room for others between the two
        return 1


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
    return str(salted_hmac("people.throttling", address).hexdigest())[:20]
