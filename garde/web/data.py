"""The public data interface, version 1: what ``/api/v1/open`` answers, documented in its OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field

from garde.basin.config import HelpNumber, Mode
from garde.errors import GardeError
from garde.lookup import Answer, CallCost, LineNow, OpenNow, Timetable
from garde.signs.saturation import Saturation
from garde.web.asking import Ask, read_ask
from garde.web.pages import answers

ORDER = {
    "distance": "those of the place first, then the rest of the basin; "
    "each nearest first, in a straight line from the middle of the place",
    "rotating_name": "those of the place first, then the rest of the basin; "
    "each by name, beginning with another name each local day",
}


class CallPrice(BaseModel):
    """What a call from Belgium costs, as far as the number tells."""

    kind: Literal["free", "ordinary", "by_minute", "by_call"] = Field(
        description="ordinary: as any other call of the caller's contract; by_minute, by_call: more than that"
    )
    most_cents: int = Field(description="the most that the law allows, for a minute or for the call")


class SaturationNow(BaseModel):
    """How full a service says it is. At every level it stays listed."""

    level: Literal["open", "busy", "full"]
    said_at: datetime
    said_by: Literal["service", "coordination"]
    until: datetime = Field(description="first instant at which it no longer holds, unless it is said anew")


class ServiceOpen(BaseModel):
    """A service that is open on a line, or the next to open."""

    id: str = Field(description="stays the same while the service takes part")
    name: str
    basis: Literal["duty", "regular_hours"] = Field(description="at the instant asked about")
    modes: list[Mode] = Field(description="a door that opens, a telephone that is answered, a visit")
    modes_until: datetime | None = Field(description="when other modes follow within the same opening")
    then_modes: list[Mode]
    opens: datetime
    open_until: datetime | None = Field(description="first instant at which it is closed; null: no end known")
    address: str | None = Field(description="null where it is not public or not known")
    call_first: bool = Field(description="the address is not public: call before going")
    postcode: str
    phone: str | None
    languages: list[str]
    step_free: bool | None = Field(description="null: not known")
    distance_km: float | None = Field(description="in a straight line from the place asked about")
    backup_from: dict[str, str] | None = Field(
        default=None,
        description="names, by language, of the neighbour basin whose service stands in; null: its own",
    )
    call_cost: CallPrice | None = Field(default=None, description="null: the number does not tell")
    saturation: SaturationNow | None = Field(
        default=None, description="where it holds at the instant asked about; for the next, when it opens"
    )
    entrance: dict[str, str] | None = Field(
        default=None,
        description="how to get in, by language: on duty, where a door opens, in the evening or at night",
    )
    ring: Literal["quarter", "basin", "neighbours", "region"] = Field(
        default="basin", description="how far away it was found; quarter: in the place asked about itself"
    )
    basin_names: dict[str, str] | None = Field(
        default=None, description="names, by language, of its basin where that is another one; null: this one"
    )


class LineOpen(BaseModel):
    """One line at one instant."""

    id: str
    names: dict[str, str] = Field(description="by language")
    open: list[ServiceOpen]
    next: list[ServiceOpen] = Field(description="who follows those that are open, or opens first")
    elsewhere: list[ServiceOpen] = Field(
        default=[],
        description="only where nobody of the basin is open: who is, in the nearest ring that has anybody",
    )
    widened_to: Literal["quarter", "basin", "neighbours", "region"] | None = Field(
        default=None,
        description="how far the search went until it found somebody; null: nobody is open anywhere",
    )


class OpenAt(BaseModel):
    """The answer for one instant."""

    at: datetime
    duties_known: bool = Field(description="false: no rota is published for it, only regular hours are told")
    lines: list[LineOpen] = Field(
        description="where no line is asked about: first those on which somebody is open, then those on "
        "which only others around are, then those with nobody; each in the order of the basin"
    )
    nobody: list[str] = Field(description="the lines on which nobody of the basin is open")


class HelpLine(BaseModel):
    """A telephone number that helps when nobody of the basin is open."""

    number: str
    names: dict[str, str]
    cents_per_minute: int = Field(description="what the number itself costs")
    ordinary_rate: bool = Field(description="charged as any other call; else free when it costs 0")
    languages: list[str]
    hours: str = Field(description="OpenStreetMap opening_hours")
    emergency: bool


class OpenAnswer(BaseModel):
    """Who is open in the basin. Instants carry the basin's offset."""

    basin: str
    names: dict[str, str]
    demo: bool = Field(description="true: everything here is invented")
    answers: list[OpenAt] = Field(description="one; two for a local time that the clock shows twice")
    order: str = Field(description="how the services of a line are put in order")
    help_numbers: list[HelpLine]
    version: int | None = Field(description="of the published rota")
    published_at: datetime | None
    published_until: datetime | None = Field(description="end of the last published duty")
    data_from: datetime | None = Field(
        default=None, description="when all this was known, where it cannot be read now; null: it is current"
    )


class Refusal(BaseModel):
    """Why there is no answer, on one line and in its parts."""

    message: str
    what: str
    where: str | None
    remedy: str | None


def refusal(error: GardeError) -> Refusal:
    """The public form of an error."""
    return Refusal(message=error.one_line(), what=error.what, where=error.where, remedy=error.remedy)


def open_answer(timetable: Timetable, now: datetime, parameters: Mapping[str, str]) -> OpenAnswer:
    """Answer the question; raises the GardeError of its first faulty part."""
    now = now.replace(second=0, microsecond=0)
    ask = asked_of(timetable, now, parameters)
    config, zone = timetable.config, timetable.zone
    found = answers(timetable, ask, now)
    return OpenAnswer(
        basin=config.id,
        names=config.names,
        demo=config.demo,
        answers=[_open_at(timetable, one) for one in found],
        order=ORDER[found[0].order],
        help_numbers=[_help(number) for number in config.help_numbers],
        version=timetable.version,
        published_at=_local(timetable.published_at, zone),
        published_until=_local(timetable.published_until, zone),
        data_from=_local(timetable.kept_from, zone),
    )


def asked_of(timetable: Timetable, now: datetime, parameters: Mapping[str, str]) -> Ask:
    """The question, all of it good; raises the GardeError of its first faulty part."""
    ask, troubles = read_ask(parameters, timetable, now)
    if troubles:
        raise troubles[0].error
    return ask


def _open_at(timetable: Timetable, found: OpenNow) -> OpenAt:
    return OpenAt(
        at=found.at.astimezone(timetable.zone),
        duties_known=found.duties_known,
        lines=[_line(timetable, line) for line in found.lines],
        nobody=list(found.nobody),
    )


def _line(timetable: Timetable, found: LineNow) -> LineOpen:
    return LineOpen(
        id=found.line,
        names=timetable.lines[found.line].line.names,
        open=[_service(answer, timetable.zone) for answer in found.open],
        next=[_service(answer, timetable.zone) for answer in found.next_up],
        elsewhere=[_service(answer, timetable.zone) for answer in found.elsewhere],
        widened_to=found.widened_to,
    )


def _service(answer: Answer, zone: ZoneInfo) -> ServiceOpen:
    return ServiceOpen(
        id=answer.service,
        name=answer.name,
        basis=answer.basis,
        modes=list(answer.modes),
        modes_until=_local(answer.modes_until, zone),
        then_modes=list(answer.then_modes),
        opens=answer.opens.astimezone(zone),
        open_until=_local(answer.open_until, zone),
        address=answer.address,
        call_first=answer.call_first,
        postcode=answer.postcode,
        phone=answer.phone,
        languages=list(answer.languages),
        step_free=answer.step_free,
        distance_km=None if answer.distance_km is None else round(answer.distance_km, 2),
        backup_from=None if answer.backup_from is None else dict(answer.backup_from),
        call_cost=_price(answer.call_cost),
        saturation=_saturation(answer.saturation, zone),
        entrance=None if answer.entrance is None else dict(answer.entrance),
        ring=answer.ring,
        basin_names=None if answer.basin_names is None else dict(answer.basin_names),
    )


def _price(cost: CallCost | None) -> CallPrice | None:
    return None if cost is None else CallPrice(kind=cost.kind, most_cents=cost.most_cents)


def _saturation(mark: Saturation | None, zone: ZoneInfo) -> SaturationNow | None:
    if mark is None:
        return None
    return SaturationNow(
        level=mark.level,
        said_at=mark.said_at.astimezone(zone),
        said_by=mark.said_by,
        until=mark.until.astimezone(zone),
    )


def _help(number: HelpNumber) -> HelpLine:
    return HelpLine(
        number=number.number,
        names=number.names,
        cents_per_minute=number.cents_per_minute,
        ordinary_rate=number.ordinary_rate,
        languages=list(number.languages),
        hours=number.hours,
        emergency=number.emergency,
    )


def _local(instant: datetime | None, zone: ZoneInfo) -> datetime | None:
    return instant.astimezone(zone) if instant else None
