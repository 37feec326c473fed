"""Who may announce an absence, and what comes of the draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from garde.accounts.actor import Actor
from garde.errors import BadInput, Forbidden, NotFound
from garde.storage.repositories.rotas import load_draft
from tests.garde.repair.conftest import ROUND, Opened, february, three
from tests.garde.repair.office import ANN, BEFORE, handed, key
from tests.garde.town import instant, service


@pytest.mark.parametrize(
    ("start", "end", "complaint"),
    [
        ("2027-02-05T08:00", "2027-02-05T08:00", "ends after it starts"),
        ("2027-01-02T08:00", "2027-01-20T09:00", "is over"),
    ],
)
def test_an_absence_that_means_nothing_is_refused(
    opened: Opened, start: str, end: str, complaint: str
) -> None:
    office = opened(three(), ROUND)
    with pytest.raises(BadInput, match=complaint):
        office.tell("a", start, end)


def test_only_a_coordinator_repairs_and_only_known_services_are_absent(opened: Opened) -> None:
    office = opened(three(), ROUND)
    for actor in (Actor("a", "service", "essai", "a"), Actor("rob", "reader", "essai")):
        with pytest.raises(Forbidden):
            office.tell("a", february(4), february(5), actor=actor)
    with pytest.raises(NotFound, match="no service 'z'"):
        office.tell("z", february(4), february(5))


def test_a_service_may_announce_its_own_absence_and_nobody_elses(opened: Opened) -> None:
    from garde.repair.absence import Absence, announce

    office = opened(three(), ROUND)
    own = Actor("link of a", "service", "essai", "a")
    absence = Absence("a", instant(february(4)), instant(february(5)))
    with office.database.writing() as session:
        assert announce(session, office.config, absence, actor=own, at=BEFORE)
        assert not announce(session, office.config, absence, actor=ANN, at=BEFORE)
        with pytest.raises(Forbidden):
            announce(session, office.config, replace(absence, service="b"), actor=own, at=BEFORE)


def test_the_draft_can_be_changed_by_hand_like_any_other(opened: Opened) -> None:
    from garde.editing.edit import edit_draft
    from garde.editing.moves import Edit

    office = opened([*three(), service("d"), service("e")], ROUND)
    (one,) = office.tell("a", february(4), february(5)).replacements
    assert one.change.after is not None
    other = {"d": "e", "e": "d"}[one.change.after]
    with office.database.writing() as session:
        edit_draft(session, office.config, 2, Edit("assign", key(4), other), actor=ANN, at=BEFORE)
    with office.database.reading() as session:
        draft = load_draft(session, "essai", 2)
    assert [slot.places for slot in draft.slots if slot.key == key(4)] == [(other,)]
    # Announced again, the draft is found as people left it.
    again = office.tell("a", february(4), february(5))
    assert (again.fresh, handed(again)) == (False, [(key(4), "a", other, "absence")])
    office.publish(2)
    assert office.in_force()[key(4)] == other


def test_the_clock_of_the_basin_is_read_across_the_change_of_the_hour() -> None:
    at = datetime(2027, 2, 4, 9, tzinfo=ZoneInfo("Europe/Brussels"))
    assert at == instant(february(4))
