"""What a channel must be able to do, and how it says that it could not."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from garde.basin.config import BasinConfig
from garde.messages.message import Message


class Refused(Exception):
    """The other side does not take this message: ``permanent`` when trying again would be of no use."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(" ".join(reason.split())[:500])
        self.permanent = permanent


class Unreachable(Exception):
    """The channel as a whole does not work now; other messages would fare no better."""

    def __init__(self, reason: str) -> None:
        super().__init__(" ".join(reason.split())[:500])


class Courier(Protocol):
    """Delivers the messages of one channel, over a connection that it may keep between two of them."""

    @property
    def domain(self) -> str:
        """The domain in which this channel's Message-IDs are unique."""

    def deliver(self, message: Message, config: BasinConfig, at: datetime) -> None:
        """Hands the message over. Returns once it was taken; raises Refused or Unreachable otherwise."""

    def close(self) -> None:
        """Gives the connection up."""
