"""The chapter on what happened on the duties."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from babel import Locale

from exports.report import Bar, BarChart, Block, Chapter, Chart, ColumnChart, Paragraph, Table
from garde.activity.report import BAND, DOORS
from garde.report.figures.counted import at_least, total
from garde.report.figures.small import Guarded
from garde.report.telling.told import Told, chapter, in_words
from garde.report.telling.using import using_blocks
from garde.report.tongue import Tongue


def receiving_chapter(tongue: Tongue, basins: Sequence[Told]) -> Chapter:
    """Who came with which need, in which language, how it ended; when; quiet duties; closed doors."""
    return chapter("receiving", tongue, basins, _blocks)


def _blocks(told: Told) -> Iterator[Block]:
    t, came = told.tongue, told.figures.receiving
    if not came.reported and total(came.waited) == 0:
        yield Paragraph(t("receiving_nothing"))
        return
    if came.reported:
        yield Paragraph(
            t(
                "receiving_intro",
                people=_everybody(t, came.everybody),
                reported=t.amount(came.reported),
                over=t.amount(came.over),
                share=t.share(came.complete or 0.0, 0),
            )
        )
        if came.quiet is not None:
            yield Paragraph(
                t("receiving_quiet", quiet=t.amount(came.quiet), share=t.share(came.quiet / came.reported, 0))
            )
        yield from _of(told, "needs", came.needs, lambda need: _need(told, need))
        yield from _of(told, "outcomes", came.outcomes, lambda name: t(f"outcome_{name}"))
        yield from _of(told, "languages", came.languages, lambda tag: _language(t, tag))
        yield from _of(told, "sent_to", came.sent_to, lambda name: _place(told, name))
        yield from _hours(told)
        yield from _incidents(told)
    yield from _doors(told)
    if came.reported:
        yield from using_blocks(told)


def _of(told: Told, name: str, counts: Guarded, named: Callable[[str], str]) -> Iterator[Block]:
    """A chart of counts of people; what is too small to be told says so instead of a bar."""
    t = told.tongue
    shown = {key: count for key, count in counts.counts.items() if count != 0}
    if not _anybody(counts):
        return
    largest = sorted(shown, key=lambda key: -counts.at_least(key))
    bars = tuple(
        Bar(label=named(key), value=float(counts.at_least(key)), text=_text(t, counts, key))
        for key in largest
    )
    yield Chart(title=t(f"{name}_chart"), alternative=in_words(t, bars), drawing=BarChart(bars=bars))


def _incidents(told: Told) -> Iterator[Table]:
    t, incidents = told.tongue, told.figures.receiving.incidents
    if any(incidents.values()):
        yield Table(
            title=t("incidents_table"),
            sheet=t("incidents_sheet"),
            header=(t("incidents_head"), t("times")),
            rows=tuple(
                (t(f"incident_{kind}"), t.number(count)) for kind, count in incidents.items() if count
            ),
        )


def _hours(told: Told) -> Iterator[Block]:
    t, hours = told.tongue, told.figures.receiving.hours
    if _anybody(hours):
        bars = _bands(t, hours)
        yield Chart(
            title=t("hours_chart"),
            alternative=in_words(t, bars),
            drawing=ColumnChart(columns=bars),
            note=t("hours_note"),
        )


def _bands(t: Tongue, hours: Guarded) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            label=t("clock_band", first=int(hour), last=int(hour) + BAND),
            value=float(hours.at_least(hour)),
            text=_text(t, hours, hour),
        )
        for hour in hours.counts
    )


def _doors(told: Told) -> Iterator[Block]:
    t, came = told.tongue, told.figures.receiving
    if total(came.waited) == 0:
        yield Paragraph(t("doors_nothing"))
        return
    kinds = [came.doors.at_least(kind) for kind in DOORS if came.doors[kind] != 0]
    yield Paragraph(
        t(
            "doors_intro" if all(kinds) else "doors_intro_all",
            people=_everybody(t, came.waited),
            closed=_text(t, came.doors, "closed"),
            turned_away=_text(t, came.doors, "turned_away"),
        )
    )
    if _anybody(came.door_hours):
        bars = _bands(t, came.door_hours)
        yield Chart(title=t("doors_chart"), alternative=in_words(t, bars), drawing=ColumnChart(columns=bars))
    yield from _of(told, "door_lines", came.door_lines, told.line)


def _need(told: Told, need: str) -> str:
    found = next((one for one in told.config.needs if one.id == need), None)
    return told.tongue.name(found.names) if found else need


def _language(t: Tongue, tag: str) -> str:
    if tag in t.texts:
        return t(tag)
    name: str = Locale.parse(t.tag).languages.get(tag, t("other_language") if tag == "other" else tag)
    return name


def _place(told: Told, name: str) -> str:
    if name == "other":
        return told.tongue("elsewhere")
    for number in told.config.help_numbers:
        if number.number == name:
            return f"{name} ({told.tongue.name(number.names)})"
    return told.line(name)


def _anybody(counts: Guarded) -> bool:
    """Whether there is anybody to be shown."""
    return any(counts.at_least(key) for key in counts.counts)


def _text(t: Tongue, counts: Guarded, key: str) -> str:
    count, least = counts[key], counts.at_least(key)
    if count is not None:
        return t.amount(count)
    return t("at_least", number=t.amount(least)) if least else t("not_told")


def _everybody(t: Tongue, counts: Guarded) -> str:
    return t("few") if not at_least(counts) and total(counts) is None else _text(t, counts, "")
