"""Every fault the format names is refused with its JSON path, on one line, and never with a traceback."""

import json

import pytest

import solver
from tests.solver.good import document, encoded

NAN, INFINITY = float("nan"), float("inf")
WINDOW = {"start": "2026-10-05T00:00:00Z", "end": "2026-10-06T00:00:00Z"}
GONE = object()

# (sentence, where to write, what to write, the path of the refusal when it is another place)
SPOILED = [
    ("another format", "format", "garde-problem/2", "$.format"),
    ("no format", "format", GONE, "$.format"),
    ("no name", "name", GONE, "$.name"),
    ("a name that is a number", "name", 5, "$.name"),
    ("half a surrogate pair", "name", "\ud800", "$.name"),
    ("an unknown time zone", "timezone", "Europe/Bruxelles", "$.timezone"),
    ("a time zone that is a folder", "timezone", "Europe", "$.timezone"),
    ("a time zone that climbs", "timezone", "../../etc/passwd", "$.timezone"),
    ("an empty time zone", "timezone", "", "$.timezone"),
    ("a time zone of ten thousand letters", "timezone", "x" * 10_000, "$.timezone"),
    ("a time zone with a null character", "timezone", "Europe/\0", "$.timezone"),
    ("no horizon", "horizon", GONE, "$.horizon"),
    ("a horizon that ends before it starts", "horizon.end", "2026-09-01T00:00:00Z", "$.horizon.end"),
    ("no services", "services", GONE, "$.services"),
    ("services that are an object", "services", {}, "$.services"),
    ("no slots", "slots", GONE, "$.slots"),
    ("slots that are null", "slots", None, "$.slots"),
    ("an unknown key", "colour", "blue", "$.colour"),
    ("an unknown key with a space", "two words", 1, '$["two words"]'),
    ("an unknown key in a service", "services.0.lignes", [], "$.services[0].lignes"),
    ("an unknown key in a slot", "slots.1.station", 1, "$.slots[1].station"),
    ("an unknown key in a horizon", "horizon.middle", 1, "$.horizon.middle"),
    ("an unknown key in active", "services.0.active.from", 1, "$.services[0].active.from"),
    ("an unknown key in a wish", "wishes.0.why", "tired", "$.wishes[0].why"),
    ("an unknown key in a tier", "tiers.1.slack", 1, "$.tiers[1].slack"),
    ("a service without id", "services.1.id", GONE, "$.services[1].id"),
    ("two services of one id", "services.2.id", "a", "$.services[2].id"),
    ("a service without lines", "services.1.lines", GONE, "$.services[1].lines"),
    ("lines that are a string", "services.1.lines", "night", "$.services[1].lines"),
    ("a line that is a number", "services.1.lines.0", 7, "$.services[1].lines[0]"),
    ("a share of nothing", "services.0.share", 0, "$.services[0].share"),
    ("a share in the billionths", "services.0.share", 1e-9, "$.services[0].share"),
    ("more places than people", "slots.0.required", 10**7, "$.slots[0].required"),
    ("a negative share", "services.0.share", -1, "$.services[0].share"),
    ("a share that is true", "services.0.share", True, "$.services[0].share"),
    ("a share that is a string", "services.0.share", "1", "$.services[0].share"),
    ("a share that is no number", "services.0.share", NAN, "$.services[0].share"),
    ("a share without end", "services.0.share", INFINITY, "$.services[0].share"),
    ("an unknown availability", "services.0.availability", "maybe", "$.services[0].availability"),
    ("an availability that is a list", "services.0.availability", ["open"], "$.services[0].availability"),
    ("leaving before joining", "services.0.active.end", "2026-09-01T00:00:00Z", "$.services[0].active.end"),
    ("a negative limit", "services.0.limits.duties", -1, "$.services[0].limits.duties"),
    ("a negative limit of hours", "services.0.limits.hours", -0.5, "$.services[0].limits.hours"),
    ("a limit that is null", "services.0.limits.night", None, "$.services[0].limits.night"),
    ("a limit of burden", "services.0.limits.burden", 5, "$.services[0].limits.burden"),
    ("a negative rest", "services.0.rest_hours", -1, "$.services[0].rest_hours"),
    ("a rest beyond all time", "services.0.rest_hours", 1e300, "$.services[0].rest_hours"),
    ("a language that is null", "services.0.languages.0", None, "$.services[0].languages[0]"),
    ("a latitude beyond the pole", "services.0.lat", 90.5, "$.services[0].lat"),
    ("a longitude beyond the date line", "services.0.lon", -181, "$.services[0].lon"),
    ("a latitude alone", "services.0.lon", GONE, "$.services[0].lat"),
    ("a group that is a number", "services.0.group", 1, "$.services[0].group"),
    ("hours carried", "services.0.carried.hours", 3, "$.services[0].carried.hours"),
    ("a balance without end", "services.0.carried.burden", -INFINITY, "$.services[0].carried.burden"),
    ("two slots of one id", "slots.1.id", "n5", "$.slots[1].id"),
    ("a slot without line", "slots.0.line", GONE, "$.slots[0].line"),
    ("a slot without end", "slots.0.end", GONE, "$.slots[0].end"),
    ("a slot that ends as it starts", "slots.0.end", "2026-10-05T18:00:00Z", "$.slots[0].end"),
    ("an instant without offset", "slots.0.start", "2026-10-05T20:00:00", "$.slots[0].start"),
    ("a date instead of an instant", "slots.0.start", "2026-10-05", "$.slots[0].start"),
    ("a day that does not exist", "slots.0.start", "2026-02-30T20:00:00Z", "$.slots[0].start"),
    ("an hour that does not exist", "slots.0.start", "2026-10-05T25:00:00Z", "$.slots[0].start"),
    ("an offset of days", "slots.0.start", "2026-10-05T20:00:00+99:00", "$.slots[0].start"),
    ("a year of five digits", "slots.0.end", "12026-10-05T20:00:00Z", "$.slots[0].end"),
    ("digits of another script", "slots.0.start", "٢٠٢٦-10-05T20:00:00Z", "$.slots[0].start"),
    ("an instant that is a number", "slots.0.start", 1790000000, "$.slots[0].start"),
    ("a slot before the horizon", "slots.0.start", "2026-09-30T21:59:59Z", "$.slots[0].start"),
    (
        "a slot at the horizon's end",
        "slots.0",
        {"id": "x", "line": "night", "start": "2026-10-31T23:00:00Z", "end": "2026-11-01T08:00:00Z"},
        "$.slots[0].start",
    ),
    ("nobody required", "slots.0.required", 0, "$.slots[0].required"),
    ("one and a half required", "slots.0.required", 1.5, "$.slots[0].required"),
    ("true required", "slots.0.required", True, "$.slots[0].required"),
    ("a slot of no burden", "slots.0.burden", 0, "$.slots[0].burden"),
    ("a burden beyond counting", "slots.0.burden", 10**30, "$.slots[0].burden"),
    ("a category named burden", "slots.0.categories.0", "burden", "$.slots[0].categories[0]"),
    ("a category named duties", "slots.0.categories.0", "duties", "$.slots[0].categories[0]"),
    ("a category named hours", "slots.0.categories.0", "hours", "$.slots[0].categories[0]"),
    (
        "a category named like the weekly limit",
        "slots.0.categories.0",
        "duties_per_7_days",
        "$.slots[0].categories[0]",
    ),
    ("a language twice, ignoring case", "slots.0.languages.1", "FR", "$.slots[0].languages[1]"),
    ("an absence of nobody known", "unavailable.0.service", "z", "$.unavailable[0].service"),
    ("an absence that ends first", "unavailable.0.end", "2026-10-01T00:00:00Z", "$.unavailable[0].end"),
    ("a window of nobody known", "available.0.service", "z", "$.available[0].service"),
    ("a window of an open service", "available.0.service", "b", "$.available[0].service"),
    ("a wish of nobody known", "wishes.0.service", "z", "$.wishes[0].service"),
    ("a wish without points", "wishes.0.points", GONE, "$.wishes[0].points"),
    ("a wish of half a point", "wishes.0.points", 0.5, "$.wishes[0].points"),
    ("a wish of true points", "wishes.0.points", True, "$.wishes[0].points"),
    ("a pin of nobody known", "pins.0.service", "z", "$.pins[0].service"),
    ("a pin of no known slot", "pins.0.slot", "z", "$.pins[0].slot"),
    ("a pin that is 1", "pins.0.on", 1, "$.pins[0].on"),
    ("pins that contradict each other", "pins.1", {"service": "a", "slot": "n5", "on": False}, "$.pins[1]"),
    ("a pin on another line", "pins.1", {"service": "c", "slot": "n8", "on": True}, "$.pins[1]"),
    ("a pin in an absence", "unavailable.0", {"service": "a", **WINDOW}, "$.pins[0]"),
    ("a pin outside the windows", "available.0.end", "2026-10-06T00:00:00+02:00", "$.pins[0]"),
    ("a pin before joining", "services.0.active.start", "2026-10-06T00:00:00Z", "$.pins[0]"),
    (
        "a pin too soon after a served duty",
        "served.0",
        {"service": "a", "start": "2026-10-05T00:00:00Z", "end": "2026-10-05T12:00:00Z"},
        "$.pins[0]",
    ),
    ("a pin beyond a limit", "services.0.limits.duties", 0, "$.pins[0]"),
    ("a pin beyond a weekly limit", "services.0.limits.duties_per_7_days", 0.5, "$.pins[0]"),
    ("a served duty of nobody known", "served.0.service", "z", "$.served[0].service"),
    ("an area without population", "areas.0.population", GONE, "$.areas[0].population"),
    ("an area of fewer than nobody", "areas.0.population", -1, "$.areas[0].population"),
    ("an area twice", "areas", [document()["areas"][0]] * 2, "$.areas[1].id"),
    ("a line twice in reach", "reach", [{"line": "n", "km": 1}, {"line": "n", "km": 2}], "$.reach[1].line"),
    ("a line twice in apart", "apart", [{"line": "n", "km": 1}, {"line": "n", "km": 1}], "$.apart[1].line"),
    ("a negative reach", "reach.0.km", -1, "$.reach[0].km"),
    ("a distance apart that is no number", "apart.0.km", NAN, "$.apart[0].km"),
    ("a negative weight", "fairness.night", -1, "$.fairness.night"),
    ("a weight of duties", "fairness.duties", 1, "$.fairness.duties"),
    ("fairness as a list", "fairness", ["burden"], "$.fairness"),
    ("an unknown tier", "tiers.0", "covered", "$.tiers[0]"),
    ("a tier twice", "tiers.2", "uncovered", "$.tiers[2]"),
    ("a tier without name", "tiers.1.name", GONE, "$.tiers[1].name"),
    ("a tier of no known kind", "tiers.1", 5, "$.tiers[1]"),
    ("a negative slack", "tiers.1.relative", -0.1, "$.tiers[1].relative"),
    ("a slack that is null", "tiers.1.absolute", None, "$.tiers[1].absolute"),
    ("a place of base without slot", "base.0.slot", GONE, "$.base[0].slot"),
    ("a place of base twice", "base.1", {"service": "a", "slot": "n5"}, "$.base[1]"),
]


def written(data, where, what):
    *way, last = [int(step) if step.isdigit() else step for step in where.split(".")]
    spot = data
    for step in way:
        spot = spot[step]
    if what is GONE:
        del spot[last]
    else:
        spot[last] = what
    return data


def test_the_good_document_is_read():
    problem = solver.load_problem(encoded(document()))
    assert [service.id for service in problem.services] == ["a", "b", "c"]
    assert solver.load_problem(solver.dump_problem(problem)) == problem


@pytest.mark.parametrize(
    ("where", "what", "path"), [row[1:] for row in SPOILED], ids=[row[0] for row in SPOILED]
)
def test_a_fault_is_refused_with_its_path(where, what, path):
    with pytest.raises(solver.ProblemError) as refusal:
        solver.load_problem(encoded(written(document(), where, what)))
    assert refusal.value.path == path
    assert refusal.value.fault
    assert refusal.value.remedy
    assert "\n" not in str(refusal.value)


GOOD = encoded(document())

BYTES = [
    ("nothing", b"", "$"),
    ("no JSON", b"{", "$"),
    ("a list", b"[]", "$"),
    ("a number", b"5", "$"),
    ("two documents", GOOD + GOOD, "$"),
    ("bytes that are not UTF-8", b'{"name": "\xff"}', "$"),
    ("UTF-16", GOOD.decode().encode("utf-16"), "$"),
    ("a byte order mark", b"\xef\xbb\xbf" + GOOD, "$"),
    ("a hundred thousand brackets", b"[" * 100_000, "$"),
    ("a hundred thousand nested objects", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "$"),
    ("an integer of five thousand digits", GOOD.replace(b'"burden": 3', b'"burden": ' + b"9" * 5000), "$"),
    ("a key twice", GOOD.replace(b'"name"', b'"name": "x", "name"', 1), "$.name"),
    (
        "a key of a slot twice",
        GOOD.replace(b'"required": 2', b'"required": 2, "required": 1'),
        "$.slots[0].required",
    ),
    ("an overflowing float", GOOD.replace(b'"share": 1.5', b'"share": 1e999'), "$.services[0].share"),
    (
        "a share too small to divide by",
        GOOD.replace(b'"share": 1.5', b'"share": 1e-320'),
        "$.services[0].share",
    ),
    ("a control character in a string", GOOD.replace(b'"good"', b'"a\nb"'), "$"),
]


@pytest.mark.parametrize(("data", "path"), [row[1:] for row in BYTES], ids=[row[0] for row in BYTES])
def test_bytes_that_are_no_document_are_refused(data, path):
    with pytest.raises(solver.ProblemError) as refusal:
        solver.load_problem(data)
    assert refusal.value.path == path


def test_what_json_says_of_a_document_reads_as_a_sentence():
    with pytest.raises(solver.ProblemError, match="not JSON: Invalid control character at line 1 column"):
        solver.load_problem(GOOD.replace(b'"good"', b'"a\nb"'))


def test_a_newline_in_an_id_stays_on_one_line():
    data = json.loads(GOOD)
    data["services"][0]["id"] = "a\nb"
    with pytest.raises(solver.ProblemError) as refusal:
        solver.load_problem(encoded(data))
    assert "\n" not in str(refusal.value)


def test_optional_lists_may_be_absent_and_defaults_hold():
    kept = ("format", "name", "timezone", "horizon", "services", "slots")
    problem = solver.load_problem(encoded({key: document()[key] for key in kept}))
    assert problem.fairness == (("burden", 1),)
    assert [tier.name for tier in problem.order] == [
        "uncovered",
        "unfairness",
        "languages",
        "distance",
        "wishes",
    ]
    assert problem.services[2].rest_hours == 11
    assert problem.slots[1].required == 1


def test_with_base_changes_come_right_after_uncovered():
    data = document()
    del data["tiers"]
    names = [tier.name for tier in solver.load_problem(encoded(data)).order]
    assert names == ["uncovered", "changes", "unfairness", "languages", "distance", "wishes"]
