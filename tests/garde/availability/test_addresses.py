"""Which machines may be asked, and what an address may be."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from garde.availability.addresses import address_of, is_public
from garde.availability.webaddress import redirected, web_address
from garde.errors import BadInput

PUBLIC = [
    "1.1.1.1",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "172.15.255.255",
    "172.32.0.0",
    "192.167.255.255",
    "223.255.255.255",
    "2001:4860:4860::8888",
    "2a00:1450:400c::1",
]
NOT_PUBLIC = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:1.1.1.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2002:a00:1::1",
    "3fff::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("text", PUBLIC)
def test_a_public_address_may_be_asked(text: str) -> None:
    assert is_public(ip_address(text))


@pytest.mark.parametrize("text", NOT_PUBLIC)
def test_no_other_address_may_be_asked(text: str) -> None:
    assert not is_public(ip_address(text))


def test_what_is_no_address_is_none() -> None:
    assert address_of("localhost") is None
    assert address_of("127.1") is None


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://agenda.example/a.ics", "https://agenda.example/a.ics"),
        ("http://agenda.example", "http://agenda.example/"),
        ("webcal://agenda.example/a.ics?key=x%2Fy&z=1", "https://agenda.example/a.ics?key=x%2Fy&z=1"),
        ("WEBCALS://Agenda.Example:8443/a", "https://agenda.example:8443/a"),
        (" https://agenda.example/é ü.ics#top".replace(" ü", ""), "https://agenda.example/%C3%A9.ics"),
        ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
        ("https://[2a00::1]:444/a", "https://[2a00::1]:444/a"),
    ],
)
def test_an_address_over_http_https_or_webcal_is_read(text: str, url: str) -> None:
    assert web_address(text).url == url


@pytest.mark.parametrize(
    "text",
    [
        "",
        "agenda.example/a.ics",
        "file:///etc/passwd",
        "ftp://agenda.example/a.ics",
        "gopher://agenda.example",
        "https:///a.ics",
        "https://agenda.example:99999/",
        "https://agenda.example:0/",
        "https://agenda.example/a b",
        "https://agenda.example/a\r\nHost: other",
        "https://[::1%25eth0]/",
        "https://" + "a" * 70 + ".example/",
        "https://agenda.example/" + "a" * 2000,
        "javascript:alert(1)",
    ],
)
def test_anything_else_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        web_address(text)
    assert refused.value.one_line() == (
        "this is no address of a calendar; give the calendar's address as https://…/….ics"
    )


@pytest.mark.parametrize("text", ["https://ann@agenda.example/", "https://ann:secret@agenda.example/a"])
def test_an_address_with_a_name_or_password_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="the address holds a name or a password") as refused:
        web_address(text)
    assert "ann" not in refused.value.one_line()
    assert "secret" not in refused.value.one_line()


def test_what_is_shown_of_an_address_is_its_host_only() -> None:
    assert web_address("https://agenda.example:8443/private-3f9c/basic.ics?k=v").shown == (
        "https://agenda.example:8443/…"
    )


def test_a_redirect_never_gives_up_encryption() -> None:
    place = web_address("https://agenda.example/a/b.ics")
    assert redirected(place, "c.ics").url == "https://agenda.example/a/c.ics"
    assert redirected(place, "//other.example/d").url == "https://other.example/d"
    with pytest.raises(BadInput, match="redirects to an address that is not encrypted"):
        redirected(place, "http://agenda.example/a/b.ics")
