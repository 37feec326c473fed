"""The places that can be chosen on the page, as people look for them: commune, postcode, quarter."""

from __future__ import annotations

from dataclasses import dataclass

from garde.basin.config import BasinConfig
from garde.web.words import Words

Choice = tuple[str, str]
"""What stands in the address, and its name."""


@dataclass(frozen=True, slots=True)
class PostcodeChoices:
    """A postcode with the names of its communes, and its quarters by name.

    ``ids`` are the postcode and every commune that is just this postcode: they choose the same.
    """

    postcode: str
    name: str
    ids: tuple[str, ...]
    quarters: tuple[Choice, ...]


def postcode_choices(config: BasinConfig, words: Words) -> tuple[PostcodeChoices, ...]:
    """Each postcode of the basin."""
    found = []
    for postcode in config.postcodes:
        communes = [commune for commune in config.communes if postcode in commune.postcodes]
        names = " / ".join(words.name(commune.names) for commune in communes)
        quarters = [
            (quarter.id, words.name(quarter.names))
            for quarter in config.quarters
            if quarter.postcode == postcode
        ]
        found.append(
            PostcodeChoices(
                postcode=postcode,
                name=f"{postcode} {names}".strip(),
                ids=(postcode, *(one.id for one in communes if one.postcodes == (postcode,))),
                quarters=tuple(sorted(quarters, key=lambda choice: choice[1].casefold())),
            )
        )
    return tuple(found)


def commune_choices(config: BasinConfig, words: Words) -> tuple[Choice, ...]:
    """The communes that take in more than one postcode, by name."""
    wide = [(one.id, words.name(one.names)) for one in config.communes if len(one.postcodes) > 1]
    return tuple(sorted(wide, key=lambda choice: choice[1].casefold()))
