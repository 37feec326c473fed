from __future__ import annotations

import subprocess
import sys


def test_the_door_and_the_command_group_are_cheap_to_import() -> None:
    code = (
        "import sys, garde.coordination, garde.cli.time;"
        "print({'sqlmodel', 'pandas', 'pydantic'} & set(sys.modules))"
    )
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "set()"
