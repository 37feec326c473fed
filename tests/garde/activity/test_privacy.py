"""Free text that leads to a person is refused, however its numbers are set; what tells of a duty is kept."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garde.activity.privacy import dangers, hints_at_a_person

SIGNS = ("", "", " ", " ", ".", "/", "-", "\u00a0", "\u202f", " - ", ". ", " / ", ",", "\u2013", "_", "\n")
WORDS = ("rappeler au", "tel.", "bellen op", "numéro", "call", "dossier :", "zie")


@st.composite
def set_somehow(draw: st.DrawFn, digits: str) -> str:
    """These digits with signs between some of them, in a sentence."""
    signs = [draw(st.sampled_from(SIGNS)) for _ in digits[1:]]
    number = digits[0] + "".join(sign + digit for sign, digit in zip(signs, digits[1:], strict=True))
    before, after = (
        draw(st.sampled_from(WORDS)),
        draw(st.sampled_from(("", ".", " svp", " a.u.b.", ", merci"))),
    )
    return f"{before} {number}{after}"


def some_digits(count: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=count, max_size=count)


LAND_LINES = st.tuples(st.sampled_from(["02", "03", "04", "09", "067"]), some_digits(7)).map(
    lambda both: "".join(both)[:9]
)
MOBILES = st.tuples(st.sampled_from(["0455", "0460", "0470", "0485", "0499"]), some_digits(6)).map("".join)
FREE = st.tuples(st.sampled_from(["0800", "0900", "0903"]), some_digits(5)).map("".join)
ABROAD = st.tuples(
    st.sampled_from(["0032", "0033", "0031", "00212"]), st.integers(8, 9).flatmap(some_digits)
).map("".join)


@given(st.one_of(LAND_LINES, MOBILES, FREE, ABROAD).flatmap(set_somehow))
def test_a_telephone_number_is_found_however_it_is_set(text: str) -> None:
    assert dangers(text)


@given(
    st.sampled_from(["+32", "+33", "+212", "+ 32", "+(32)"]),
    st.integers(8, 9).flatmap(some_digits),
    st.data(),
)
def test_an_international_number_is_found(country: str, digits: str, data: st.DataObject) -> None:
    assert dangers(f"{country} {data.draw(set_somehow(digits)).split(' ', 1)[1]}") or dangers(
        f"{country}{digits}"
    )


def register_number(year: int, month: int, day: int, serial: int) -> str:
    """As the register gives them out: of 97 less the rest, with a 2 before the nine from 2000 on."""
    nine = f"{year % 100:02}{month:02}{day:02}{serial:03}"
    check = 97 - int(("2" if year >= 2000 else "") + nine) % 97
    return f"{nine}{check:02}"


def test_the_register_number_of_an_example_is_reckoned_right() -> None:
    # 850730033 = 97 * 8770412 + 69; 97 - 69 = 28. From 2000 on: 2850730033 is reckoned instead.
    assert register_number(1985, 7, 30, 33) == "85073003328"


NATIONAL = st.builds(
    register_number,
    st.integers(1900, 2026),
    st.integers(1, 12).flatmap(lambda month: st.sampled_from([month, month + 20, month + 40])),
    st.integers(1, 31),
    st.integers(1, 997),
)


@given(NATIONAL)
def test_a_register_number_is_called_what_it_is(digits: str) -> None:
    d = digits
    for written in (
        d,
        f"{d[:2]}.{d[2:4]}.{d[4:6]}-{d[6:9]}.{d[9:]}",
        f"{d[:6]} {d[6:9]} {d[9:]}",
        f"{d[:6]}-{d[6:]}",
    ):
        assert "national-number" in dangers(f"NISS {written}"), written


@given(NATIONAL.flatmap(set_somehow))
def test_a_register_number_is_found_however_it_is_set(text: str) -> None:
    assert dangers(text)


@given(NATIONAL, st.integers(0, 96))
def test_a_register_number_with_a_slip_in_it_is_found_too(digits: str, check: int) -> None:
    assert dangers(f"n° {digits[:9]}{check:02}")


@given(st.text("0123456789", min_size=7, max_size=30))
def test_a_long_number_in_one_piece_is_never_kept(digits: str) -> None:
    assert dangers(f"code {digits}")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("0475 12 34 56", "telephone"),
        ("02/512.34.56", "telephone"),
        ("(0475) 12-34-56", "telephone"),
        ("O475 123456", "telephone"),
        ("٠٤٧٥١٢٣٤٥٦", "telephone"),
        ("０４７５１２３４５６", "telephone"),
        ("0\u200b4\u200b7\u200b5\u200b1\u200b2\u200b3\u200b4\u200b5\u200b6", "telephone"),
        ("512 34 56", "telephone"),
        ("592-1234567-89", "number"),
        ("BE68 5390 0754 7034", "account"),
        ("be68539007547034", "account"),
        ("NL91 ABNA 0417 1643 00", "account"),
        ("jan.peeters@example.org", "e-mail"),
        ("jan @ example.org", "e-mail"),
        ("jan (at) example.org", "e-mail"),
        ("jan arobase example point org", "e-mail"),
        ("@pseudo sur le réseau", "e-mail"),
        ("né le 12/03/1981", "date"),
        ("12.3.81", "date"),
        ("1981-03-12", "date"),
        ("12 mars 1981", "date"),
        ("12 maart 81", "date"),
        ("March 12th, 1981", "date"),
        ("née en 53", "date"),
        ("geboren in 1953", "date"),
        ("plaque 1-ABC-123", "document"),
        ("passeport EH123456", "document"),
    ],
)
def test_each_kind_is_called_by_its_name(text: str, kind: str) -> None:
    assert dangers(text) == (kind,)


@pytest.mark.parametrize(
    "text",
    [
        "Nuit calme, 3 personnes entre 22h et 23h30.",
        "En 2026, plus que 2025 ; voir 2025-2026.",
        "Ouvert 09:00-21:00 et 22:00-06:00, ou 8h-12h/13h-17h.",
        "Appelé le 112, puis le 1733 ; renvoyé au 107 et au 106.",
        "112/107/106",
        "Codes postaux 1000, 1030, 1040 et 1000/1030/1040",
        "1.250 euros, 1 250 000 euros, 1.250,50 €, 12,5 %",
        "9-12, 14-17 et 08-12 / 13-17",
        "3, 4, 5, 2, 1, 0, 2, 3 personnes par heure",
        "12, 15, 9, 22, 18 personnes par jour",
        "Le 12/11 et le 12 novembre, moins que le 3 décembre",
        "24/7, COVID-19, bus 46, tram 92, salle 203",
        "Drie mensen om 8u30, 9u00 en 9u15 voor een gesloten deur.",
        "2 fr, 3 nl, 1 ar; 45 % helped",
        "Op 12 maart 14 mensen; in 2027 nog meer.",
        "Le 3 mai 20h, porte fermée",
        "",
    ],
)
def test_what_tells_of_a_duty_is_kept(text: str) -> None:
    assert dangers(text) == ()


HARMLESS = st.one_of(
    st.integers(0, 999).map(str),
    st.integers(2000, 2035).map(str),
    st.integers(1000, 1299).map(str),
    st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda at: f"{at[0]:02}:{at[1]:02}"),
    st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda at: f"{at[0]}h{at[1]:02}"),
    st.sampled_from(["112", "1733", "107", "106", "1712"]),
    st.integers(1000, 99_999).map(lambda euros: f"{euros:,}".replace(",", ".") + " euros"),
)
BETWEEN = st.sampled_from([" personnes, ", " et ", " puis vers ", " mensen om ", " tot ", " people, then "])


@given(st.lists(st.tuples(HARMLESS, BETWEEN), min_size=1, max_size=8))
def test_years_hours_amounts_and_counts_in_a_sentence_are_kept(parts: list[tuple[str, str]]) -> None:
    text = "Vers " + "".join(number + between for number, between in parts) + "voilà."
    assert dangers(text) == ()


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    assert set(dangers(text)) <= {
        "telephone", "national-number", "account", "e-mail", "date", "document", "number"
    }  # fmt: skip
    hints_at_a_person(text)


@given(st.text(max_size=200))
def test_text_without_a_digit_or_at_sign_is_no_number(text: str) -> None:
    bare = re.sub(r"[\d@＠]|[^\x00-\x7f]|arobase|apenstaartje|\(at|\[at", "", text)
    assert dangers(bare) == () or re.search(r"[(\[]\s*at", bare)


@pytest.mark.parametrize(
    "text",
    [
        "Mme X est revenue",
        "Mr. Dupont",
        "revu madame Benali",
        "La dame, Fatima, reviendra",
        "Fatima est revenue",
        "vu Amandine Delcourt hier",
        "De heer Peeters",
        "M. Benali",
        "mr. janssens kwam terug",
        "mme dupont",
        "mevr el amrani",
        "F. Benali",
        "il s'appelle Ousmane",
    ],
)
def test_what_may_be_a_name_is_seen(text: str) -> None:
    assert hints_at_a_person(text) == ("name",)


@pytest.mark.parametrize(
    "text", ["une dame de 83 ans", "âgé de 12 ans", "een vrouw van 83 jaar", "an 83-year-old"]
)
def test_an_age_is_seen(text: str) -> None:
    assert hints_at_a_person(text) == ("age",)


@pytest.mark.parametrize(
    "text",
    [
        "Croix Rouge prévenue, plus de place chez Samusocial.",
        "La maison médicale était fermée. Beaucoup de monde après 20h.",
        "Gare du Midi, puis Porte de Hal",
        "Veel volk. Geen plaats meer. Alles in het Nederlands en Frans.",
        "Il y a 2 ans c'était plus calme",
        "Madame est venue trois fois",
        "mme est venue trois fois",
        "Busy evening; nobody after 22:00.",
    ],
)
def test_what_is_no_name_is_not_asked_about(text: str) -> None:
    assert hints_at_a_person(text) == ()


def test_names_of_services_and_places_are_known() -> None:
    text = "envoyés vers Centre Colibri et Grand Héron"
    assert hints_at_a_person(text) == ("name",)
    assert hints_at_a_person(text, known=["Centre social du Colibri", "du Grand Héron"]) == ()
