"""Services from a CSV or XLSX file: all of them, or a refusal that names every bad cell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from garde.basin.columns import FIELDS, REQUIRED, Reader, Source, letter, readers, sources
from garde.basin.config import BasinConfig, Quarter
from garde.basin.consistency import BASIN_RADIUS_KM, centre_of, distance_km
from garde.basin.refusal import CellFault, ImportRefused, refused_cells
from garde.basin.service import Service
from garde.basin.table import Row, Table, read_table

__all__ = ["FIELDS", "REQUIRED", "CellFault", "ImportRefused", "Incoming", "read_import", "read_services"]

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a file says: its services in its order, and which fields it speaks of at all."""

    services: tuple[Service, ...]
    fields: frozenset[str]


def read_services(
    path: Path,
    *,
    mapping: Mapping[str, str],
    constants: Mapping[str, str],
    ignored: Collection[str],
    config: BasinConfig,
) -> tuple[Service, ...]:
    """The services of a file, in its order.

    ``mapping`` is field by column, ``constants`` the value of a field in every row, ``ignored`` columns that
    are left out. Raises ImportRefused with every bad cell.
    """
    return read_import(path, mapping=mapping, constants=constants, ignored=ignored, config=config).services


def read_import(
    path: Path,
    *,
    mapping: Mapping[str, str],
    constants: Mapping[str, str],
    ignored: Collection[str],
    config: BasinConfig,
) -> Incoming:
    """As ``read_services``, with the fields that the file speaks of, so that others can stay as they are."""
    table = read_table(path)
    chosen = sources(path, table, mapping=mapping, constants=constants, ignored=ignored)
    reading = readers(config)
    fixed, faults = _constants(chosen, reading)
    faults += _overflow(table)
    from_columns = [source for source in chosen if source.position is not None]
    columns = {source.field: source.column for source in chosen}
    place = _Place.of(config)
    services: list[Service] = []
    first_rows: dict[str, int] = {}
    for row in table.rows:
        values, bad = _row_values(row, from_columns, reading, table)
        values = {**fixed, **values}
        bad += _row_faults(row, values, columns, place)
        external_id = values.get("external_id")
        if external_id is not None:
            first = first_rows.setdefault(external_id, row.number)
            if first != row.number:
                what = f"stands in row {first} as well: an id is one service's"
                bad.append(CellFault(row.number, columns["external_id"], external_id, what))
        if bad:
            faults += bad
        elif not faults:
            services.append(_service(values, place))
    if faults:
        raise refused_cells(path, sorted(faults, key=lambda fault: fault.row or 0))
    return Incoming(tuple(services), frozenset(columns))


def _constants(chosen: Collection[Source], reading: Mapping[str, Reader]) -> tuple[Values, list[CellFault]]:
    values: Values = {}
    faults: list[CellFault] = []
    for source in chosen:
        if source.position is None:
            try:
                values[source.field] = _read(source.field, source.constant, reading)
            except ValueError as error:
                faults.append(CellFault(None, source.field, source.constant, str(error)))
    return values, faults


def _read(field: str, text: str, reading: Mapping[str, Reader]) -> object:
    if text:
        return reading[field](text)
    if field in REQUIRED:
        raise ValueError("is empty")
    return None


def _overflow(table: Table) -> list[CellFault]:
    width = len(table.header)
    return [
        CellFault(row.number, letter(width), row.cells[width], "stands beyond the last column of the header")
        for row in table.rows
        if len(row.cells) > width
    ]


def _row_values(
    row: Row, chosen: Collection[Source], reading: Mapping[str, Reader], table: Table
) -> tuple[Values, list[CellFault]]:
    values: Values = {}
    faults: list[CellFault] = []
    for source in chosen:
        position = source.position or 0
        text = row.cells[position]
        unusable = table.unusable.get((row.number, position)) if table.unusable else None
        try:
            if unusable:
                raise ValueError(unusable)
            values[source.field] = _read(source.field, text, reading)
        except ValueError as error:
            faults.append(CellFault(row.number, source.column, text, str(error)))
    return values, faults


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the basin lies."""

    lat: float
    lon: float
    quarters: Mapping[str, tuple[Quarter, ...]]

    @classmethod
    def of(cls, config: BasinConfig) -> _Place:
        by_postcode: dict[str, tuple[Quarter, ...]] = {}
        for quarter in config.quarters:
            by_postcode[quarter.postcode] = (*by_postcode.get(quarter.postcode, ()), quarter)
        return cls(*centre_of(config.quarters), by_postcode)

    def away(self, lat: float, lon: float) -> float:
        return distance_km(lat, lon, self.lat, self.lon)

    def nearest_quarter(self, postcode: str, lat: float, lon: float) -> str | None:
        """The quarter of that postcode whose centre is nearest."""
        quarters = self.quarters.get(postcode, ())
        if not quarters:
            return None
        return min(quarters, key=lambda quarter: distance_km(lat, lon, quarter.lat, quarter.lon)).id


def _row_faults(row: Row, values: Values, columns: Mapping[str, str], place: _Place) -> list[CellFault]:
    """What is wrong between cells that are each readable."""
    return [
        CellFault(row.number, columns.get(field, field), str(values.get(field) or ""), what)
        for field, what in (*_place_faults(values, place), *_date_faults(values))
    ]


def _place_faults(values: Values, place: _Place) -> Iterator[tuple[str, str]]:
    if "lat" in values and "lon" in values:
        lat, lon = values["lat"], values["lon"]
        if (lat is None) != (lon is None):
            absent, given = ("lat", "lon") if lat is None else ("lon", "lat")
            yield absent, f"is empty beside a {given}: give both or neither"
        elif lat is not None and (away := place.away(lat, lon)) > BASIN_RADIUS_KM:
            swapped = abs(lon) <= 90 and place.away(lon, lat) <= BASIN_RADIUS_KM
            yield (
                "lat",
                (
                    f"and lon {lon} are swapped"
                    if swapped
                    else f"with lon {lon} lies {away:.0f} km from the basin, more than {BASIN_RADIUS_KM:.0f}"
                ),
            )


def _date_faults(values: Values) -> Iterator[tuple[str, str]]:
    start, end = values.get("active_from"), values.get("active_until")
    if start is not None and end is not None and end < start:
        yield "active_until", f"is before active_from {start}"


def _service(values: Values, place: _Place) -> Service:
    given = {field: value for field, value in values.items() if value is not None}
    lines = given.pop("line")
    if "quarter" not in given and "lat" in given:
        given["quarter"] = place.nearest_quarter(given["postcode"], given["lat"], given["lon"])
    return Service(lines=lines, **given)
