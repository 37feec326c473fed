"""What a section of a service's page is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from garde.web.my.visit import Visit

Given = Mapping[str, list[str]]
"""The fields of a form or of an address, each with all its values."""


@dataclass(frozen=True, slots=True)
class Done:
    """A form was carried out: where to go next, and which of the section's notices to show there.

    ``query`` is what else stands in the address; it never holds words that people wrote.
    """

    notice: str
    path: str | None = None
    query: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    """A form that cannot be carried out; ``sentence`` says why, in the reader's language."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        self.sentence = sentence
        self.status = status
        super().__init__(sentence)


@dataclass(frozen=True)
class Section:
    """One page below ``/my/TOKEN/``, in the file of its template's name.

    ``show`` gives what the template needs; ``post`` carries out a form, in one transaction, and raises
    Refused.
    ``notices`` are the sentences that a form may end with, by their codes.
    """

    path: str
    title: str
    template: str
    show: Callable[[Visit, Given], dict[str, object]]
    post: Callable[[Visit, Given], Done] | None = None
    notices: Mapping[str, str] = field(default_factory=dict)


def one(given: Given, name: str) -> str:
    """The last value given of a field, without blanks around it; "" when there is none."""
    values = given.get(name)
    return values[-1].strip() if values else ""
