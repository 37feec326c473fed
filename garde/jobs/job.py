"""What a job is, and what it works with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from garde.availability.download import Network
from garde.basin.config import BasinConfig
from garde.clock import Clock
from garde.errors import GardeError
from garde.messages.courier import Courier
from garde.messages.message import Channel
from garde.storage.database import Database
from garde.storage.repositories.basins import stored_basins


@dataclass(frozen=True, slots=True)
class Work:
    """What jobs work with. A long one asks now and then whether the worker was ``stopped``.

    ``public_url`` is where people reach ``garde serve``, if anybody said so.
    """

    database: Database
    clock: Clock
    couriers: Mapping[Channel, Courier]
    network: Network
    stopped: Callable[[], bool] = lambda: False
    public_url: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What a job did, in a few words, empty for nothing; and what it could not do."""

    text: str = ""
    failures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """Something that is done every so often."""

    name: str
    every: timedelta
    run: Callable[[Work], Done]


def basins(work: Work) -> Iterator[BasinConfig]:
    """The stored basins, until the worker is stopped."""
    with work.database.reading() as session:
        found = stored_basins(session)
    for config in found:
        if not work.stopped():
            yield config


def in_each_basin(work: Work, what: str, count: Callable[[Session, BasinConfig], int]) -> Done:
    """Runs a use case in a transaction for each basin; one that fails does not stop the others.

    ``what`` says what is counted: ``reminders queued``.
    """
    total, failures = 0, []
    for config in basins(work):
        try:
            with work.database.writing() as session:
                total += count(session, config)
        except GardeError as error:
            failures.append(f"{config.id}: {error.one_line()}")
    return Done(f"{total} {what}" if total else "", tuple(failures))
