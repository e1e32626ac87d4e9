"""Masking of names and identity numbers for screen and paper."""

from __future__ import annotations

STAR = "＊"


def mask_name(name: str) -> str:
    """Mask a name: the surname and a star per further character (at most three); of a Latin name the initials."""
    if not name:
        return ""
    if name[0].isascii():
        return " ".join(word[0] + STAR for word in name.split()[:3])
    return name[0] + STAR * min(max(len(name) - 1, 1), 3)


def mask_number(number: str) -> str:
    """Mask a number: the first four and last two characters (of a short one the last two), stars between."""
    if len(number) < 8:
        return STAR * max(len(number) - 2, 0) + number[-2:]
    return f"{number[:4]}{STAR * 6}{number[-2:]}"
