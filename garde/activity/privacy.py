"""What may not stand in free text: whatever leads to one person. Pure.

`dangers` finds what is refused: telephone numbers, national register numbers, accounts, e-mail addresses,
full dates, numbers of papers and cars. `hints_at_a_person` finds what is only asked about, since words are no
proof: what looks like somebody's name or age. Neither ever repeats what it found.

`number_words` finds numbers that are written out. A national register number is 11 digits: ``YYMMDD``, a
serial number, and 97 less the rest by 97 of these nine, with a 2 before them for births from 2000 on; the
numbers of people who are not registered (bis) have 20 or 40 added to the month.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal
from unicodedata import category, decimal, normalize

from garde.activity.first_names import FIRST_NAMES
from garde.activity.number_words import numbers_in_words

Danger = Literal["telephone", "national-number", "account", "e-mail", "date", "document", "number"]
Hint = Literal["name", "age"]

_BETWEEN = r"[\s./\\()\[\]_*·:,;|\-–—]"
_DIGITS = re.compile(rf"\+?\s?\d(?:{_BETWEEN}{{0,4}}\d)*")
"""Digits with at most four signs between two of them: one number, however it is set."""

_EMAIL = re.compile(
    r"[\w+-]\s?@|@\s?\w|\w\s*[(\[]\s*(?:at|arobase|apenstaartje)\s*[)\]]\s*\w|\b(?:arobase|apenstaartje)\b",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"\b[A-Z]{2}\s?\d{2}(?:[\s.\-]?[A-Z0-9]){11,30}", re.IGNORECASE)
_ACCOUNT_LENGTHS = {
    "AT": 20, "BE": 16, "BG": 22, "CH": 21, "DE": 22, "ES": 24, "FR": 27, "GB": 22, "GR": 27, "IE": 22,
    "IT": 27, "LU": 20, "MA": 28, "NL": 18, "PL": 28, "PT": 25, "RO": 24, "TN": 24, "TR": 26,
}  # fmt: skip
_PLATE = re.compile(r"\b(?:[1-9][\s.-]?)?[A-Z]{3}[\s.-]?\d{3}\b|\b[1-9][\s.-]?\d{3}[\s.-]?[A-Z]{3}\b")
_PAPERS = re.compile(r"\b[A-Z]{1,3}\s?\d{6,}\b")

_MONTHS = (
    r"jan(?:v(?:ier)?|uari|uary)?|f[ée]v(?:rier)?|feb(?:ruari|ruary)?|mars|maart|mrt|march|avr(?:il)?|apr(?:il)?"
    r"|mai|mei|may|juin|juni?|june?|juil(?:let)?|juli?|july|ao[uû]t|aug(?:ustus|ust)?|sept?(?:embre|ember)?"
    r"|o[ck]t(?:obre|ober)?|nov(?:embre|ember)?|d[ée]c(?:embre|ember)?"
)
_DATES = (
    # 12/03/1981, 12.3.81, 1981-03-12; two figures are a year only where they can be nothing else than one.
    re.compile(r"(?<!\d)[0-3]?\d\s?([./\-])\s?[01]?\d\s?\1\s?(?:1[89]|20)\d\d(?!\d)"),
    re.compile(r"(?<!\d)[0-3]?\d\s?([./\-])\s?[01]?\d\s?\1\s?\d\d(?!\d)(?!\s?\1)"),
    re.compile(r"(?<!\d)(?:1[89]|20)\d\d\s?([./\-])\s?[01]?\d\s?\1\s?[0-3]?\d(?!\d)"),
    re.compile(
        rf"(?<!\d)[0-3]?\d(?:er|e)?\.?\s+(?:{_MONTHS})\.?\s+(?:(?:1[89]|20)\d\d(?!\d)|'\d\d\b|\d\d(?=\s*(?:[.,;!?)]|$)))",
        re.I,
    ),
    re.compile(rf"\b(?:{_MONTHS})\.?\s+[0-3]?\d(?:st|nd|rd|th)?,?\s+(?:1[89]|20)\d\d(?!\d)", re.I),
    re.compile(r"\b(?:n[ée]e?s?|geboren|born|geb\.?|geboortedatum|naissance)\b[^\d.!?]{0,20}\d", re.I),
    re.compile(r"°\s?\d{1,4}\s?[./\-]"),
)

_TIME = re.compile(r"(?<![\d:])(?:[01]?\d|2[0-4]):[0-5]\d(?![\d:])")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([ .\u202f\u00a0])\d{3})(?:\1\d{3})*")
_SHORT = {
    "100",
    "101",
    "102",
    "103",
    "105",
    "106",
    "107",
    "110",
    "112",
    "116",
    "1207",
    "1307",
    "1712",
    "1733",
    "1813",
}

_TITLE = re.compile(
    r"(?<!\w)(?i:mme|mmes|mr|mrs|ms|m|mlle|madame|monsieur|mademoiselle|mevrouw|mevr|mw|meneer|mijnheer|dhr"
    r"|de heer|miss|dr|docteur|dokter|prof|s['’]appelle|nommée?|prénommée?|heet|genaamd|called|named)"
    r"\.?\s+[A-ZÀ-ÖØ-Þ]"
)
_SMALL_TITLE = re.compile(
    r"(?<!\w)(?:mme|mlle|mevr|mw|dhr|mrs?)\b\.?\s+"
    r"(?!(?:est|qui|avec|pour|die|was|met|voor|and|who|has)\b)[^\W\d_]{2}",
    re.IGNORECASE,
)
"""A title that is only written before a name, whatever the letters of the name."""
_AGE = re.compile(
    r"(?:\bde|\bd['’]|\bâgée?\s+de|\bvan|\baged?)\s?\d{1,3}\s?(?:ans|jaar|maanden|mois)\b"
    r"|(?<!\d)\d{1,3}\s?(?:jaar\s+oud\b|-?jarige?\b|[- ]years?[- ]old)|\baged\s+\d",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_INITIAL = re.compile(r"(?<![\w.])[A-ZÀ-ÖØ-Þ]\.\s?[A-ZÀ-ÖØ-Þ][\w'’\-]+")
_SENTENCE_ENDS = '.!?:;…\n•–—-«"“('
_LIKE_NAMES = frozenset(
    word
    for line in (
        "fr nl en es ar samu samusocial croix rouge rode kruis saint sainte sint sinte porte gare place",
        "rue avenue boulevard chaussée parc hôpital clinique maison quartier steenweg laan plein straat",
        "station noordstation zuidstation bruxelles brussel brussels nord sud est ouest noord zuid oost",
        "west midi centre centrum lundi mardi mercredi jeudi vendredi samedi dimanche maandag dinsdag",
        "woensdag donderdag vrijdag zaterdag zondag monday tuesday wednesday thursday friday saturday",
        "sunday noël nouvel an kerstmis nieuwjaar ramadan pâques pasen pentecôte pinksteren toussaint",
        "ascension frans nederlands engels arabisch spaans turks roemeens french dutch english arabic",
        "spanish turkish romanian polish portuguese cpas ocmw stib mivb sncb nmbs fedasil petit-château",
        "medimmigrant dokters artsen wereld médecins monde",
    )
    for word in line.split()
)


def dangers(text: str) -> tuple[Danger, ...]:
    """The kinds of things in a text that lead to one person; none: it may be kept."""
    plain = _plain(text)
    found: dict[Danger, None] = {}
    if _EMAIL.search(plain):
        found["e-mail"] = None
    rest = _ACCOUNT.sub(_without_account, plain)
    if rest != plain:
        found["account"] = None
    found |= dict.fromkeys(kind for run in _runs(rest) if (kind := _kind(run)) is not None)
    found |= dict.fromkeys(_kind_of_digits(digits) for digits in numbers_in_words(rest))
    if not found and any(pattern.search(rest) for pattern in _DATES):
        found["date"] = None
    if _PLATE.search(rest) or _PAPERS.search(rest):
        found["document"] = None
    return tuple(found)


def _without_account(match: re.Match[str]) -> str:
    """Nothing of an account number (its rest by 97 is 1, by ISO 13616); words with numbers as they are."""
    text = match.group()
    signs = re.sub(r"[\s.\-]", "", text).upper()
    length = _ACCOUNT_LENGTHS.get(signs[:2], 0)
    if len(signs) < length or not length:
        return text
    turned = signs[4:length] + signs[:4]
    return " … " if int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1 else text


def hints_at_a_person(text: str, *, known: Iterable[str] = ()) -> tuple[Hint, ...]:
    """What in a text may be about one person: a name, an age.

    ``known`` are names that are none of a person: of services, quarters, lines. Whoever wrote the text
    decides; this only asks.
    """
    plain = _plain(text)
    found: list[Hint] = []
    familiar = _LIKE_NAMES | {word.casefold() for name in known for word in _WORD.findall(name)}
    if (
        _TITLE.search(plain)
        or _SMALL_TITLE.search(plain)
        or _INITIAL.search(plain)
        or _names(plain, familiar)
    ):
        found.append("name")
    if _AGE.search(plain):
        found.append("age")
    return tuple(found)


def _plain(text: str) -> str:
    """The text with every script's digits as 0 to 9, an O before a digit as 0, and nothing invisible."""
    normal = normalize("NFKC", text)
    kept = "".join(
        str(decimal(letter)) if category(letter) == "Nd" else letter
        for letter in normal
        if category(letter) != "Cf"
    )
    return re.sub(r"(?<![^\W\d_])[oO](?=\s?\d)", "0", kept)


def _runs(text: str) -> Iterator[str]:
    """The numbers of a text, each with the signs between its digits; a list of numbers is several."""
    for match in _DIGITS.finditer(text):
        run = match.group()
        yield run
        pieces = re.split(r"[,;]\s+|\s[–—-]\s", run)
        if len(pieces) > 1:
            yield from pieces


def _kind(run: str) -> Danger | None:
    """What a number is; None for what people write of a duty: hours, years, postcodes, amounts, counts."""
    groups = re.findall(r"\d+", run)
    digits = "".join(groups)
    first, plus = groups[0], "+" in run
    if len(digits) == 11 and _is_national(digits):
        return "national-number"
    if plus and len(digits) >= 7:
        return "telephone"
    if any(pattern.fullmatch(run.strip()) for pattern in _DATES):
        return "date"
    if _harmless(run, groups, digits):
        return None
    if len(digits) == 11 and _looks_national(digits):
        return "national-number"
    if len(digits) >= 9 and (first.startswith("0") or digits.startswith("32")):
        return "telephone"
    if re.search(r"[,;]\s|\s[–—-]\s", run):
        # A list; each of its numbers is looked at by itself.
        return None
    return "telephone" if 7 <= len(digits) <= 10 else "number" if len(digits) > 10 else None


def _kind_of_digits(digits: str) -> Danger:
    """What a number is that was written out in words."""
    if len(digits) == 11 and (_is_national(digits) or _looks_national(digits)):
        return "national-number"
    return "telephone" if len(digits) <= 10 or digits.startswith(("0", "32")) else "number"


def _harmless(run: str, groups: list[str], digits: str) -> bool:
    if len(digits) < 7:
        return True
    if not re.search(r"\d", _TIME.sub("", run)):
        return True
    if _GROUPED.fullmatch(run.strip()) and len(digits) <= 9:
        return True
    if len(groups) > 1 and all(group in _SHORT or _year_or_postcode(group) for group in groups):
        return True
    small = all(len(group) <= 2 and int(group) <= 24 for group in groups)
    return small and len(digits) < 9


def _year_or_postcode(group: str) -> bool:
    return len(group) == 4 and 1000 <= int(group) <= 2100


def _is_national(digits: str) -> bool:
    """Whether 11 digits have the check of a national register number."""
    head, check = digits[:9], int(digits[9:])
    return any(97 - int(start + head) % 97 == check for start in ("", "2"))


def _looks_national(digits: str) -> bool:
    """Whether 11 digits begin as a date of birth does, with a wrong check or not."""
    month, day = int(digits[2:4]), int(digits[4:6])
    return month % 20 <= 12 and month < 60 and day <= 31


def _names(text: str, familiar: frozenset[str]) -> bool:
    """Whether a first name stands there, or two capitals in a row where no sentence begins."""
    before_was_name = False
    for match in _WORD.finditer(text):
        word = match.group()
        capital = word[0].isupper() and len(word) > 1
        known = (
            all(part.casefold() in familiar for part in re.split(r"['’\-]", word))
            or word.casefold() in familiar
        )
        if capital and not known and word.casefold() in FIRST_NAMES:
            return True
        left = text[: match.start()].rstrip(" ")
        opens = not left or left[-1] in _SENTENCE_ENDS
        adjacent = match.start() > 0 and text[match.start() - 1] == " "
        if capital and not known and before_was_name and adjacent:
            return True
        before_was_name = capital and not known and not opens
    return False
