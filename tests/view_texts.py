"""The messages in a view, for tests of words."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from kiosk.words import Data, Text

_FIELDS: dict[type, tuple[str, ...] | None] = {}


def fields_of(kind: type) -> tuple[str, ...] | None:
    """The fields of a dataclass that has an instance; None for another type. dataclasses.fields is too slow for the
    millions of calls here."""
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(each.name for each in fields(kind)) if is_dataclass(kind) else None
    return _FIELDS[kind]


def texts_in(value: Any) -> list[Text]:
    """Every message anywhere in a view."""
    if isinstance(value, Text):
        return [value, *(found for _, each in value.args for found in texts_in(each))]
    if isinstance(value, tuple):
        return [found for each in value for found in texts_in(each)]
    if isinstance(value, Data) or (names := fields_of(type(value))) is None:
        return []
    return [found for name in names for found in texts_in(getattr(value, name))]
