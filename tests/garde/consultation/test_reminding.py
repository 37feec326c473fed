from __future__ import annotations

from datetime import timedelta

from garde.consultation.answer import Consultation
from garde.consultation.reminding import remind_unanswered, reminded_from
from tests.conftest import Desk
from tests.garde.conftest import OPENED, UNTIL, Room


def reminded(room: Room, before: timedelta) -> int:
    with room.database.writing() as session:
        return remind_unanswered(session, room.config, UNTIL - before)


def test_those_who_are_silent_two_days_before_the_deadline_are_reminded_once(
    consulted: Room, town_hall: Desk
) -> None:
    consulted.says("north", "accept")
    consulted.says("large", "comment", comment="fine")
    assert reminded(consulted, timedelta(days=2, seconds=1)) == 0
    assert reminded(consulted, timedelta(days=2)) == 4
    assert reminded(consulted, timedelta(days=1)) == 0
    rows = town_hall.query(
        "select replace(key, 'mail/', ''), subject from message where kind = 'consultation-closing'"
    )
    assert sorted(key for key, _ in rows) == [
        f"consultation/1/closing/{name}" for name in ("east", "small", "south", "west")
    ]
    assert rows[0][1] == (
        "Wachten van januari 2027: we wachten op uw antwoord vóór dinsdag 15 december 2026 om 18:00"
    )


def test_nobody_is_reminded_of_what_is_over(consulted: Room, town_hall: Desk) -> None:
    assert reminded(consulted, timedelta(0)) == 0
    town_hall("consult", "close", 1)
    assert reminded(consulted, timedelta(days=1)) == 0


def test_a_short_consultation_reminds_at_half_time() -> None:
    short = Consultation(1, "essai", 1, UNTIL - timedelta(hours=24), "ann", UNTIL)
    assert reminded_from(short) == UNTIL - timedelta(hours=12)
    assert reminded_from(Consultation(1, "essai", 1, OPENED, "ann", UNTIL)) == UNTIL - timedelta(days=2)
