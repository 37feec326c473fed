"""What the demo's services hang at their doors: how full some are, how to get in by night."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.signs.hanging import hang_entrance, mark_saturation
from garde.signs.saturation import LEVELS

_WAYS_IN = (
    {
        "fr": "Sonnez à la cloche verte, à gauche de l’entrée.",
        "nl": "Bel aan bij de groene bel, links van de ingang.",
        "en": "Ring the green bell, left of the entrance.",
        "es": "Llame al timbre verde, a la izquierda de la entrada.",
        "ar": "اقرع الجرس الأخضر على يسار المدخل.",
    },
    {
        "fr": "Passez par la cour et frappez à la fenêtre éclairée.",
        "nl": "Ga via de binnenplaats en klop op het verlichte raam.",
        "en": "Go through the yard and knock at the lit window.",
    },
)
EVERY = 6
"""One service in so many says how full it is."""


def hang_invented_signs(
    session: Session, config: BasinConfig, services: Iterable[Service], *, actor: Actor, at: datetime
) -> None:
    """The same signs for the same services: nothing is left to chance."""
    by_door = {line.id for line in config.lines if "door" in line.modes}
    for number, service in enumerate(services):
        if by_door.intersection(service.lines):
            texts = _WAYS_IN[number % len(_WAYS_IN)]
            hang_entrance(session, config, service.external_id, texts, actor=actor, at=at)
        if number % EVERY == 0:
            level = LEVELS[number // EVERY % len(LEVELS)]
            mark_saturation(session, config, service.external_id, level, actor=actor, at=at)
