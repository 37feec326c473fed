"""Each reason, rule and number in plain French, Dutch and English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import get_args

import pytest

from garde.basin.config import CATEGORIES
from garde.errors import BadInput
from garde.planning.explaining.reasons import reason
from garde.planning.explaining.wording import PHRASES, known_language
from solver import Obstacle
from solver.explain_facts import CODES, State, Verdict
from solver.instants import Span
from solver.problem import TIER_NAMES
from solver.rules import RULES
from tests.garde.planning.wordings import wording
from tests.garde.town import instant
from tests.solver.samples import at, night

NIGHT = Span(at("05 20:00"), at("06 08:00"))
EVENING = Span(at("06 17:00"), at("06 23:00"))


REASONS = [
    (
        Obstacle("not_on_line"),
        "Officine A ne participe pas à cette ligne.",
        "Officine A neemt niet deel aan deze lijn.",
        "Officine A does not take part in this line.",
    ),
    (
        Obstacle("joins_later", instant=at("06 00:00")),
        "Officine A ne participe qu'à partir du mardi 6 octobre à 00:00.",
        "Officine A neemt pas deel vanaf dinsdag 6 oktober 00:00.",
        "Officine A takes part only from Tuesday 6 October 00:00 on.",
    ),
    (
        Obstacle("leaves_before", instant=at("06 00:00")),
        "Officine A ne participe que jusqu'au mardi 6 octobre à 00:00.",
        "Officine A neemt maar deel tot dinsdag 6 oktober 00:00.",
        "Officine A takes part only until Tuesday 6 October 00:00.",
    ),
    (
        Obstacle("unavailable", span=NIGHT),
        "Officine A n'est pas disponible du lundi 5 octobre à 20:00 au mardi 6 octobre à 08:00.",
        "Officine A is niet beschikbaar van maandag 5 oktober 20:00 tot dinsdag 6 oktober 08:00.",
        "Officine A is not available from Monday 5 October 20:00 to Tuesday 6 October 08:00.",
    ),
    (
        Obstacle("undeclared", 0, 12),
        "Officine A n'a pas déclaré de disponibilité à ce moment-là.",
        "Officine A heeft niet opgegeven dan beschikbaar te zijn.",
        "Officine A has not said that it is available then.",
    ),
    (
        Obstacle("undeclared", 6, 12, span=EVENING),
        "Officine A n'a déclaré sa disponibilité que le mardi 6 octobre de 17:00 à 23:00 : "
        "6 heures sur 12 heures.",
        "Officine A heeft alleen opgegeven beschikbaar te zijn op dinsdag 6 oktober van 17:00 tot 23:00: "
        "6 uur van de 12 uur.",
        "Officine A has said that it is available only on Tuesday 6 October from 17:00 to 23:00: "
        "6 hours of 12 hours.",
    ),
    (
        Obstacle("pinned_out"),
        "Officine A : quelqu'un a décidé à la main de ne pas lui donner cette garde.",
        "Officine A: iemand heeft met de hand beslist deze wacht er niet aan te geven.",
        "Officine A: somebody decided by hand not to give it this duty.",
    ),
    (
        Obstacle("holder_pinned", service="b"),
        "Officine B : quelqu'un a décidé à la main de lui donner cette garde.",
        "Officine B: iemand heeft met de hand beslist deze wacht eraan te geven.",
        "Officine B: somebody decided by hand to give it this duty.",
    ),
    (
        Obstacle("on_duty", span=EVENING, slot="x"),
        "Officine A est déjà de garde le mardi 6 octobre de 17:00 à 23:00.",
        "Officine A heeft al wacht op dinsdag 6 oktober van 17:00 tot 23:00.",
        "Officine A is already on duty on Tuesday 6 October from 17:00 to 23:00.",
    ),
    (
        Obstacle("rest_after", 9, 11, span=NIGHT, slot="x"),
        "Officine A n'aurait que 9 heures de repos après sa garde du lundi 5 octobre à 20:00 au mardi "
        "6 octobre à 08:00, au lieu de 11 heures : il manque 2 heures.",
        "Officine A zou maar 9 uur rust hebben na zijn wacht van maandag 5 oktober 20:00 tot dinsdag "
        "6 oktober 08:00, in plaats van 11 uur: 2 uur te weinig.",
        "Officine A would have only 9 hours of rest after its duty from Monday 5 October 20:00 to Tuesday "
        "6 October 08:00, instead of 11 hours: 2 hours too little.",
    ),
    (
        Obstacle("rest_before", 9.5, 11, span=EVENING, slot="x"),
        "Officine A n'aurait que 9,5 heures de repos avant sa garde du mardi 6 octobre de 17:00 à 23:00, au "
        "lieu de 11 heures : il manque 1,5 heure.",
        "Officine A zou maar 9,5 uur rust hebben voor zijn wacht op dinsdag 6 oktober van 17:00 tot 23:00, "
        "in plaats van 11 uur: 1,5 uur te weinig.",
        "Officine A would have only 9.5 hours of rest before its duty on Tuesday 6 October from 17:00 to "
        "23:00, instead of 11 hours: 1.5 hours too little.",
    ),
    (
        Obstacle("limit_duties", 6, 5),
        "Officine A aurait 6 gardes dans le mois, et peut en avoir 5 au plus.",
        "Officine A zou in de maand 6 wachten hebben, en mag er hoogstens 5 hebben.",
        "Officine A would have 6 duties in the month, and may have 5 at most.",
    ),
    (
        Obstacle("limit_hours", 61, 60),
        "Officine A serait de garde pendant 61 heures dans le mois, et peut l'être pendant 60 heures au "
        "plus : 1 heure de trop.",
        "Officine A zou in de maand 61 uur wacht hebben, en mag hoogstens 60 uur wacht hebben: 1 uur te "
        "veel.",
        "Officine A would be on duty for 61 hours in the month, and may be for 60 hours at most: 1 hour too "
        "much.",
    ),
    (
        Obstacle("limit_category", 2, 1, quantity="night"),
        "Officine A aurait 2 gardes de nuit dans le mois, et peut en avoir 1 au plus.",
        "Officine A zou in de maand 2 nachtwachten hebben, en mag er hoogstens 1 hebben.",
        "Officine A would have 2 night duties in the month, and may have 1 at most.",
    ),
    (
        Obstacle("limit_category", 2, 1, quantity="market"),
        "Officine A aurait 2 gardes de type « market » dans le mois, et peut en avoir 1 au plus.",
        "Officine A zou in de maand 2 wachten van het type ‘market’ hebben, en mag er hoogstens 1 hebben.",
        "Officine A would have 2 duties of the kind “market” in the month, and may have 1 at most.",
    ),
    (
        Obstacle("limit_week", 3, 2, span=Span(at("05 20:00"), at("12 20:00"))),
        "Officine A aurait 3 gardes en sept jours, du lundi 5 octobre à 20:00 au lundi 12 octobre à 20:00, "
        "et peut en avoir 2 au plus.",
        "Officine A zou 3 wachten hebben in zeven dagen, van maandag 5 oktober 20:00 tot maandag 12 oktober "
        "20:00, en mag er hoogstens 2 hebben.",
        "Officine A would have 3 duties in seven days, from Monday 5 October 20:00 to Monday 12 October "
        "20:00, and may have 2 at most.",
    ),
    (
        Obstacle("group_on_duty", span=EVENING, slot="x", service="b"),
        "Officine B, qui partage du personnel avec Officine A, est de garde le mardi 6 octobre de 17:00 à "
        "23:00.",
        "Officine B, dat personeel deelt met Officine A, heeft wacht op dinsdag 6 oktober van 17:00 tot "
        "23:00.",
        "Officine B, which shares staff with Officine A, is on duty on Tuesday 6 October from 17:00 to "
        "23:00.",
    ),
    (
        Obstacle("too_near", 0.412, 1, service="b"),
        "Officine A et Officine B, qui est aussi de garde, ne sont qu'à 0,41 km l'un de l'autre ; il faut au "
        "moins 1 km.",
        "Officine A en Officine B, dat ook wacht heeft, liggen maar 0,41 km van elkaar; de regel vraagt "
        "minstens 1 km.",
        "Officine A and Officine B, which is on duty too, are only 0.41 km apart; the rule asks for at least "
        "1 km.",
    ),
    (
        Obstacle("slot_full", 2, 1),
        "Toutes les places de cette garde sont prises.",
        "Alle plaatsen van deze wacht zijn bezet.",
        "Every place of this duty is taken.",
    ),
    (
        Obstacle("needed_elsewhere"),
        "Aucune règle n'écarte Officine A : cette garde lui est possible.",
        "Geen regel sluit Officine A uit: deze wacht is mogelijk.",
        "No rule keeps Officine A out: it could take this duty.",
    ),
    (
        Obstacle("needed_elsewhere", slot="night 5"),
        "Pour prendre cette garde, Officine A devrait quitter sa garde du lundi 5 octobre à 20:00 au mardi "
        "6 octobre à 08:00, et personne d'autre ne peut la reprendre.",
        "Om deze wacht te nemen zou Officine A zijn wacht van maandag 5 oktober 20:00 tot dinsdag 6 oktober "
        "08:00 moeten afstaan, en niemand anders kan die overnemen.",
        "To take this duty, Officine A would have to leave its duty from Monday 5 October 20:00 to Tuesday "
        "6 October 08:00, and nobody else can take that over.",
    ),
]  # fmt: skip


@pytest.mark.parametrize("row", REASONS, ids=[f"{row[0].code} {row[0].slot or ''}" for row in REASONS])
def test_every_reason_is_a_sentence_in_three_languages(row: tuple[Obstacle, str, str, str]) -> None:
    obstacle, *expected = row
    known = {"night 5": night(5)}
    said = [reason(wording(language), "a", obstacle, known) for language in ("fr", "nl", "en")]
    assert said == expected


def test_every_reason_code_has_its_sentence() -> None:
    assert {row[0].code for row in REASONS} == set(CODES)
    for language, phrases in PHRASES.items():
        assert {f"reason.{code}" for code in CODES} <= phrases.keys(), language


def test_every_rule_tier_category_and_outcome_has_its_phrase() -> None:
    waivable = {rule.NAME for rule in RULES} - {"place"}
    wanted = {f"rule.{name}" for name in waivable} | {f"tier.{name}" for name in TIER_NAMES}
    wanted |= {f"unit.{name}" for name in (*CATEGORIES, "burden", "duties")}
    wanted |= {f"best.{state}" for state in get_args(State) if state != "found"}
    wanted |= {f"tried.{how}.{said}" for how in ("kept", "lifted") for said in get_args(Verdict)[:2]}
    for language, phrases in PHRASES.items():
        assert wanted <= phrases.keys(), language


def blanks(phrases: Mapping[str, str]) -> dict[str, set[str]]:
    return {key: set(re.findall(r"{(\w+)}", text)) for key, text in phrases.items()}


def test_the_three_languages_say_the_same_things() -> None:
    assert PHRASES.keys() == {"fr", "nl", "en"}
    assert blanks(PHRASES["fr"]) == blanks(PHRASES["nl"]) == blanks(PHRASES["en"])
    for phrases in PHRASES.values():
        assert all(text.count("|") <= 1 for text in phrases.values())


def test_an_unknown_language_is_refused_in_one_line() -> None:
    assert known_language("nl") == "nl"
    with pytest.raises(BadInput, match=r"explanations are not written in 'tlh'; use one of fr, nl, en"):
        known_language("tlh")


def test_times_are_local_and_tell_the_double_hour_apart() -> None:
    night_of_change = Span(instant("2026-10-25T00:30"), instant("2026-10-25T01:30"))
    assert wording("en").span(night_of_change) == (
        "on Sunday 25 October from 02:30 (summer time) to 02:30 (winter time)"
    )
    assert wording("fr").span(night_of_change) == (
        "le dimanche 25 octobre de 02:30 (heure d'été) à 02:30 (heure d'hiver)"
    )
    assert wording("nl").instant(instant("2027-01-01T07:00")) == "vrijdag 1 januari 2027 08:00"
    assert wording("fr").instant(instant("2027-01-01T07:00")) == "vendredi 1er janvier 2027 à 08:00"


def test_numbers_and_their_units_agree() -> None:
    assert [wording("fr").amount("burden", n) for n in (0, 1, 1.5, 2)] == [
        "0 point",
        "1 point",
        "1,5 point",
        "2 points",
    ]
    assert [wording("en").amount("burden", n) for n in (0, 1, 1.5, -0.001)] == [
        "0 points",
        "1 point",
        "1.5 points",
        "0 points",
    ]
    assert wording("nl").amount("holiday", 1234.567) == "1.234,57 feestdagwachten"
