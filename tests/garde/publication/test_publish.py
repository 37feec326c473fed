"""Publishing drafts that were built by hand, on a real database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import icalendar
import pytest

from garde.accounts.actor import Actor
from garde.basin.config import BasinConfig
from garde.errors import Conflict, NotFound
from garde.ledger.adjustment import Adjustment
from garde.planning.draft import Draft, PoolPlan
from garde.publication.feed_scopes import Form
from garde.publication.feeds import feed_files
from garde.publication.in_force import InForce, feeds_start
from garde.publication.publish import Published, merged, publish
from garde.publication.reading import read_in_force
from garde.rota import FilledSlot
from garde.served import Record
from garde.storage.database import Database
from garde.storage.repositories.basins import save_basin
from garde.storage.repositories.ledger import add_adjustment, entries_of, planned_entries
from garde.storage.repositories.rotas import (
    draft_ids,
    latest_version,
    load_draft,
    save_draft,
    slots_in_force,
    version_slots,
    versions_of,
)
from garde.storage.repositories.served import add_record
from garde.storage.repositories.services import save_services
from tests.garde.migrated import migrated
from tests.garde.town import instant, line, service, slot, town

BEFORE, DURING = instant("2026-12-20T09:00"), instant("2027-01-15T09:00")
START, END = instant("2026-12-31T23:00"), instant("2027-01-31T23:00")
SERVICES = [service(name, "pharmacy", "nursing") for name in "abc"]
SERVICES += [
    service("hidden", "nursing", address="Rue de l'Essai 9", hide_address=True, phone="+32 2 000 00 09")
]


def pharmacy(day: int, *places: str | None) -> FilledSlot:
    return slot(f"pharmacy/2027-01-{day:02}/day", places)


def nursing(day: int, *places: str | None) -> FilledSlot:
    return slot(f"nursing/2027-01-{day:02}/day", places)


class Office:
    """A basin with its database, where drafts are kept and published."""

    def __init__(self, database: Database, config: BasinConfig) -> None:
        self.database, self.config = database, config

    def keep(self, slots: Sequence[FilledSlot], lines: Sequence[str] = ("pharmacy",)) -> int:
        with self.database.writing() as session:
            draft = Draft(
                id=0,
                basin="essai",
                months=("2027-01",),
                slots=tuple(slots),
                pools=(PoolPlan("+".join(lines), "2027-01", tuple(lines), b"{}", b"{}"),),
                created_at=BEFORE,
                created_by="ann",
                base_version=latest_version(session, "essai"),
            )
            return save_draft(session, draft, START, END)

    def publish(self, number: int, at: datetime = BEFORE, reason: str | None = None) -> Published:
        with self.database.writing() as session:
            return publish(
                session, self.config, number, actor=Actor("ann", "coordinator", "essai"), at=at, reason=reason
            )

    def in_force(self) -> dict[str, tuple[str | None, ...]]:
        with self.database.reading() as session:
            return {filled.key: filled.places for filled in slots_in_force(session, "essai")}

    def feeds(self, now: datetime = DURING, language: str = "fr") -> dict[str, bytes]:
        with self.database.reading() as session:
            return feed_files(read_in_force(session, self.config, now), Form(language))

    def events(
        self, name: str = "essai.ics", now: datetime = DURING, language: str = "fr"
    ) -> dict[str, icalendar.Event]:
        calendar = icalendar.Calendar.from_ical(self.feeds(now, language)[name])
        return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    nurse = line("nursing", modes=["telephone", "visit"])
    nurse["slots"][0]["modes"] = ["telephone"]
    config = town(lines=[line("pharmacy"), nurse])
    database = migrated(tmp_path / "garde.db")
    with database.writing() as session:
        save_basin(session, config, BEFORE)
        save_services(session, "essai", SERVICES, BEFORE)
    yield Office(database, config)
    database.close()


def test_a_draft_comes_back_as_it_was_kept(office: Office) -> None:
    slots = [pharmacy(4, "a", None, "b"), pharmacy(5, None), replace(pharmacy(3, "c"), categories=("night",))]
    slots[0] = replace(slots[0], languages=("fr", "nl"))
    number = office.keep(slots)
    with office.database.reading() as session:
        draft = load_draft(session, "essai", number)
        assert draft_ids(session, "essai") == (number,)
    assert draft.slots == (slots[2], slots[0], slots[1])
    assert (draft.months, draft.base_version, draft.created_at, draft.status) == (
        ("2027-01",),
        None,
        BEFORE,
        "draft",
    )
    assert draft.pools == (PoolPlan("pharmacy", "2027-01", ("pharmacy",), b"{}", b"{}"),)


def test_a_duty_that_began_since_the_draft_is_not_doubled_where_hours_decide(office: Office) -> None:
    fill = {"handovers": ["09:00"], "minimum_minutes": 60}
    filled_line = {**line("pharmacy", fill=fill), "slots": []}
    hours = Office(office.database, town(lines=[filled_line, line("nursing")]))

    def duty(start: str, end: str, name: str) -> FilledSlot:
        day = "2027-01-15"
        return slot(
            f"pharmacy/{day}/fill-{start.replace(':', '')}",
            [name],
            start=instant(f"{day}T{start}"),
            end=instant(f"{day}T{end}"),
        )

    hours.publish(hours.keep([duty("08:00", "14:00", "a")]))
    # The draft was made before eight, by new opening hours; the duty has begun when it is published.
    draft = hours.keep([duty("10:00", "14:00", "b")])
    with pytest.raises(Conflict, match="fill-0800 has begun, and draft 2 has pharmacy/2027-01-15/fill-1000"):
        hours.publish(draft, DURING)
    assert hours.in_force() == {"pharmacy/2027-01-15/fill-0800": ("a",)}
    hours.publish(hours.keep([duty("14:00", "20:00", "b")]), DURING)
    assert hours.in_force().keys() == {"pharmacy/2027-01-15/fill-0800", "pharmacy/2027-01-15/fill-1400"}


def test_a_publication_is_a_numbered_version_that_never_changes(office: Office) -> None:
    first = office.publish(office.keep([pharmacy(4, "a"), pharmacy(5, None)]), reason="agreed")
    assert (first.number, first.months, first.missing) == (1, ("2027-01",), 1)
    second = office.publish(office.keep([pharmacy(4, "b"), pharmacy(5, "a")]))
    assert (second.number, second.missing) == (2, 0)
    assert [(c.slot, c.before, c.after) for c in second.changes] == [
        ("pharmacy/2027-01-04/day", "a", "b"),
        ("pharmacy/2027-01-05/day", None, "a"),
    ]
    with office.database.reading() as session:
        assert [filled.places for filled in version_slots(session, "essai", 1)] == [("a",), (None,)]
        assert [(v.number, v.published_by, v.reason) for v in versions_of(session, "essai")] == [
            (1, "ann", "agreed"),
            (2, "ann", None),
        ]
        with pytest.raises(NotFound, match="has no version 3"):
            version_slots(session, "essai", 3)
    assert office.in_force() == {"pharmacy/2027-01-04/day": ("b",), "pharmacy/2027-01-05/day": ("a",)}


def test_lines_that_a_draft_did_not_plan_stay_as_they_were_published(office: Office) -> None:
    office.publish(office.keep([pharmacy(4, "a"), nursing(4, "b")], lines=("pharmacy", "nursing")))
    published = office.publish(office.keep([pharmacy(4, "c")]))
    assert [change.slot for change in published.changes] == ["pharmacy/2027-01-04/day"]
    assert office.in_force() == {"pharmacy/2027-01-04/day": ("c",), "nursing/2027-01-04/day": ("b",)}


def test_duties_that_have_begun_stay_as_they_were_published(office: Office) -> None:
    # On the 15th at 09:00, the duty of that day began at 08:00.
    office.publish(office.keep([pharmacy(day, "a") for day in (14, 15, 16)]))
    published = office.publish(office.keep([pharmacy(day, "b") for day in (14, 15, 16)]), at=DURING)
    assert [change.slot for change in published.changes] == ["pharmacy/2027-01-16/day"]
    assert list(office.in_force().values()) == [("a",), ("a",), ("b",)]


def test_a_begun_duty_that_the_draft_no_longer_has_is_kept_too() -> None:
    pool = PoolPlan("pharmacy", "2027-01", ("pharmacy",), b"", b"")
    draft = Draft(1, "essai", ("2027-01",), (pharmacy(16, "b"),), (pool,), BEFORE, "ann", None)
    before = [pharmacy(14, "a"), pharmacy(17, "a"), nursing(17, "c")]
    assert merged(before, draft, DURING) == (before[0], pharmacy(16, "b"), before[2])


def test_other_months_stay_in_force(office: Office) -> None:
    office.publish(office.keep([pharmacy(4, "a")]))
    with office.database.writing() as session:
        february = slot("pharmacy/2027-02-01/day", ["b"])
        pool = PoolPlan("pharmacy", "2027-02", ("pharmacy",), b"{}", b"{}")
        draft = Draft(0, "essai", ("2027-02",), (february,), (pool,), BEFORE, "ann", 1)
        number = save_draft(session, draft, END, instant("2027-02-28T23:00"))
    published = office.publish(number)
    assert [change.before for change in published.changes] == [None]
    assert office.in_force() == {"pharmacy/2027-01-04/day": ("a",), "pharmacy/2027-02-01/day": ("b",)}


def test_a_version_gives_the_ledger_its_month_anew(office: Office) -> None:
    office.publish(office.keep([pharmacy(4, "a"), pharmacy(5, "a")]))
    office.publish(office.keep([pharmacy(4, "a"), pharmacy(5, "b")]))
    with office.database.reading() as session:
        entries = entries_of(session, "essai")
        assert entries_of(session, "essai", before="2027-01") == ()
        assert entries_of(session, "essai", months=["2027-01"]) == entries
    # Two duties of 24 points over the pool's four services: 12 each.
    assert [(e.service, e.served, e.due) for e in entries] == [
        ("a", 24, 12),
        ("b", 24, 12),
        ("c", 0, 12),
        ("hidden", 0, 12),
    ]


def test_a_month_that_is_over_keeps_its_shares_whatever_is_published(office: Office) -> None:
    def dues(at: datetime) -> dict[str, float]:
        office.publish(office.keep([pharmacy(4, "a"), pharmacy(31, "b")]), at=at)
        with office.database.reading() as session:
            return {entry.service: entry.due for entry in entries_of(session, "essai")}

    # 48 points over four shares of 1.
    assert set(dues(BEFORE).values()) == {12}
    with office.database.writing() as session:
        save_services(session, "essai", [replace(SERVICES[0], share=3.0)], BEFORE)
    # While January lasts, it has the new share: 8 for a share of 1, 24 for a; afterwards they stay.
    now = {"a": 24, "b": 8, "c": 8, "hidden": 8}
    assert dues(DURING) == now
    with office.database.writing() as session:
        save_services(session, "essai", [replace(SERVICES[0], share=1.0)], BEFORE)
        save_services(session, "essai", [service("late", "pharmacy")], BEFORE)
    assert dues(END) == now


def test_what_is_recorded_changes_the_account_whenever_it_is_told(office: Office) -> None:
    office.publish(office.keep([pharmacy(4, "a"), pharmacy(5, "b")]))
    duty = pharmacy(4, "a")
    with office.database.writing() as session:
        add_record(session, "essai", Record(0, duty.key, "a", None, None, "c", None, END, "ann"))
        add_adjustment(session, "essai", Adjustment(0, "b", "2027-01", "burden", -2.5, "why", END, "ann"))
    with office.database.reading() as session:
        now = {
            entry.service: (entry.served, entry.due, entry.balance) for entry in entries_of(session, "essai")
        }
        plan = {entry.service: entry.served for entry in planned_entries(session, "essai")}
    assert plan == {"a": 24, "b": 24, "c": 0, "hidden": 0}
    # 48 points over four: 12 each; b has 2.5 less by hand.
    assert now == {"a": (0, 12, -12), "b": (24, 12, 9.5), "c": (24, 12, 12), "hidden": (0, 12, -12)}


def test_a_draft_is_published_once_and_not_over_a_newer_version(office: Office) -> None:
    first, second = office.keep([pharmacy(4, "a")]), office.keep([pharmacy(4, "b")])
    office.publish(first)
    with pytest.raises(Conflict, match=f"draft {first} is published already"):
        office.publish(first)
    with pytest.raises(Conflict, match=f"version 1 was published after draft {second} was made"):
        office.publish(second)
    with pytest.raises(NotFound, match="has no draft 99"):
        office.publish(99)
    assert office.in_force() == {"pharmacy/2027-01-04/day": ("a",)}


def test_after_a_swap_it_is_the_same_event_with_a_higher_sequence(office: Office) -> None:
    office.publish(office.keep([pharmacy(20, "a"), pharmacy(21, "b")]))
    before = office.events()
    office.publish(office.keep([pharmacy(20, "c"), pharmacy(21, "b")]), at=DURING)
    after = office.events()
    moved, still = "pharmacy-2027-01-20-day-0@essai.garde", "pharmacy-2027-01-21-day-0@essai.garde"
    assert before.keys() == after.keys() == {moved, still}
    assert [events[moved]["SEQUENCE"] for events in (before, after)] == [0, 1]
    assert [events[moved]["DTSTAMP"].dt for events in (before, after)] == [BEFORE, DURING]
    assert str(after[moved]["SUMMARY"]) == "Pharmacy — Service inventé c, 09:00–21:00"
    assert after[still].to_ical() == before[still].to_ical()
    assert moved in office.events("services/c.ics")
    (lost,) = office.events("services/a.ics").values()
    assert (lost["UID"], lost["SEQUENCE"], lost["STATUS"]) == (moved, 1, "CANCELLED")


def test_a_publication_that_changes_nothing_leaves_every_event_as_it_was(office: Office) -> None:
    office.publish(office.keep([pharmacy(20, "a")]))
    before = office.events()
    office.publish(office.keep([pharmacy(20, "a")]), at=DURING)
    assert {uid: e.to_ical() for uid, e in office.events().items()} == {
        u: e.to_ical() for u, e in before.items()
    }


def test_feeds_show_nobodys_hidden_address_and_how_that_duty_is_reached(office: Office) -> None:
    office.publish(office.keep([nursing(20, "hidden"), pharmacy(20, "a")], lines=("pharmacy", "nursing")))
    events = office.events(language="en")
    hidden = events["nursing-2027-01-20-day-0@essai.garde"]
    # Nurses visit too, but not on this duty.
    assert str(hidden["DESCRIPTION"]).splitlines() == [
        "answers the telephone",
        "Telephone: +32 2 000 00 09",
        "Address: call first",
    ]
    assert "LOCATION" not in hidden
    assert b"Rue de l'Essai" not in office.feeds()["essai.ics"]
    assert str(events["pharmacy-2027-01-20-day-0@essai.garde"]["LOCATION"]) == "1030"


def test_feeds_keep_two_months_and_change_their_start_once_a_month(office: Office) -> None:
    assert feeds_start(office.config, instant("2027-03-15T09:00")) == START
    assert feeds_start(office.config, instant("2027-03-31T21:59")) == START
    assert feeds_start(office.config, instant("2027-03-31T22:00")) == END
    office.publish(office.keep([pharmacy(20, "a")]))
    assert len(office.events(now=instant("2027-03-31T21:59"))) == 1
    assert office.events(now=instant("2027-03-31T22:00")) == {}


def test_feeds_of_a_basin_without_a_rota_are_empty(office: Office) -> None:
    assert set(office.feeds()) == {
        "essai.ics",
        "essai/pharmacy.ics",
        "essai/nursing.ics",
        *(f"services/{name}.ics" for name in ("a", "b", "c", "hidden")),
    }
    assert office.events() == {}


def test_names_with_a_slash_stay_inside_the_folder(office: Office) -> None:
    with office.database.writing() as session:
        save_services(session, "essai", [service("../x")], BEFORE)
    assert "services/..%2Fx.ics" in office.feeds()


def test_what_feeds_are_made_of_is_read_at_once(office: Office) -> None:
    office.publish(office.keep([pharmacy(20, "a", None)]))
    with office.database.reading() as session:
        found = read_in_force(session, office.config, DURING)
    assert isinstance(found, InForce)
    assert found.changed_at == START
    assert found.states.keys() == {("pharmacy/2027-01-20/day", 0)}
    assert found.services.keys() == {"a", "b", "c", "hidden"}
