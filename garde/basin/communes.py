"""The communes of a basin: names that people know better than postcodes."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from garde.basin.names import Names

Code = Annotated[str, Field(pattern=r"^[1-9][0-9]{3}$")]


class Commune(BaseModel):
    """A place that people call by its name, and its postcodes in this basin."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)
    names: Names
    postcodes: tuple[Code, ...] = Field(min_length=1)
