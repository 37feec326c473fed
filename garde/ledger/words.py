"""A service's account in plain words, in the languages in which we write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from garde.calendar.month import Month
from garde.errors import BadInput
from garde.ledger.account import BURDEN
from garde.ledger.statement import Line

_REGIONAL = {"fr": "fr_BE", "nl": "nl_BE", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language; names in braces are filled in."""

    title: str
    headers: tuple[str, ...]
    brought: str
    duty: str
    absent: str
    partly: str
    stood_in: str
    swap: str
    undo: str
    came_by: str
    given_away: str
    due: str
    adjustment: str
    written_off: str
    kept: str
    nothing: str
    quantities: Mapping[str, str]


WORDS: dict[str, Words] = {
    "fr": Words(
        title="Compte : {service}, de {first} à {last}",
        headers=("mois", "quoi", "points", "autres", "solde (points)"),
        brought="solde apporté",
        duty="garde {slot}, {when}",
        absent="n'est pas venu",
        partly="{percent} de la garde",
        stood_in="à la place de {other}",
        swap="l'échange {number}",
        undo="l'annulation de l'échange {number}",
        came_by="par {swap}",
        given_away="garde {slot}, {when}, cédée par {swap}",
        due="dû : part {share} sur {shares}, des {served} points assurés par le groupe",
        adjustment="ajustement de {by} : {reason}",
        written_off="fin d'année : effacé au-delà du plafond",
        kept="Solde : {amounts}.",
        nothing="rien",
        quantities={
            "burden": "points",
            "evening": "soirées",
            "night": "nuits",
            "weekend": "week-end",
            "holiday": "jours fériés",
            "eve": "veilles",
        },
    ),
    "nl": Words(
        title="Rekening: {service}, van {first} tot {last}",
        headers=("maand", "wat", "punten", "andere", "saldo (punten)"),
        brought="meegebracht saldo",
        duty="wacht {slot}, {when}",
        absent="is niet gekomen",
        partly="{percent} van de wacht",
        stood_in="in de plaats van {other}",
        swap="ruil {number}",
        undo="het terugdraaien van ruil {number}",
        came_by="door {swap}",
        given_away="wacht {slot}, {when}, afgestaan door {swap}",
        due="verschuldigd: aandeel {share} op {shares}, van de {served} punten die de groep deed",
        adjustment="aanpassing door {by}: {reason}",
        written_off="jaareinde: kwijtgescholden boven het plafond",
        kept="Saldo: {amounts}.",
        nothing="niets",
        quantities={
            "burden": "punten",
            "evening": "avonden",
            "night": "nachten",
            "weekend": "weekend",
            "holiday": "feestdagen",
            "eve": "vooravonden",
        },
    ),
    "en": Words(
        title="Account: {service}, {first} to {last}",
        headers=("month", "what", "points", "others", "balance (points)"),
        brought="balance brought along",
        duty="duty {slot}, {when}",
        absent="did not come",
        partly="{percent} of the duty",
        stood_in="in place of {other}",
        swap="swap {number}",
        undo="the undoing of swap {number}",
        came_by="by {swap}",
        given_away="duty {slot}, {when}, given away by {swap}",
        due="due: share {share} of {shares}, of the {served} points that the pool served",
        adjustment="adjusted by {by}: {reason}",
        written_off="end of the year: written off beyond the cap",
        kept="Balance: {amounts}.",
        nothing="nothing",
        quantities={
            "burden": "points",
            "evening": "evenings",
            "night": "nights",
            "weekend": "weekend",
            "holiday": "holidays",
            "eve": "eves",
        },
    ),
}


def words_of(language: str) -> Words:
    """The words of a language. Raises BadInput when accounts are not written in it."""
    if language not in WORDS:
        raise BadInput(
            f"accounts are not written in {language[:20]!r}",
            where="--language",
            remedy=f"use one of {', '.join(WORDS)}",
        )
    return WORDS[language]


@dataclass(frozen=True)
class Telling:
    """How a reader is told an account: language, local time, the names of services."""

    language: str
    zone: ZoneInfo
    names: Mapping[str, str]

    @property
    def words(self) -> Words:
        """The texts."""
        return words_of(self.language)

    def what(self, line: Line) -> str:
        """What a line is, with everything that its amounts follow from."""
        words = self.words
        if line.kind == "duty":
            told = words.duty.format(slot=line.slot, when=self._day(line.start))
            return ", ".join((told, *self._notes(line)))
        if line.kind == "given_away":
            return words.given_away.format(
                slot=line.slot, when=self._day(line.start), swap=self._swap(line.origin)
            )
        if line.kind == "due":
            return words.due.format(
                share=self.number(line.share),
                shares=self.number(line.shares),
                served=self.number(line.pool_served),
            )
        if line.kind == "adjustment":
            return words.adjustment.format(by=line.by, reason=line.reason)
        return words.brought if line.kind == "brought" else words.written_off

    def _notes(self, line: Line) -> list[str]:
        words, notes = self.words, []
        if line.planned is not None:
            notes.append(words.stood_in.format(other=self.names.get(line.planned, line.planned)))
        if line.portion == 0:
            notes.append(words.absent)
        elif line.portion < 1:
            pattern = "#,##0.#\N{NO-BREAK SPACE}%" if self.language == "fr" else "#,##0.#%"
            share = format_percent(line.portion, pattern, locale=self._locale)
            notes.append(words.partly.format(percent=share))
        if line.origin is not None:
            notes.append(words.came_by.format(swap=self._swap(line.origin)))
        return notes

    def _swap(self, origin: str | None) -> str:
        """``swap 4``, or its undoing, as a sentence names it."""
        told, number = origin or "", (origin or "").rpartition(" ")[2]
        words = self.words
        return (words.undo if told.startswith("undo") else words.swap).format(number=number)

    def points(self, amounts: Mapping[str, float]) -> str:
        """The points among these amounts, with their sign."""
        return self.signed(amounts[BURDEN]) if BURDEN in amounts else ""

    def others(self, amounts: Mapping[str, float]) -> str:
        """The other quantities, each with its name."""
        return ", ".join(
            f"{self.quantity(name)} {self.signed(amount)}"
            for name, amount in amounts.items()
            if name != BURDEN and round(amount, 2)
        )

    def all_amounts(self, amounts: Mapping[str, float]) -> str:
        """Every amount with its name, points first."""
        found = [
            f"{self.quantity(name)} {self.signed(amounts[name])}"
            for name in sorted(amounts, key=lambda name: (name != BURDEN, name))
            if round(amounts[name], 2)
        ]
        return ", ".join(found) or self.words.nothing

    def quantity(self, name: str) -> str:
        """A quantity's name."""
        return self.words.quantities.get(name, name)

    def month(self, month: str) -> str:
        """``janvier 2027``."""
        return str(format_date(Month.parse(month).first_day, "LLLL y", locale=self._locale))

    def signed(self, amount: float) -> str:
        """A number with its sign, and two decimals at most."""
        rounded = round(amount, 2)
        return ("+" if rounded > 0 else "") + self.number(rounded)

    def number(self, amount: float) -> str:
        """A number with two decimals at most, as the language writes it."""
        return str(format_decimal(round(amount, 2) + 0.0, "#,##0.##", locale=self._locale))

    @property
    def _locale(self) -> Locale:
        return Locale.parse(_REGIONAL[self.language])

    def _day(self, instant: datetime | None) -> str:
        if instant is None:
            return ""
        day = instant.astimezone(self.zone).date()
        number = "d'er'" if self.language == "fr" and day.day == 1 else "d"
        return str(format_date(day, f"EEE {number} MMM y", locale=self._locale))
