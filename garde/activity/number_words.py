"""Numbers written out in French, Dutch or English: the digits that somebody would dial. Pure.

``zéro quatre cent septante-cinq, douze, trente-quatre, cinquante-six`` is 0475123456. Languages may be mixed,
and digits may stand among the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import combining, normalize

LEAST_DIGITS = 8
"""So many digits in a row lead to somebody; what people write of a duty has fewer."""
LEAST_OF_WORDS = 3
"""So many of them are of words: with fewer, those that are digits are found as such (``privacy``)."""

_UNITS = (
    ("zero", "nul", "nulle", "oh"),
    ("un", "une", "een", "one"),
    ("deux", "twee", "two"),
    ("trois", "drie", "three"),
    ("quatre", "vier", "four"),
    ("cinq", "vijf", "five"),
    ("six", "zes"),
    ("sept", "zeven", "seven"),
    ("huit", "acht", "eight"),
    ("neuf", "negen", "nine"),
)
_TEENS = (
    ("dix", "tien", "ten"),
    ("onze", "elf", "eleven"),
    ("douze", "twaalf", "twelve"),
    ("treize", "dertien", "thirteen"),
    ("quatorze", "veertien", "fourteen"),
    ("quinze", "vijftien", "fifteen"),
    ("seize", "zestien", "sixteen"),
    ("zeventien", "seventeen"),
    ("achttien", "eighteen"),
    ("negentien", "nineteen"),
)
_TENS = (
    ("vingt", "vingts", "twintig", "twenty"),
    ("trente", "dertig", "thirty"),
    ("quarante", "veertig", "forty", "fourty"),
    ("cinquante", "vijftig", "fifty"),
    ("soixante", "zestig", "sixty"),
    ("septante", "zeventig", "seventy"),
    ("huitante", "octante", "tachtig", "eighty"),
    ("nonante", "negentig", "ninety"),
)
_WORDS = {
    **{word: value for value, words in enumerate(_UNITS) for word in words},
    **{word: value for value, words in enumerate(_TEENS, start=10) for word in words},
    **{word: 10 * value for value, words in enumerate(_TENS, start=2) for word in words},
    **dict.fromkeys(("cent", "cents", "honderd", "hundred"), 100),
    **dict.fromkeys(("mille", "duizend", "thousand"), 1000),
}
_TWICE = {**dict.fromkeys(("double", "dubbel", "dubbele"), 2), **dict.fromkeys(("triple", "driedubbel"), 3)}
_AND = frozenset({"et", "en", "and", "puis", "dan", "then", "plus"})

_DUTCH_UNITS = "een|twee|drie|vier|vijf|zes|zeven|acht|negen"
_DUTCH = re.compile(
    rf"(?:(?P<hundreds>{_DUTCH_UNITS})?(?P<hundred>honderd)(?:en)?)?"
    rf"(?:(?P<unit>{_DUTCH_UNITS})en(?P<tens>[a-z]+tig)|(?P<rest>[a-z]+))?"
)
_PIECE = re.compile(r"[^\W\d_]+|\d+|[^\w]+|_")
_SIGNS = re.compile(r"[\s.,;:/()\-–—'’+]{1,4}")


_CLOSE, _AND_THEN, _APART = range(3)
_Row = list[tuple[str | int, int]]
"""Values of words, and digits as written, each with how far it is from the one before."""


def numbers_in_words(text: str) -> Iterator[str]:
    """The digits of each row of numbers, some of them words, if they are ``LEAST_DIGITS`` or more.

    A list of counts (``douze, quinze, vingt et trente``) is several numbers, not one: nobody dials it so.
    """
    for row in _rows(text):
        found = [*_composed(row)]
        digits = "".join(number for number, _ in found)
        written = sum(len(value) for value, _ in row if isinstance(value, str))
        enough = len(digits) >= LEAST_DIGITS and len(digits) - written >= LEAST_OF_WORDS
        if enough and not _list_of_counts(found):
            yield digits


def _list_of_counts(numbers: list[tuple[str, bool]]) -> bool:
    """Whether all are numbers from 10 on, each set off from the one before."""
    return all(len(number) > 1 and not number.startswith("0") for number, _ in numbers) and all(
        apart for _, apart in numbers[1:]
    )


def _rows(text: str) -> Iterator[_Row]:
    """Values of words, and digits as written, that follow each other; with how far each is from the last."""
    plain = "".join(sign for sign in normalize("NFD", text.casefold()) if not combining(sign))
    row: _Row = []
    distance = _CLOSE
    for piece in _PIECE.findall(plain):
        values = [piece] if piece.isdecimal() else [*_values(piece)]
        if values:
            row += [(value, _CLOSE if number else distance) for number, value in enumerate(values)]
            distance = _CLOSE
        elif piece in _AND or _SIGNS.fullmatch(piece):
            distance = max(
                distance, _AND_THEN if piece in _AND else _APART if set(piece) & set(",;.:/") else 0
            )
        elif row:
            yield from _with_words(row)
            row, distance = [], _CLOSE
    yield from _with_words(row)


def _with_words(row: _Row) -> Iterator[_Row]:
    if any(isinstance(value, int) for value, _ in row):
        yield row


def _values(word: str) -> Iterator[int]:
    """The values of a word: several where Dutch writes a number as one (``vierhonderdvijfenzeventig``)."""
    if word in _TWICE:
        yield -_TWICE[word]
    elif word in _WORDS:
        yield _WORDS[word]
    elif (match := _DUTCH.fullmatch(word)) and (match["hundred"] or match["unit"]):
        if any(match[name] and match[name] not in _WORDS for name in ("rest", "tens")):
            return
        yield from (_WORDS[match[name]] for name in ("hundreds", "hundred") if match[name])
        if match["unit"]:
            yield _WORDS[match["tens"]] + _WORDS[match["unit"]]
        elif match["rest"]:
            yield _WORDS[match["rest"]]


def _composed(row: _Row) -> Iterator[tuple[str, bool]]:
    """The numbers of a row as digits, and whether each is set off from the one before."""
    number: int | None = None
    first = times = 1
    before = False
    for value, distance in row:
        if isinstance(value, int) and value < 0:
            times = -value
            continue
        whole = times == 1 and isinstance(value, int) and distance < _APART
        joined = _joined(number, value) if whole and isinstance(value, int) else None
        if joined is not None:
            number = joined
            continue
        if number is not None:
            yield str(number), before
        number, before = None, distance > _CLOSE and not first
        first = 0
        if isinstance(value, int) and times == 1:
            number = value
        else:
            yield str(value) * times, before
        times = 1
    if number is not None:
        yield str(number), before


def _joined(number: int | None, value: int) -> int | None:
    """One number of what was said so far and the next word; None where another number begins."""
    if number is None:
        return None
    rest = number % 100
    if value == 1000:
        return number * 1000 if 0 < number < 1000 else None
    if value == 100:
        return number - rest + rest * 100 if rest > 0 and rest % 10 and number % 1000 < 100 else None
    if value == 20 and rest == 4:
        return number + 76
    if number >= 100 and rest == 0:
        return number + value if value else None
    if value < 10:
        return number + value if value and rest >= 20 and rest % 10 == 0 else _ten_and(rest, number, value)
    if value < 20 and rest in (60, 80):
        return number + value
    return None


def _ten_and(rest: int, number: int, value: int) -> int | None:
    """French says 17, 18 and 19 as ten and seven, eight, nine."""
    return number + value if rest in (10, 70, 90) and value >= 7 else None
