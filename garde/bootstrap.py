"""The one place that wires things: settings, clock, database. Nothing opens at import time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from garde.errors import BadInput
from garde.settings import Settings
from garde.storage.database import Database, open_database

if TYPE_CHECKING:
    from garde.messages.courier import Courier
    from garde.messages.message import Channel


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


def awaited_database(settings: Settings) -> Database:
    """The settings' database, whatever state it is in: every use raises StorageError until it is well."""
    return open_database(settings.database_url, awaited=True)


def prepared_database(settings: Settings) -> Database:
    """The settings' database, created or upgraded when needed."""
    database = open_database(settings.database_url, create=True)
    database.upgrade()
    return database


def restorable_database(settings: Settings) -> Database:
    """The settings' database, made when there is none, with the tables that it has."""
    return open_database(settings.database_url, create=True)


def couriers(settings: Settings) -> dict[Channel, Courier]:
    """What delivers messages, by channel, where the settings set it up. Raises BadInput for bad ones."""
    from garde.availability.download import outside
    from garde.messages.smtp import MailCourier, mail_server
    from garde.messages.webhook import WebhookCourier

    found: dict[Channel, Courier] = {}
    if settings.smtp_url is not None:
        if not settings.mail_from:
            raise BadInput(
                "is not set",
                where="GARDE_MAIL_FROM",
                remedy="give the sender's address, as garde@example.org",
            )
        found["mail"] = MailCourier(mail_server(settings.smtp_url.get_secret_value()), settings.mail_from)
    if settings.webhook_secret is not None:
        secret = settings.webhook_secret.get_secret_value()
        found["webhook"] = WebhookCourier(secret, outside(), settings.webhook_hosts.split(","))
    return found
