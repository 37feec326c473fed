"""Reading a basin's file, and every fault of it, before anything else sees it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from garde.basin.config import BasinConfig
from garde.basin.consistency import Fault, Inconsistent
from garde.errors import BadInput, NotFound

LARGEST_FILE = 2_000_000
"""Bytes; a basin's file has some ten thousand."""

_SHOWN_FAULTS = 4

_WORDS = {
    "missing": ("is missing", "add it"),
    "string_type": ("is no text", "write it in quotes"),
    "int_type": ("is no whole number", "write it without quotes or decimals"),
    "float_type": ("is no number", "write it without quotes"),
    "bool_type": ("is neither true nor false", "write true or false, without quotes"),
    "tuple_type": ("is no list", "write it in square brackets"),
    "dict_type": ("is no table", "write it as { fr = \"…\", nl = \"…\" }"),
    "model_type": ("is no table", "write its keys under a heading"),
    "model_attributes_type": ("is no table", "write its keys under a heading"),
}  # fmt: skip

_PATTERNS = {
    "^[a-z0-9]+(-[a-z0-9]+)*$": "use lower-case letters, digits and single hyphens",
    "^[1-9][0-9]{3}$": "use the four digits of a postcode",
    "^[0-9 ]{3,20}$": "use digits and spaces",
    "^[A-Z]{2}$": "use the two capitals of a country, as BE",
    r"^[^@\s]+@[^@\s]+$": "write an e-mail address, as garde@example.org",
    r"^https?://\S+$": "write a web address, as https://example.org/garde",
}


class BasinRefused(BadInput):
    """A basin's file cannot be used. ``faults`` are all of them; the one line shows the first few."""

    def __init__(self, path: Path, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        shown = " / ".join(fault.one_line() for fault in self.faults[:_SHOWN_FAULTS])
        hidden = len(self.faults) - _SHOWN_FAULTS
        more = f" / and {hidden} more" if hidden > 0 else ""
        super().__init__(shown + more, where=str(path))


def load_basin(path: Path) -> BasinConfig:
    """The basin that the TOML file describes.

    Raises BasinRefused with every fault by key path, and NotFound when there is no such file.
    """
    text = _text(path)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BasinRefused(path, [_syntax_fault(str(error), text)]) from None
    except RecursionError:
        raise BasinRefused(path, [Fault("", "is nested too deeply", "this is no basin file")]) from None
    try:
        return BasinConfig.model_validate(document)
    except ValidationError as error:
        raise BasinRefused(path, _faults(error)) from None


def to_json(config: BasinConfig) -> str:
    """The whole configuration as JSON, to be kept in the database; the same for the same basin."""
    return config.model_dump_json()


def from_json(text: str) -> BasinConfig:
    """The configuration that ``to_json`` wrote.

    Raises BasinRefused when it is damaged or was written by a version with other keys.
    """
    try:
        return BasinConfig.model_validate_json(text)
    except ValidationError as error:
        raise BasinRefused(Path("stored basin"), _faults(error)) from None


def shipped_config_dir() -> Path:
    """The folder of shipped configuration: inside an installed garde, or beside it in a source checkout.

    Raises NotFound when neither has it.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_config", package.parent / "config"):
        if (folder / "basins").is_dir():
            return folder
    raise NotFound("the shipped basins are missing", where=str(package), remedy="install garde again")


def shipped_basins() -> dict[str, Path]:
    """The file of each shipped basin, by the basin's id (which is the file's name)."""
    files = (shipped_config_dir() / "basins").glob("*.toml")
    return {path.stem: path for path in sorted(files, key=lambda path: path.stem)}


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise NotFound(
            "there is no such file", where=str(path), remedy="give the path of a basin's TOML file"
        ) from None
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise BadInput(reason, where=str(path), remedy="give a readable TOML file") from None
    if len(content) > LARGEST_FILE:
        raise BadInput(f"has more than {LARGEST_FILE} bytes", where=str(path), remedy="this is no basin file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadInput("is not UTF-8", where=f"{path}, line {line}", remedy="save it as UTF-8") from None


def _syntax_fault(message: str, text: str) -> Fault:
    found = re.match(r"(.*) \(at line (\d+), column (\d+)\)$", message, re.DOTALL)
    if found:
        return Fault(
            f"line {found[2]}, column {found[3]}", f"no valid TOML ({found[1]})", "correct that line"
        )
    line = len(text.splitlines()) or 1
    return Fault(
        f"line {line}", f"no valid TOML ({message.removesuffix(' (at end of document)')})", "correct it"
    )


def _faults(error: ValidationError) -> list[Fault]:
    found: list[Fault] = []
    for detail in error.errors():
        cause = detail.get("ctx", {}).get("error")
        if isinstance(cause, Inconsistent):
            found += cause.faults
        else:
            found.append(
                _fault(detail["loc"], detail["type"], detail["msg"], detail["input"], detail.get("ctx", {}))
            )
    return found


def _fault(
    place: tuple[int | str, ...], kind: str, message: str, value: object, context: Mapping[str, Any]
) -> Fault:
    path = _path(place)
    if kind == "json_invalid":
        return Fault("", "is damaged", "load the basin's file again with: garde init BASIN.toml")
    if kind == "extra_forbidden":
        return Fault(path, "is no known key", _nearest_key(place))
    if kind in _WORDS:
        what, remedy = _WORDS[kind]
        return Fault(path, what if kind == "missing" else f"{_short(value)} {what}", remedy)
    if kind == "string_pattern_mismatch":
        return Fault(path, f"{_short(value)} does not fit", _PATTERNS.get(context["pattern"]))
    if kind == "value_error":
        what, _, remedy = str(context["error"]).partition(": ")
        return Fault(path, what, remedy or None)
    return Fault(path, f"{_short(value)} is refused", message[:1].lower() + message[1:])


def _path(place: tuple[int | str, ...]) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return text.removeprefix(".")


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _nearest_key(place: tuple[int | str, ...]) -> str:
    known = sorted(_keys_at(place[:-1]))
    near = get_close_matches(str(place[-1]), known, n=1)
    return f"did you mean {near[0]}?" if near else f"known here: {', '.join(known)}"


def _keys_at(place: tuple[int | str, ...]) -> list[str]:
    """The keys that may stand at a path: follows the types of the fields from the root."""
    model: type[BaseModel] = BasinConfig
    for part in place:
        if isinstance(part, str) and part in model.model_fields:
            inner = _model_in(model.model_fields[part].annotation)
            if inner is not None:
                model = inner
    return list(model.model_fields)


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((inner for part in get_args(annotation) if (inner := _model_in(part)) is not None), None)
