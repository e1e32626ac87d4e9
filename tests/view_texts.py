"""The messages in a view, for tests of words."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from kiosk.words import Data, Text


def texts_in(value: Any) -> list[Text]:
    """Every message anywhere in a view."""
    if isinstance(value, Text):
        return [value, *(found for _, each in value.args for found in texts_in(each))]
    if isinstance(value, tuple):
        return [found for each in value for found in texts_in(each)]
    if is_dataclass(value) and not isinstance(value, type | Data):
        return [found for each in fields(value) for found in texts_in(getattr(value, each.name))]
    return []
