"""Widgets of form fields, their keyboards, and the formats of answers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.vocabulary.builds import Word

WIDGETS: Mapping[str, Word] = MappingProxyType(
    {
        "digits": Word(),
        "id_number": Word(),
        "latin": Word(),
        "chinese": Word(),
        "name": Word(),
        "date": Word(),
        "choice": Word(),
        "name_in_letters": Word(in_items=False),
        "slip_number": Word(in_items=False),
        "search": Word(in_items=False),
    }
)
"""Widgets of a form field (the values of kiosk.view.FieldKind)."""

KEYBOARDS: Mapping[str, str] = MappingProxyType(
    {
        "digits": "0123456789",
        "date": "0123456789",
        "id_number": "0123456789X",
        "latin": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-.'@ ",
        "slip_number": "0123456789QWERTYPASDFGHJKZXCVBNM",
    }
)
"""Widget → the characters that its on-screen keyboard can write; a widget that is not listed can write any."""

SET_BY_FIELD: Mapping[str, str] = MappingProxyType({"slip_number": "-", "date": "-"})
"""Widget → separators that need no key: the field takes its text with and without them."""

IN_EVERY_VALUE: Mapping[str, str] = MappingProxyType(
    {
        "resident-number": "0123456789",
        "document-number": "0123456789",
        "phone": "0123456789",
        "bank-card": "0123456789",
        "date": "0123456789-",
    }
)
"""Format → characters without which no value of it can be written."""


LONGEST_VALUE: Mapping[str, int] = MappingProxyType(
    {"resident-number": 18, "document-number": 18, "phone": 16, "bank-card": 19}
)
"""Format → characters of its longest value. A date field sets its length itself."""


def unwritable(widget: str, text: str) -> str:
    """The characters of a text for which a widget's keyboard has no key, in either case of letters; "" if none."""
    keys = KEYBOARDS.get(widget)
    if keys is None:
        return ""
    known = {*keys.upper(), *SET_BY_FIELD.get(widget, "")}
    return "".join(dict.fromkeys(each for each in text if each.upper() not in known))


FORMATS: Mapping[str, Word] = MappingProxyType(
    {
        "resident-number": Word(),
        "document-number": Word(),
        "phone": Word(),
        "bank-card": Word(),
        "date": Word(),
    }
)
"""Formats of kiosk.catalogue.formats that an answer may be held to."""
