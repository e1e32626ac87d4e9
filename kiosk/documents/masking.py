"""How much of a person may be shown or printed."""

from __future__ import annotations

STAR = "＊"


def mask_name(name: str) -> str:
    """The surname and a star for each further character; of a Latin name the first letter of each word."""
    if not name:
        return ""
    if name[0].isascii():
        return " ".join(word[0] + STAR for word in name.split()[:3])
    return name[0] + STAR * min(max(len(name) - 1, 1), 3)


def mask_number(number: str) -> str:
    """The first four and last two characters (last two alone of a short one), stars between."""
    if len(number) < 8:
        return STAR * max(len(number) - 2, 0) + number[-2:]
    return f"{number[:4]}{STAR * 6}{number[-2:]}"
