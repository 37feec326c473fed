"""Every rule and tier: both faces on one table, and a heading in the engine's documentation."""

from importlib import import_module
from pathlib import Path

import pytest

from solver.problem import TIER_NAMES
from solver.rules import RULES
from solver.tiers import TIERS
from tests.solver.faces import check_face_holds, expression_face, post_face_holds, value_face

HERE = Path(__file__).parent
MANUAL = (HERE.parents[1] / "docs" / "engine.md").read_text(encoding="utf-8")


def table(kind, name):
    return import_module(f"tests.solver.{kind}.test_{name}").CASES


def all_cases(kind, names):
    return [
        pytest.param(name, case, id=f"{name}: {case.sentence}")
        for name in names
        for case in table(kind, name)
    ]


@pytest.mark.parametrize(("name", "case"), all_cases("rules", [rule.NAME for rule in RULES]))
def test_a_rule_is_posted_and_checked_alike(name, case):
    assert check_face_holds(name, case) is case.holds
    assert post_face_holds(name, case) is case.holds


@pytest.mark.parametrize(("name", "case"), all_cases("tiers", TIERS))
def test_a_tier_is_expressed_and_valued_alike(name, case):
    assert value_face(name, case) == case.value
    assert expression_face(name, case) == case.value


@pytest.mark.parametrize("name", [rule.NAME for rule in RULES])
def test_a_rule_has_a_table_that_holds_and_breaks_and_a_heading(name):
    assert {case.holds for case in table("rules", name)} == {True, False}
    assert f"### `{name}`" in MANUAL


@pytest.mark.parametrize("name", TIERS)
def test_a_tier_has_a_table_with_two_values_and_a_heading(name):
    assert len({case.value for case in table("tiers", name)}) > 1
    assert f"### `{name}`" in MANUAL


def test_every_file_of_a_rule_or_tier_is_registered():
    solver = HERE.parents[1] / "solver"
    rule_files = {path.stem for path in (solver / "rules").glob("*.py")} - {"__init__"}
    tier_files = {path.stem for path in (solver / "tiers").glob("*.py")} - {"__init__", "reached"}
    assert rule_files == {rule.NAME for rule in RULES}
    assert tier_files == set(TIERS) == set(TIER_NAMES)
