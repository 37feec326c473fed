"""axe-core in the page under test: what it finds against WCAG 2.2 AA and good practice."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path

import pytest

from tests.browser.chromium import Page

SCRIPT = Path(__file__).parents[2] / ".javascript-tools" / "node_modules" / "axe-core" / "axe.min.js"

OPTIONS = {
    "resultTypes": ["violations"],
    # Off unless asked for, as it is the newest criterion (2.5.8).
    "rules": {"target-size": {"enabled": True}},
}

RUN = f"""
axe.run(document, {json.dumps(OPTIONS)}).then(found => found.violations.flatMap(fault =>
  fault.nodes.map(node => fault.id + ': ' + node.target.join(' ') + ' – ' + node.failureSummary)))
"""


@lru_cache(maxsize=1)
def _axe() -> str:
    if not SCRIPT.is_file():
        reason = "axe-core is not installed (make javascript-tools)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return SCRIPT.read_text()


def faults(page: Page) -> list[str]:
    """What axe-core finds on the page as it stands: rule, element, what to do."""
    # From outside of the page, where its content security policy has no say.
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe() + ";0")
    found: list[str] = page.evaluate(RUN)
    return found
