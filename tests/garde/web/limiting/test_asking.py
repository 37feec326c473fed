from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from starlette.testclient import TestClient

from garde.web.app import create_app
from garde.web.limiting.asking import ApiLimit
from garde.web.limiting.visitors import read_proxies
from tests.garde.web.conftest import FixedSource

OPEN = "/api/v1/open"


class Gate:
    """The application behind a limit of one a second, at a stopwatch that tests set."""

    def __init__(self, example: ModuleType) -> None:
        self.now = 0.0
        app = create_app(FixedSource(example.timetable()), lambda: example.local("2027-01-02T03:00"))
        self.app = ApiLimit(app, 1, read_proxies("10.0.0.1"), lambda: self.now)
        self.client = TestClient(self.app, client=("192.0.2.7", 4711))

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path, headers=headers)


@pytest.fixture
def gate(example: ModuleType) -> Gate:
    return Gate(example)


def test_who_asks_too_much_is_told_when_to_come_again(gate: Gate) -> None:
    # One that is made (5) and 55 that lie ready (1 each) are the minute's 60.
    answers = [gate.get(OPEN).status_code for _ in range(56)]
    assert answers == [200] * 56
    refused = gate.get(OPEN)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    assert refused.json()["message"] == "too many questions from one place; ask again in 1 s"
    assert refused.headers["access-control-allow-origin"] == "*"
    assert refused.headers["cache-control"] == "no-store"
    assert refused.headers["x-content-type-options"] == "nosniff"
    head = gate.client.head(OPEN)
    assert (head.status_code, head.content) == (429, b"")
    gate.now += 1
    assert gate.get(OPEN).status_code == 200
    assert gate.get(OPEN).status_code == 429


def test_what_must_be_made_costs_more_wrong_questions_too(gate: Gate) -> None:
    statuses = [gate.get(f"{OPEN}?near={number}").status_code for number in range(13)]
    assert statuses == [404] * 12 + [429]  # 12 x 5 = 60
    gate.now += 4
    # 4 tokens are enough for one more question, which leaves a debt of 1: two seconds until one is there.
    assert gate.get(f"{OPEN}?near=1").status_code == 404
    assert gate.get(OPEN).headers["retry-after"] == "2"


def test_a_304_that_lay_ready_costs_as_little(gate: Gate) -> None:
    tag = gate.get(OPEN).headers["etag"]
    statuses = [gate.get(OPEN, **{"if-none-match": tag}).status_code for _ in range(56)]
    assert statuses == [304] * 55 + [429]


@pytest.mark.parametrize("path", ["/fr/", "/text", "/healthz", "/nowhere"])
def test_a_person_is_never_refused(gate: Gate, path: str) -> None:
    for _ in range(60):
        gate.get(f"{OPEN}?near=x")
    assert gate.get(OPEN).status_code == 429
    assert gate.get(path).status_code in (200, 404)


def test_visitors_behind_a_known_proxy_are_told_apart(gate: Gate) -> None:
    proxy = TestClient(gate.app, client=("10.0.0.1", 4711))
    for _ in range(13):
        proxy.get(f"{OPEN}?near=x", headers={"x-forwarded-for": "198.51.100.1"})
    statuses = [
        proxy.get(OPEN, headers={"x-forwarded-for": visitor}).status_code
        for visitor in ("198.51.100.1", "203.0.113.5, 198.51.100.1", "198.51.100.2")
    ]
    assert statuses == [429, 429, 200]


def test_this_machine_has_no_limit(gate: Gate) -> None:
    own = TestClient(gate.app, client=("127.0.0.1", 4711))
    assert {own.get(OPEN).status_code for _ in range(100)} == {200}


def test_nothing_of_the_visitor_is_kept_in_the_clear(gate: Gate) -> None:
    gate.get(OPEN)
    names = list(gate.app._buckets._left)
    assert [len(name) for name in names] == [16]
    assert not any(b"192.0.2.7" in name or bytes([192, 0, 2, 7]) in name for name in names)
    assert "192.0.2.7" not in repr(vars(gate.app._visitors))
