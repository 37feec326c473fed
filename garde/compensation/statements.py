"""Filling the press's statement of one service, in its language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from exports.statement import Figure, StatementView, Table
from garde.basin.compensation import PAID, Compensation
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.compensation.account import DutyLine, Owed, Statement
from garde.compensation.hours import rates_between
from garde.compensation.settled_parts import money_figures, settled_remarks, settled_tables
from garde.compensation.spoken import Spoken
from garde.compensation.words import ACTIVITIES, KINDS, TEXTS, texts_of


def language_for(service: Service, config: BasinConfig) -> str:
    """The language in which a service reads its statement: the first of its own in which one is written."""
    return next((tag for tag in (*service.languages, *config.languages) if tag in TEXTS), "fr")


def statement_view(
    config: BasinConfig, told: Owed, statement: Statement, language: str, made: datetime, day: date
) -> StatementView:
    """The statement of a service; ``made`` dates the document, ``day`` is its local date.

    Raises BadInput for a language in which none is written.
    """
    texts, spoken = texts_of(language), Spoken(language)
    name = statement.service.name
    if statement.home is not None:
        home = statement.home.get(language) or statement.home["fr"]
        name = f"{name} ({texts['neighbour'].format(name=home)})"
    return StatementView(
        language=language,
        title=texts["title"],
        service=name,
        basin=config.names.get(language) or config.names["fr"],
        period=texts["period"].format(first=spoken.day(told.first), last=spoken.day(told.last)),
        notices=(texts["demo"],) if config.demo else (),
        figures=tuple(_figures(statement, texts, spoken)),
        tables=tuple(_tables(config, told, statement, texts, spoken)),
        remarks=(
            *settled_remarks(statement, texts),
            texts["rule"],
            *((texts["rule_back"],) if statement.back else ()),
            texts["made"].format(day=spoken.day(day)),
        ),
        page=texts["page"],
        changed_at=made,
    )


def _figures(statement: Statement, texts: Mapping[str, str], spoken: Spoken) -> Iterator[Figure]:
    yield from money_figures(statement, texts, spoken)
    yield Figure(
        label=texts["time_on_duty"],
        value=spoken.hours(sum(statement.seconds.values())),
        note=texts["one_duty" if len(statement.served) == 1 else "some_duties"].format(
            count=len(statement.served)
        ),
    )
    if statement.coordination:
        yield Figure(label=texts["coordination_time"], value=spoken.hours(60 * statement.coordination))
    if statement.workload is not None and statement.weekly is not None:
        weekly = spoken.number(statement.weekly.total_seconds() / 3600)
        yield Figure(
            label=texts["workload"],
            value=spoken.percent(statement.workload),
            note=texts["workload_note"].format(hours=weekly, days=statement.days),
        )


def _tables(
    config: BasinConfig, told: Owed, statement: Statement, texts: Mapping[str, str], spoken: Spoken
) -> Iterator[Table]:
    owed = texts["amount"] if not statement.back else f"{texts['amount']} / {texts['back'].lower()}"
    lines = {line.id: line.names.get(spoken.language) or line.names["fr"] for line in config.lines}
    header = (texts["date"], texts["line"], texts["hours"], texts["kinds"], owed)
    yield Table(
        heading=texts["duties"],
        header=header,
        rows=tuple(_duty_row(line, lines, texts, spoken) for line in statement.duties)
        or ((texts["none"], "", "", "", ""),),
        right=(2, 4),
        total=(
            texts["total"],
            "",
            spoken.hours(sum(statement.seconds.values())),
            "",
            spoken.amount(
                sum(line.cents for line in statement.duties),
                sum((line.back for line in statement.duties), timedelta()),
            ),
        ),
        faint=tuple(number for number, line in enumerate(statement.duties) if not line.portion),
    )
    if statement.time:
        yield Table(
            heading=texts["coordination"],
            header=(texts["date"], texts["what"], texts["minutes"], "", owed),
            rows=tuple(
                (
                    spoken.short(line.day),
                    ACTIVITIES[spoken.language].get(line.activity, line.activity),
                    str(line.paid),
                    ", ".join(
                        (
                            *(
                                (texts["unpaid"].format(minutes=line.minutes - line.paid),)
                                if line.paid < line.minutes
                                else ()
                            ),
                            *(() if line.signed else (texts["unsigned"],)),
                        )
                    ),
                    spoken.amount(line.cents, line.back),
                )
                for line in statement.time
            ),
            right=(2, 4),
            total=(
                texts["total"],
                "",
                str(statement.coordination),
                "",
                spoken.amount(
                    sum(line.cents for line in statement.time),
                    sum((line.back for line in statement.time), timedelta()),
                ),
            ),
        )
    if statement.cuts:
        yield Table(
            heading=texts["ceilings"],
            header=(texts["what"], "", texts["amount"]),
            rows=tuple(
                (
                    texts["ceiling_before" if cut.before else "ceiling"].format(
                        amount=spoken.money(cut.ceiling),
                        month=spoken.month(cut.month),
                        before=spoken.money(cut.before),
                    ),
                    "",
                    spoken.money(cut.cents),
                )
                for cut in statement.cuts
            ),
            right=(2,),
        )
    yield from settled_tables(statement, lines, texts, spoken)
    yield _rates(config, told, texts, spoken)


def _duty_row(
    line: DutyLine, lines: Mapping[str, str], texts: Mapping[str, str], spoken: Spoken
) -> tuple[str, ...]:
    notes = []
    if not line.portion:
        notes.append(texts["absent"])
    elif line.portion < 1:
        notes.append(texts["partly"].format(percent=spoken.percent(line.portion)))
    if not line.planned:
        notes.append(texts["stood_in"])
    kinds = KINDS[spoken.language]
    told = [f"{kinds[kind]} {spoken.hours(seconds)}" for kind, seconds in line.seconds.items() if seconds]
    return (
        spoken.short(line.day),
        lines.get(line.line, line.line),
        spoken.hours(line.length.total_seconds()),
        "; ".join((", ".join(told), *notes)).strip("; "),
        spoken.amount(line.cents, line.back),
    )


def _rates(config: BasinConfig, told: Owed, texts: Mapping[str, str], spoken: Spoken) -> Table:
    """The rates that were in force in the period, one column for each."""
    used = rates_between(config.compensation, told.first, told.last)

    def row(label: str, of: Mapping[int, int | None]) -> tuple[str, ...]:
        shown = (spoken.money(cents) if cents is not None else "–" for cents in of.values())
        return (label, *shown)

    kinds = KINDS[spoken.language]
    rows = [
        row(kinds[kind], {number: getattr(card, kind) for number, card in enumerate(used)})
        for kind in reversed(PAID)
        if any(getattr(card, kind) is not None for card in used)
    ]
    rows.append(
        row(texts["of_coordination"], {number: card.coordination for number, card in enumerate(used)})
    )
    if any(card.per_duty for card in used):
        rows.append(row(texts["lump"], {number: card.per_duty for number, card in enumerate(used)}))
    return Table(
        heading=f"{texts['rates']}, {texts['rate_hour']}",
        header=("", *(_since(card, texts, spoken) for card in used)),
        rows=tuple(rows),
        right=tuple(range(1, 1 + len(used))),
        wide=False,
    )


def _since(card: Compensation, texts: Mapping[str, str], spoken: Spoken) -> str:
    return texts["rates_from"].format(day=spoken.day(card.valid_from))
