"""What services of the generated year were paid: runs over New Year, of whatever amounts."""

from __future__ import annotations

import random
from typing import Any

from tests.garde.report.generated_rota import LINES, PUBLISHED, YEAR, stored

Row = dict[str, Any]
SERVICES = 60
MONTHS = (f"{YEAR - 1}-12", f"{YEAR}-01", f"{YEAR}-02", f"{YEAR}-03")


def settled_tables(chance: random.Random) -> dict[str, list[Row]]:
    """Rows by table: two runs, and a third that takes the second one back with every third service."""
    runs = [_run(1), _run(2), _run(3) | {"undoes_id": 2, "reason": "came back"}]
    settlements: list[Row] = []
    items: list[Row] = []

    def settle(run: int, service: int, own: list[Row], undoes: int | None) -> None:
        duty, ceiling = (sum(item[name] for item in own) for name in ("cents", "ceiling_cents"))
        settlements.append(
            {
                "id": len(settlements) + 1,
                "run_id": run,
                "service_id": service,
                "duty_cents": duty,
                "coordination_cents": 0,
                "ceiling_cents": ceiling,
                "amount_cents": duty + ceiling,
                "recovered_minutes": 0,
                "undoes_id": undoes,
            }
        )
        items.extend({"settlement_id": len(settlements), **item} for item in own)

    for run in (1, 2):
        for service in range(1, SERVICES + 1):
            own = [_item(chance, number) for number in range(3)]
            settle(run, service, own, None)
            if run == 2 and service % 3 == 0:
                settle(3, service, [_opposite(item) for item in own], len(settlements))
    return {"settlement_run": runs, "settlement": settlements, "settlement_item": items}


def _run(number: int) -> Row:
    return {
        "id": number,
        "basin_id": "generated",
        "first_day": f"{YEAR - 1}-12-01",
        "last_day": f"{YEAR}-03-31",
        "at": stored(PUBLISHED),
        "by": "ann",
        "paid_on": f"{YEAR}-04-05",
        "reference": f"paiement {number}",
        "rates": "[]",
        "undoes_id": None,
        "reason": None,
    }


def _item(chance: random.Random, number: int) -> Row:
    return {
        "kind": "duty",
        "item": f"settled/{number}",
        "line": LINES[0],
        "day": f"{chance.choice(MONTHS)}-{chance.randint(1, 28):02d}",
        "cents": chance.randint(-20_000, 60_000),
        "ceiling_cents": -chance.choice((0, 0, 0, 1234)),
        "minutes": 0,
    }


def _opposite(item: Row) -> Row:
    return {**item, "cents": -item["cents"], "ceiling_cents": -item["ceiling_cents"]}
