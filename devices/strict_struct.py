"""Typed reading of parsed TOML and of JSON (msgspec), with a report of every mismatch.

Used where loading pydantic would delay the start. A subclass of `StrictStruct` is the schema: unknown keys are errors,
instances are frozen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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

    @property
    def remedy(self) -> str:
        """The remedy, for the author of the data."""
        return REMEDIES[self.kind]

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
            kind: Literal["word", "value"] = "word" if isinstance(raw, str) and _is_closed_list(shape) else "value"
            yield Mismatch(place, _message(shape, str(error)), kind)


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
                yield Mismatch((*place, str(name)), "is not known here", "unknown")
        for name, each in known.items():
            if each.required and name not in raw:
                yield Mismatch((*place, name), "is missing", "missing")


def _is_closed_list(shape: Any) -> bool:
    return get_origin(shape) is Literal or (isinstance(shape, type) and issubclass(shape, Enum))


def _message(shape: Any, error: str) -> str:
    """Return the library's message without its place; for a closed list the accepted values."""
    base = get_args(shape)[0] if get_origin(shape) is Annotated else shape
    if get_origin(base) is Literal:
        return "must be one of " + ", ".join(map(repr, get_args(base)))
    if isinstance(base, type) and issubclass(base, Enum):
        return "must be one of " + ", ".join(repr(each.value) for each in base)
    return error.partition(" - at ")[0]
