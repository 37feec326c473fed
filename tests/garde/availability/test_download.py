"""Fetching, from a real server on this machine."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from http.server import BaseHTTPRequestHandler

import pytest

from garde.availability.addresses import Address
from garde.availability.download import FetchFailed, Network, download, outside
from garde.errors import GardeError
from tests.garde.availability.server import LOOPBACK, Host, network, refuses, says, serving

CONTENT = b"BEGIN:VCALENDAR\nEND:VCALENDAR\n"


@pytest.fixture
def host() -> Iterator[Host]:
    with serving() as found:
        yield found


def failure(address: str, how: Network | None = None, **more: int) -> str:
    with pytest.raises(GardeError) as failed:
        download(address, how or network(), **more)
    return failed.value.one_line()


def test_an_answer_comes_with_what_it_says_of_itself(host: Host) -> None:
    host.answers["/a.ics"] = says(CONTENT, ETag='"7"', Last_Modified="Sun, 10 Jan 2027 12:00:00 GMT")
    answer = download(host.address("/a.ics"), network())
    assert (answer.content, answer.etag, answer.last_modified) == (
        CONTENT,
        '"7"',
        "Sun, 10 Jan 2027 12:00:00 GMT",
    )


def test_nothing_is_sent_that_tells_who_asks(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    host.answers["/a.ics"] = says(CONTENT, Set_Cookie="who=garde")
    download(host.address("/a.ics"), network())
    download(host.address("/a.ics"), network())
    for _, headers in host.asked:
        assert headers == {
            "Host": f"agenda.example:{host.port}",
            "User-Agent": "garde",
            "Accept": "text/calendar, */*;q=0.1",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }


def test_an_answer_that_has_not_changed_is_not_sent_again(host: Host) -> None:
    host.answers["/a.ics"] = says(CONTENT, ETag='"7"')
    assert download(host.address("/a.ics"), network(), etag='"7"').content is None
    assert download(host.address("/a.ics"), network(), etag='"6"').content == CONTENT
    assert host.asked[0][1]["If-None-Match"] == '"7"'
    host.answers["/b.ics"] = refuses(304)
    assert "answered 304" in failure(host.address("/b.ics"))


def test_the_real_network_never_asks_this_machine(host: Host) -> None:
    host.answers["/"] = says(CONTENT)
    real = outside()
    assert real == Network()
    for name in ("localhost", "127.0.0.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0"):
        assert "is not on the public internet" in failure(f"http://{name}:{host.port}/", real)
    assert host.asked == []


def test_a_name_is_resolved_once_and_what_was_checked_is_connected_to(host: Host) -> None:
    # Whoever controls a name may answer differently the second time: there is no second time.
    host.answers["/"] = says(CONTENT)
    answers = iter([["127.0.0.1"], ["10.0.0.1"], ["127.0.0.1"]])
    checked = []

    def allowed(address: Address) -> bool:
        checked.append(str(address))
        return address == LOOPBACK

    changing = Network(resolve=lambda name, port: next(answers), allowed=allowed)
    assert download(host.address("/"), changing).content == CONTENT
    assert "is not on the public internet" in failure(host.address("/"), changing)
    assert checked == ["127.0.0.1", "10.0.0.1"]
    assert list(answers) == [["127.0.0.1"]]


def test_of_several_addresses_only_permitted_ones_are_tried(host: Host) -> None:
    host.answers["/"] = says(CONTENT)
    mixed = replace(network(), resolve=lambda name, port: ["10.0.0.1", "::1", "127.0.0.1"])
    assert download(host.address("/"), mixed).content == CONTENT


def test_redirects_are_followed_and_each_is_checked(host: Host) -> None:
    host.answers["/a"] = refuses(302, Location="/b")
    host.answers["/b"] = refuses(308, Location=host.address("/c"))
    host.answers["/c"] = says(CONTENT)
    assert download(host.address("/a"), network()).content == CONTENT
    names = []

    def allowing_once(name: str, port: int) -> Sequence[str]:
        names.append(name)
        return ["127.0.0.1"] if name == "agenda.example" else ["10.0.0.1"]

    host.answers["/away"] = refuses(301, Location="http://intranet.example/secret")
    line = failure(host.address("/away"), replace(network(), resolve=allowing_once))
    assert line.startswith("http://intranet.example/…: is not on the public internet")
    assert names == ["agenda.example", "intranet.example"]


@pytest.mark.parametrize(
    ("location", "what"),
    [
        ("file:///etc/passwd", "this is no address of a calendar"),
        ("http://ann:secret@agenda.example/", "holds a name or a password"),
        ("/again", "redirects more than 5 times"),
        (None, "redirects to nowhere"),
    ],
)
def test_redirects_that_lead_nowhere_good_are_refused(host: Host, location: str | None, what: str) -> None:
    host.answers["/again"] = refuses(302, **({"Location": location} if location else {}))
    assert what in failure(host.address("/again"))
    assert len(host.asked) == (6 if location == "/again" else 1)


def test_five_redirects_are_not_too_many(host: Host) -> None:
    for number in range(5):
        host.answers[f"/{number}"] = refuses(302, Location=f"/{number + 1}")
    host.answers["/5"] = says(CONTENT)
    assert download(host.address("/0"), network()).content == CONTENT


def test_an_answer_that_announces_too_much_is_not_read(host: Host) -> None:
    host.answers["/"] = says(b"", Content_Length="50000000")
    assert "sends more than 10 million bytes" in failure(host.address("/"))


def test_an_answer_that_grows_too_much_is_cut_off(host: Host) -> None:
    sent = []

    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(1000):
            request.wfile.write(b"X" * 100_000)
            sent.append(100_000)

    host.answers["/"] = endless
    assert "sends more than 1 million bytes" in failure(host.address("/"), largest=1_000_000)
    assert sum(sent) < 50_000_000


def dripping(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    for _ in range(200):
        request.wfile.write(b"X")
        request.wfile.flush()
        time.sleep(0.05)


def dripping_headers(request: BaseHTTPRequestHandler) -> None:
    for _ in range(200):
        request.wfile.write(b"H")
        request.wfile.flush()
        time.sleep(0.05)


def silent(request: BaseHTTPRequestHandler) -> None:
    time.sleep(8)


@pytest.mark.parametrize("answering", [dripping, dripping_headers, silent])
def test_a_server_that_takes_its_time_is_left(host: Host, answering: object) -> None:
    host.answers["/"] = answering  # type: ignore[assignment]
    started = time.monotonic()
    assert "did not answer in time" in failure(host.address("/"), network(seconds=0.5))
    assert time.monotonic() - started < 7


def test_a_resolver_that_takes_its_time_is_left(host: Host) -> None:
    slow = replace(network(seconds=0.3), resolve=lambda name, port: time.sleep(8) or ["127.0.0.1"])  # type: ignore[func-returns-value]
    started = time.monotonic()
    assert "did not answer in time" in failure(host.address("/"), slow)
    assert time.monotonic() - started < 7


def unknown(name: str, port: int) -> Sequence[str]:
    raise socket.gaierror("no such host")


def test_every_way_in_which_a_server_fails_is_said_in_words(host: Host) -> None:
    assert failure(host.address("/"), replace(network(), resolve=unknown)) == (
        f"http://agenda.example:{host.port}/…: is no host that is known; check the address"
    )
    host.answers["/gone"] = refuses(410)
    assert failure(host.address("/gone")).endswith(
        "answered 410; ask the service for its calendar's present address"
    )
    host.answers["/closed"] = refuses(401)
    assert "answered 401; ask the service for an address that needs no password" in failure(
        host.address("/closed")
    )
    host.answers["/short"] = says(CONTENT, Content_Length="1000")
    assert "gave no proper answer, or broke off" in failure(host.address("/short"))
    host.answers["/zipped"] = says(b"\x1f\x8b", Content_Encoding="gzip")
    assert "a compressed answer that was not asked for" in failure(host.address("/zipped"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = f"http://agenda.example:{taken.getsockname()[1]}/secret"
        assert "could not be reached, or broke off" in failure(nobody)
        assert "secret" not in failure(nobody)


def test_encryption_is_for_the_host_that_was_named() -> None:
    with serving(encrypted=True) as host:
        host.answers["/a.ics"] = says(CONTENT)
        address = host.address("/a.ics", "webcal")
        assert download(address, network(trusting=True)).content == CONTENT
        untrusted = "has a certificate that cannot be trusted"
        assert untrusted in failure(address)
        assert untrusted in failure(address.replace("agenda.", "other."), network(trusting=True))


def test_a_failure_names_a_status_of_its_own() -> None:
    assert (FetchFailed("x").exit_status, FetchFailed("x").http_status) == (1, 502)
    assert network().allowed(LOOPBACK)
