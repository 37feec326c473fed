"""What an import would change: shown by the dry run, carried out by the import."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from garde.basin.service import Service

_PLACE = ("postcode", "lat", "lon")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a service, before and after."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Update:
    """A service that the directory has, as it is and as it would be."""

    before: Service
    after: Service
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What importing does. Services of the directory that the file does not name are left as they are."""

    added: tuple[Service, ...]
    updated: tuple[Update, ...]
    unchanged: tuple[Service, ...]

    @property
    def to_save(self) -> tuple[Service, ...]:
        """The services that must be written."""
        return (*self.added, *(update.after for update in self.updated))


def changes(
    existing: Iterable[Service], incoming: Iterable[Service], spoken_of: Collection[str] | None = None
) -> ImportPlan:
    """Compares a file's services with the directory's, by external id, in the file's order.

    ``spoken_of`` are the columns that the file has (``Incoming.fields``): fields of a known service that the
    file does not speak of stay as they are. Without it every field is the file's.
    """
    known = {service.external_id: service for service in existing}
    added: list[Service] = []
    updated: list[Update] = []
    unchanged: list[Service] = []
    for service in incoming:
        before = known.get(service.external_id)
        if before is None:
            added.append(service)
            continue
        after = service if spoken_of is None else _merged(before, service, spoken_of)
        differences = _differences(before, after)
        if differences:
            updated.append(Update(before, after, differences))
        else:
            unchanged.append(before)
    return ImportPlan(tuple(added), tuple(updated), tuple(unchanged))


def _merged(before: Service, incoming: Service, spoken_of: Collection[str]) -> Service:
    taken = {"lines" if field == "line" else field for field in spoken_of}
    values: dict[str, Any] = {field: getattr(incoming, field) for field in taken}
    moved = any(values.get(field, getattr(before, field)) != getattr(before, field) for field in _PLACE)
    if "quarter" not in taken and (moved or before.quarter is None):
        values["quarter"] = incoming.quarter
    return replace(before, **values)


def _differences(before: Service, after: Service) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(field.name, getattr(before, field.name), getattr(after, field.name))
        for field in fields(Service)
        if field.compare
        if getattr(before, field.name) != getattr(after, field.name)
    )
