"""How fast "who is open now" is answered for 400 services, as ratios.

Two servers, on a database with one past month and on one with three years of them, are asked in turns over
real sockets: the kept answers beside a bare "hello" of the same server, then questions that nobody asked
before. In this process, a lookup in the compiled timetable is compared with evaluating every service's
opening hours for each request. Run it with ``python benchmarks/lookup.py``; it ends with status 1 where a
promise is broken.
"""

from __future__ import annotations

import gc
import gzip
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).parents[1]))

from opening_hours import OpeningHours

from benchmarks.town import BASIN, BRUSSELS, LINES, MIDDAY, SERVICES, basin, services, stored
from benchmarks.wire import BARE, HELLO, REQUESTS, Line, header, request, serve, served
from garde.lookup import who_is_open
from garde.lookup.reading import read_timetable
from garde.storage.database import Database

PAST = (1, 36)
"""Months published before the present one."""
NEW = 30
"""Questions in each round that nobody asked before."""
ROUNDS = 15
COMPILED = 7
JSON_RATIO, UNCHANGED_RATIO = 0.5, 0.8
"""Of a bare hello's speed, what an answer with all services and a 304 must reach."""
EVEN = 1.25
"""How far apart one past month and 36 may be."""

QUESTION = "/api/v1/open"


@dataclass
class Asked:
    """One server, and what its answers took in each round: seconds a request by kind."""

    line: Line
    requests: dict[str, tuple[bytes, bytes]]
    took: dict[str, list[float]] = field(default_factory=dict)

    @classmethod
    def on(cls, port: int) -> Asked:
        """The kinds of question: a hello twice, then what lies ready."""
        line = Line(port)
        requests = {
            "route": (request(HELLO), b"200"),
            "bare": (request(BARE), b"200"),
            "json": (request(QUESTION), b"200"),
            "plain json": (request(QUESTION).replace(b"gzip, deflate", b"identity"), b"200"),
            "page": (request("/fr/"), b"200"),
            "text": (request("/text?lang=fr"), b"200"),
        }
        return cls(line, requests)

    def round(self) -> None:
        """Each kind in turn, several hundred times."""
        tag = header(self.line.ask(request(QUESTION)), b"etag")
        self.requests["304"] = (request(QUESTION, f"if-none-match:{tag}"), b"304")
        for kind, (wanted, status) in self.requests.items():
            # The minute may turn before it is asked: then there is a new tag.
            if kind == "304" and not self.line.ask(wanted).startswith(b"HTTP/1.1 304"):
                continue
            self._took(kind, self.line.seconds(wanted, status) / REQUESTS)

    def ask_new(self, questions: Iterator[str]) -> None:
        """What lies nowhere ready."""
        began = perf_counter()
        for _ in range(NEW):
            answer = self.line.ask(request(next(questions)))
            assert answer.startswith(b"HTTP/1.1 200"), answer[:200]
        self._took("new", (perf_counter() - began) / NEW)

    def _took(self, kind: str, seconds: float) -> None:
        self.took.setdefault(kind, []).append(seconds)

    def beside(self, kind: str, other: str) -> float:
        """How many times as fast as ``other`` a kind is, the median of the rounds."""
        pairs = zip(self.took[other][-len(self.took[kind]) :], self.took[kind], strict=False)
        return median(theirs / ours for theirs, ours in pairs)


def new_questions() -> Iterator[str]:
    """Minutes of the coming month at a place, each asked about once."""
    start = MIDDAY + timedelta(days=2)
    return (
        f"{QUESTION}?near=1030&at={start + timedelta(minutes=7 * number):%Y-%m-%dT%H:%M}"
        for number in count()
    )


def milliseconds(run: Callable[[], object], times: int = 30) -> float:
    """The median of some runs, in time of the processor: others may use the machine too."""
    took = []
    for _ in range(times):
        gc.collect()
        gc.disable()
        began = process_time()
        run()
        took.append((process_time() - began) * 1000)
        gc.enable()
    return median(took)


def evaluate_all(hours: list[OpeningHours], at: datetime) -> int:
    """Who is open, and until when, by asking each service's parsed opening hours."""
    is_open = [(one, one.next_change(at)) for one in hours if one.is_open(at)]
    return len(is_open)


def compare_lookup(databases: list[Database]) -> float:
    """Prints what a lookup, compiling and the alternative take; how far apart the databases are."""
    tables, compiling = [], []
    for database in databases:
        with database.reading() as session:
            tables.append(read_timetable(session, basin(), MIDDAY))
    for _ in range(COMPILED):
        for database in databases:
            with database.reading() as session:
                compiling.append(milliseconds(lambda: read_timetable(session, basin(), MIDDAY), 1))
    minutes = [MIDDAY + timedelta(minutes=17 * number) for number in range(60)]
    lookups = [
        milliseconds(lambda: [table.lines[line].open_at(at) for at in minutes for line in LINES])  # noqa: B023
        / len(minutes)
        for table in tables
    ]
    answer = milliseconds(lambda: who_is_open(tables[-1], MIDDAY))
    parsed = [OpeningHours(one.opening_hours or "") for one in services()]
    clock = MIDDAY.astimezone(BRUSSELS).replace(tzinfo=None)
    evaluating = milliseconds(lambda: evaluate_all(parsed, clock))
    parsing = milliseconds(
        lambda: evaluate_all([OpeningHours(one.opening_hours or "") for one in services()], clock)
    )
    print(f"read and compiled after a publication {median(compiling[1::2]):9.1f} ms")
    print(f"who is there, by lookup               {lookups[-1]:9.4f} ms")
    print(f"the whole answer from it              {answer:9.4f} ms")
    print(
        f"opening hours, each parsed before     {evaluating:9.4f} ms  ({evaluating / lookups[-1]:.0f} times)"
    )
    print(f"opening hours, each parsed then       {parsing:9.4f} ms  ({parsing / lookups[-1]:.0f} times)")
    pairs = zip(compiling[::2], compiling[1::2], strict=True)
    apart = [lookups[-1] / lookups[0], median(many / few for few, many in pairs)]
    print(f"{PAST[-1]} past months beside {PAST[0]}: a lookup {apart[0]:.2f}, compiling {apart[1]:.2f} times")
    return max(apart)


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folders = [Path(name) / str(past) for past in PAST]
        databases = [stored(folder, past) for folder, past in zip(folders, PAST, strict=True)]
        apart = compare_lookup(databases)
        for database in databases:
            database.close()
        with served(__file__, folders[0]) as few, served(__file__, folders[1]) as many:
            asked = [Asked.on(few), Asked.on(many)]
            questions = [new_questions() for _ in asked]
            for _ in range(ROUNDS):
                for one, new in zip(asked, questions, strict=True):
                    one.round()
                    one.ask_new(new)
            body = asked[-1].line.ask(request(QUESTION)).partition(b"\r\n\r\n")[2]
    return report(asked, body, apart)


def report(asked: list[Asked], body: bytes, apart: float) -> int:
    """Prints the ratios; 1 where a promise is broken."""
    told = json.loads(gzip.decompress(body))
    there = sum(len(line["open"]) for line in told["answers"][0]["lines"])
    few, many = asked
    print(f"{SERVICES} services, {there} of them open; {len(gzip.decompress(body)) / 1000:.0f} kB of JSON,")
    print(f"{len(body) / 1000:.0f} kB compressed; {1 / median(many.took['json']):.0f} answers a second")
    print(f"{'how many times as fast as a hello:':40}    route   before all")
    for kind in ("json", "plain json", "304", "page", "text", "new"):
        print(f"{kind:40} {many.beside(kind, 'route'):8.2f} {many.beside(kind, 'bare'):8.2f}")
    served_apart = {
        kind: median(slow / fast for fast, slow in zip(few.took[kind], many.took[kind], strict=False))
        for kind in ("json", "304", "new")
    }
    told_apart = ", ".join(f"{kind} {ratio:.2f}" for kind, ratio in served_apart.items())
    print(f"{PAST[-1]} past months beside {PAST[0]}: {told_apart} times")
    kept = (
        many.beside("json", "route") >= JSON_RATIO
        and many.beside("304", "route") >= UNCHANGED_RATIO
        and max(apart, *served_apart.values()) <= EVEN
    )
    return 0 if kept else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(Path(sys.argv[2]), int(sys.argv[3]), BASIN, MIDDAY.isoformat(), "https://garde.example")
    else:
        sys.exit(main())
