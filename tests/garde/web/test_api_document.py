"""The API against its own OpenAPI document: what it promises, tried by a program that makes up questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import (
    content_type_conformance,
    negative_data_rejection,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from starlette.testclient import TestClient

from garde.web.app import create_app
from tests.garde.lookup import example
from tests.garde.web.conftest import FixedSource

DOCUMENT = "/api/v1/openapi.json"
PROMISED = Path(__file__).with_name("api_v1.json")
"""The document as it was when fields were last added."""

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]

app = create_app(FixedSource(example.timetable()), lambda: example.local("2027-01-02T03:00"))
schema = schemathesis.openapi.from_asgi(DOCUMENT, app)


@schema.parametrize()
@settings(derandomize=True, database=None, suppress_health_check=list(HealthCheck))
def test_the_api_keeps_what_its_document_says(case: schemathesis.Case) -> None:
    case.call_and_validate(checks=CHECKS)


def test_version_1_loses_nothing() -> None:
    assert [*missing(promised(), document(), "document")] == []


def test_what_was_added_is_promised_from_now_on() -> None:
    remedy = f"look at the difference, then: python -m {__name__}"
    assert [*missing(document(), promised(), "document")] == [], remedy


def test_a_lost_field_a_narrower_type_and_a_new_duty_are_found() -> None:
    before = {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}, "b": {}}}
    assert [*missing(before, before, "x")] == []
    assert [*missing(before, {**before, "properties": {**before["properties"], "c": {}}}, "x")] == []
    assert [*missing(before, {**before, "properties": {"a": {"type": "integer"}}}, "x")] == [
        "x.properties.a.type: 'string' became 'integer'",
        "x.properties.b: gone",
    ]
    assert [*missing(before, {**before, "required": []}, "x")] == ["x.required: lost ['a']"]


def document() -> Any:
    return TestClient(app).get(DOCUMENT).json()


def promised() -> Any:
    return json.loads(PROMISED.read_text())


PROSE = {"description", "summary", "title", "version", "examples"}


def missing(before: Any, after: Any, where: str) -> Any:
    """What the older document promises and the newer does not; words may be put better."""
    if isinstance(before, dict):
        for name, value in before.items():
            if name in PROSE and isinstance(value, str | list):
                continue
            if not isinstance(after, dict) or name not in after:
                yield f"{where}.{name}: gone"
            else:
                yield from missing(value, after[name], f"{where}.{name}")
    elif isinstance(before, list):
        lost = [one for one in before if one not in after]
        if lost:
            yield f"{where}: lost {lost}"
    elif before != after:
        yield f"{where}: {before!r} became {after!r}"


if __name__ == "__main__":
    PROMISED.write_text(json.dumps(document(), indent=1, sort_keys=True) + "\n")
