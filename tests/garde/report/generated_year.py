"""A year of a basin straight into the tables: 10,000 duties, 30,000 entries of coordination time, and more.

Invented by a fixed seed, without a planner: nothing here is fair or complete on purpose, so that each figure
has something to count.
"""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from garde.basin.config import BasinConfig
from garde.basin.load import to_json
from garde.storage.database import open_database

BRUSSELS = ZoneInfo("Europe/Brussels")
YEAR = 2027
DAYS = [date(YEAR, 1, 1) + timedelta(days=number) for number in range(365)]
MONTHS = [f"{YEAR}-{number:02}" for number in range(1, 13)]
LINES = ("pharmacy", "reception", "nursing", "mental-health", "general-practice", "family-planning", "street")
SERVICES_A_LINE = 15
PLACES = 2
DUTIES = 10_220
"""7 lines x 365 days x 2 slots x 2 places."""
ENTRIES = 30_000
HOURS = ("Mo-Fr 09:00-17:00", "Mo-Sa 08:30-18:30", None)
ACTIVITIES = (
    *("preparation", "planning", "consultation", "publication", "repair"),
    *("swaps", "meeting", "call", "administration", "other"),
)
STATUSES = ("confirmed",) * 5 + ("signed",) * 3 + ("provisional", "withdrawn")
PEOPLE = ("ann", "bert", "chris", "dina")
PUBLISHED = datetime(YEAR - 1, 12, 10, 11, tzinfo=UTC)
WHOLE_YEAR = (date(YEAR, 1, 1), date(YEAR, 12, 31))


def basin() -> BasinConfig:
    """Seven lines, open round the clock but for one that closes at night."""
    names = {"fr": "Bassin généré", "nl": "Gegenereerd bekken", "en": "Generated basin"}
    everyday = ["mo-su", "holiday"]
    return BasinConfig.model_validate(
        {
            "format": "garde-basin/1",
            "id": "generated",
            "names": names,
            "postcodes": ["1030"],
            "quarters": [
                {"id": "one", "names": names, "postcode": "1030", "lat": 50.87, "lon": 4.38, "population": 9}
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
                    "target_hours": "08:00-22:00" if line == "street" else "24/7",
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


def write_year(path: Path, *, seed: int = 8) -> BasinConfig:
    """A database with the year at ``path``; the basin."""
    database = open_database(f"sqlite:///{path}", create=True)
    database.upgrade()
    database.close()
    config = basin()
    connection = sqlite3.connect(path)
    try:
        with connection:
            Writer(connection, random.Random(seed)).write(config)
    finally:
        connection.close()
    return config


def instant(day: date, hour: int) -> datetime:
    """The instant of a local time, in UTC; none of those used here is doubled or skipped."""
    return datetime.combine(day, time(hour), BRUSSELS).astimezone(UTC)


def stored(moment: datetime) -> str:
    """As SQLite keeps instants."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


class Writer:
    """Writes table by table; ``random`` decides everything."""

    def __init__(self, connection: sqlite3.Connection, chance: random.Random) -> None:
        self.connection = connection
        self.chance = chance
        self.holders: dict[str, list[int | None]] = {}
        self.slots: list[dict[str, Any]] = []
        self.slot_ids = 0

    def write(self, config: BasinConfig) -> None:
        """Everything, in an order in which each row finds those it speaks of."""
        self.add(
            "basin", [{"id": config.id, "config": to_json(config), "demo": 0, "loaded_at": stored(PUBLISHED)}]
        )
        self.services()
        self.first_rota()
        for month in MONTHS:
            for number in range(2):
                self.changed_rota(month, number)
        self.ledger()
        self.proofs()
        self.served()
        self.swaps()
        self.absences()
        self.activity()
        self.baseline()
        self.time()

    def add(self, table: str, rows: list[dict[str, Any]]) -> None:
        """Inserts rows that have the same columns."""
        if rows:
            names = list(rows[0])
            self.connection.executemany(
                f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
                [tuple(row[name] for name in names) for row in rows],
            )

    def services(self) -> None:
        """Fifteen of each line; one in five an independent; some join in April, some leave in September."""
        services, lines = [], []
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
                    "languages": "[]",
                    "share": self.chance.choice((0.5, 1.0, 1.0, 2.0)),
                    "opening_hours": HOURS[number % 3],
                    "active_from": f"{YEAR}-04-01" if joins else None,
                    "active_until": f"{YEAR}-09-15" if leaves else None,
                    "created_at": stored(PUBLISHED),
                    "updated_at": stored(PUBLISHED),
                }
            )
            lines.append({"service_id": number + 1, "line": line, "position": 0})
        self.add("service", services)
        self.add("service_line", lines)

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

    def served(self) -> None:
        """Records of a hundred duties: not come, left early, replaced, and one corrected later."""
        rows = []
        held = [slot for slot in self.slots if self.holders[slot["key"]][0] is not None]
        for number, slot in enumerate(self.chance.sample(held, 100)):
            planned = self.holders[slot["key"]][0]
            line = LINES.index(slot["line"])
            strangers = {line * SERVICES_A_LINE + one + 1 for one in range(SERVICES_A_LINE)} - {
                one for one in self.holders[slot["key"]] if one is not None
            }
            came = number % 3 != 0
            rows.append(
                {
                    "basin_id": "generated",
                    "slot_key": slot["key"],
                    "service_id": planned,
                    "starts_at": stored(slot["start"]) if came else None,
                    "ends_at": stored(slot["end"] - timedelta(minutes=30 + number)) if came else None,
                    "replaced_by_id": self.chance.choice(sorted(strangers)) if number % 2 else None,
                    "recorded_at": stored(slot["end"]),
                    "recorded_by": "ann",
                }
            )
        again = dict(rows[5], starts_at=None, ends_at=None, replaced_by_id=None)
        self.add("served", [*rows, again])

    def swaps(self) -> None:
        """Two hundred, of all states."""
        states = ("approved", "approved", "refused", "withdrawn", "lapsed", "undone", "offered")
        held = [slot for slot in self.slots if self.holders[slot["key"]][1] is not None]
        self.add(
            "swap",
            [
                {
                    "basin_id": "generated",
                    "slot_key": slot["key"],
                    "giver_id": self.holders[slot["key"]][1],
                    "kind": "gift",
                    "named": 0,
                    "state": states[number % len(states)],
                    "offered_at": stored(slot["start"] - timedelta(days=9)),
                    "offered_by": "ann",
                    "offered_role": "coordinator",
                }
                for number, slot in enumerate(self.chance.sample(held, 200))
            ],
        )

    def absences(self) -> None:
        """Sixty, announced from a day to sixty days before."""
        rows = []
        for number in range(1, 61):
            start = instant(self.chance.choice(DAYS), 8)
            told = {"from": start.isoformat(), "to": (start + timedelta(days=2)).isoformat()}
            rows.append(
                {
                    "basin_id": "generated",
                    "at": stored(start - timedelta(days=number)),
                    "actor": "ann",
                    "role": "coordinator",
                    "action": "announce an absence",
                    "subject": "service s001",
                    "after": json.dumps(told),
                }
            )
        self.add("audit_entry", rows)

    def activity(self) -> None:
        """Reports of three duties in five, some corrected by a later one; closed doors, some taken back."""
        reports: list[dict[str, Any]] = []
        for slot in self.slots:
            for service in self.holders[slot["key"]]:
                if service is not None and self.chance.random() < 0.6:
                    again = 2 if self.chance.random() < 0.02 else 1
                    reports += [self._report(slot, service, len(reports) + n + 1) for n in range(again)]
        self.add("activity_report", reports)
        contacts: list[dict[str, Any]] = []
        bands: list[dict[str, Any]] = []
        incidents: list[dict[str, Any]] = []
        for report in reports:
            if self.chance.random() < 0.3:
                continue
            own = [self._contact(report["id"]) for _ in range(self.chance.randint(1, 3))]
            contacts += own
            people = sum(contact["people"] for contact in own)
            bands.append({"report_id": report["id"], "hour": 3 * self.chance.randint(0, 7), "people": people})
            if self.chance.random() < 0.006:
                incidents.append({"report_id": report["id"], "kind": "technical", "incidents": 1})
        incidents[0]["kind"] = "violence"
        self.add("activity_contact", contacts)
        self.add("activity_band", bands)
        self.add("activity_incident", incidents)
        self.add(
            "activity_remark",
            [{"report_id": one["id"], "words": f"Remarque inventée {one['id']}"} for one in reports[::400]],
        )
        self.add("closed_door", [self._door() for _ in range(600)])

    def _report(self, slot: dict[str, Any], service: int, number: int) -> dict[str, Any]:
        return {
            "id": number,
            "basin_id": "generated",
            "service_id": service,
            "slot_key": slot["key"],
            "line": slot["line"],
            "month": slot["month"],
            "starts_at": stored(slot["start"]),
            "ends_at": stored(slot["end"]),
            "quiet_hours": None,
            "recorded_at": stored(slot["end"]),
            "recorded_by": "ann",
            "role": "service",
        }

    def _contact(self, report: int) -> dict[str, Any]:
        """Now and then something rare, so that there is something too small to be told."""
        rare = self.chance.random() < 0.0003
        outcome = self.chance.choice(("helped", "helped", "accompanied", "sent_on", "not_helped"))
        return {
            "report_id": report,
            "need": "violence" if rare else self.chance.choice(("medicine", "health", "shelter", "rights")),
            "language": "ti" if rare else self.chance.choice(("fr", "fr", "nl", "ar", "en")),
            "outcome": outcome,
            "sent_to": self.chance.choice(("112", "nursing", "other")) if outcome == "sent_on" else None,
            "people": 1 if rare else self.chance.randint(1, 6),
        }

    def _door(self) -> dict[str, Any]:
        day, hour = self.chance.choice(DAYS), self.chance.randint(6, 22)
        return {
            "basin_id": "generated",
            "service_id": self.chance.randint(1, len(LINES) * SERVICES_A_LINE),
            "line": self.chance.choice(LINES[:3]),
            "kind": self.chance.choice(("closed", "closed", "turned_away")),
            "day": day.isoformat(),
            "hour": hour,
            "starts_at": stored(instant(day, hour)),
            "quarter": "one",
            "people": self.chance.choice((0, 1, 2, 5)),
            "recorded_at": stored(instant(day, hour)),
            "recorded_by": "ann",
            "role": "service",
        }

    def baseline(self) -> None:
        """What it took in 2025, without the services' own time, and a later measure that holds too late."""
        first = {
            "basin_id": "generated",
            "holds_from": "2026-01",
            "first_month": "2025-01",
            "last_month": "2025-12",
            "method": "interviews",
            "minutes": "{}",
            "total": 54_000,
            "with_services": 0,
            "services": 80,
            "duty_hours": 9000.0,
            "source": "les coordinations",
            "set_at": stored(PUBLISHED),
            "set_by": "ann",
        }
        self.add("time_baseline", [first, {**first, "holds_from": f"{YEAR + 1}-01", "total": 1}])

    def time(self) -> None:
        """Thirty thousand entries: confirmed, signed, waiting or taken back; one in five a service's own."""
        self.add("time_entry", list(self._entries()))

    def _entries(self) -> Iterator[dict[str, Any]]:
        for _ in range(ENTRIES):
            start = instant(self.chance.choice(DAYS), self.chance.randint(8, 17))
            minutes = self.chance.randint(1, 120)
            yield {
                "basin_id": "generated",
                "person": self.chance.choice(PEOPLE),
                "activity": self.chance.choice(ACTIVITIES),
                "starts_at": stored(start),
                "ends_at": stored(start + timedelta(minutes=minutes)),
                "minutes": minutes,
                "people": self.chance.choice((1, 1, 1, 4)),
                "source": "hand",
                "status": self.chance.choice(STATUSES),
                "measured_minutes": minutes,
                "service_id": self.chance.randint(1, 105) if self.chance.random() < 0.2 else None,
                "late": 0,
            }
