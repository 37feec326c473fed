"""All tables of this release, whichever modules declare them."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from sqlalchemy import Table
from sqlmodel import SQLModel

import garde.storage


def every_table() -> list[Table]:
    """The tables, each after those that it refers to."""
    for module in iter_modules(garde.storage.__path__):
        if module.name.startswith("tables"):
            import_module(f"{garde.storage.__name__}.{module.name}")
    return SQLModel.metadata.sorted_tables
