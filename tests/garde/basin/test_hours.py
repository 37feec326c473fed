from __future__ import annotations

import pytest

from garde.basin.hours import country_is_known, opening_hours_fault


@pytest.mark.parametrize(
    "text",
    [
        "24/7",
        "Mo-Fr 08:30-18:00; Sa 09:00-12:30; PH off",
        "Mo-Su 21:00-09:00",
        'Mo-Fr 09:00-17:00 "ring the bell; SH or not"',
        'Mo-Fr 09:00-17:00 || unknown "call"',
        'Mo-Fr 09:00-17:00 || off "call"',
        "2027 Jul 01-Aug 31 off; Mo-Fr 09:00-17:00",
    ],
)
def test_hours_that_can_be_relied_on_pass(text: str) -> None:
    assert opening_hours_fault(text) is None


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "is empty"),
        ("   ", "is empty"),
        ("9 to 5", "at character 1"),
        ("Mo 25:00-26:00", "at character 4"),
        ("Mo-Fr 09:00-17:00; SH off", "school holidays"),
        ("Mo-Fr,SH 09:00-17:00", "school holidays"),
        ('Mo-Fr 09:00-17:00 || "call"', "only a comment"),
        ('Mo-Fr 09:00-17:00; "call"', "only a comment"),
        ('Mo-Fr 09:00-17:00, "call"', "only a comment"),
        ('"by appointment"', "only a comment"),
    ],
)
def test_hours_that_would_be_misread_are_refused_with_a_remedy(text: str, what: str) -> None:
    fault = opening_hours_fault(text)
    assert fault is not None
    assert what in fault[0]
    assert fault[1]


def test_the_remedies_are_themselves_accepted() -> None:
    assert opening_hours_fault('Mo-Fr 09:00-17:00 || unknown "call"') is None
    assert opening_hours_fault("Mo-Fr 08:30-18:00; Sa 09:00-12:30; PH off") is None
    assert opening_hours_fault("Mo-Fr 09:00-17:00; 2027 Jul 01-Aug 31 off") is None


def test_countries_with_known_holidays() -> None:
    assert country_is_known("BE")
    assert not country_is_known("XX")
