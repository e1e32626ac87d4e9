"""What a message may call: MOMENT and DATE, as each language tells them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from devices import CHINA

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""By hand: `%B` follows the machine's locale, which Qt sets from the environment."""


def _moment(language: str) -> Callable[[Any], str]:
    """Day and time in China of an ISO 8601 moment that carries its zone: 11月23日 21:52; 23 November, 21:52."""

    def moment(at: Any) -> str:
        when = datetime.fromisoformat(str(at))
        if when.tzinfo is None:
            raise ValueError("a moment without its zone")
        when = when.astimezone(CHINA)
        if language.startswith("zh"):
            return f"{when.month}月{when.day}日 {when:%H:%M}"
        return f"{when.day} {MONTHS[when.month - 1]}, {when:%H:%M}"

    return moment


def _date(language: str) -> Callable[[Any], str]:
    """An ISO 8601 day in words: 2026年11月20日; 20 November 2026. What is no such day is said as it came."""

    def day(on: Any) -> str:
        try:
            when = date.fromisoformat(str(on))
        except ValueError:
            return str(on)
        if language.startswith("zh"):
            return f"{when.year}年{when.month}月{when.day}日"
        return f"{when.day} {MONTHS[when.month - 1]} {when.year}"

    return day


def functions(language: str) -> dict[str, Callable[[Any], Any]]:
    """What a message may call, by name: MOMENT and DATE."""
    return {"MOMENT": _moment(language), "DATE": _date(language)}
