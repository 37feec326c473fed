"""The rota of a generated year, straight into the tables: services, versions, accounts and proofs."""

from __future__ import annotations

import json
import random
import sqlite3
from datetime import UTC, date, datetime, timedelta
from typing import Any

from garde.basin.config import BasinConfig
from tests.garde.report.generated_terms import LINES, PUBLISHED, YEAR, instant, stored, terms_said

DAYS = [date(YEAR, 1, 1) + timedelta(days=number) for number in range(365)]
MONTHS = [f"{YEAR}-{number:02}" for number in range(1, 13)]
SERVICES_A_LINE = 15
PLACES = 2
DUTIES = 10_220
"""7 lines x 365 days x 2 slots x 2 places."""
ENTRIES = 30_000
ACTIVITIES = (
    *("preparation", "planning", "consultation", "publication", "repair"),
    *("swaps", "meeting", "call", "administration", "other"),
)
STATUSES = ("confirmed",) * 5 + ("signed",) * 3 + ("provisional", "withdrawn")
PEOPLE = ("ann", "bert", "chris", "dina")
WHOLE_YEAR = (date(YEAR, 1, 1), date(YEAR, 12, 31))


def basin() -> BasinConfig:
    """Seven lines, to be open round the clock; one of them was not always (`rules_said`)."""
    names = {"fr": "Bassin généré", "nl": "Gegenereerd bekken", "en": "Generated basin"}
    everyday = ["mo-su", "holiday"]
    return BasinConfig.model_validate(
        {
            "format": "garde-basin/1",
            "id": "generated",
            "names": names,
            "postcodes": ["1030"],
            "quarters": [
                {"id": name, "names": names, "postcode": "1030", "lat": 50.87, "lon": 4.38, "population": 9}
                for name in ("one", "two", "three")
            ],
            "burden": {"day": 1, "evening": 2, "night": 2, "weekend": 2, "holiday": 4},
            "planning": {"tiers": ["uncovered", "unfairness"]},
            "compensation": [
                {
                    "valid_from": f"{YEAR - 1}-01-01",
                    "day": 2800,
                    "evening": 3400,
                    "night": 4200,
                    "weekend": 4200,
                    "holiday": 5600,
                    "coordination": 3200,
                }
            ],
            "help_numbers": [{"number": "112", "names": names, "cents_per_minute": 0, "emergency": True}],
            "lines": [
                {
                    "id": line,
                    "names": {"fr": f"Ligne {line}", "nl": f"Lijn {line}", "en": f"Line {line}"},
                    "pictogram": "pharmacy",
                    "modes": ["door"],
                    "slots": [
                        {"id": "day", "days": everyday, "start": "09:00", "end": "21:00", "required": PLACES},
                        {
                            "id": "night",
                            "days": everyday,
                            "start": "21:00",
                            "end": "09:00",
                            "required": PLACES,
                        },
                    ],
                }
                for line in LINES
            ],
        }
    )


def _on_file(line: str, said: list[dict[str, Any]]) -> str | None:
    """The hours of a service at the end of the year: those of pharmacies were taken away for a week only."""
    hours: str | None = said[0 if line == "pharmacy" else -1]["opening_hours"]
    return hours


class RotaWriter:
    """Writes table by table; ``random`` decides everything."""

    def __init__(self, connection: sqlite3.Connection, chance: random.Random) -> None:
        self.connection = connection
        self.chance = chance
        self.holders: dict[str, list[int | None]] = {}
        self.slots: list[dict[str, Any]] = []
        self.slot_ids = 0

    def add(self, table: str, rows: list[dict[str, Any]]) -> None:
        """Inserts rows that have the same columns."""
        if rows:
            names = list(rows[0])
            self.connection.executemany(
                f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
                [tuple(row[name] for name in names) for row in rows],
            )

    def services(self) -> None:
        """Fifteen of each line; one in five an independent; some join in April, some leave in September.

        What is on file is what they do at the end of the year; `terms_said` says what they did before.
        """
        services, lines, terms = [], [], []
        for number, line in enumerate(line for line in LINES for _ in range(SERVICES_A_LINE)):
            joins, leaves = number % 10 == 3, number % 10 == 7
            services.append(
                {
                    "id": number + 1,
                    "basin_id": "generated",
                    "external_id": f"s{number:03}",
                    "name": f"Service inventé {number}",
                    "public_name": None,
                    "kind": "independent" if number % 5 == 0 else "organisation",
                    "hide_address": 0,
                    "postcode": "1030",
                    "quarter": ("one", "two", None)[number % 3],
                    "languages": "[]",
                    "share": self.chance.choice((0.5, 1.0, 1.0, 2.0)),
                    "opening_hours": _on_file(line, said := terms_said(number, line)),
                    "active_from": f"{YEAR}-04-01" if joins else None,
                    "active_until": f"{YEAR}-09-15" if leaves else None,
                    "created_at": stored(PUBLISHED),
                    "updated_at": stored(PUBLISHED),
                }
            )
            lines.append({"service_id": number + 1, "line": line, "position": 0})
            days = {name: services[-1][name] for name in ("active_from", "active_until")}
            terms += [one | days for one in said]
        self.add("service", services)
        self.add("service_line", lines)
        self.add("service_terms", terms)

    def first_rota(self) -> None:
        """Version 1 has all months; one place in fifty is empty."""
        for line_number, line in enumerate(LINES):
            members = [line_number * SERVICES_A_LINE + number + 1 for number in range(SERVICES_A_LINE)]
            for day in DAYS:
                for kind, start, hours in (("day", instant(day, 9), 12), ("night", instant(day, 21), None)):
                    end = instant(day, 21) if hours else instant(day + timedelta(days=1), 9)
                    key = f"{line}/{day}/{kind}"
                    categories = (["night"] if kind == "night" else []) + (
                        ["weekend"] if day.weekday() >= 5 else []
                    )
                    holders = self.chance.sample(members, PLACES)
                    self.holders[key] = [None if self.chance.random() < 0.02 else one for one in holders]
                    self.slots.append(
                        {
                            "key": key,
                            "line": line,
                            "month": f"{day:%Y-%m}",
                            "start": start,
                            "end": end,
                            "burden": 12 + 12 * len(categories),
                            "categories": categories,
                        }
                    )
        self.version(1, MONTHS, self.slots, PUBLISHED, draft=1)

    def changed_rota(self, month: str, number: int) -> None:
        """A version of one month in which three places have another service, and one is given up."""
        version = 2 + MONTHS.index(month) * 2 + number
        own = [slot for slot in self.slots if slot["month"] == month]
        for slot in self.chance.sample(own, 4):
            holders = self.holders[slot["key"]]
            line = LINES.index(slot["line"])
            strangers = {line * SERVICES_A_LINE + one + 1 for one in range(SERVICES_A_LINE)} - set(holders)
            holders[0] = self.chance.choice(sorted(strangers))
        self.holders[own[number]["key"]][1] = None
        published = datetime.fromisoformat(f"{month}-01").replace(tzinfo=UTC) + timedelta(
            days=-3 + 10 * number, hours=10
        )
        self.version(version, [month], own, published, draft=None)

    def version(
        self, number: int, months: list[str], slots: list[dict[str, Any]], at: datetime, *, draft: int | None
    ) -> None:
        """A published version with its months, slots and duties."""
        rota = {
            "id": number,
            "basin_id": "generated",
            "kind": "version",
            "number": number,
            "status": "publishing",
            "starts_at": stored(at),
            "ends_at": stored(at),
            "created_at": stored(at),
            "created_by": "ann",
            "draft_number": draft,
            "options": "{}",
        }
        self.add("rota", [rota])
        self.add(
            "rota_month",
            [
                {"rota_id": number, "month": month, "basin_id": "generated", "number": number}
                for month in months
            ],
        )
        rows, duties = [], []
        for slot in slots:
            self.slot_ids += 1
            rows.append(
                {
                    "id": self.slot_ids,
                    "rota_id": number,
                    "key": slot["key"],
                    "line": slot["line"],
                    "month": slot["month"],
                    "starts_at": stored(slot["start"]),
                    "ends_at": stored(slot["end"]),
                    "required": PLACES,
                    "burden": slot["burden"],
                    "categories": json.dumps(slot["categories"]),
                    "languages": "[]",
                }
            )
            duties += [
                {"slot_id": self.slot_ids, "place": place, "service_id": service}
                for place, service in enumerate(self.holders[slot["key"]])
                if service is not None
            ]
        self.add("rota_slot", rows)
        self.add("rota_duty", duties)

    def ledger(self) -> None:
        """Of each month its entries, on its latest version: what is planned, at invented dues."""
        rows = []
        for month in MONTHS:
            rota = 3 + MONTHS.index(month) * 2
            for line_number, line in enumerate(LINES):
                own = [slot for slot in self.slots if slot["month"] == month and slot["line"] == line]
                for number in range(SERVICES_A_LINE):
                    service = line_number * SERVICES_A_LINE + number + 1
                    for quantity in ("burden", "night", "weekend"):
                        held = [slot for slot in own if service in self.holders[slot["key"]]]
                        amounts = [
                            slot["burden"] if quantity == "burden" else int(quantity in slot["categories"])
                            for slot in held
                        ]
                        rows.append(
                            {
                                "basin_id": "generated",
                                "rota_id": rota,
                                "service_id": service,
                                "month": month,
                                "pool": line,
                                "quantity": quantity,
                                "served": float(sum(amounts)),
                                "due": float(self.chance.randint(50, 150)),
                                "share": 1.0,
                                "heaviest": 36.0 if quantity == "burden" else 1.0,
                            }
                        )
        self.add("ledger_entry", rows)

    def proofs(self) -> None:
        """Draft 1, from which version 1 was made, with what was proven of each pool and month."""
        draft = {
            "id": 1000,
            "basin_id": "generated",
            "kind": "draft",
            "number": 1,
            "status": "published",
            "starts_at": stored(PUBLISHED),
            "ends_at": stored(PUBLISHED),
            "created_at": stored(PUBLISHED),
            "created_by": "ann",
            "options": "{}",
        }
        self.add("rota", [draft])
        rows = []
        for month in MONTHS:
            for line in LINES:
                best = self.chance.choice((0.0, 12.5, 400.0))
                bound = best if self.chance.random() < 0.8 else best * 0.9
                tiers = [
                    {"name": "uncovered", "value": 0, "best": 0, "limit": 0, "bound": 0, "proven": True},
                    {
                        "name": "unfairness",
                        "value": best,
                        "best": best,
                        "limit": best,
                        "bound": bound,
                        "proven": best == bound,
                    },
                ]
                rows.append(
                    {
                        "rota_id": 1000,
                        "name": line,
                        "month": month,
                        "lines": json.dumps([line]),
                        "problem": "{}",
                        "document": json.dumps({"tiers": tiers}),
                    }
                )
        self.add("rota_pool", rows)
