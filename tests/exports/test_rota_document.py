"""The rota as a document: nothing is lost on the way there and back, and a bad one is refused by its path."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.errors import ExportError
from exports.rota_document import AgainstEntry, RotaDocument, SlotEntry, parse_rota, render_rota

INSTANTS = st.datetimes(
    min_value=datetime.fromisoformat("2000-01-02"),
    max_value=datetime.fromisoformat("2100-12-30"),
    timezones=st.just(UTC) | st.timezones(),
)
MONTHS = st.lists(
    st.builds("{:04d}-{:02d}".format, st.integers(2000, 2100), st.integers(1, 12)), min_size=1, unique=True
).map(lambda months: tuple(sorted(months)))


@st.composite
def documents(draw: st.DrawFn) -> RotaDocument:
    months = draw(MONTHS)
    names = st.text(min_size=1, max_size=12)
    slots: dict[str, SlotEntry] = {}
    against = []
    for _ in range(draw(st.integers(0, 5))):
        line = draw(names)
        key = f"{line}/{draw(names)}"
        start = draw(INSTANTS)
        places = draw(st.lists(st.none() | names, min_size=1, max_size=4, unique_by=lambda p: p or object()))
        slots[key] = SlotEntry(
            key=key,
            line=line,
            month=draw(st.sampled_from(months)),
            start=start,
            end=start.astimezone(UTC) + draw(st.timedeltas(timedelta(seconds=1), timedelta(days=2))),
            burden=draw(st.integers(0, 2**31 - 1)),
            places=tuple(places),
            categories=tuple(draw(st.lists(names, max_size=2))),
            languages=tuple(draw(st.lists(names, max_size=2))),
        )
    for slot in slots.values():
        held = [place for place in slot.places if place is not None]
        if held and draw(st.booleans()):
            against.append(
                AgainstEntry(
                    slot=slot.key,
                    service=draw(st.sampled_from(held)),
                    rules=tuple(draw(st.lists(names, max_size=2))),
                    reason=draw(st.text()),
                    at=draw(INSTANTS),
                    by=draw(names),
                )
            )
    return RotaDocument(
        basin=draw(names),
        timezone="Europe/Brussels",
        months=months,
        slots=tuple(slots.values()),
        against=tuple(against),
        version=draw(st.none() | st.integers(1, 10_000)),
        published_at=draw(st.none() | INSTANTS),
    )


@given(documents())
def test_whatever_is_written_is_read_again_without_loss(document: RotaDocument) -> None:
    written = render_rota(document)
    assert parse_rota(written) == document
    assert render_rota(parse_rota(written)) == written


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner)))
def test_json_of_another_shape_is_refused_in_one_line(value: object) -> None:
    with pytest.raises(ExportError) as refused:
        parse_rota(json.dumps(value).encode())
    assert "\n" not in str(refused.value)


@given(st.binary())
def test_bytes_that_are_no_json_are_refused(data: bytes) -> None:
    with pytest.raises(ExportError):
        parse_rota(data)


@pytest.fixture
def document() -> RotaDocument:
    """A night of January in two places, one of them empty, and why the other breaks a rule."""
    return RotaDocument(
        basin="essai",
        timezone="Europe/Brussels",
        months=("2027-01",),
        version=3,
        published_at=datetime(2026, 12, 20, 9, tzinfo=UTC),
        slots=(
            SlotEntry(
                key="pharmacy/2027-01-05/night",
                line="pharmacy",
                month="2027-01",
                start=datetime.fromisoformat("2027-01-05T21:00+01:00"),
                end=datetime.fromisoformat("2027-01-06T09:00+01:00"),
                burden=24,
                places=("tilleul", None),
                categories=("night",),
                languages=("fr", "nl"),
            ),
        ),
        against=(
            AgainstEntry(
                slot="pharmacy/2027-01-05/night",
                service="tilleul",
                rules=("rest",),
                reason="agreed by telephone",
                at=datetime(2026, 12, 19, 14, tzinfo=UTC),
                by="ann",
            ),
        ),
    )


def test_the_document_says_what_its_documentation_says(document: RotaDocument) -> None:
    assert json.loads(render_rota(document)) == {
        "format": "garde-rota-month/1",
        "basin": "essai",
        "timezone": "Europe/Brussels",
        "months": ["2027-01"],
        "version": 3,
        "published_at": "2026-12-20T09:00:00+00:00",
        "slots": [
            {
                "key": "pharmacy/2027-01-05/night",
                "line": "pharmacy",
                "month": "2027-01",
                "start": "2027-01-05T20:00:00+00:00",
                "end": "2027-01-06T08:00:00+00:00",
                "burden": 24,
                "places": ["tilleul", None],
                "categories": ["night"],
                "languages": ["fr", "nl"],
            }
        ],
        "against_rules": [
            {
                "slot": "pharmacy/2027-01-05/night",
                "service": "tilleul",
                "rules": ["rest"],
                "reason": "agreed by telephone",
                "at": "2026-12-19T14:00:00+00:00",
                "by": "ann",
            }
        ],
    }


Spoil = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("spoil", "where"),
    [
        (lambda told: told.update(format="garde-rota/1"), "$.format"),
        (lambda told: told.pop("basin"), "$: has no basin"),
        (lambda told: told.update(colour="red"), "$: has an unknown key 'colour'"),
        (lambda told: told.update(months=["2027-13"]), "months"),
        (lambda told: told.update(timezone="Europe/Nowhere"), "timezone"),
        (lambda told: told["slots"][0].update(burden=1.5), "$.slots[0].burden"),
        (lambda told: told["slots"][0].update(burden=True), "$.slots[0].burden"),
        (lambda told: told["slots"][0].update(start="yesterday"), "$.slots[0].start"),
        (lambda told: told["slots"][0].update(start="2027-01-05T21:00"), "$.slots[0].start"),
        (lambda told: told["slots"][0].update(end="2027-01-05T20:00+00:00"), "ends at"),
        (lambda told: told["slots"][0].update(places=[]), "has 0 places"),
        (lambda told: told["slots"][0].update(places=["tilleul", 7]), "$.slots[0].places[1]"),
        (lambda told: told["slots"][0].update(places=["tilleul", "tilleul"]), "two places"),
        (lambda told: told["slots"][0].update(month="2027-02"), "not of these months"),
        (lambda told: told["slots"][0].update(line="nursing"), "no slot of line nursing"),
        (lambda told: told["slots"].append(told["slots"][0]), "twice"),
        (lambda told: told["slots"].append("night"), "$.slots[1]"),
        (lambda told: told["against_rules"][0].update(service="erable"), "does not have that duty"),
    ],
)
def test_what_is_wrong_is_named(document: RotaDocument, spoil: Spoil, where: str) -> None:
    told = json.loads(render_rota(document))
    spoil(told)
    with pytest.raises(ExportError, match=r".*") as refused:
        parse_rota(json.dumps(told).encode())
    assert where in str(refused.value)


def test_a_key_given_twice_is_refused(document: RotaDocument) -> None:
    with pytest.raises(ExportError, match="same key twice"):
        parse_rota(
            render_rota(document).replace(b'"basin": "essai",', b'"basin": "essai", "basin": "autre",')
        )


def test_a_byte_order_mark_is_no_obstacle(document: RotaDocument) -> None:
    assert parse_rota(b"\xef\xbb\xbf" + render_rota(document)) == document


def test_half_a_surrogate_pair_survives(document: RotaDocument) -> None:
    odd = replace(document, against=(replace(document.against[0], reason="\ud83d and 🍁"),))
    assert parse_rota(render_rota(odd)) == odd
