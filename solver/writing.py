"""From the dataclasses to JSON bytes: UTF-8, keys in the format's order, defaults left out."""

import json
from dataclasses import fields
from datetime import datetime

from solver.document import PROBLEM_FORMAT
from solver.instants import Span
from solver.problem import Problem
from solver.rota import Rota
from solver.rota_document import ROTA_FORMAT

_OBJECTS_OF_NUMBERS = frozenset({"limits", "carried", "fairness", "versions"})


def dump_problem(problem: Problem) -> bytes:
    """Return ``problem`` as a ``garde-problem/1`` document; ``load_problem`` reads it back equal."""
    return _bytes({"format": PROBLEM_FORMAT} | _object(problem))


def dump_rota(rota: Rota) -> bytes:
    """Return ``rota`` as a ``garde-rota/1`` document that ``load_rota`` reads back to an equal one."""
    return _bytes({"format": ROTA_FORMAT} | _object(rota))


def _bytes(document: dict[str, object]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _object(instance: object) -> dict[str, object]:
    result: dict[str, object] = {}
    for field in fields(instance):  # type: ignore[arg-type]
        value = getattr(instance, field.name)
        default = field.default_factory() if callable(field.default_factory) else field.default
        if value is not None and value != default:
            result[field.name] = dict(value) if field.name in _OBJECTS_OF_NUMBERS else _plain(value)
    return result


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Span) and type(value) is Span:
        return {"start": value.start.isoformat(), "end": value.end.isoformat()}
    return _object(value)
