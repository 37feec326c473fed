"""What a basin's file says of messages to services."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Whole = Annotated[int, Field(strict=True)]


class Messages(BaseModel):
    """When services are reminded of their duties, who reads their answers, and where else notices go.

    ``remind_days`` before a duty's local date, in the morning; ``remind_hours`` before its start; 0: not.
    ``ask``: in the morning after it they are asked what happened.
    ``webhook`` is told each notice as well (`docs/messages.md`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    remind_days: Whole = Field(default=3, ge=0, le=60)
    remind_hours: Whole = Field(default=0, ge=0, le=336)
    ask: bool = Field(default=True)
    reply_to: str | None = Field(default=None, pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)
    webhook: str | None = Field(default=None, pattern=r"^https?://\S+$", max_length=2000)
