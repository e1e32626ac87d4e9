"""The text of one field of the chip: UTF-16LE into characters that can be shown, printed, sealed and looked up.

Half of a surrogate pair (a field cut by code units), a control or format character, a line separator and a code point
that is no character are left out; an old private-use point becomes its character. Each change is a flaw that keeps the
form read.
"""

from __future__ import annotations

from unicodedata import category

from devices.id_reader.contract import CardFlaw, FlawKind
from devices.id_reader.private_use import UNICODE_OF

PADDING = " \0"
UNREADABLE = "\ufffd"
"""In the form read: here was something that is no character."""


def text_of(raw: bytes) -> str:
    """Decode code units, whatever they are; halves of pairs stay in the text. An odd byte at the end is dropped."""
    return raw[: len(raw) // 2 * 2].decode("utf-16-le", "surrogatepass").strip(PADDING)


def clean(field: str, text: str) -> tuple[str, tuple[CardFlaw, ...]]:
    """Return the field's text without what is no character, and its flaws."""
    whole = "".join(UNREADABLE if _is_no_character(character) else character for character in text)
    mapped = whole.translate(UNICODE_OF)
    found = (
        (UNREADABLE in whole, FlawKind.INCOMPLETE),
        (mapped != whole, FlawKind.OLD_CODE),
        (any(category(character) == "Co" for character in mapped), FlawKind.NO_CHARACTER),
    )
    return mapped.replace(UNREADABLE, "").strip(PADDING), tuple(
        CardFlaw(field, kind, whole) for flawed, kind in found if flawed
    )


NOT_SHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""General categories of what is no part of a name and unseen: a direction override turns the text behind it round, a
line separator breaks a row of the page, a name of zero-width characters looks empty."""


def _is_no_character(character: str) -> bool:
    """Controls, format characters, separators, halves of a pair, and the two last points of each plane."""
    return category(character) in NOT_SHOWN or ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
