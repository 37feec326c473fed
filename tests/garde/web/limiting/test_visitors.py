from __future__ import annotations

from typing import Any

import pytest

from garde.errors import BadInput
from garde.web.limiting.visitors import KEY_SECONDS, Visitors, read_proxies


def asked(client: str | None, *forwarded: str) -> dict[str, Any]:
    """A request from an address, with what each proxy says of whom it asks for."""
    return {
        "client": (client, 4711) if client else None,
        "headers": [(b"x-forwarded-for", one.encode()) for one in forwarded],
    }


def same(visitors: Visitors, one: dict[str, Any], other: dict[str, Any]) -> bool:
    return visitors.name(one, 0) == visitors.name(other, 0)


def test_a_visitor_has_one_name_for_an_hour_and_it_is_not_the_address() -> None:
    visitors = Visitors()
    name = visitors.name(asked("192.0.2.7"), 100)
    assert name is not None
    assert bytes([192, 0, 2, 7]) not in name
    assert visitors.name(asked("192.0.2.7"), 100 + KEY_SECONDS - 1) == name
    assert visitors.name(asked("192.0.2.8"), 100) != name
    assert visitors.name(asked("192.0.2.7"), 100 + KEY_SECONDS) != name
    assert Visitors().name(asked("192.0.2.7"), 100) != name


def test_an_ipv6_household_is_one_visitor_and_ipv4_in_its_dress_is_ipv4() -> None:
    visitors = Visitors()
    assert same(visitors, asked("2001:db8:1:2::1"), asked("2001:db8:1:2:ffff::9"))
    assert not same(visitors, asked("2001:db8:1:2::1"), asked("2001:db8:1:3::1"))
    assert same(visitors, asked("::ffff:192.0.2.7"), asked("192.0.2.7"))


@pytest.mark.parametrize("client", [None, "127.0.0.1", "127.9.9.9", "::1", "testclient"])
def test_this_machine_itself_has_no_name(client: str | None) -> None:
    assert Visitors().name(asked(client), 0) is None


def test_nobody_is_believed_who_is_no_proxy() -> None:
    visitors = Visitors()
    assert same(visitors, asked("192.0.2.7", "198.51.100.1"), asked("192.0.2.7"))
    named = Visitors(read_proxies("10.0.0.1"))
    assert same(named, asked("192.0.2.7", "198.51.100.1"), asked("192.0.2.7"))


@pytest.mark.parametrize(
    "forwarded",
    [
        ("198.51.100.1",),
        ("198.51.100.1:5000",),
        ("203.0.113.9, 198.51.100.1",),  # the first is what the visitor says of itself
        ("203.0.113.9", "198.51.100.1"),
        ("198.51.100.1, 10.0.0.2",),
        ("not an address, 198.51.100.1, 10.0.0.2, 10.0.0.3",),
    ],
)
def test_of_what_proxies_say_the_last_that_is_no_proxy_counts(forwarded: tuple[str, ...]) -> None:
    visitors = Visitors(read_proxies("10.0.0.0/8, 127.0.0.1"))
    for proxy in ("10.0.0.1", "127.0.0.1"):
        assert same(visitors, asked(proxy, *forwarded), asked("198.51.100.1"))


def test_a_proxy_that_says_nothing_usable_stands_for_itself() -> None:
    visitors = Visitors(read_proxies("10.0.0.0/8"))
    for forwarded in ((), ("unknown",), ("10.0.0.9",), ("",), ("x" * 5000,)):
        assert same(visitors, asked("10.0.0.1", *forwarded), asked("10.0.0.1"))


def test_ipv6_proxies_and_visitors_with_ports() -> None:
    visitors = Visitors(read_proxies("::1, 2001:db8:ffff::/48"))
    assert same(visitors, asked("::1", "[2001:db8:1:2::1]:443"), asked("2001:db8:1:2::9"))


@pytest.mark.parametrize("setting", ["proxy.example", "10.0.0.1/8", "10.0.0"])
def test_a_proxy_that_is_no_address_is_refused(setting: str) -> None:
    with pytest.raises(BadInput, match="GARDE_PROXIES"):
        read_proxies(setting)
