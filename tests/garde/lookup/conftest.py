from __future__ import annotations

from types import ModuleType

import pytest

import tests.garde.lookup.example as example_basin


@pytest.fixture(scope="session")
def example() -> ModuleType:
    """The invented basin of ``example.py``."""
    return example_basin
