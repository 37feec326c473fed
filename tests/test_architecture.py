"""The house holds: who may import whom, one clock, a quick program that explains itself."""

from __future__ import annotations

import ast
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[1]
SHARED = {"errors", "rota", "served", "accounts"}
ARROWS: dict[str, set[str]] = {
    "errors": set(),
    "rota": set(),
    "served": {"errors", "rota", "calendar"},
    "clock": {"errors"},
    "settings": {"errors"},
    "bootstrap": {"availability", "errors", "messages", "settings", "clock", "storage"},
    # Who acts, what was decided.
    "accounts": {"errors"},
    "audit": {"accounts"},
    "report": SHARED
    | {"activity", "backups", "basin", "calendar", "compensation", "coordination", "ledger", "storage"}
    | {"exports"},
    # The flow, from what is known to what is done with it.
    "basin": SHARED,
    "availability": SHARED | {"audit", "basin", "calendar", "storage"},
    "calendar": SHARED | {"basin"},
    "ledger": SHARED | {"basin", "calendar", "storage", "exports"},
    "planning": SHARED | {"availability", "backups", "basin", "calendar", "ledger", "storage", "solver"},
    "backups": SHARED | {"basin", "messages", "storage"},
    "messages": SHARED | {"availability", "basin", "calendar", "storage"},
    "publication": SHARED
    | {"backups", "basin", "calendar", "ledger", "messages", "planning", "storage", "exports"},
    "printing": SHARED
    | {"backups", "basin", "calendar", "lookup", "planning", "publication", "signs", "storage", "exports"},
    "editing": SHARED | {"audit", "basin", "planning", "publication", "storage", "solver"},
    "consultation": SHARED
    | {"access", "audit", "availability", "basin", "calendar", "editing", "messages", "planning"}
    | {"publication", "storage", "solver"},
    "repair": SHARED
    | {"availability", "backups", "basin", "calendar", "editing", "ledger", "messages", "planning"}
    | {"publication", "storage", "solver"},
    "swaps": SHARED
    | {"basin", "calendar", "ledger", "messages", "planning", "publication", "storage", "solver"},
    "meetings": SHARED | {"availability", "backups", "basin", "calendar", "ledger", "storage"},
    "signs": SHARED | {"basin", "calendar", "storage"},
    "lookup": SHARED | {"availability", "backups", "basin", "calendar", "signs", "storage"},
    "coverage": SHARED | {"availability", "backups", "basin", "calendar", "storage"},
    "coordination": SHARED | {"activity", "basin", "calendar", "storage", "exports"},
    "activity": SHARED | {"basin", "calendar", "messages", "storage"},
    "compensation": SHARED | {"backups", "basin", "calendar", "coordination", "storage", "exports"},
    # Repositories speak the words of the rooms whose things they keep.
    "storage": SHARED
    | {"activity", "audit", "availability", "backups", "basin", "calendar", "compensation", "consultation"}
    | {"coordination", "ledger", "messages", "planning", "publication", "report", "signs", "swaps"},
    "demo": SHARED
    | {"activity", "availability", "basin", "calendar", "coordination", "planning", "publication", "signs"}
    | {"compensation", "repair", "report", "storage", "swaps"},
    "access": SHARED | {"audit", "basin", "calendar", "storage"},
    "doctor": SHARED | {"basin", "calendar", "lookup", "messages", "settings", "storage", "exports"},
    # The rims.
    "jobs": SHARED
    | {"activity", "availability", "basin", "clock", "consultation", "messages", "storage", "swaps"},
    "web": SHARED
    | {"activity", "report"}
    | {
        "availability",
        "backups",
        "compensation",
        "consultation",
        "coordination",
        "ledger",
        "messages",
        "planning",
        "repair",
        "swaps",
    }
    | {"basin", "calendar", "clock", "lookup", "printing", "publication", "signs", "storage", "exports"},
    "cli": SHARED
    | {"activity"}
    | {"access", "audit", "availability", "backups", "basin", "bootstrap", "calendar", "clock"}
    | {"consultation"}
    | {"coordination", "coverage", "demo"}
    | {
        "compensation",
        "doctor",
        "editing",
        "jobs",
        "ledger",
        "lookup",
        "meetings",
        "messages",
        "planning",
        "printing",
        "publication",
        "repair",
        "report",
        "settings",
        "signs",
        "storage",
        "swaps",
        "web",
        "exports",
        "solver",
    },
}
"""Which rooms of garde, and which leaves, each room of garde may import."""

HEAVY = ("pandas", "ortools", "sqlmodel", "sqlalchemy", "fastapi", "icalendar", "alembic", "openpyxl")


def sources(*folders: str) -> Iterator[Path]:
    return (path for folder in folders for path in sorted((PROJECT / folder).rglob("*.py")))


def imported(code: str) -> set[str]:
    """The modules that a piece of code imports anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found.add(node.module or "")
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def clock_readings(code: str) -> list[str]:
    """Where a piece of code asks the machine for the date or the time of day."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            found += [alias.name for alias in node.names if alias.name in {"time", "time_ns", "localtime"}]
        if isinstance(node, ast.Attribute):
            text = ast.unparse(node)
            if re.search(r"\b(datetime|date)\.(now|utcnow|today)$", text) or re.search(
                r"\b(time\.(time|time_ns|localtime|gmtime)|func\.(now|current_\w+))$", text
            ):
                found.append(text)
    return found


def room(path: Path) -> str:
    return path.relative_to(PROJECT / "garde").parts[0].removesuffix(".py")


def crossed(code: str, here: str) -> set[str]:
    """The rooms and leaves that code of the room ``here`` imports and may not."""
    targets = {
        parts[1] if parts[0] == "garde" else parts[0]
        for parts in (module.split(".") for module in imported(code))
        if parts[0] in {"solver", "exports"} or (parts[0] == "garde" and len(parts) > 1)
    }
    return targets - ARROWS[here] - {here, "__version__"}


@pytest.mark.parametrize("leaf", ["solver", "exports"])
def test_the_leaves_import_nothing_of_ours(leaf: str) -> None:
    ours = {"solver", "exports", "garde", "config", "tests"} - {leaf}
    seen = {path: imported(path.read_text()) for path in sources(leaf)}
    assert seen
    for path, modules in seen.items():
        assert not {module.split(".")[0] for module in modules} & ours, path


def test_every_room_imports_only_along_the_arrows() -> None:
    files = [path for path in sources("garde") if room(path) != "__init__"]
    assert len(files) > 50
    assert {room(path) for path in files} <= ARROWS.keys()
    for path in files:
        assert crossed(path.read_text(), room(path)) == set(), path


@pytest.mark.parametrize(
    ("code", "here", "seen"),
    [
        ("import garde.web.app", "planning", {"web"}),
        ("def f():\n    from garde.cli.output import say", "planning", {"cli"}),
        ("from garde import web", "lookup", {"web"}),
        ("from exports.ical import render_feed", "planning", {"exports"}),
        ("import solver", "publication", {"solver"}),
        ("from garde.errors import BadInput\nimport solver", "planning", set()),
    ],
)
def test_an_import_against_the_arrows_is_seen(code: str, here: str, seen: set[str]) -> None:
    assert crossed(code, here) == seen


def test_rows_are_seen_by_storage_alone() -> None:
    for path in sources("garde", "exports", "solver"):
        if "storage" not in path.parts:
            modules = imported(path.read_text())
            assert not [name for name in modules if name.startswith("garde.storage.tables")], path
            assert "sqlmodel.SQLModel" not in modules, path


def test_only_the_clock_asks_the_machine_for_the_time() -> None:
    reading = {
        path.relative_to(PROJECT).as_posix()
        for path in sources("garde", "solver", "exports")
        if clock_readings(path.read_text())
    }
    assert reading == {"garde/clock.py"}


@pytest.mark.parametrize(
    "code",
    [
        "datetime.now(UTC)",
        "datetime.datetime.utcnow()",
        "Field(default_factory=datetime.now)",
        "date.today()",
        "time.time()",
        "from time import time",
        "func.now()",
    ],
)
def test_a_look_at_another_clock_is_seen(code: str) -> None:
    assert clock_readings(code)


@pytest.mark.parametrize("code", ["acting.now()", "time.monotonic()", "from time import monotonic"])
def test_our_clock_and_a_stopwatch_are_no_other_clock(code: str) -> None:
    assert clock_readings(code) == []


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import json, sys\nfrom garde.cli.main import run\nstatus = run(['--help'])\n"
        "sys.stderr.write(json.dumps([status, sorted(sys.modules)]))"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=PROJECT)
    status, modules = json.loads(ended.stderr)
    assert status == 0
    assert "Usage: garde" in ended.stdout
    assert "garde.cli.planning" in modules
    assert [name for name in HEAVY if name in modules] == []


def commands() -> dict[str, Any]:
    """Every command and group of the program, by what one types."""
    import typer.main

    from garde.cli.main import app

    found: dict[str, Any] = {}

    def walk(name: str, command: Any) -> None:
        found[name] = command
        for child, inner in getattr(command, "commands", {}).items():
            walk(f"{name} {child}", inner)

    walk("garde", typer.main.get_command(app))
    return found


def test_every_command_and_group_says_what_it_does() -> None:
    found = commands()
    assert {"garde plan", "garde drafts show", "garde export ical", "garde time start"} <= found.keys()
    for name, command in found.items():
        assert len((command.help or "").split()) >= 3, name
        for parameter in command.params:
            assert parameter.help, (name, parameter.name)


def test_every_command_has_an_example_that_can_be_typed() -> None:
    for name, command in commands().items():
        if hasattr(command, "commands"):
            continue
        (example,) = re.findall(r"^\s*Example: (.*)$", command.help, re.MULTILINE)
        words = [word for word in shlex.split(example) if not word.startswith("GARDE_")]
        own = name.split()
        assert words[: len(own)] == own, name
        with command.make_context(name, words[len(own) :]) as context:
            assert context.command is command


def test_every_setting_is_documented() -> None:
    from garde.settings import Settings

    rows = re.findall(r"^\| `(GARDE_\w+)` \|", (PROJECT / "docs/settings.md").read_text(), re.MULTILINE)
    read = {
        name
        for path in sources("garde", "solver", "exports")
        for name in re.findall(r"os\.environ\S*?\"(GARDE_[A-Z_]+)\"", path.read_text())
    }
    assert set(rows) == {f"GARDE_{name.upper()}" for name in Settings.model_fields} | read
    assert len(rows) == len(set(rows))


def test_no_test_depends_on_a_path_outside_the_project() -> None:
    outside = re.compile(r"^(file:/*)?/(work|home|root|tmp|usr|opt|var|mnt|srv|Users)\b|^~/|shared/")
    for path in sources("tests", "benchmarks"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and path != Path(__file__):
                assert not outside.search(node.value), (path, node.lineno)


def test_every_package_says_what_others_may_use() -> None:
    folders = {path.parent for path in sources("garde", "solver", "exports")}
    packages = {folder for folder in folders if "migrations" not in folder.parts}
    assert PROJECT / "garde/planning" in packages
    for folder in packages:
        assert ast.get_docstring(ast.parse((folder / "__init__.py").read_text())), folder
