"""The week as a poster (days across, lines down) and as a sheet for the door of one service, to print."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from exports.qr import qr_svg
from exports.typesetting import Paper, typeset
from exports.week import REACHED, Texts, Week, WeekDay, WeekDuty, WeekLine, hours_on

Telling = Callable[[Texts], list[dict[str, str]]]
"""Texts as the templates take them, in the order of the view's languages."""


def render_poster(week: Week, paper: Paper = "a4") -> bytes:
    """A PDF of lying sheets, as few as can be read, each with the title, the QR code and the help numbers.

    Letters are as large as lets the lines of a sheet stand on it. Same week, same bytes.
    """
    return typeset("poster", {"paper": paper, "pages": [week_data(week)]}, week.changed_at)


def render_door(weeks: tuple[Week, ...], paper: Paper = "a4") -> bytes:
    """A PDF of upright sheets for one door, one for each week given (each of its lines, say)."""
    return typeset(
        "door", {"paper": paper, "pages": [week_data(week) for week in weeks]}, weeks[0].changed_at
    )


def week_data(week: Week) -> dict[str, Any]:
    """What the templates are given: texts, drawings, and the entries of each line and date."""
    words = week.words

    def told(texts: Texts) -> list[dict[str, str]]:
        return [{"tag": tag, "text": texts[tag]} for tag in week.languages if texts.get(tag)]

    return {
        "languages": list(week.languages),
        "main": list(week.main),
        "basin": told(week.basin),
        "dates": told(week.dates),
        "edition": told(week.edition),
        "notices": told(week.notices),
        "door": week.door,
        "address": week.address or "",
        "qr": qr_svg(week.address) if week.address else "",
        "words": {
            "title": told(words.title),
            "closed": told(words.closed),
            "on-duty": told(words.on_duty),
            "nobody": told(words.nobody),
            "call-first": told(words.call_first),
            "here": told(words.here),
            "way-in": told(words.way_in),
            "scan": told(words.scan),
            "help": told(words.help),
            "local-time": told(words.local_time),
        },
        "reached": [
            {"id": way, "texts": told(words.reached[way]), "drawing": week.pictograms[way]}
            for way in REACHED
            if any(way in duty.reached for line in week.lines for duty in line.duties)
        ],
        "days": [_day(day, told) for day in week.days],
        "lines": [_line(week, line, told) for line in week.lines],
        "help": [
            {
                "number": one.number,
                "names": told(one.names),
                "cost": told(one.cost),
                "hours": told(one.hours),
            }
            for one in week.help
        ],
    }


def _day(day: WeekDay, told: Telling) -> dict[str, Any]:
    return {
        "number": f"{day.day.day}/{day.day.month}",
        "names": told(day.names),
        "note": told(day.note),
        "kind": day.kind,
    }


def _line(week: Week, line: WeekLine, told: Telling) -> dict[str, Any]:
    return {
        "names": told(line.names),
        "note": told(line.note),
        "pictogram": line.pictogram,
        "cells": [
            {
                "entries": [_entry(week, duty, day, told) for duty in week.on(day.day, line)],
                "silence": told(line.silence.get(day.day, {})),
            }
            for day in week.days
        ],
    }


def _entry(week: Week, duty: WeekDuty, day: WeekDay, told: Telling) -> dict[str, Any]:
    return {
        "hours": hours_on(duty, day.day, week.zone),
        "who": duty.name or "",
        "gap": duty.name is None,
        "address": duty.address,
        "place": duty.place,
        "call-first": duty.call_first,
        "phone": duty.phone,
        "reached": list(duty.reached),
        "origin": told(duty.origin),
        "distance": duty.distance,
        "here": duty.here,
        "entrance": told(duty.entrance),
    }
