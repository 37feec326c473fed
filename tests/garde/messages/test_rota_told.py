"""What a version tells: to whom, what exactly, and to nobody whose duties did not change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from garde.messages.message import Message
from garde.messages.moments import clock_in_words, duty_in_words, month_in_words, span_in_words
from garde.messages.rota_told import difference
from garde.rota import FilledSlot
from garde.storage.database import Database
from garde.storage.repositories.messages import messages_of
from garde.storage.repositories.services import save_services
from tests.garde.messages.conftest import EARLIER, TOWN, put
from tests.garde.town import instant, service, slot, town

AT, DURING = instant("2026-12-20T09:00"), instant("2027-01-15T09:00")


def day(number: int, *places: str | None, month: str = "2027-01") -> FilledSlot:
    """From 09:00 to 21:00 in Brussels."""
    return slot(f"pharmacy/{month}-{number:02}/day", places)


def told(database: Database, kind: str) -> dict[str | None, Message]:
    with database.reading() as session:
        return {one.service: one for one in messages_of(session, "essai") if one.kind == kind}


PUBLISHED = """Goeiedag,

De wachtrol is gepubliceerd voor januari 2027 (versie 1). De wachten van Service inventé ann:

- maandag 4 januari 2027 van 09:00 tot 21:00: Pharmacy (12 u, 24 punten)
- woensdag 6 januari 2027 van 09:00 tot 21:00: Pharmacy (12 u, 24 punten)

Samen: 2 wachten, 24 u, 48 punten.

Uw privépagina en uw agenda tonen altijd de geldende wachtrol. Hebt u het adres niet, vraag het dan \
aan de coördinatie.

Proefbekken
"""


def test_a_first_publication_tells_each_service_with_duties_its_own(database: Database) -> None:
    put(database, day(4, "ann"), day(5, "bob"), day(6, "ann"), day(7, None), at=AT)
    found = told(database, "published")
    assert found.keys() == {"ann", "bob"}
    assert found["ann"].subject == "Uw wachtdiensten: januari 2027"
    assert found["ann"].body == PUBLISHED
    assert found["ann"].until == instant("2027-01-06T20:00")
    assert "En tout : 1 garde, 12 h, 24 points." in found["bob"].body
    assert told(database, "changed") == {}


CHANGED = """Bonjour,

La garde a changé (version 2). Pour Service inventé bob :

Nouvelles gardes :
- mercredi 6 janvier 2027 de 09:00 à 21:00 : Pharmacy (12 h, 24 points)
  avant : Service inventé ann

Gardes retirées :
- mardi 5 janvier 2027 de 09:00 à 21:00 : Pharmacy (12 h, 24 points)
  maintenant : personne

Gardes dont l'heure a changé :
- vendredi 8 janvier 2027 de 11:00 à 21:00 : Pharmacy (10 h, 24 points)
  avant : vendredi 8 janvier 2027 de 09:00 à 21:00

Votre page privée et votre calendrier montrent toujours la garde en vigueur. Si vous n'en avez pas \
l'adresse, demandez-la à la coordination.

Répondez à ce message pour écrire à la coordination.

Bassin d'essai
"""


def test_a_later_version_tells_only_the_services_whose_duties_changed(database: Database) -> None:
    config = town(messages={"reply_to": "ann@basin.example"})
    last = day(8, "bob")
    put(database, day(4, "eve"), day(5, "bob"), day(6, "ann"), last, at=AT, config=config)
    later = replace(last, start=last.start + timedelta(hours=2))
    put(database, day(4, "eve"), day(5, None), day(6, "bob"), later, at=AT, config=config)
    found = told(database, "changed")
    assert found.keys() == {"ann", "bob"}
    assert found["bob"].subject == "Vos gardes ont changé : janvier 2027"
    assert found["bob"].body == CHANGED
    assert "Wachten die wegvallen:\n- woensdag 6 januari 2027" in found["ann"].body
    assert "nu: Service inventé bob" in found["ann"].body


def test_duties_that_are_over_are_no_news(database: Database) -> None:
    put(database, day(4, "ann"), day(15, "ann"), day(20, "ann"), at=AT)
    put(database, day(4, "bob"), day(15, "bob"), day(20, "bob"), at=DURING)
    body = told(database, "changed")["ann"].body
    assert "4 januari" not in body
    # The one that is under way is news all the same: it ends at 21:00.
    assert "15 januari" in body
    assert "20 januari" in body


def test_a_month_that_is_over_when_it_is_published_tells_nothing(database: Database) -> None:
    put(database, day(4, "ann"), at=instant("2027-02-01T09:00"))
    with database.reading() as session:
        assert messages_of(session, "essai") == ()


def test_a_version_of_a_new_month_and_a_known_one_tells_both_apart(database: Database) -> None:
    put(database, day(4, "ann"), day(5, "bob"), at=AT)
    put(database, day(4, "bob"), day(5, "bob"), day(1, "ann", month="2027-02"), at=AT, months=2)
    published, changed = told(database, "published"), told(database, "changed")
    assert published["ann"].subject == "Uw wachtdiensten: februari 2027"
    assert "januari" not in published["ann"].body
    assert "4 januari" in changed["ann"].body
    assert "februari" not in changed["ann"].body
    assert changed.keys() == {"ann", "bob"}


def test_another_place_in_the_same_slot_is_no_change(database: Database) -> None:
    put(database, day(4, "ann", "bob"), at=AT)
    put(database, day(4, "bob", "ann"), at=AT)
    assert told(database, "changed") == {}


def test_the_basins_webhook_is_told_the_same_and_nothing_of_the_address(database: Database) -> None:
    put(
        database, day(4, "eve"), at=AT, config=town(messages={"webhook": "https://hook.example/x?key=secret"})
    )
    with database.reading() as session:
        mail, hook = messages_of(session, "essai")
    assert (mail.channel, mail.state, hook.channel, hook.state) == (
        "mail",
        "no-address",
        "webhook",
        "waiting",
    )
    assert (hook.key, hook.body, hook.address) == (mail.key, mail.body, None)


def test_what_a_demo_tells_says_so(database: Database) -> None:
    from garde.storage.repositories.basins import save_basin, wipe

    config = town(demo=True)
    with database.writing() as session:
        wipe(session)
        save_basin(session, config, EARLIER)
        save_services(session, "essai", [service("ann")], EARLIER)
    put(database, day(4, "ann"), at=AT, config=config)
    assert told(database, "published")["ann"].subject == "[DÉMONSTRATION] Vos gardes : janvier 2027"


SERVICES = st.sampled_from([None, "a", "b", "c"])
ROTAS = st.lists(
    st.tuples(SERVICES, SERVICES).filter(lambda two: two[0] is None or two[0] != two[1]),
    min_size=6,
    max_size=6,
)


@given(ROTAS, ROTAS, st.integers(0, 40))
def test_what_a_service_is_told_turns_its_old_duties_into_its_new_ones(
    before: list[tuple[str | None, str | None]], after: list[tuple[str | None, str | None]], hours: int
) -> None:
    at = instant("2027-01-02T00:00") + timedelta(hours=hours)
    old = [day(number, *places) for number, places in enumerate(before, 1)]
    new = [day(number, *places) for number, places in enumerate(after, 1)]
    for name in "abc":
        told = difference(name, old, new, at)
        held = {one.key for one in old if name in one.services and one.end > at}
        holds = {one.key for one in new if name in one.services and one.end > at}
        assert held - {one.key for one in told.removed} | {one.key for one in told.added} == holds
        assert bool(told) == (held != holds)


def test_a_duty_over_october_s_doubled_hour_says_which_hour_and_its_real_length() -> None:
    night = slot(
        "pharmacy/2027-10-30/night",
        ["ann"],
        start=instant("2027-10-30T20:00"),
        end=instant("2027-10-31T01:30"),
    )
    # 20:00 UTC is 22:00 in summer; 01:30 UTC is the second 02:30 of that night: 5.5 hours.
    assert duty_in_words(night, TOWN, "fr") == (
        "samedi 30 octobre 2027 à 22:00 – dimanche 31 octobre 2027 à 02:30 UTC+1 : "
        "Pharmacy (5,5 h, 24 points)"
    )
    assert duty_in_words(night, TOWN, "en") == (
        "Saturday 30 October 2027 at 22:00 – Sunday 31 October 2027 at 02:30 UTC+1: "
        "Pharmacy (5.5 h, 24 points)"
    )


def test_months_and_hours_are_written_as_each_language_does() -> None:
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Europe/Brussels")
    assert [month_in_words("2027-08", tag) for tag in ("fr", "nl", "en")] == [
        "août 2027",
        "augustus 2027",
        "August 2027",
    ]
    assert clock_in_words(instant("2027-10-31T00:30"), zone) == "02:30 UTC+2"
    start = instant("2027-01-04T08:00")
    assert (
        span_in_words(start, start.replace(hour=11), zone, "nl")
        == "maandag 4 januari 2027 van 09:00 tot 12:00"
    )
