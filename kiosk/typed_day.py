"""A day as it is typed: eight digits, with hyphens set by the field."""

from __future__ import annotations

DATE_LENGTH = 10
"""Characters of a complete day."""


def date_as_typed(text: str) -> str:
    """Return the digits of a day with hyphens between year, month and day, as far as typed: `1950`, `1950-0`,
    `1950-06-15`.

    A first digit that no month or day begins with, and a single digit before a separator, get their zero."""
    parts = "".join(each if each.isascii() and each.isdigit() else "-" for each in text).split("-")
    last = len(parts) - 1
    digits = "".join(part.zfill(2) if len(part) == 1 and 0 < place < last else part for place, part in enumerate(parts))
    year, rest = digits[:4], digits[4:]
    shown = [year]
    for first_at_most in "13":
        rest = f"0{rest}" if rest[:1] > first_at_most else rest
        shown.append(rest[:2])
        rest = rest[2:]
    return "-".join(part for part in shown if part)
