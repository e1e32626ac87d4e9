"""Builds of the terminal, compared by their numbers; and a word without rules."""

from __future__ import annotations

from devices.lazy_dataclass import dataclass

FIRST_BUILD = "0.1.0"


@dataclass(frozen=True)
class Word:
    """A word without rules; `in_items` is False where only the terminal's own pages use it."""

    in_items: bool = True
    since: str = FIRST_BUILD


def parse_build(build: str) -> tuple[int, ...]:
    """The numbers of a build such as 0.1.0, to be compared. Raises ValueError."""
    numbers = build.split(".")
    if len(numbers) != 3 or not all(each.isascii() and each.isdigit() for each in numbers):
        raise ValueError(f"{build!r} is no build: three numbers with full stops are needed, as in {FIRST_BUILD}")
    return tuple(map(int, numbers))
