"""The answer as plain sentences, one service a line, for text messages and for reading out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from garde.basin.config import HelpNumber
from garde.lookup import Answer, LineNow, OpenNow, Timetable
from garde.web.asking import read_ask
from garde.web.pages import Page, answers, kept_since, notice, status_of, words_in
from garde.web.words import Words

LIMIT = 160
"""Characters of a service's line: what one text message holds."""

SHOWN = 3
"""Services of each line while no line is asked for."""


def render_text(timetable: Timetable, tag: str, now: datetime, parameters: Mapping[str, str]) -> Page:
    """Who is open, in sentences of language ``tag``; faulty parts of the question as on the page."""
    now = now.replace(second=0, microsecond=0)
    ask, troubles = read_ask(parameters, timetable, now)
    words = words_in(timetable, tag)
    found = answers(timetable, ask, now)
    lines = [words.gettext("This is a demonstration.")] if timetable.config.demo else []
    if timetable.kept_from is not None:
        lines.append(kept_since(words, timetable.kept_from))
    lines += [notice(words, trouble) for trouble in troubles]
    for one in found:
        lines += _moment(timetable, words, one, SHOWN if ask.line is None else None)
    if not any(one.anybody for one in found):
        lines += [_help(words, number) for number in timetable.config.help_numbers]
    return Page("\n".join(_spoken(line) for line in lines) + "\n", status_of(troubles, found))


def sentence(words: Words, answer: Answer, at: datetime) -> str:
    """One service in at most 160 characters: what does not fit is left out, the least needed first."""
    said = words.gettext
    name = answer.name
    phone = said("Telephone %(number)s.", number=answer.phone) if answer.phone else ""
    until = (
        said("Open day and night.")
        if answer.open_until is None
        else said("Open until %(time)s.", time=words.when(answer.open_until, at))
    )
    home = (
        said("From the neighbouring area: %(name)s.", name=words.name(answer.backup_from))
        if answer.backup_from
        else said("Area: %(name)s", name=words.name(answer.basin_names)) + "."
        if answer.basin_names
        else ""
    )
    # That a call costs what calls cost goes without saying where every word counts.
    priced = answer.call_cost is not None and answer.call_cost.kind != "ordinary"
    cost = f"{words.call_cost(answer.call_cost)}." if answer.call_cost and priced else ""
    full = f"{words.level(answer.saturation)}." if answer.saturation else ""
    way_in = f"{said('How to get in:')} {words.name(answer.entrance)}" if answer.entrance else ""
    if answer.address:
        where = f"{answer.address}, {answer.postcode}."
    elif answer.call_first:
        where = said("Call first.")
    else:
        where = f"{answer.postcode}."
    for parts in (
        (home, where, phone, cost, until, full, way_in),
        (home, where, phone, cost, until, way_in),
        (home, where, phone, cost, until, full),
        (home, where, phone, cost, until),
        (home, f"{answer.postcode}.", phone, cost, until),
        (home, phone, cost, until),
        (phone, cost, until),
        (phone, until),
    ):
        text = _spoken(" ".join((f"{name}.", *filter(None, parts))))
        if len(text) <= LIMIT:
            return text
    room = LIMIT - len(_spoken(f". {phone} {until}"))
    return _spoken(f"{name[:room]}. {phone} {until}")


def _moment(timetable: Timetable, words: Words, found: OpenNow, most: int | None) -> list[str]:
    said = words.gettext
    lines = [f"{words.moment(found.at)}."]
    for entry in found.lines:
        name = words.name(timetable.lines[entry.line].line.names)
        if entry.rings:
            lines += _rings(words, name, found, entry, most)
        elif entry.next_up:
            first = entry.next_up[0]
            home = (
                f" ({said('From the neighbouring area: %(name)s', name=words.name(first.backup_from))})"
                if first.backup_from
                else ""
            )
            text = said(
                "%(line)s: nobody is open. Next from %(time)s: %(name)s.",
                line=name,
                time=words.when(first.opens, found.at),
                name=first.name + home,
            )
            lines.append(text)
        else:
            lines.append(said("%(line)s: nobody is open.", line=name))
    return lines


def _rings(words: Words, name: str, found: OpenNow, entry: LineNow, most: int | None) -> list[str]:
    """Who is open on a line, and how far the search had to go for that."""
    said = words.gettext
    lines = [f"{name}:"]
    left = most
    for number, (ring, answers_) in enumerate(entry.rings):
        shown = answers_[:left]
        left = None if left is None else left - len(shown)
        if not shown:
            break
        if ring == "neighbours":
            lines.append(said("Nobody is open for this in this area. In the neighbouring areas:"))
        elif ring == "region":
            lines.append(said("Nobody is open for this in this area or beside it. Further away:"))
        elif ring == "basin" and number:
            lines.append(said("In the rest of the area:"))
        elif ring == "basin" and found.place is not None:
            lines.append(said("Nobody is open in the place you chose. In the rest of the area:"))
        lines += [sentence(words, answer, found.at) for answer in shown]
    return lines


def _help(words: Words, number: HelpNumber) -> str:
    return f"{words.name(number.names)}: {number.number}. {words.cost(number)}."


def _spoken(text: str) -> str:
    return " ".join(text.split())
