from __future__ import annotations

from datetime import date

import pytest

from garde.basin.hours import opening_hours_fault
from garde.basin.hours_words import LANGUAGES_OF_WORDS, days_in_words, hours_in_words
from garde.errors import BadInput

USUAL = "Mo-Fr 08:30-12:30,14:00-18:30; Sa 09:00-12:30; PH off"


def test_usual_hours_in_three_languages() -> None:
    assert [hours_in_words(USUAL, language) for language in LANGUAGES_OF_WORDS] == [
        "du lundi au vendredi de 8 h 30 à 12 h 30 et de 14 h à 18 h 30 ; le samedi de 9 h à 12 h 30 ; "
        "fermé le dimanche et les jours fériés",
        "van maandag tot en met vrijdag van 8.30 tot 12.30 uur en van 14 tot 18.30 uur; "
        "op zaterdag van 9 tot 12.30 uur; gesloten op zondag en op feestdagen",
        "from Monday to Friday from 8:30 to 12:30 and from 14:00 to 18:30; on Saturday from 9:00 to 12:30; "
        "closed on Sunday and on public holidays",
    ]


@pytest.mark.parametrize(
    ("hours", "french"),
    [
        ("24/7", "tous les jours et les jours fériés 24 heures sur 24"),
        ("off", "fermé tous les jours et les jours fériés"),
        ("Mo 09:00-10:00", "le lundi de 9 h à 10 h ; les jours fériés comme les autres jours ; "
                           "fermé du mardi au dimanche"),
        ("Mo-Su 10:00-12:00; We off; PH off",
         "le lundi, le mardi et du jeudi au dimanche de 10 h à 12 h ; fermé le mercredi et les jours fériés"),
        ("Mo-Su,PH 21:00-09:00", "tous les jours et les jours fériés de 21 h à 9 h le lendemain"),
        ("Mo-Su 22:00-26:00; PH off", "tous les jours de 22 h à 2 h le lendemain ; fermé les jours fériés"),
        ("Mo-Su 18:00-24:00; PH 00:00-06:00",
         "tous les jours de 18 h à minuit ; les jours fériés de minuit à 6 h"),
        ("Mo-Su, PH 10:00-12:00; 2027 May 07 off",
         "tous les jours et les jours fériés de 10 h à 12 h ; fermé le 7 mai 2027"),
        ("10:00-12:00; 2027 Jul 12-Aug 01 off; Nov 15,Dec 24-Jan 02 closed",
         "tous les jours et les jours fériés de 10 h à 12 h ; fermé du 12 juillet au 1er août 2027 ; "
         "fermé chaque année le 15 novembre ; fermé chaque année du 24 décembre au 2 janvier"),
        ("10:00-12:00; 2027 Dec 24-2028 Jan 02 off; 2028 Mar 01-05 off",
         "tous les jours et les jours fériés de 10 h à 12 h ; fermé du 24 décembre 2027 au 2 janvier 2028 ; "
         "fermé du 1er mars au 5 mars 2028"),
    ],
)  # fmt: skip
def test_plain_hours_in_french(hours: str, french: str) -> None:
    assert opening_hours_fault(hours) is None
    assert hours_in_words(hours, "fr") == french


def test_days_one_by_one_and_in_a_row() -> None:
    hours = "Mo,We-Fr,Su 09:00-10:00; PH off"
    assert hours_in_words(hours, "nl") == (
        "op maandag, van woensdag tot en met vrijdag en op zondag van 9 tot 10 uur; "
        "gesloten op dinsdag, zaterdag en op feestdagen"
    )
    assert hours_in_words("Mo,Tu 09:00-10:00,11:00-12:00,13:00-14:05; PH off", "en") == (
        "on Monday and Tuesday from 9:00 to 10:00, from 11:00 to 12:00 and from 13:00 to 14:05; "
        "closed from Wednesday to Sunday and on public holidays"
    )


@pytest.mark.parametrize(
    "hours",
    [
        'Mo-Fr 09:00-17:00 "ring the bell"',
        'Mo-Fr 09:00-17:00 || unknown "call"',
        "24/7; Fr 22:00-06:00 off",
        "Mo-Fr 09:00-12:00, We 14:00-16:00",
        "Jul-Aug Mo-Fr 09:00-12:00",
        "week 1-20 Mo 09:00-12:00",
        "Mo[1] 09:00-12:00",
        "Mo-Fr sunrise-12:00",
        "Mo-Fr 18:00+",
        "PH -1 day 09:00-12:00",
        "PH Mo-Fr 09:00-12:00",
        # Which of two rules holds differs from day to day.
        "PH off; Mo-Fr 09:00-17:00",
        "2027 Jul 01-Aug 31 off; Mo-Fr 09:00-17:00",
        "Mo-Fr 09:00-17:00; 2027 May 07,May 10 off",
        "Sa-Mo 09:00-12:00",
    ],
)
def test_what_no_sentence_tells_is_left_to_the_notation(hours: str) -> None:
    assert opening_hours_fault(hours) is None
    assert [hours_in_words(hours, language) for language in LANGUAGES_OF_WORDS] == [None] * 3


def test_dates_with_their_hours_stand_beside_the_notation() -> None:
    days = [(date(2027, 5, 7), ((0, 1320),)), (date(2027, 5, 8), ()), (date(2027, 5, 9), ((0, 1440),))]
    assert [days_in_words("24/7; Fr 22:00-24:00 off", days, language) for language in ("fr", "nl")] == [
        "24/7; Fr 22:00-24:00 off ; les sept jours à venir : vendredi 7 mai de minuit à 22 h, "
        "samedi 8 mai fermé, dimanche 9 mai 24 heures sur 24",
        "24/7; Fr 22:00-24:00 off; de komende zeven dagen: vrijdag 7 mei van middernacht tot 22 uur, "
        "zaterdag 8 mei gesloten, zondag 9 mei de klok rond",
    ]


def test_other_languages_are_refused_by_name() -> None:
    with pytest.raises(BadInput, match="opening hours are not told in 'es'; use one of fr, nl, en"):
        hours_in_words("24/7", "es")
