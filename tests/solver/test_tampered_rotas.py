"""A rota that claims too much is found out from the two documents alone."""

import json
import subprocess
import sys

import pytest

import solver
from tests.solver.good import PROBLEM_BYTES, encoded, honest


def test_an_honest_rota_has_no_findings():
    rota = json.loads(honest())
    assert [(item["slot"], item["service"]) for item in rota["assignments"]] == [
        ("n5", "a"),
        ("n5", "b"),
        ("n8", "a"),
    ]
    assert rota["status"] == "optimal"
    # On the day of 6 October b rests from the night, and c is pinned off.
    assert rota["gaps"] == [
        {
            "slot": "d6",
            "missing": 1,
            "reasons": [{"rule": "pins", "services": ["c"]}, {"rule": "rest", "services": ["b"]}],
        }
    ]
    assert solver.verify(PROBLEM_BYTES, honest()) == ()


def tier(rota, name):
    return next(tier for tier in rota["tiers"] if tier["name"] == name)


def set_tier(name, /, **claims):
    return lambda rota: tier(rota, name).update(claims)


def set_key(key, value):
    return lambda rota: rota.update({key: value})


def unproven_but_meeting(rota):
    tier(rota, "languages")["proven"] = False
    rota["status"] = "feasible"


def bound_too_low_for_proof(rota):
    tier(rota, "unfairness")["bound"] -= 1


TAMPERED = [
    ("another problem's hash", set_key("problem", "0" * 64), "problem"),
    ("a wrong value", lambda rota: tier(rota, "unfairness").update(value=0), "value"),
    (
        "a value a millionth off",
        lambda rota: tier(rota, "unfairness").update(value=tier(rota, "unfairness")["value"] + 1e-6),
        "value",
    ),
    ("a best that the value cannot keep", set_tier("uncovered", best=0, limit=0, bound=0), "value"),
    ("a wrong limit", lambda rota: tier(rota, "unfairness").update(limit=999), "limit"),
    ("a bound above best", lambda rota: tier(rota, "uncovered").update(bound=7), "bound"),
    (
        "a bound above this very rota's value",
        lambda rota: tier(rota, "uncovered").update(best=7, limit=7, bound=7),
        "bound",
    ),
    ("a proof without meeting", bound_too_low_for_proof, "proven"),
    ("a meeting without proof", unproven_but_meeting, "proven"),
    (
        "optimal with an unproven tier",
        lambda rota: tier(rota, "wishes").update(bound=-99, proven=False),
        "status",
    ),
    ("feasible with all proven", set_key("status", "feasible"), "status"),
    ("tiers in another order", lambda rota: rota["tiers"].reverse(), "tiers"),
    ("a tier left out", lambda rota: rota["tiers"].pop(), "tiers"),
    ("a tier twice", lambda rota: rota["tiers"].append(rota["tiers"][0]), "tiers"),
    ("an unknown tier", set_tier("wishes", name="dreams"), "tiers"),
    ("no tiers", set_key("tiers", []), "tiers"),
    (
        "services out of order",
        lambda rota: rota["assignments"].insert(0, rota["assignments"].pop(1)),
        "order",
    ),
    ("slots out of order", lambda rota: rota["assignments"].reverse(), "order"),
    (
        "an unknown service",
        lambda rota: rota["assignments"].append({"slot": "n8", "service": "z"}),
        "service",
    ),
    ("an unknown slot", lambda rota: rota["assignments"].append({"slot": "z", "service": "a"}), "slot"),
    ("a pinned service left out", lambda rota: rota["assignments"].pop(0), "pins"),
    (
        "a service pinned off",
        lambda rota: rota["assignments"].insert(2, {"slot": "d6", "service": "c"}),
        "pins",
    ),
    (
        "a service on another line",
        lambda rota: rota["assignments"].append({"slot": "n8", "service": "c"}),
        "line",
    ),
    ("a place twice", lambda rota: rota["assignments"].append({"slot": "n8", "service": "a"}), "place"),
    ("too little rest", lambda rota: rota["assignments"].insert(2, {"slot": "d6", "service": "b"}), "rest"),
    ("a gap left out", set_key("gaps", []), "gap"),
    ("a gap that lacks too few", lambda rota: rota["gaps"][0].update(missing=2), "gap"),
    (
        "a gap where there is none",
        lambda rota: rota["gaps"].append({"slot": "n8", "missing": 1, "reasons": []}),
        "gap",
    ),
    ("a gap twice", lambda rota: rota["gaps"].append(rota["gaps"][0]), "gap"),
    (
        "a reason of no known rule",
        lambda rota: rota["gaps"][0]["reasons"][0].update(rule="weather"),
        "reason",
    ),
    (
        "a reason that does not hold",
        lambda rota: rota["gaps"][0]["reasons"][0].update(rule="limits"),
        "reason",
    ),
    (
        "a reason for nobody known",
        lambda rota: rota["gaps"][0]["reasons"][0].update(services=["z"]),
        "reason",
    ),
    ("a reason that names nobody", lambda rota: rota["gaps"][0]["reasons"][0].update(services=[]), "reason"),
    (
        "a reason that names a service twice",
        lambda rota: rota["gaps"][0]["reasons"][0].update(services=["c", "c"]),
        "reason",
    ),
    ("a reason left out", lambda rota: rota["gaps"][0]["reasons"].pop(), "reason"),
    ("no reasons", lambda rota: rota["gaps"][0].update(reasons=[]), "reason"),
    ("a hash in capitals", lambda rota: rota.update(problem=rota["problem"].upper()), "problem"),
    ("a limit without end", set_tier("unfairness", limit=float("inf")), "number"),
    ("a best that is no number", set_tier("unfairness", best=float("nan")), "number"),
    (
        "an unproven tier that meets its bound, openly",
        lambda rota: (tier(rota, "uncovered").update(proven=False), rota.update(status="feasible")),
        "proven",
    ),
    ("a value that is no number", set_tier("unfairness", value=float("nan")), "number"),
    ("a bound without end", set_tier("wishes", bound=float("-inf")), "number"),
    ("seconds without end", set_key("seconds", float("inf")), "number"),
]


@pytest.mark.parametrize(("tamper", "code"), [row[1:] for row in TAMPERED], ids=[row[0] for row in TAMPERED])
def test_a_tampered_rota_is_found_out(tamper, code):
    rota = json.loads(honest())
    tamper(rota)
    assert code in {finding.code for finding in solver.verify(PROBLEM_BYTES, encoded(rota))}


MISSHAPEN = [
    ("nothing", lambda rota: rota.clear(), "$.format"),
    ("another format", set_key("format", "garde-rota/2"), "$.format"),
    ("an unknown status", set_key("status", "perfect"), "$.status"),
    ("a value that is a string", set_tier("uncovered", value="0"), "$.tiers[0].value"),
    ("a value of four hundred digits", set_tier("uncovered", value=10**400), "$.tiers[0].value"),
    ("a bound far below any float", set_tier("uncovered", bound=-(10**309)), "$.tiers[0].bound"),
    ("a value that is true", set_tier("uncovered", value=True), "$.tiers[0].value"),
    ("a value that is null", set_tier("uncovered", value=None), "$.tiers[0].value"),
    ("tiers that are null", set_key("tiers", None), "$.tiers"),
    ("assignments that are an object", set_key("assignments", {}), "$.assignments"),
    (
        "an assignment that is a pair",
        lambda rota: rota["assignments"].append(["n8", "a"]),
        "$.assignments[3]",
    ),
    ("a reason that is null", lambda rota: rota["gaps"][0]["reasons"].append(None), "$.gaps[0].reasons[2]"),
    ("a true service missing", lambda rota: rota["gaps"][0].update(missing=True), "$.gaps[0].missing"),
    ("no gaps at all", lambda rota: rota.pop("gaps"), "$.gaps"),
    ("time that ran backwards", set_key("seconds", -1), "$.seconds"),
    ("a seed that is a string", set_key("seed", "0"), "$.seed"),
    ("a proof that is 1", set_tier("uncovered", proven=1), "$.tiers[0].proven"),
    (
        "an assignment without service",
        lambda rota: rota["assignments"][1].pop("service"),
        "$.assignments[1].service",
    ),
    ("half a service missing", lambda rota: rota["gaps"][0].update(missing=0.5), "$.gaps[0].missing"),
]


@pytest.mark.parametrize(
    ("tamper", "path"), [row[1:] for row in MISSHAPEN], ids=[row[0] for row in MISSHAPEN]
)
def test_a_misshapen_rota_is_refused(tamper, path):
    rota = json.loads(honest())
    tamper(rota)
    with pytest.raises(solver.RotaError) as refusal:
        solver.verify(PROBLEM_BYTES, encoded(rota))
    assert refusal.value.path == path


def test_a_rota_may_carry_keys_that_later_versions_add():
    rota = json.loads(honest()) | {"remark": "agreed on Tuesday"}
    assert solver.verify(PROBLEM_BYTES, encoded(rota)) == ()


def test_a_rota_survives_reading_and_writing():
    assert solver.dump_rota(solver.load_rota(honest())) == honest()


def test_verifying_loads_neither_or_tools_nor_the_models_eligibility(tmp_path):
    (tmp_path / "problem.json").write_bytes(PROBLEM_BYTES)
    (tmp_path / "rota.json").write_bytes(honest())
    script = (
        "import sys, pathlib, solver\n"
        "problem, rota = (pathlib.Path(path).read_bytes() for path in sys.argv[1:])\n"
        "assert solver.verify(problem, rota) == ()\n"
        "loaded = {name.split('.')[0] for name in sys.modules} & {'ortools', 'numpy', 'pandas'}\n"
        "assert not loaded, loaded\n"
        "assert not {'solver.eligibility', 'solver.model', 'solver.search'} & set(sys.modules)\n"
    )
    paths = [str(tmp_path / "problem.json"), str(tmp_path / "rota.json")]
    subprocess.run([sys.executable, "-c", script, *paths], check=True)
