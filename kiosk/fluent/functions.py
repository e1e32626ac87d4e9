"""Functions that a message may call: MOMENT and DATE, in the formats of its language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from devices import CHINA
from devices.lazy_dataclass import dataclass

FUNCTIONS = frozenset({"MOMENT", "DATE"})
"""The names of `functions`."""


@dataclass(frozen=True)
class DateFormats:
    """Formats of `str.format` with the fields year, month, day, month_name and time (hours and minutes).

    The defaults, as in ISO 8601, are for a language that names none. Month names are given by hand because `%B` follows
    the machine's locale, which Qt sets from the environment.
    """

    day: str = "{year}-{month:02}-{day:02}"
    moment: str = "{month:02}-{day:02} {time}"
    months: tuple[str, ...] = ()

    def check(self) -> None:
        """Raise ValueError for months that are not twelve, or a format that cannot be filled in."""
        if len(self.months) not in (0, 12):
            raise ValueError(f"months: {len(self.months)} names, not 12")
        for name in ("day", "moment"):
            try:
                self.fill(getattr(self, name), date(2026, 1, 1))
            except (LookupError, ValueError, AttributeError) as error:
                raise ValueError(f"{name}: cannot be filled in: {error!r}") from None

    def fill(self, pattern: str, day: date, time: str = "") -> str:
        named = {"month_name": self.months[day.month - 1]} if self.months else {}
        return pattern.format(year=day.year, month=day.month, day=day.day, time=time, **named)


def functions(formats: DateFormats) -> dict[str, Callable[[Any], Any]]:
    """The functions by name."""

    def moment(at: Any) -> str:
        """Day and time in China of an ISO 8601 moment that carries its zone."""
        when = datetime.fromisoformat(str(at))
        if when.tzinfo is None:
            raise ValueError("a moment without its zone")
        when = when.astimezone(CHINA)
        return formats.fill(formats.moment, when, f"{when:%H:%M}")

    def day(on: Any) -> str:
        """An ISO 8601 day in words; anything else is returned unchanged."""
        try:
            when = date.fromisoformat(str(on))
        except ValueError:
            return str(on)
        return formats.fill(formats.day, when)

    return {"MOMENT": moment, "DATE": day}
