"""The frame of a message: greeting, what it tells, where to look, how to answer."""

from __future__ import annotations

from garde.basin.config import BasinConfig
from garde.messages.moments import basin_in_words
from garde.messages.words import WORDS


def letter(config: BasinConfig, language: str, *paragraphs: str) -> str:
    """A plain text with its greeting, where to look, how to answer, and the basin's name."""
    words = WORDS[language]
    ends = [
        words.page,
        *([words.answer] if config.messages.reply_to else []),
        basin_in_words(config, language),
    ]
    return "\n\n".join([words.hello, *paragraphs, *ends]) + "\n"
