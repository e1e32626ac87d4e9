"""Typed reading of parsed TOML and of JSON (msgspec), with a report of every mismatch.

Used where loading pydantic would delay the start. A subclass of `StrictStruct` is the schema: unknown keys are errors,
instances are frozen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import cache
from itertools import islice
from types import MappingProxyType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec.structs import asdict, fields, replace

from devices.lazy_dataclass import dataclass

__all__ = [
    "Limits",
    "Mismatch",
    "NotJson",
    "ShapeError",
    "StrictStruct",
    "asdict",
    "field",
    "near_word",
    "parse_json",
    "read",
    "read_json",
    "replace",
    "write",
]

Limits = msgspec.Meta
"""Constraints on a value, for `Annotated`. A pattern ends with \\Z, because $ also matches before a final newline."""
field = msgspec.field


class StrictStruct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all schemas: frozen, unknown keys are errors."""


REMEDIES: Mapping[str, str] = {
    "missing": "add it",
    "unknown": "remove it or correct its spelling",
    "word": "correct the value",
    "value": "correct the value",
}
MOST_MISMATCHES = 100
"""Reported of one piece of data."""
LONGEST_WORD = 50
"""Characters of a word that is compared with those that are known."""

S = TypeVar("S", bound=StrictStruct)


class ShapeError(Exception):
    """The data does not fit the schema; `mismatches` lists every difference."""

    def __init__(self, found: list[Mismatch]) -> None:
        super().__init__("; ".join(f"{'.'.join(each.place)}: {each.wrong}" for each in found))
        self.mismatches = found


class NotJson(Exception):
    """The bytes are not JSON of this schema; the message gives the place and never quotes them."""


@dataclass(frozen=True)
class Mismatch:
    """One difference: its place, a message, and its kind.

    missing: a required field is absent. unknown: the struct has no such field. word: a string outside a closed list.
    value: anything else.
    """

    place: tuple[str, ...]
    wrong: str
    kind: Literal["missing", "unknown", "word", "value"] = "value"
    word: str = ""
    """The unknown key or word."""
    known: tuple[tuple[str, ...], ...] = ()
    """Lists of the known ones, the likeliest first."""

    @property
    def near(self) -> str:
        """The known word that a misspelt one is closest to; "" if none is close. To find it takes a while."""
        return next(filter(None, (near_word(self.word, each) for each in self.known)), "")

    @property
    def remedy(self) -> str:
        """The remedy, for the author of the data."""
        near = self.near
        return f"did you mean {near!r}?" if near else REMEDIES[self.kind]

    @property
    def line(self) -> str:
        """Place, reason and remedy, for people."""
        return ": ".join(filter(None, (".".join(self.place), f"{self.wrong}; {self.remedy}")))


def read(shape: type[S], raw: Any) -> S:
    """Convert parsed data to `shape`. Raises ShapeError with every mismatch."""
    try:
        return msgspec.convert(raw, shape)
    except msgspec.ValidationError as error:
        found = list(islice(mismatches(shape, raw), MOST_MISMATCHES))
        raise ShapeError(found or [Mismatch((), str(error))]) from None
    except RecursionError:
        raise ShapeError([Mismatch((), "nested too deep")]) from None


def read_json(shape: type[S], content: bytes) -> S:
    """Decode JSON to `shape`. Raises NotJson."""
    try:
        return msgspec.json.decode(content, type=shape)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        place = str(error).rpartition(" - at ")[2] if isinstance(error, msgspec.ValidationError) else "not JSON"
        raise NotJson(place.strip("`")) from None


def parse_json(content: bytes) -> Any:
    """Decode JSON to plain Python data. Raises NotJson."""
    try:
        return msgspec.json.decode(content)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise NotJson("not JSON") from None


def write(shape: StrictStruct) -> bytes:
    """Encode as JSON; the same data gives the same bytes on every machine."""
    return msgspec.json.encode(shape)


def near_word(word: str, known: Iterable[str], likeness: float = 0.65) -> str:
    """The known word that a misspelt one is closest to; "" if none is so much like it (1: the same)."""
    if len(word) > LONGEST_WORD:
        return ""
    # Loaded where somebody misspelt something, never at a start.
    from difflib import get_close_matches

    by_letters = {each.lower(): each for each in known}
    close = get_close_matches(word.lower(), list(by_letters), 1, likeness)
    return by_letters[close[0]] if close else ""


def mismatches(shape: Any, raw: Any, place: tuple[str, ...] = ()) -> Iterator[Mismatch]:
    """Yield every difference of `raw` from a schema, or from any other type of a field."""
    longest = _longest(shape)
    if longest is not None and _is_longer(shape, raw, longest):
        # Said without looking inside: to look through a list of a million takes minutes.
        yield Mismatch(place, f"is longer than {longest}")
        return
    found = False
    for each in _nested(shape, raw, place):
        found = True
        yield each
    if not found:
        try:
            msgspec.convert(raw, shape)
        except msgspec.ValidationError as error:
            wrong = _message(shape, str(error))
            if isinstance(raw, str) and _is_closed_list(shape):
                yield Mismatch(place, wrong, "word", raw, (_closed_list(shape),))
            else:
                yield Mismatch(place, wrong)


def _longest(shape: Any) -> int | None:
    """The limit of a value's length; None if it has none."""
    limits = get_args(shape)[1:] if get_origin(shape) is Annotated else ()
    return next((each.max_length for each in limits if each.max_length is not None), None)


def _is_longer(shape: Any, raw: Any, longest: int) -> bool:
    """Whether it is data of the right sort, and longer than its limit."""
    sized = isinstance(raw, str) if get_args(shape)[0] is str else isinstance(raw, list | tuple | Mapping)
    return sized and len(raw) > longest


@cache
def _fields(shape: type[StrictStruct]) -> Mapping[str, Any]:
    """The fields of a schema by the names they have in the data; msgspec needs a millisecond to list them."""
    return MappingProxyType({each.encode_name: each for each in fields(shape)})


def _nested(shape: Any, raw: Any, place: tuple[str, ...]) -> Iterator[Mismatch]:
    origin, inner = get_origin(shape), get_args(shape)
    if origin is Annotated:
        yield from _nested(inner[0], raw, place)
    elif origin in (Union, UnionType) and raw is not None:
        for each in inner:
            if each is not type(None):
                yield from _nested(each, raw, place)
    elif origin is tuple and isinstance(raw, (list, tuple)):
        for number, each in enumerate(raw):
            yield from mismatches(inner[0], each, (*place, str(number)))
    elif origin is Mapping and isinstance(raw, Mapping):
        for key, each in raw.items():
            yield from mismatches(inner[1], each, (*place, str(key)))
    elif isinstance(shape, type) and issubclass(shape, StrictStruct) and isinstance(raw, Mapping):
        known = _fields(shape)
        for name in raw:
            if name in known:
                yield from mismatches(known[name].type, raw[name], (*place, name))
            else:
                lists = tuple(each for each in known if each not in raw), tuple(known)
                yield Mismatch((*place, str(name)), "is not known here", "unknown", str(name), lists)
        for name, each in known.items():
            if each.required and name not in raw:
                yield Mismatch((*place, name), "is missing", "missing")


def _is_closed_list(shape: Any) -> bool:
    return get_origin(shape) is Literal or (isinstance(shape, type) and issubclass(shape, Enum))


def _closed_list(shape: Any) -> tuple[str, ...]:
    words = get_args(shape) if get_origin(shape) is Literal else [each.value for each in shape]
    return tuple(each for each in words if isinstance(each, str))


def _message(shape: Any, error: str) -> str:
    """Return the library's message without its place; for a closed list the accepted values."""
    base = get_args(shape)[0] if get_origin(shape) is Annotated else shape
    if _is_closed_list(base):
        words = get_args(base) if get_origin(base) is Literal else [each.value for each in base]
        return "must be one of " + ", ".join(map(repr, words))
    return error.partition(" - at ")[0]
