"""Which addresses a stranger can open: only those may stand on a real certificate (design §3.11)."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

# Endings that no public name server answers for: reserved by RFC 2606, 6761, 6762 and 8375, or in use inside houses.
NOT_PUBLIC = frozenset({
    "local", "localhost", "localdomain", "internal", "intranet", "lan", "home", "corp", "private", "test", "invalid",
    "example", "onion", "arpa",
})  # fmt: skip


def is_public(site: str) -> bool:
    """Whether the address is https at a name of the public internet.

    >>> is_public("https://basqaru.mektep.kz"), is_public("https://192.168.1.20"), is_public("https://server.local")
    (True, False, False)
    """
    parts = urlsplit(site)
    host = (parts.hostname or "").rstrip(".")
    ending = host.rpartition(".")[2]
    if parts.scheme != "https" or "." not in host or ending in NOT_PUBLIC:
        return False
    return not (_is_ip(host) or ending[:1].isdigit())


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
