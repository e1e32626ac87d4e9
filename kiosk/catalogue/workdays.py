"""Working days: weekends and public holidays as data, one file a year, published with the catalogue.

The rule of a year is known only when the State Council has announced it. A year without a file is not known, and no day
in it is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated

from devices.lazy_dataclass import dataclass
from devices.strict_struct import Limits, ShapeError, StrictStruct, read
from devices.text_files import read_toml
from kiosk.catalogue.mistake import Mistake

SATURDAY = 5
DAYS_MOST = 1000
"""Working days that are counted at most: four years."""
Days = Annotated[tuple[date, ...], Limits(max_length=120)]


class WorkYear(StrictStruct, frozen=True, omit_defaults=True):
    """One year: the weekdays that are off, and the weekend days that are worked."""

    year: Annotated[int, Limits(ge=2000, le=2199)]
    off: Days = ()
    work: Days = ()

    def __post_init__(self) -> None:
        for day in (*self.off, *self.work):
            if day.year != self.year:
                raise ValueError(f"{day} is not in {self.year}")
        for day in self.off:
            if day.weekday() >= SATURDAY:
                raise ValueError(f"off: {day} is a weekend day, which is off already")
        for day in self.work:
            if day.weekday() < SATURDAY:
                raise ValueError(f"work: {day} is a weekday, which is worked already")


@dataclass(frozen=True)
class Workdays:
    """The years that are known."""

    years: tuple[WorkYear, ...] = field(default=(), repr=False)

    @cached_property
    def _by_year(self) -> Mapping[int, tuple[frozenset[date], frozenset[date]]]:
        return {each.year: (frozenset(each.off), frozenset(each.work)) for each in self.years}

    def is_working(self, day: date) -> bool | None:
        """Whether people work on that day; None in a year that is not known."""
        known = self._by_year.get(day.year)
        if known is None:
            return None
        off, work = known
        return day in work or (day.weekday() < SATURDAY and day not in off)


def add_working_days(day: date, count: int, calendar: Workdays) -> date | None:
    """Return the last of `count` working days after `day`, which is not counted itself (Civil Code, article 201).

    None if one of the days in between is in a year that is not known, or `count` is negative or beyond DAYS_MOST.
    """
    if not 0 <= count <= DAYS_MOST:
        return None
    while count:
        if day == date.max:
            return None
        day += timedelta(days=1)
        working = calendar.is_working(day)
        if working is None:
            return None
        count -= working
    return day


def read_workdays(folder: Path) -> tuple[WorkYear, ...]:
    """Read the files `<year>.toml` of a folder; none if there is no folder. Raises BadWorkdays with every mistake."""
    mistakes: list[Mistake] = []
    years = tuple(_years(sorted(folder.glob("*.toml")), mistakes))
    if mistakes:
        raise BadWorkdays(mistakes)
    return years


class BadWorkdays(Exception):
    """A file of working days is wrong; `mistakes` has all mistakes."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


def _years(files: Iterable[Path], mistakes: list[Mistake]) -> Iterator[WorkYear]:
    for file in files:
        if not (file.stem.isascii() and file.stem.isdigit() and len(file.stem) == 4):
            mistakes.append(Mistake(str(file), "file", "is not named by a year", "name it as in 2026.toml"))
            continue
        try:
            yield read(WorkYear, {"year": int(file.stem), **read_toml(file)})
        except ShapeError as error:
            mistakes += [
                Mistake(str(file), ".".join(one.place) or "file", one.wrong, one.remedy) for one in error.mismatches
            ]
        except (OSError, ValueError) as error:
            mistakes.append(Mistake(str(file), "file", f"cannot be read: {error}", "correct what is written there"))
