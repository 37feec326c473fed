"""Fetching a calendar from its address: from public machines only, within limits of time and size."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import NoReturn

import httpcore

from garde.availability.addresses import Address, address_of, is_public
from garde.availability.content import LARGEST_CALENDAR
from garde.availability.webaddress import WebAddress, redirected, web_address
from garde.errors import GardeError

SECONDS = 20.0
"""For everything: names, redirects and the last byte."""

MOST_REDIRECTS = 5
_CONNECTING_SECONDS = 5.0
_REDIRECTS = frozenset({301, 302, 303, 307, 308})

Resolver = Callable[[str, int], Sequence[str]]
"""The addresses of a host; raises OSError when there are none."""


class FetchFailed(GardeError):
    """A calendar could not be fetched. Says nothing of its address but the host: the rest is a secret."""

    exit_status = 1
    http_status = 502


def system_resolver(host: str, port: int) -> Sequence[str]:
    """What the machine's own resolver says."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Network:
    """How the outside is reached. Only tests have reason to give anything else than what stands here."""

    resolve: Resolver = system_resolver
    allowed: Callable[[Address], bool] = is_public
    seconds: float = SECONDS
    trusted: ssl.SSLContext | None = None


def outside() -> Network:
    """The real one."""
    return Network()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent; ``content`` is None when nothing changed since the answer that was named."""

    content: bytes | None
    etag: str | None = field(default=None)
    last_modified: str | None = None


def download(
    address: str,
    network: Network,
    *,
    etag: str | None = None,
    last_modified: str | None = None,
    largest: int = LARGEST_CALENDAR,
) -> Answer:
    """Fetches an address; with what an earlier answer said of itself, only if it has changed since.

    Sends no credentials and no cookies. Follows few redirects, each checked as the address itself, and
    never from https to http. Raises BadInput for an address that is none, FetchFailed otherwise.
    """
    place = web_address(address)
    guard = Guard(network, monotonic() + network.seconds)
    for _ in range(MOST_REDIRECTS + 1):
        try:
            answer = _ask(place, guard, network.trusted, etag, last_modified, largest)
        except FetchFailed as failed:
            raise FetchFailed(failed.what, where=place.shown, remedy=failed.remedy) from None
        except httpcore.TimeoutException:
            raise FetchFailed("did not answer in time", where=place.shown) from None
        except (httpcore.NetworkError, OSError) as error:
            raise FetchFailed(_reason(error), where=place.shown) from None
        except (httpcore.ProtocolError, httpcore.UnsupportedProtocol):
            raise FetchFailed("gave no proper answer, or broke off", where=place.shown) from None
        if isinstance(answer, Answer):
            return answer
        place = redirected(place, answer)
    raise FetchFailed(f"redirects more than {MOST_REDIRECTS} times", where=place.shown)


def _ask(
    place: WebAddress,
    guard: Guard,
    trusted: ssl.SSLContext | None,
    etag: str | None,
    last_modified: str | None,
    largest: int,
) -> Answer | str:
    """The answer, or where it redirects to."""
    headers = [
        (b"Host", place.host_header),
        (b"User-Agent", b"garde"),
        (b"Accept", b"text/calendar, */*;q=0.1"),
        (b"Accept-Encoding", b"identity"),
        (b"Connection", b"close"),
    ]
    if etag:
        headers.append((b"If-None-Match", etag.encode("latin-1", "ignore")))
    if last_modified:
        headers.append((b"If-Modified-Since", last_modified.encode("latin-1", "ignore")))
    with (
        httpcore.ConnectionPool(ssl_context=trusted, network_backend=guard, max_connections=1) as pool,
        pool.stream("GET", place.url, headers=headers) as response,
    ):
        said = {name.lower(): value for name, value in response.headers}
        if response.status in _REDIRECTS:
            if b"location" not in said:
                raise FetchFailed("redirects to nowhere")
            return said[b"location"].decode("latin-1")
        if response.status == 304 and (etag or last_modified):
            return Answer(None, etag, last_modified)
        if response.status != 200:
            raise FetchFailed(f"answered {response.status}", remedy=_advice(response.status))
        if said.get(b"content-encoding", b"identity").strip().lower() not in (b"", b"identity"):
            raise FetchFailed("sent a compressed answer that was not asked for")
        _require_size(
            int(said[b"content-length"]) if said.get(b"content-length", b"").isdigit() else 0, largest
        )
        content = bytearray()
        for chunk in response.iter_stream():
            content += chunk
            _require_size(len(content), largest)
    return Answer(bytes(content), _header(said, b"etag"), _header(said, b"last-modified"))


def _require_size(size: int, largest: int) -> None:
    if size > largest:
        raise FetchFailed(f"sends more than {largest // 1_000_000} million bytes")


def _header(said: dict[bytes, bytes], name: bytes) -> str | None:
    text = said.get(name, b"").decode("latin-1")
    return text if 0 < len(text) <= 500 and text.isprintable() else None


def _advice(status: int) -> str | None:
    if status in (401, 403):
        return "ask the service for an address that needs no password"
    if status in (404, 410):
        return "ask the service for its calendar's present address"
    return None


def _reason(error: Exception) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "has a certificate that cannot be trusted"
        cause = cause.__cause__ or cause.__context__
    return "could not be reached, or broke off"


class Guard(httpcore.NetworkBackend):
    """Opens connections only to permitted addresses: the one that was checked is the one connected to."""

    def __init__(self, network: Network, deadline: float) -> None:
        self._network = network
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: object = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first permitted address of the host that answers."""
        found = [address for text in self._resolved(host, port) if (address := address_of(text))]
        permitted = [address for address in found if self._network.allowed(address)]
        if not permitted:
            raise FetchFailed(
                "is not on the public internet", remedy="give an address that anybody can reach"
            )
        for address in permitted[:-1]:
            try:
                return self._connected(address, port)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connected(permitted[-1], port)

    def _connected(self, address: Address, port: int) -> httpcore.NetworkStream:
        seconds = min(_CONNECTING_SECONDS, _left(self._deadline))
        return _Timed(httpcore.SyncBackend().connect_tcp(str(address), port, timeout=seconds), self._deadline)

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: object = None
    ) -> NoReturn:
        """Never."""
        raise FetchFailed("is not on the public internet")

    def sleep(self, seconds: float) -> None:
        """Nothing is tried again."""

    def _resolved(self, host: str, port: int) -> Sequence[str]:
        # A resolver cannot be told how long it may take, so it is left behind when it takes too long.
        found: list[Sequence[str]] = []

        def resolve() -> None:
            try:
                found.append(self._network.resolve(host, port))
            except (OSError, UnicodeError):
                found.append(())

        thread = threading.Thread(target=resolve, daemon=True)
        thread.start()
        thread.join(min(_CONNECTING_SECONDS, _left(self._deadline)))
        if not found:
            raise httpcore.ConnectTimeout
        if not found[0]:
            raise FetchFailed("is no host that is known", remedy="check the address")
        return found[0]


class _Timed(httpcore.NetworkStream):
    """A connection of which every wait ends with the deadline, however slowly its bytes drip."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """At most so many bytes."""
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """All of them."""
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        """Ends the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same, encrypted; the certificate must be that of the host that was asked for."""
        inner = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline))
        return _Timed(inner, self._deadline)

    def get_extra_info(self, info: str) -> object:
        """What is known of the connection."""
        return self._stream.get_extra_info(info)


def _left(deadline: float) -> float:
    """Seconds until then; raises TimeoutException when there are none."""
    seconds = deadline - monotonic()
    if seconds <= 0:
        raise httpcore.ReadTimeout
    return seconds
