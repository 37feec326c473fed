"""Many problems on any executor: each answered once, and none spoilt by another."""

import json
import os
import random
import signal
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import solver
from solver import fleet
from solver.fleet import Settings, Solved, Unsolved, heed_nothing, solve_all, solve_document
from tests.solver.good import PROBLEM_BYTES
from tests.solver.tiny import tiny_problem

DOCUMENTS = {f"tiny {seed}": solver.dump_problem(tiny_problem(seed)) for seed in range(5)}
QUICK = Settings(time_limit=20.0)


def answers(documents, executor, **options):
    found = list(solve_all(list(documents), documents.__getitem__, executor, QUICK, **options))
    assert sorted(answer.name for answer in found) == sorted(documents)
    return {answer.name: answer for answer in found}


def test_every_problem_has_a_rota_that_holds():
    with ThreadPoolExecutor(2) as executor:
        found = answers(DOCUMENTS, executor, at_once=2)
    for name, document in DOCUMENTS.items():
        assert isinstance(found[name], Solved)
        assert solver.verify(document, found[name].document) == ()
        assert found[name].status == solver.load_rota(found[name].document).status == "optimal"
        assert found[name].missing == sum(gap.missing for gap in solver.load_rota(found[name].document).gaps)


def test_a_bad_document_is_refused_and_spoils_no_other():
    with ThreadPoolExecutor(1) as executor:
        found = answers({"bad": b"{", **DOCUMENTS, "none": b"[]"}, executor, at_once=1)
    assert found["bad"] == Unsolved("bad", "refused", found["bad"].fault)
    assert found["bad"].fault.startswith("$: not JSON: ")
    assert found["none"].fault == "$: a list is not an object; write an object here"
    assert {answer.status for name, answer in found.items() if name.startswith("tiny")} == {"optimal"}


def test_settings_out_of_range_refuse_a_problem():
    answer = solve_document("x", PROBLEM_BYTES, Settings(workers=0))
    assert answer == Unsolved("x", "refused", answer.fault)
    assert answer.fault.startswith("workers: 0 is no number of threads")


def test_a_document_that_cannot_be_read_is_refused_and_spoils_no_other():
    def read(name):
        if name == "gone":
            raise FileNotFoundError(2, "No such file or directory", name)
        return PROBLEM_BYTES

    with ThreadPoolExecutor(1) as executor:
        found = list(solve_all(["gone", "good"], read, executor, QUICK, at_once=1))
    assert found[0] == Unsolved(
        "gone", "refused", "cannot be read: No such file or directory; check the file"
    )
    assert (found[1].name, found[1].status, found[1].missing) == ("good", "optimal", 1)


class Counting(Executor):
    """Solves nothing itself; remembers how many it was asked for and had not answered."""

    def __init__(self, inner):
        self.inner, self.running, self.most = inner, 0, 0

    def submit(self, function, /, *words, **options):
        self.running += 1
        self.most = max(self.most, self.running)
        future = self.inner.submit(function, *words, **options)
        future.add_done_callback(self._done)
        return future

    def _done(self, future):
        self.running -= 1


def test_no_more_are_handed_over_than_are_wanted_at_once():
    with ThreadPoolExecutor(4) as inner:
        executor = Counting(inner)
        answers(DOCUMENTS, executor, at_once=2)
    assert executor.most == 2


def test_what_has_not_begun_when_somebody_stops_is_called_off():
    begun = []

    def read(name):
        begun.append(name)
        return DOCUMENTS[name]

    with ThreadPoolExecutor(1) as executor:
        stopped = lambda: len(begun) == 2  # noqa: E731
        found = list(solve_all(list(DOCUMENTS), read, executor, QUICK, at_once=1, stopped=stopped))
    assert [answer.status for answer in found] == ["optimal"] * 2 + ["called off"] * 3
    assert [answer.name for answer in found] == list(DOCUMENTS)


def die(*_):
    os._exit(1)


class Dying(Executor):
    """A pool of processes in which the document ``kill`` ends the process that solves it."""

    def __init__(self):
        self.pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))

    def submit(self, function, name, /, *words):
        return self.pool.submit(die if name == "kill" else function, name, *words)

    def shutdown(self, wait=True, *, cancel_futures=False):
        self.pool.shutdown(wait, cancel_futures=cancel_futures)


def test_a_process_that_dies_loses_its_problem_and_calls_off_the_rest():
    documents = {"tiny 0": DOCUMENTS["tiny 0"], "kill": b"", "tiny 1": DOCUMENTS["tiny 1"]}
    with Dying() as executor:
        found = answers(documents, executor, at_once=1)
    assert found["tiny 0"].status == "optimal"
    assert found["kill"].status == "lost"
    assert found["kill"].fault.startswith("the process that solved it died (BrokenProcessPool: ")
    assert "\n" not in found["kill"].fault
    assert found["tiny 1"] == Unsolved("tiny 1", "called off", "was not begun; solve it again")


class Broken(Executor):
    def submit(self, function, /, *words, **options):
        future = Future()
        future.set_exception(ModuleNotFoundError("No module named 'solver'"))
        return future


def test_a_worker_without_the_engine_is_named():
    found = answers(dict(list(DOCUMENTS.items())[:1]), Broken(), at_once=1)
    assert found["tiny 0"].fault == (
        "what solved it failed (ModuleNotFoundError: No module named 'solver'); "
        "check that garde is installed there"
    )


def hard_problem():
    """Return a document that no engine solves to the end in minutes: 70 services, 217 places, all tiers."""
    draw = random.Random(5)
    services = [
        {
            "id": f"s{index:02}",
            "lines": ["n"],
            "share": draw.choice([0.5, 0.7, 1, 1.3, 2]),
            "rest_hours": draw.choice([11, 24, 60]),
            "languages": [tag for tag in ("fr", "nl", "en", "ar") if draw.random() < 0.4],
            "carried": {name: draw.uniform(-9, 9) for name in ("burden", *"abcdef")},
            "lat": draw.uniform(50.8, 50.9),
            "lon": draw.uniform(4.3, 4.45),
        }
        for index in range(70)
    ]
    slots = [
        {
            "id": f"d{day:02}{hour:02}",
            "line": "n",
            "start": f"2027-01-{day:02}T{hour:02}:00:00+01:00",
            "end": f"2027-01-{day:02}T{hour + 4:02}:00:00+01:00",
            "required": required,
            "burden": draw.randint(11, 97),
            "categories": [name for name in "abcdef" if draw.random() < 0.5],
            "languages": ["fr", "nl", "ar"],
        }
        for day in range(1, 32)
        for hour, required in ((0, 2), (6, 1), (12, 1), (18, 3))
    ]
    areas = [
        {"id": str(n), "lat": draw.uniform(50.8, 50.9), "lon": draw.uniform(4.3, 4.45), "population": 997 * n}
        for n in range(1, 30)
    ]
    document = {
        "format": "garde-problem/1",
        "name": "hard",
        "timezone": "Europe/Brussels",
        "horizon": {"start": "2027-01-01T00:00:00+01:00", "end": "2027-02-01T00:00:00+01:00"},
        "services": services,
        "slots": slots,
        "areas": areas,
        "reach": [{"line": "n", "km": 2}],
        "fairness": {"burden": 1, **{name: draw.uniform(0.5, 40) for name in "abcdef"}},
    }
    return json.dumps(document).encode()


def test_a_process_that_lets_ctrl_c_pass_hears_it_while_it_searches(monkeypatch):
    heard = []

    def listening(*words, **options):
        heard.append(signal.getsignal(signal.SIGINT))
        return solver.solve(*words, **options)

    monkeypatch.setattr(fleet, "solve", listening)
    before = signal.getsignal(signal.SIGINT)
    heed_nothing()
    try:
        assert solve_document("x", PROBLEM_BYTES, QUICK).status == "optimal"
        assert heard == [signal.default_int_handler]
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_an_empty_fleet_has_no_answers():
    with ThreadPoolExecutor(1) as executor:
        assert answers({}, executor, at_once=3) == {}
