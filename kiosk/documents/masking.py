"""Masking of names and identity numbers for screen and paper: at least half of the characters are always hidden."""

from __future__ import annotations

STAR = "＊"
MOST_HEAD, MOST_TAIL = 4, 2
"""Most characters that are shown at the beginning and at the end of a number."""
PHONE_MOST = 5
"""Most digits that are shown of a phone: at most half of the eleven."""
LONG = 8
"""From this length on the number of stars says nothing about the length."""


def mask_name(name: str) -> str:
    """Mask a name: the surname and a star per further character (at most three); of a Latin name the initials.

    A name or word of one character is hidden whole.
    """
    if name[:1].isascii():
        return " ".join((word[0] if len(word) > 1 else "") + STAR for word in name.split()[:3])
    return name[0] + STAR * min(len(name) - 1, 3) if len(name) > 1 else STAR


def mask_number(number: str) -> str:
    """Mask a number: of a long one the first four and last two characters are shown, of any at most half."""
    shown = min(len(number) // 2, MOST_HEAD + MOST_TAIL)
    tail = min(shown, MOST_TAIL)
    hidden = len(number) - shown if len(number) < LONG else MOST_HEAD + MOST_TAIL
    return number[: shown - tail] + STAR * hidden + number[len(number) - tail :]


def mask_phone(said: str) -> str:
    """Return a phone as the platform masked it, with more stars where it shows more digits than PHONE_MOST."""
    return said if sum(map(str.isdecimal, said)) <= PHONE_MOST else mask_number(said)
