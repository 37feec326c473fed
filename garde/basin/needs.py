"""The kinds of need by which a basin counts who comes to a duty, and those of a basin that names none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from garde.basin.names import Names


class Need(BaseModel):
    """One kind of need, as broad as the services agreed on: it never tells anything about a person.

    ``lines`` are the duty lines whose form asks for it; none: all of them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    names: Names
    lines: tuple[str, ...] = ()

    def concerns(self, line: str) -> bool:
        """Whether the form of that line asks for it."""
        return not self.lines or line in self.lines


def _need(name: str, fr: str, nl: str, en: str) -> Need:
    return Need(id=name, names={"fr": fr, "nl": nl, "en": en})


DEFAULT_NEEDS = (
    _need("medicine", "Médicament, pharmacie", "Geneesmiddel, apotheek", "Medicine, pharmacy"),
    _need("health", "Problème de santé", "Gezondheidsprobleem", "Health complaint"),
    _need("care", "Soins infirmiers", "Verpleegkundige zorg", "Nursing care"),
    _need(
        "mental-health",
        "Santé mentale, écoute",
        "Geestelijke gezondheid, luisterend oor",
        "Mental health, someone to talk to",
    ),
    _need("shelter", "Logement, abri", "Huisvesting, onderdak", "Housing, shelter"),
    _need(
        "basic-goods", "Nourriture, vêtements, hygiène", "Voeding, kleding, hygiëne", "Food, clothes, hygiene"
    ),
    _need("rights", "Droits, papiers, argent", "Rechten, papieren, geld", "Rights, papers, money"),
    _need("violence", "Violence, sécurité", "Geweld, veiligheid", "Violence, safety"),
    _need(
        "sexual-health", "Contraception, grossesse", "Anticonceptie, zwangerschap", "Contraception, pregnancy"
    ),
    _need(
        "orientation", "Renseignement, orientation", "Inlichting, doorverwijzing", "Information, where to go"
    ),
    _need("other", "Autre", "Iets anders", "Something else"),
)
"""A start for any basin: broad enough to be ticked in half a minute."""


def need_faults(needs: Sequence[Need], lines: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Where kinds of need contradict each other or the basin's lines: path, what, what to do."""
    for name, count in Counter(need.id for need in needs).items():
        if count > 1:
            yield "needs", f"{name} stands {count} times", "keep it once"
    for index, need in enumerate(needs):
        lost = [line for line in need.lines if line not in lines]
        if lost:
            yield f"needs[{index}].lines", f"unknown line {', '.join(lost)}", "use the id of a line"
    for line in lines:
        if not any(need.concerns(line) for need in needs):
            yield "needs", f"none concerns line {line}", "name the line, or add one without lines"
