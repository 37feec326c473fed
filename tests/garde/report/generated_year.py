"""A year of a basin straight into the tables: 10,000 duties, 30,000 entries of coordination time, and more.

Invented by a fixed seed, without a planner: nothing here is fair or complete on purpose, so that each figure
has something to count. Here is what happens; ``generated_rota`` has the rota.
"""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from garde.basin.config import BasinConfig
from garde.basin.load import to_json
from garde.storage.database import open_database
from tests.garde.report.generated_payments import settled_tables
from tests.garde.report.generated_rota import (
    ACTIVITIES,
    DAYS,
    DUTIES,
    ENTRIES,
    LINES,
    MONTHS,
    PEOPLE,
    PUBLISHED,
    SERVICES_A_LINE,
    STATUSES,
    WHOLE_YEAR,
    YEAR,
    RotaWriter,
    basin,
    instant,
    stored,
)
from tests.garde.report.generated_terms import rules_said

__all__ = ["DUTIES", "ENTRIES", "WHOLE_YEAR", "basin", "write_year"]


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


class Writer(RotaWriter):
    """Writes everything."""

    def write(self, config: BasinConfig) -> None:
        """Everything, in an order in which each row finds those it speaks of."""
        self.add(
            "basin", [{"id": config.id, "config": to_json(config), "demo": 0, "loaded_at": stored(PUBLISHED)}]
        )
        self.add("basin_time_rules", rules_said(config))
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
        self.settled()

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
            # Of a line that the basin had once, so that nobody is on duty for it.
            "line": "former" if hour < 8 else self.chance.choice(LINES[:3]),
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

    def settled(self) -> None:
        """What services were paid."""
        for table, rows in settled_tables(self.chance).items():
            self.add(table, rows)

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
