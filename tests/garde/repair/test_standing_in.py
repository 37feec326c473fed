"""Two neighbour basins in one database: one is short of a pharmacy, the other may stand in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from garde.accounts.actor import Actor
from garde.availability.window import Window
from garde.backups.backup import Backup
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.slots import month_slots
from garde.coverage.reading import read_coverage
from garde.errors import Conflict, Forbidden, GardeError, NotFound
from garde.lookup import who_is_open
from garde.lookup.reading import read_timetable
from garde.messages.message import Message
from garde.planning.drafting import what_is_known
from garde.planning.plan import Wanted, unfilled
from garde.publication.feed_scopes import Form
from garde.publication.feeds import feed_files
from garde.publication.publish import put_in_force
from garde.publication.reading import read_in_force
from garde.repair.neighbours import helpers, willing
from garde.repair.standing_in import accept, decline, propose, withdraw
from garde.storage.database import Database
from garde.storage.repositories.audit import decisions_of
from garde.storage.repositories.backups import backups_of
from garde.storage.repositories.basins import save_basin
from garde.storage.repositories.ledger import entries_of
from garde.storage.repositories.messages import messages_of
from garde.storage.repositories.served import known_slot
from garde.storage.repositories.services import save_services
from garde.storage.repositories.windows import add_windows
from tests.garde.migrated import migrated
from tests.garde.repair.office import BEFORE, FEBRUARY, NINE, key
from tests.garde.town import instant, line, service, town

ANN = Actor("ann", "coordinator", "essai")
BEA = Actor("bea", "coordinator", "voisin")
GAP = 5
"""The day on which nobody of the basin serves."""


def two_basins() -> tuple[BasinConfig, BasinConfig]:
    own = town("pharmacy", neighbours=["voisin"])
    return own, town(
        lines=[line("pharmacy"), line("nursing")],
        id="voisin",
        names={"fr": "Bassin voisin", "nl": "Buurbekken", "en": "Next door"},
    )


@dataclass
class Border:
    """Both basins with February in force; in ours nobody serves on the 5th."""

    database: Database
    own: BasinConfig
    home: BasinConfig

    def put(self, config: BasinConfig, holders: dict[int, str], everybody: str) -> None:
        slots = [slot for slot in month_slots(config, FEBRUARY) if slot.line == "pharmacy"]
        filled = [
            replace(unfilled(slot, FEBRUARY), places=(holders.get(day, everybody) or None,))
            for day, slot in enumerate(slots, start=1)
        ]
        with self.database.writing() as session:
            put_in_force(
                session,
                config,
                [str(FEBRUARY)],
                filled,
                actor=Actor("ann", "coordinator", config.id),
                at=BEFORE,
                reason=None,
                origin="hand",
            )

    def ask(self, name: str = "near", actor: Actor = ANN, slot: str = key(GAP)) -> Backup:
        with self.database.writing() as session:
            return propose(session, self.own, slot, "voisin", name, actor=actor, at=BEFORE)

    def agree(self, number: int = 1, actor: Actor = BEA) -> Backup:
        with self.database.writing() as session:
            return accept(session, self.home, number, actor=actor, at=BEFORE)

    def feeds(self, config: BasinConfig) -> dict[str, str]:
        with self.database.reading() as session:
            files = feed_files(read_in_force(session, config, instant("2027-02-05T12:00")), Form("en"))
        return {name: content.decode().replace("\r\n ", "") for name, content in files.items()}

    def letters(self) -> list[Message]:
        """What the other side was written about backups."""
        with self.database.reading() as session:
            return [one for one in messages_of(session, "voisin") if one.kind.startswith("backup")]

    def states(self) -> list[str]:
        with self.database.reading() as session:
            return [one.state for one in backups_of(session, "essai")]


@pytest.fixture
def border(tmp_path: Path) -> Iterator[Border]:
    own, home = two_basins()
    database = migrated(tmp_path / "border.db")
    ours = [service("a"), service("near", lat=50.87, lon=4.38)]
    theirs: list[Service] = [
        service("near", lat=50.88, lon=4.38, phone="+32 2 000 00 11", email="near@example.org"),
        service("far", lat=50.97, lon=4.38, languages=("nl",)),
        service("busy", lat=50.871, lon=4.38),
        service("away", lat=50.872, lon=4.38),
        service("lone", kind="independent", lat=50.87, lon=4.38),
        service("nurse", "nursing", lat=50.87, lon=4.38),
    ]
    with database.writing() as session:
        for config, services in ((own, ours), (home, theirs)):
            save_basin(session, config, BEFORE)
            save_services(session, config.id, services, BEFORE)
        session.flush()
        absence = Window("unavailable", instant("2027-02-05T12:00"), instant("2027-02-05T13:00"))
        add_windows(session, "voisin", {"away": [absence]})
    border = Border(database, own, home)
    border.put(own, {GAP: ""}, "a")
    # Next door, busy is on duty on the 4th and rests 11 hours; the others have other days.
    border.put(home, {4: "busy"}, "")
    yield border
    database.close()


def test_neighbours_on_the_same_line_are_proposed_the_nearest_first_and_the_others_with_why(
    border: Border,
) -> None:
    with border.database.reading() as session:
        found = helpers(session, border.own, known_slot(session, border.own, key(GAP)))
    assert [(one.service.external_id, [obstacle.code for obstacle in one.obstacles]) for one in found] == [
        ("near", []),
        ("far", []),
        ("lone", ["undeclared"]),
        ("busy", ["rest_after"]),
        ("away", ["unavailable"]),
    ]
    # A hundredth of a degree of latitude is 1.112 km, from the middle of the only quarter.
    assert [round(one.km or 0, 2) for one in willing(found)] == [1.11, 11.12]


def test_nothing_is_in_force_before_the_other_side_agrees(border: Border) -> None:
    asked = border.ask()
    assert (asked.id, asked.state, asked.home, asked.service) == (1, "asked", "voisin", "near")
    with border.database.reading() as session:
        timetable = read_timetable(session, border.own, BEFORE)
        assert not who_is_open(timetable, instant("2027-02-05T12:00")).anybody
    (told,) = border.letters()
    assert (told.kind, told.service, told.address) == ("backup-asked", "near", "near@example.org")
    assert "Bassin d'essai" in told.subject
    assert "demande n° 1" in told.body
    with border.database.reading() as session:
        assert [one.action for one in decisions_of(session, "voisin")][-1] == "ask for a backup"
        assert [one.action for one in decisions_of(session, "essai")][-1] == "ask for a backup"


def test_once_accepted_it_is_open_marked_everywhere_and_in_nobodys_ledger(border: Border) -> None:
    with border.database.reading() as session:
        before = read_coverage(session, border.own, FEBRUARY)[0].missing_minutes
        account = entries_of(session, "essai"), entries_of(session, "voisin")
    border.ask()
    border.agree()
    with border.database.reading() as session:
        (now,) = who_is_open(read_timetable(session, border.own, BEFORE), instant("2027-02-05T12:00")).lines
        # 24 hours less with nobody there.
        assert before - read_coverage(session, border.own, FEBRUARY)[0].missing_minutes == 24 * 60
        assert (entries_of(session, "essai"), entries_of(session, "voisin")) == account
    (answer,) = now.open
    # Our own service of the same id is another one.
    assert (answer.service, answer.on_duty, answer.phone) == ("voisin/near", True, "+32 2 000 00 11")
    assert answer.backup_from == {"fr": "Bassin voisin", "nl": "Buurbekken", "en": "Next door"}
    marked = "SUMMARY:Pharmacy — Service inventé near (backup\\, from the neighbouring basin Next door)"
    feeds = border.feeds(border.own)
    for name in ("essai.ics", "essai/pharmacy.ics"):
        assert feeds[name].count(marked) == 1
        assert feeds[name].count("BEGIN:VEVENT") == 28
    assert "neighbouring" not in feeds["services/near.ics"]
    # At home it stands in the service's own calendar, and in no other.
    at_home = border.feeds(border.home)
    own = "SUMMARY:Pharmacy — Service inventé near (backup\\, for the neighbouring basin Bassin d'essai)"
    assert at_home["services/near.ics"].count(own) == 1
    assert [name for name, text in at_home.items() if "for the neighbouring" in text] == ["services/near.ics"]


def test_at_home_planning_takes_it_as_served(border: Border) -> None:
    border.ask()
    border.agree()
    with border.database.reading() as session:
        known = what_is_known(session, border.home, Wanted((FEBRUARY,)), BEFORE)
        again = helpers(session, border.own, known_slot(session, border.own, key(6)))
    (duty,) = known.elsewhere
    assert (duty.start, duty.end, duty.places) == (
        instant(f"2027-02-05{NINE}"),
        instant(f"2027-02-06{NINE}"),
        ("near",),
    )
    reasons = {one.service.external_id: [obstacle.code for obstacle in one.obstacles] for one in again}
    assert reasons["near"] == ["rest_after"]


def test_withdrawn_it_is_gone_and_its_calendar_event_is_told_so(border: Border) -> None:
    border.ask()
    border.agree()
    uid = "UID:pharmacy-2027-02-05-day-0@essai.garde"
    assert border.feeds(border.own)["essai.ics"].count(uid) == 1
    with border.database.writing() as session:
        withdraw(session, border.own, 1, actor=ANN, at=BEFORE, reason="a can after all")
    assert border.states() == ["withdrawn"]
    assert border.feeds(border.own)["essai.ics"].count(uid) == 0
    # The place is the same event for good: asked for again, it comes with a higher sequence.
    border.ask("far")
    border.agree(2)
    event = border.feeds(border.own)["essai.ics"].partition(uid)[2]
    assert event.lstrip().startswith("SEQUENCE:2")
    assert [(one.kind, one.service) for one in border.letters()] == [
        ("backup-asked", "near"),
        ("backup-withdrawn", "near"),
        ("backup-asked", "far"),
    ]


def test_a_version_that_fills_the_place_lets_the_backup_go_and_tells_it(border: Border) -> None:
    border.ask()
    border.agree()
    border.put(border.own, {GAP: "near"}, "a")
    assert border.states() == ["withdrawn"]
    feed = border.feeds(border.own)["essai.ics"]
    assert "neighbouring" not in feed
    assert [one.kind for one in border.letters()] == ["backup-asked", "backup-withdrawn"]
    # One that leaves the place empty keeps it.
    border.put(border.own, {GAP: ""}, "a")
    border.ask()
    border.agree(2)
    border.put(border.own, {GAP: "", 6: "near"}, "a")
    assert border.states() == ["withdrawn", "accepted"]
    assert border.feeds(border.own)["essai.ics"].count("from the neighbouring basin") == 2  # summary, text


def test_each_side_decides_what_is_its_own(border: Border) -> None:
    for actor in (BEA, Actor("a", "service", "essai", "a"), Actor("rob", "reader", "essai")):
        with pytest.raises(Forbidden):
            border.ask(actor=actor)
    border.ask()
    for actor in (ANN, Actor("link", "service", "voisin", "far"), Actor("near", "service", "essai", "near")):
        with pytest.raises(Forbidden):
            border.agree(actor=actor)
    with border.database.writing() as session:
        with pytest.raises(Forbidden):
            withdraw(session, border.own, 1, actor=BEA, at=BEFORE)
        with pytest.raises(Conflict, match="is by a service of basin voisin"):
            accept(session, border.own, 1, actor=ANN, at=BEFORE)
        with pytest.raises(Conflict, match="is for basin essai"):
            withdraw(session, border.home, 1, actor=BEA, at=BEFORE)
    assert border.states() == ["asked"]
    # The service's own link is enough.
    assert border.agree(actor=Actor("link", "service", "voisin", "near")).decided_by == "link"
    with border.database.writing() as session:
        decline(session, border.home, 1, actor=BEA, at=BEFORE, reason="ill")
    assert border.states() == ["declined"]
    assert "neighbouring" not in border.feeds(border.own)["essai.ics"]


@pytest.mark.parametrize(
    ("name", "slot", "kind", "complaint"),
    [
        ("busy", key(GAP), Conflict, "only 0 hours of rest after its duty"),
        ("away", key(GAP), Conflict, "is not available"),
        ("lone", key(GAP), Conflict, "has not said that it is available"),
        ("nurse", key(GAP), Conflict, "does not take part in line pharmacy"),
        ("nobody", key(GAP), NotFound, "no service 'nobody'"),
        ("near", key(6), Conflict, "every place of pharmacy/2027-02-06/day is taken, by a"),
        ("near", "pharmacy/2027-03-01/day", NotFound, "no published rota"),
    ],
)
def test_what_cannot_be_is_refused(
    border: Border, name: str, slot: str, kind: type[GardeError], complaint: str
) -> None:
    with pytest.raises(kind, match=complaint):
        border.ask(name, slot=slot)
    assert border.states() == []


def test_asked_twice_or_accepted_twice_is_refused(border: Border) -> None:
    border.ask()
    with pytest.raises(Conflict, match="voisin/near was asked already"):
        border.ask()
    border.agree()
    with pytest.raises(Conflict, match="was accepted already"):
        border.agree()
    # The place is taken now: another one cannot accept, nor be asked.
    with pytest.raises(Conflict, match="every place"):
        border.ask("far")


def test_a_service_that_cannot_any_more_is_not_accepted(border: Border) -> None:
    border.ask()
    border.put(border.home, {4: "busy", 6: "near"}, "")
    with pytest.raises(Conflict, match="rest before its duty"):
        border.agree()


def test_only_basins_that_the_files_call_neighbours_are_asked(border: Border) -> None:
    with border.database.writing() as session:
        save_basin(session, town("pharmacy"), BEFORE)
    with (
        pytest.raises(NotFound, match="not stored here as a neighbour"),
        border.database.writing() as session,
    ):
        propose(session, town("pharmacy"), key(GAP), "voisin", "near", actor=ANN, at=BEFORE)
