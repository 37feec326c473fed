"""Explanations in plain French, Dutch and English, from the engine's codes and numbers."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

import solver
from garde.errors import NotFound
from garde.planning.draft import Draft, PoolPlan
from garde.planning.explaining.asking import ask
from garde.planning.explaining.plain import as_plain
from garde.planning.explaining.sentences import Sentences
from solver.explain_facts import TierBest
from tests.garde.planning.wordings import BRUSSELS, wording
from tests.solver.samples import at, duties, night, period, problem, service, slot

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
