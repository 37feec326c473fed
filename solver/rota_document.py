"""``garde-rota/1``: from bytes to a ``Rota`` and back."""

from typing import Literal

from solver import reading
from solver.errors import RotaError
from solver.reading import Node
from solver.rota import Assignment, Gap, Reason, Rota, TierResult

ROTA_FORMAT = "garde-rota/1"
_CLAIMS = ("seconds", "seed", "workers", "versions")


def load_rota(data: bytes) -> Rota:
    """Return the rota in a ``garde-rota/1`` document; keys that the format does not know are passed over.

    The shape alone is checked here, ``solver.verify`` checks the content.

    Raises:
        RotaError: with the JSON path of the first fault, what is wrong, and what to do about it.
    """
    root = reading.parse(data, RotaError)
    required = ("format", "problem", "status", "assignments", "tiers", "gaps", *_CLAIMS)
    members = root.fields(required, None)
    members["format"].choice((ROTA_FORMAT,))
    status: Literal["optimal", "feasible"] = "feasible"
    if members["status"].choice(("optimal", "feasible")) == "optimal":
        status = "optimal"
    versions = members["versions"].members()
    return Rota(
        problem=members["problem"].text(),
        status=status,
        assignments=tuple(_assignment(node) for node in members["assignments"].items()),
        tiers=tuple(_tier(node) for node in members["tiers"].items()),
        gaps=tuple(_gap(node) for node in members["gaps"].items()),
        seconds=members["seconds"].number(0, reading.VAST),
        seed=members["seed"].integer(greatest=reading.VAST),
        workers=members["workers"].integer(0),
        versions=tuple((name, node.text()) for name, node in versions.items()),
    )


def _assignment(node: Node) -> Assignment:
    members = node.fields(("slot", "service"), None)
    return Assignment(members["slot"].text(), members["service"].text())


def _tier(node: Node) -> TierResult:
    members = node.fields(("name", "value", "best", "limit", "bound", "proven"), None)
    return TierResult(
        name=members["name"].text(),
        value=members["value"].number(greatest=reading.ANY),
        best=members["best"].number(greatest=reading.ANY),
        limit=members["limit"].number(greatest=reading.ANY),
        bound=members["bound"].number(greatest=reading.ANY),
        proven=members["proven"].boolean(),
    )


def _gap(node: Node) -> Gap:
    members = node.fields(("slot", "missing", "reasons"), None)
    return Gap(
        slot=members["slot"].text(),
        missing=members["missing"].integer(),
        reasons=tuple(_reason(reason) for reason in members["reasons"].items()),
    )


def _reason(node: Node) -> Reason:
    members = node.fields(("rule", "services"), None)
    return Reason(members["rule"].text(), tuple(service.text() for service in members["services"].items()))
