"""Kinds of values that several parts of a basin's file have."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator, Field


def _calendar_date(value: object) -> object:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(f"{value!r} is no date: write it as 2027-01-31") from None
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError(f"{value!r} is no date: write it as 2027-01-31, without a time")
    return value


CalendarDate = Annotated[date, BeforeValidator(_calendar_date)]
Whole = Annotated[int, Field(strict=True)]
