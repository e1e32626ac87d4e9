"""Departments of the sandbox, each an office: their names, which items they handle, and when they take cases.

Read from `department.toml` in each folder of config/departments. A department without hours always takes cases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import datetime, time, timedelta, timezone
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from devices.lazy_dataclass import dataclass
from devices.strict_struct import ShapeError
from devices.text_files import read_toml
from kiosk.catalogue.case_rules import SANDBOX, CaseRules, read_rules
from kiosk.catalogue.workdays import Workdays

FILE = "department.toml"
CHINA = timezone(timedelta(hours=8))
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SPAN = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]|24):([0-5][0-9])")
LOOK_AHEAD_DAYS = 31
"""A department that opens later than that states no moment."""

Span = tuple[timedelta, timedelta]
"""From and until, since midnight."""


def _spans(text: str) -> tuple[Span, ...]:
    found = []
    for part in text.split():
        match = SPAN.fullmatch(part)
        if match is None:
            raise ValueError(f"{part!r} is no time as in 09:00-12:00")
        hours = [int(each) for each in match.groups()]
        span = (timedelta(hours=hours[0], minutes=hours[1]), timedelta(hours=hours[2], minutes=hours[3]))
        if not span[0] < span[1] <= timedelta(days=1):
            raise ValueError(f"{part!r} ends before it begins")
        found.append(span)
    return tuple(found)


def _hours(text: str) -> str:
    _spans(text)
    return text


Hours = Annotated[str, Field(max_length=100), AfterValidator(_hours)]


class Office(BaseModel):
    """One department. `hours` has a line for each weekday on which it takes cases, such as "09:00-12:00 13:30-17:00";
    with `holidays` it follows the working days: off on a public holiday, and the hours of `mon` on a weekend that is
    worked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = ""
    items: tuple[str, ...]
    titles: Mapping[str, str] = Field(min_length=1)
    short: Mapping[str, str] = Field(min_length=1)
    hours: Mapping[str, Hours] = Field(default_factory=dict)
    holidays: bool = False

    def seconds_to_opening(self, now: datetime, calendar: Workdays) -> int | None:
        """Return 0 if it takes cases now, else the seconds until it does; None if not within LOOK_AHEAD_DAYS."""
        if not self.hours:
            return 0
        local = now.astimezone(CHINA)
        for ahead in range(LOOK_AHEAD_DAYS):
            day = local.date() + timedelta(days=ahead)
            midnight = datetime.combine(day, time(), CHINA)
            for begins, ends in _spans(self.hours.get(self._row(midnight, calendar), "")):
                if local < midnight + ends:
                    return max(0, -int((local - midnight - begins) // timedelta(seconds=1)))
        return None

    def _row(self, midnight: datetime, calendar: Workdays) -> str:
        weekday = DAYS[midnight.weekday()]
        if not self.holidays:
            return weekday
        working = calendar.is_working(midnight.date())
        if working is False:
            return "closed"
        return "mon" if working and weekday in ("sat", "sun") else weekday


NOBODY = Office(id="", items=(), titles={"zh-CN": "办理部门"}, short={"zh-CN": "部门"})
"""The department of an item that no folder names: it always takes cases."""


@dataclass(frozen=True)
class Departments:
    """All offices, and the rules of each item by its id."""

    offices: tuple[Office, ...] = ()
    rules: Mapping[str, CaseRules] = field(default_factory=lambda: MappingProxyType({}))

    def of_item(self, item_id: str) -> Office:
        """The office that the item's rules name, else the one that names the item."""
        named = self.rules.get(item_id, CaseRules()).department
        handles = (each for each in self.offices if (each.id == named if named else item_id in each.items))
        return next(handles, NOBODY)


def load_departments(departments: Path, services: Path) -> Departments:
    """Read all departments, and the rules in the folders of the items. Raises OSError, and ValueError, which begins
    with the path, for a wrong file."""
    offices = tuple(_read(sorted(departments.glob(f"*/{FILE}"))))
    rules: dict[str, CaseRules] = {}
    for file in sorted(services.glob(f"*/{SANDBOX}")) if services.is_dir() else ():
        try:
            rules[file.parent.name] = read_rules(file.parent)
        except (ShapeError, ValueError) as error:
            raise ValueError(f"{file}: {error}") from None
        named = rules[file.parent.name].department
        if named and named not in {each.id for each in offices}:
            raise ValueError(f"{file}: department: there is no folder {departments / named}")
    return Departments(offices, MappingProxyType(rules))


def _read(files: list[Path]) -> Iterator[Office]:
    taken: dict[str, str] = {}
    for file in files:
        try:
            office = Office.model_validate({**read_toml(file), "id": file.parent.name})
            unknown = sorted(set(office.hours) - set(DAYS))
            if unknown:
                raise ValueError(f"hours: {unknown[0]!r} is no weekday: {', '.join(DAYS)}")
            twice = next((item for item in office.items if item in taken), None)
            if twice is not None:
                raise ValueError(f"items: {twice} is handled by {taken[twice]} already")
        except (ValueError, TypeError) as error:
            raise ValueError(f"{file}: {' '.join(str(error).split())}") from None
        taken |= dict.fromkeys(office.items, office.id)
        yield office
