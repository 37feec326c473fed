"""Explanations in plain French, Dutch and English, from the engine's codes and numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

import solver
from garde.basin.config import CATEGORIES
from garde.errors import BadInput, NotFound
from garde.planning.draft import Draft, PoolPlan
from garde.planning.explaining.asking import ask
from garde.planning.explaining.plain import as_plain
from garde.planning.explaining.reasons import reason
from garde.planning.explaining.sentences import Sentences
from garde.planning.explaining.wording import PHRASES, Wording, known_language
from solver import Obstacle
from solver.explain_facts import CODES, State, TierBest, Verdict
from solver.instants import Span
from solver.problem import TIER_NAMES
from solver.rules import RULES
from tests.garde.town import instant
from tests.solver.samples import at, duties, night, period, problem, service, slot

BRUSSELS = ZoneInfo("Europe/Brussels")
NAMES = {"a": "Officine A", "b": "Officine B", "c": "Officine C"}
NIGHT = Span(at("05 20:00"), at("06 08:00"))
EVENING = Span(at("06 17:00"), at("06 23:00"))


def wording(language: str) -> Wording:
    return Wording(language, BRUSSELS, NAMES, 2026)


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


FOUR = [night(5, burden=3), night(8, burden=3), night(11, burden=3), night(14, burden=3)]
FAIR = problem([service("a"), service("b")], FOUR)
FAIR_DUTIES = {"a": ["night 5", "night 8"], "b": ["night 11", "night 14"]}


def told(given: Any, rota: dict[str, list[str]], slot_id: str, asked: str | None, language: str) -> list[str]:
    said = solver.explain(given, duties(**rota), slot_id, asked, time_limit=20, workers=1)
    return list(Sentences(wording(language), given, said, "Apotheek").lines())


def test_why_not_that_one_in_english() -> None:
    # Fair is 6 each. The exchange alone: 9 and 3, (9 - 6)^2 + (3 - 6)^2 = 18.
    assert told(FAIR, FAIR_DUTIES, "night 5", "b", "en") == [
        "On duty (Apotheek, from Monday 5 October 20:00 to Tuesday 6 October 08:00): Officine A.",
        "With this duty Officine A carries 6 points, exactly its fair load.",
        "1. Officine B instead of Officine A:",
        "   With this duty Officine B would carry 9 points, 3 points above its fair load of 6 points.",
        "   Without this duty Officine A would carry 3 points, 3 points below its fair load of 6 points.",
        "   This alone brings the unfairness from 0 to 18.",
        "   At best, with all other duties arranged anew, it changes no aim.",
    ]


def test_why_not_that_one_in_french_when_a_rule_forbids_it() -> None:
    given = problem([service("a"), service("b")], FOUR, unavailable=(period("b", "05 22:00", "05 23:00"),))
    assert told(given, FAIR_DUTIES, "night 5", "b", "fr") == [
        "De garde (Apotheek, du lundi 5 octobre à 20:00 au mardi 6 octobre à 08:00) : Officine A.",
        "Avec cette garde, Officine A porte 6 points, exactement sa juste charge.",
        "   Officine B n'est pas disponible le lundi 5 octobre de 22:00 à 23:00.",
        "      Quelle que soit l'organisation des autres gardes, les règles ne le permettent pas.",
    ]


def test_a_gap_in_dutch() -> None:
    given = problem([service("a")], [night(5), slot("evening 6", "06 17:00", "06 23:00", burden=2)])
    # Fair is 3; the rest that is waived closes the gap: (1 - 3)^2 = 4 becomes 0.
    assert told(given, {"a": ["night 5"]}, "evening 6", None, "nl") == [
        "Eén plaats blijft open (Apotheek, op dinsdag 6 oktober van 17:00 tot 23:00).",
        "Wat elke dienst uitsluit:",
        "   Officine A zou maar 9 uur rust hebben na zijn wacht van maandag 5 oktober 20:00 tot dinsdag "
        "6 oktober 08:00, in plaats van 11 uur: 2 uur te weinig.",
        "   Om deze wacht te nemen zou Officine A zijn wacht van maandag 5 oktober 20:00 tot dinsdag "
        "6 oktober 08:00 moeten afstaan, en niemand anders kan die overnemen.",
        "      Nagegaan: zonder de regel over rust zou de plaats ingevuld zijn.",
        "Manieren om het gat te dichten, de goedkoopste eerst:",
        "1. Officine A neemt de plaats, met maar 9 uur rust rond deze wacht.",
        "   Met deze wacht zou Officine A 3 punten dragen, precies zijn eerlijke last.",
        "   Dit alleen brengt de open punten van 2 op 0 en de oneerlijkheid van 4 op 0.",
        "   In het beste geval, met alle andere wachten herschikt, brengt het de open punten van 2 op 0 en "
        "de oneerlijkheid van 4 op 0.",
    ]


def test_a_gap_that_nobody_can_close_in_english() -> None:
    given = problem([service("a")], [night(5), slot("other", "05 22:00", "06 02:00")])
    assert told(given, {"a": ["night 5"]}, "other", None, "en") == [
        "One place is open (Apotheek, from Monday 5 October 22:00 to Tuesday 6 October 02:00).",
        "What keeps each service out:",
        "   Officine A is already on duty from Monday 5 October 20:00 to Tuesday 6 October 08:00.",
        "   To take this duty, Officine A would have to leave its duty from Monday 5 October 20:00 to "
        "Tuesday 6 October 08:00, and nobody else can take that over.",
        "      Checked: if Officine A took this duty, as much would stay open elsewhere.",
        "No single change closes the gap.",
    ]


def partly_proven(language: str, *steps: tuple[str, float, float, bool]) -> str:
    """What is said when the best rota has these tiers: name, value now, value then, and whether proven."""
    said = solver.explain(FAIR, duties(**FAIR_DUTIES), "night 5", "b", time_limit=20, workers=1)
    tiers = tuple(TierBest(name, now, then, then, None, proven) for name, now, then, proven in steps)
    (one,) = said.candidates
    assert one.rearranged is not None
    shown = replace(said, candidates=(replace(one, rearranged=replace(one.rearranged, tiers=tiers)),))
    return list(Sentences(wording(language), FAIR, shown, "Apotheek").lines())[-1].strip()


KEPT = (("uncovered", 0.0, 0.0, True), ("unfairness", 23.0, 23.0, True))
RAISED = (("uncovered", 0.0, 0.0, True), ("unfairness", 23.0, 44.0, True))
FARTHER, AS_FAR = ("distance", 4000.0, 5000.0, False), ("distance", 4000.0, 4000.0, False)


def test_what_is_proven_is_told_apart_from_what_is_not() -> None:
    assert partly_proven("en", *KEPT, FARTHER, ("wishes", -6.0, -5.0, True)) == (
        "With all other duties arranged anew, nothing changes for the open points and the unfairness. "
        "For what comes after, there was no time for a proof: the best found brings the inhabitants without "
        "a service nearby (counted anew for each duty) from 4,000 to 5,000 and the wish points that are met "
        "from 6 to 5."
    )
    assert partly_proven("fr", *RAISED, AS_FAR) == (
        "Au mieux, en réorganisant toutes les autres gardes, il fait passer l'inéquité de 23 à 44. "
        "Pour la suite, le temps n'a pas suffi à une preuve : la meilleure solution trouvée ne change rien."
    )
    assert partly_proven("nl", KEPT[0], FARTHER) == (
        "Met alle andere wachten herschikt verandert er niets aan de open punten. Voor wat daarna komt was "
        "er te weinig tijd voor een bewijs: de beste oplossing die gevonden is, brengt het aantal inwoners "
        "zonder dienst in de buurt (bij elke wacht opnieuw geteld) van 4.000 op 5.000."
    )


def test_where_nothing_is_proven_all_is_told_as_such() -> None:
    assert partly_proven("en", ("uncovered", 0.0, 0.0, False), FARTHER).endswith(
        "there may be something better."
    )


def test_in_a_list_it_is_said_once_what_becomes_of_who_makes_room() -> None:
    given = problem([service("a"), service("b"), service("c")], FOUR)
    rota = {"a": ["night 5", "night 8"], "b": ["night 11"], "c": ["night 14"]}
    lines = told(given, rota, "night 5", None, "en")
    # Fair is 12 points for three: 4 each.
    without = "Without this duty Officine A would carry 3 points, 1 point below its fair load of 4 points."
    assert lines[1:4] == [
        "With this duty Officine A carries 6 points, 2 points above its fair load of 4 points.",
        without,
        "Who else could serve, the best first:",
    ]
    assert sum(line.strip() == without for line in lines) == 1
    assert [line for line in lines if line[0].isdigit()] == [
        "1. Officine B instead of Officine A:",
        "2. Officine C instead of Officine A:",
    ]


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_every_line_is_filled_in_and_ends_as_a_sentence(language: str) -> None:
    given = problem(
        [
            service("a", limits=(("duties", 1),)),
            service("b", group="g"),
            service("c", group="g", lines=("night", "day")),
        ],
        [night(5), night(8, required=2), slot("day 8", "08 14:00", "08 22:00", line="day")],
        unavailable=(period("b", "08 00:00", "09 00:00"),),
    )
    rota = {"a": ["night 5"], "c": ["day 8"]}
    for slot_id, asked in (("night 8", None), ("night 8", "b"), ("night 5", None), ("day 8", "a")):
        for line in told(given, rota, slot_id, asked, language):
            assert line.rstrip()[-1] in ".:", line
            assert not re.search(r"[{}|]|None|\bnan\b", line), line


def draft(given: Any, rota: dict[str, list[str]]) -> Draft:
    document = solver.dump_problem(given)
    made = solver.solve(given, digest=solver.problem_digest(document), workers=1)
    held = duties(**rota)
    document_of_rota = json.loads(solver.dump_rota(made))
    document_of_rota["assignments"] = [{"slot": item.slot, "service": item.service} for item in held]
    pool = PoolPlan("night", "2026-10", ("night",), document, json.dumps(document_of_rota).encode())
    return Draft(1, "essai", ("2026-10",), (), (pool,), at("01 08:00"), "ann", None)


def test_a_draft_that_was_changed_by_hand_is_explained_as_it_is_stored() -> None:
    other_way = {"a": ["night 5", "night 8", "night 11"], "b": ["night 14"]}
    answer = ask(draft(FAIR, other_way), "night 5", time_limit=20)
    (one,) = answer.explanation.candidates
    assert one.effect is not None
    assert [tier.change for tier in one.effect.tiers] == [0, -18, 0, 0, 0]


def test_what_a_draft_does_not_have_is_refused() -> None:
    with pytest.raises(NotFound, match=r"draft 1 has no slot 'night 6'; see: garde drafts show 1"):
        ask(draft(FAIR, FAIR_DUTIES), "night 6", time_limit=1)
    with pytest.raises(NotFound, match=r"no service 'z' was planned together with slot night 5"):
        ask(draft(FAIR, FAIR_DUTIES), "night 5", "z", time_limit=1)


def test_programs_get_codes_numbers_and_local_instants() -> None:
    given = problem([service("a")], [night(5), slot("evening 6", "06 17:00", "06 23:00", burden=2)])
    said = solver.explain(given, duties(a=["night 5"]), "evening 6", time_limit=20, workers=1)
    plain = as_plain(said, BRUSSELS)
    assert plain["missing"] == 1
    assert plain["tiers"][:2] == [{"name": "uncovered", "value": 2}, {"name": "unfairness", "value": 4}]
    (one,) = plain["candidates"]
    first = one["reasons"][0]
    assert first == {
        "code": "rest_after",
        "rule": "rest",
        "value": 9,
        "bound": 11,
        "short": 2,
        "start": datetime.fromisoformat("2026-10-05T20:00+02:00"),
        "end": datetime.fromisoformat("2026-10-06T08:00+02:00"),
        "instant": None,
        "slot": "night 5",
        "service": None,
        "category": None,
    }
    assert (one["lifted"], one["verdict"]) == ("rest", "closes")
    (way,) = plain["closings"]
    assert way["waiver"] == {"rule": "rest", "service": "a", "slot": "evening 6", "hours": 9}
    assert way["effect"]["tiers"][0] == {"name": "uncovered", "now": 2, "then": 0, "change": -2}
    assert way["rearranged"]["proven"] is True
    assert way["rearranged"]["gained"] == [{"slot": "evening 6", "service": "a"}]
