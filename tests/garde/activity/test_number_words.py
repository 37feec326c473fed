"""Numbers that are written out in words are found as those in digits are; what people count is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garde.activity.number_words import numbers_in_words
from garde.activity.privacy import dangers

FRENCH = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
DUTCH = [
    "nul",
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
]
ENGLISH = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
BELGIAN_TENS = ["vingt", "trente", "quarante", "cinquante", "soixante", "septante", "quatre-vingt", "nonante"]
DUTCH_TENS = ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]
ENGLISH_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def belgian(number: int) -> str:
    """0 to 999."""
    if number >= 100:
        head = "cent" if number < 200 else f"{FRENCH[number // 100]} cent"
        return head if number % 100 == 0 else f"{head} {belgian(number % 100)}"
    if number < 20:
        return FRENCH[number]
    tens, unit = BELGIAN_TENS[number // 10 - 2], number % 10
    return (
        tens
        if not unit
        else f"{tens} et un"
        if unit == 1 and tens != BELGIAN_TENS[6]
        else f"{tens}-{FRENCH[unit]}"
    )


def of_france(number: int) -> str:
    """As in France: soixante-dix, quatre-vingt-dix."""
    if number >= 100:
        head = "cent" if number < 200 else f"{FRENCH[number // 100]} cents"
        return head if number % 100 == 0 else f"{head} {of_france(number % 100)}"
    if number // 10 in (7, 9):
        return f"{BELGIAN_TENS[number // 10 - 3]}-{FRENCH[number % 20 if number < 80 else number - 80]}"
    return belgian(number)


def dutch(number: int) -> str:
    if number >= 100:
        head = "honderd" if number < 200 else f"{DUTCH[number // 100]}honderd"
        return head if number % 100 == 0 else f"{head}{dutch(number % 100)}"
    if number < 20:
        return DUTCH[number]
    tens, unit = DUTCH_TENS[number // 10 - 2], number % 10
    joint = "ën" if unit in (2, 3) else "en"
    return f"{DUTCH[unit]}{joint}{tens}" if unit else tens


def english(number: int) -> str:
    if number >= 100:
        head = f"{ENGLISH[number // 100]} hundred"
        return head if number % 100 == 0 else f"{head} and {english(number % 100)}"
    if number < 20:
        return ENGLISH[number]
    tens, unit = ENGLISH_TENS[number // 10 - 2], number % 10
    return f"{tens}-{ENGLISH[unit]}" if unit else tens


SPEAKERS = st.sampled_from([belgian, of_france, dutch, english])
MOBILES = st.tuples(
    st.sampled_from(["0455", "0460", "0470", "0485", "0499"]), st.text("0123456789", min_size=6, max_size=6)
)


def said(digits: str, lengths: list[int], speak: Callable[[int], str]) -> list[str]:
    """Groups of digits in words; a zero before others is said by itself."""
    words = []
    for length in lengths:
        group, digits = digits[:length], digits[length:]
        while len(group) > 1 and group.startswith("0"):
            words.append(speak(0))
            group = group[1:]
        words.append(speak(int(group)))
    return words


@given(MOBILES, SPEAKERS, st.sampled_from([" ", ", ", " - ", ". ", "\n", " / "]))
def test_a_number_that_is_dictated_digit_by_digit_is_found(
    both: tuple[str, str], speak: Callable[[int], str], sign: str
) -> None:
    digits = "".join(both)
    text = sign.join(said(digits, [1] * 10, speak))
    assert [*numbers_in_words(f"rappeler au {text}, merci")] == [digits]
    assert dangers(text) == ("telephone",)


@given(
    MOBILES, SPEAKERS, st.sampled_from([[1, 3, 2, 2, 2], [2, 2, 2, 2, 2], [1, 3, 3, 3], [1, 1, 2, 2, 2, 2]])
)
def test_a_number_in_pairs_or_hundreds_is_found(
    both: tuple[str, str], speak: Callable[[int], str], lengths: list[int]
) -> None:
    text = ", ".join(said("".join(both), lengths, speak))
    assert "telephone" in dangers(f"bellen op {text}") or "number" in dangers(text)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("zéro quatre cent septante-cinq, douze, trente-quatre, cinquante-six", "0475123456"),
        ("nul vierhonderdvijfenzeventig twaalf vierendertig zesenvijftig", "0475123456"),
        ("double zero three two four seven five one two three four five six", "0032475123456"),
        ("plus trente-deux quatre cent septante-cinq douze trente-quatre cinquante-six", "32475123456"),
        ("zéro quatre cent septante-cinq 12 34 56", "0475123456"),
        ("quatre-vingt-cinq zéro sept trente zéro trente-trois vingt-huit", "85073003328"),
    ],
)
def test_as_people_say_them(text: str, digits: str) -> None:
    assert [*numbers_in_words(text)] == [digits]


def test_a_register_number_in_words_is_told_as_such() -> None:
    # 85073003328 is the register's own example: 97 - 850730033 % 97 = 28.
    assert dangers("quatre-vingt-cinq zéro sept trente zéro trente-trois vingt-huit") == ("national-number",)


@pytest.mark.parametrize(
    "text",
    [
        "deux personnes, trois appels",
        "douze, quinze, vingt, trente et quarante personnes par soir",
        "une personne à vingt heures trente, deux à vingt-deux heures, une à minuit",
        "twee mensen en drie kinderen, van acht tot tien uur, tussen tien en elf nog vier",
        "one person at nine thirty, two at ten fifteen, nobody until six in the morning",
        "ouvert à 20:00, 21:00, une seule personne",
        "le 12/03 et le 15/03, deux personnes",
        "depuis mille neuf cent quatre-vingt-quatre",
        "un, deux, trois, quatre, cinq appels",
        "un an, un mois, un jour, un soir, un matin, un lit, un repas, un café",
        "honderdvijfentwintig mensen, tweehonderdvijftig maaltijden",
    ],
)
def test_what_people_count_is_kept(text: str) -> None:
    assert dangers(text) == ()


@given(
    st.lists(
        st.tuples(st.integers(0, 999), st.sampled_from(["personnes", "appels", "mensen", "calls", "h"])),
        max_size=8,
    ),
    SPEAKERS,
)
def test_counts_of_something_are_no_number(
    counts: list[tuple[int, str]], speak: Callable[[int], str]
) -> None:
    assert dangers(", ".join(f"{speak(count)} {what}" for count, what in counts)) == ()


@given(st.integers(0, 999), SPEAKERS)
def test_one_number_is_read_as_it_is(number: int, speak: Callable[[int], str]) -> None:
    # Behind eight zeros, so that it is a number at all.
    assert [*numbers_in_words("zéro " * 8 + speak(number))] == ["0" * 8 + str(number)]


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert all(digits.isdecimal() for digits in numbers_in_words(text))
