"""How published months that no longer fit are told, on a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from garde.calendar.timeline import minutes_of
from garde.cli.output import warn
from garde.cli.showing import local
from garde.coverage.changed import Outdated


def warn_of_outdated(found: Sequence[Outdated], zone: ZoneInfo, *, dry_run: bool = False) -> None:
    """One warning for each line and month, with what to do."""
    are = "would no longer be" if dry_run else "are no longer"
    for one in found:
        parts = []
        if one.uncovered:
            first = one.uncovered[0]
            parts.append(
                f"{_whole(one.uncovered_minutes)} minutes {are} covered"
                f" (first {local(first.start, zone)} to {local(first.end, zone)})"
            )
        if one.needless:
            parts.append(f"{_whole(one.needless_minutes)} minutes of duty {are} needed")
        warn(
            f"line {one.line}, published {one.month}: {' and '.join(parts)}; "
            f"plan {'it then' if dry_run else 'again'}: garde plan --month {one.month} --line {one.line}"
        )


def outdated_as_json(found: Sequence[Outdated]) -> list[dict[str, Any]]:
    """The same for a program."""
    return [
        {
            "line": one.line,
            "month": str(one.month),
            "uncovered_minutes": _whole(one.uncovered_minutes),
            "needless_minutes": _whole(one.needless_minutes),
            "uncovered": [
                {"start": gap.start, "end": gap.end, "minutes": _whole(minutes_of([gap]))}
                for gap in one.uncovered
            ],
        }
        for one in found
    ]


def _whole(minutes: Any) -> int:
    """Up to the next whole minute: now is seldom a full one."""
    return -int(-minutes // 1)
