"""A year of monthly rotas, planned by the real engine from what each month leaves: loads converge."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

import solver
from garde.availability.window import Window
from garde.calendar.month import Month
from garde.ledger.account import Entry, active_part, month_account
from garde.ledger.carrying import carried
from garde.planning.plan import Known, Listener, Wanted, plan_months
from garde.rota import FilledSlot
from garde.served import Record
from tests.garde.town import instant, service, town

BRUSSELS = ZoneInfo("Europe/Brussels")
YEAR = [Month(2027, number) for number in range(1, 13)]
TOWN = town()
DUTY = 24.0
SERVICES = [
    service("one"),
    service("other"),
    service("half", share=0.5),
    service("quarter", share=0.25),
    service("large", share=2.0),
    service("works", share=1.0),
    service("late", active_from=date(2027, 5, 10)),
    service("leaves", active_until=date(2027, 9, 20)),
]
AWAY = {
    "works": (Window("unavailable", instant("2027-03-31T22:00"), instant("2027-05-15T22:00")),),
    "large": (Window("unavailable", instant("2027-07-10T00:00"), instant("2027-07-31T00:00")),),
    "quarter": (Window("unavailable", instant("2027-08-01T00:00"), instant("2027-10-01T00:00")),),
}


@dataclass
class Simulated:
    """The year so far."""

    entries: list[Entry] = field(default_factory=list)
    slots: list[FilledSlot] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    widest: list[float] = field(default_factory=list)


def no_show(year: Simulated, month: Month) -> None:
    """In March, June and September: nobody came to the first duty, another stood in after eight hours."""
    if month.month not in {3, 6, 9}:
        return
    first = next(slot for slot in year.slots if slot.month == str(month))
    by = "one" if first.services[0] != "one" else "other"
    holder = first.services[0]
    instead = Record(len(year.records) + 1, first.key, holder, None, None, by, None, first.end, "ann")
    late = Record(len(year.records) + 2, first.key, by, first.start.replace(hour=16), first.end, None, None,
                  first.end, "ann")  # fmt: skip
    year.records += [instead, late]


def live(year: Simulated, month: Month) -> None:
    known = Known(
        services=tuple(SERVICES),
        windows=AWAY,
        in_force=tuple(year.slots[-40:]),
        entries=tuple(year.entries),
        records=tuple(year.records),
    )
    planned = plan_months(TOWN, known, Wanted((month,), time_limit=10.0), Listener(lambda text, done: None))
    (pool,) = planned.pools
    assert solver.verify(pool.problem, pool.document) == ()
    assert not [slot for slot in planned.slots if slot.missing]
    year.slots += planned.slots
    no_show(year, month)
    members = [
        one for one in SERVICES if active_part(one, month.start(BRUSSELS), month.end(BRUSSELS), BRUSSELS)
    ]
    own = [slot for slot in year.slots if slot.month == str(month)]
    year.entries += month_account(
        own, members, month=month, pool="pharmacy", zone=BRUSSELS, records=year.records
    )
    year.widest.append(max(abs(gap) for gap in relative_loads(year).values()))


def balance(year: Simulated, name: str, before: str = "2028-01") -> float:
    return sum(one.balance for one in year.entries if one.service == name and one.month < before)


def relative_loads(year: Simulated) -> dict[str, float]:
    """By what part of its due each service that still takes part carried more or less, so far."""
    month = year.entries[-1].month
    found = {}
    for name in {entry.service for entry in year.entries if entry.month == month and entry.share}:
        due = sum(entry.due for entry in year.entries if entry.service == name)
        found[name] = balance(year, name) / due
    return found


def test_after_a_year_everybody_is_within_a_duty_of_its_fair_part() -> None:
    year = Simulated()
    for month in YEAR:
        live(year, month)
    # What the one who left had too much or too little is borne by those who stay, by share.
    stay = {one.external_id: one.share for one in SERVICES if one.external_id != "leaves"}
    rest = sum(balance(year, name) for name in stay) / sum(stay.values())
    off = {name: balance(year, name) - share * rest for name, share in stay.items()}
    assert max(abs(amount) for amount in off.values()) <= DUTY + 1e-9, off
    assert abs(sum(entry.balance for entry in year.entries)) < 1e-6
    # Who was away for six weeks in spring had caught up before autumn.
    assert balance(year, "works", "2027-05") < -DUTY
    assert abs(balance(year, "works", "2027-10")) <= DUTY + 1e-9
    # Who joined in May owed nothing for the months before.
    assert min(entry.month for entry in year.entries if entry.service == "late") == "2027-05"
    assert abs(balance(year, "late", "2027-07")) <= 2 * DUTY
    # Nobody owes what the one who left did not serve: planning carries only those who take part.
    given = carried(year.entries, "2028-01", 3, ["pharmacy"])
    assert all(
        abs(amounts.get("burden", 0.0)) <= DUTY + 1e-9 for name, amounts in given.items() if name != "leaves"
    )
    # Relative loads converge: in the last months nobody is as far off as after the first.
    assert max(year.widest[-2:]) < min(year.widest[:2]) / 2
