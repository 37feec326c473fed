"""The one place that wires things: settings, clock, database. Nothing opens at import time."""

from __future__ import annotations

from garde.errors import BadInput
from garde.settings import Settings
from garde.storage.database import Database, open_database


def load_settings() -> Settings:
    """The settings of the environment. Raises BadInput naming the variable that is wrong."""
    from pydantic import ValidationError

    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        raise BadInput(first["msg"], where=f"GARDE_{'_'.join(map(str, first['loc'])).upper()}") from error


def current_database(settings: Settings) -> Database:
    """The settings' database, which must exist and be of this release (StorageError otherwise)."""
    database = open_database(settings.database_url)
    database.require_current()
    return database


def prepared_database(settings: Settings) -> Database:
    """The settings' database, created or upgraded when needed."""
    database = open_database(settings.database_url, create=True)
    database.upgrade()
    return database
