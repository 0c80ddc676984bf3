"""Who asks is told apart by network, as far as our own proxies are believed, and no address is kept."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from people.throttling import counted, network_of


def network(remote: str, forwarded: str = "") -> str:
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    return network_of(RequestFactory().get("/v/x", headers=headers, REMOTE_ADDR=remote))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
    ],
)
def test_a_network_is_an_ipv4_address_or_an_ipv6_64(one: str, other: str, same: bool) -> None:
    assert (network(one) == network(other)) is same


@pytest.mark.parametrize(
    ("proxies", "forwarded", "believed"),
    [
        (0, "198.51.100.1", "203.0.113.7"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "6.6.6.6, 198.51.100.1", "198.51.100.1"),  # what the client wrote stands left of what our proxy saw
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "203.0.113.7"),  # it did not come through both of our proxies
        (1, "", "203.0.113.7"),
    ],
)
def test_a_forwarded_address_is_believed_as_far_as_our_own_proxies(
    settings: Settings, proxies: int, forwarded: str, believed: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    assert network("203.0.113.7", forwarded) == network(believed)


@pytest.mark.parametrize("remote", ["", "unix:", "not an address"])
def test_who_has_no_address_is_not_counted(remote: str) -> None:
    assert network(remote) == ""


def test_no_address_is_kept() -> None:
    assert "203.0.113.7" not in network("203.0.113.7")


def test_each_network_and_each_thing_counts_for_itself() -> None:
    one, other = network("203.0.113.7"), network("203.0.113.8")
    assert [counted("apply", by=one), counted("apply", by=one), counted("apply", by=other)] == [1, 2, 1]
    assert [counted("apply"), counted("verify", by=one), counted("apply", by="")] == [1, 1, 0]
