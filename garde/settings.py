"""Typed settings, read from the environment (names start with ``GARDE_``)."""

from __future__ import annotations

import getpass
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What a deployment may set. Every field is an environment variable ``GARDE_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix="GARDE_", extra="ignore")

    database_url: str = Field(default="sqlite:///garde.db", description="SQLAlchemy address of the database")
    public_url: str = Field(
        default="http://127.0.0.1:8000",
        pattern=r"^https?://\S+$",
        description="address under which people reach this program: it begins the links in messages",
    )
    site: str | None = Field(
        default=None, description="the folder of the static site that garde serve keeps; off for none"
    )
    now: str | None = Field(default=None, description="an instant at which the clock stands still")
    smtp_url: SecretStr | None = Field(default=None, description="the server by which mail is sent")
    mail_from: str | None = Field(default=None, description="the sender's e-mail address")
    webhook_secret: SecretStr | None = Field(
        default=None, min_length=16, description="signs what webhooks are told"
    )
    webhook_hosts: str = Field(
        default="", description="hosts of webhooks that need be neither public nor encrypted, by commas"
    )
    proxies: str = Field(
        default="", description="addresses or networks of the proxies before garde serve, by commas"
    )
    api_rate: float = Field(
        default=20, ge=0, description="ready answers a second that one visitor of /api/ may ask; 0: no limit"
    )
    user: str | None = Field(default=None, description="who acts, when --as is not given")

    def acting_user(self) -> str:
        """Who acts when nobody is named: the setting, else the system's user name."""
        if self.user:
            return self.user
        try:
            return getpass.getuser()
        except (KeyError, OSError):
            return "unknown"

    def site_folder(self) -> Path | None:
        """Where ``garde serve`` keeps the static site: beside an SQLite database where nothing is set."""
        if self.site is not None:
            return None if self.site.lower() == "off" else Path(self.site)
        kind, _, name = self.database_url.partition(":///")
        path = Path(name.partition("?")[0]) if kind == "sqlite" else Path("garde.db")
        return path.with_name(f"{path.stem}-site") if path.name and name != ":memory:" else None

    @property
    def known_public_url(self) -> str | None:
        """The address under which people reach this program, if anybody said so."""
        return self.public_url if "public_url" in self.model_fields_set else None
