"""Departments of the sandbox by data: their troubles and hours, and mistakes in what is written of them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from kiosk.platform.sandbox import cases
from kiosk.platform.sandbox.departments import NOBODY, load_departments
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.request_context import DEPARTMENT_FAULT
from tests.kiosk.platform.case_world import (
    CALENDAR,
    CHINA,
    CONFIG,
    OFFICE,
    TUESDAY,
    World,
    rule,
)

HOURS = {"mon": "09:00-12:00 13:30-17:00", "tue": "09:00-12:00 13:30-17:00", "fri": "09:00-17:00"}


@pytest.mark.parametrize(("kind", "state"), [("late", "received"), ("refuses", "not_accepted")])
def test_a_department_in_trouble(tmp_path: Path, kind: str, state: str) -> None:
    world = World(tmp_path, [rule({"after": "0m", "state": "accepted"})])
    token = DEPARTMENT_FAULT.set((kind, "civil"))
    try:
        case = world.case()
        assert world.row(case).state == state
    finally:
        DEPARTMENT_FAULT.reset(token)
    assert world.listed()[0]["state"] == ("accepted" if kind == "late" else "not_accepted")


@pytest.mark.parametrize(
    ("now", "seconds"),
    [
        ("2026-11-24T09:00", 0),
        ("2026-11-24T08:59", 60),
        ("2026-11-24T12:00", 5_400),
        ("2026-11-24T17:00", 2 * 86_400 + 16 * 3_600),  # Friday at nine
        ("2026-02-14T10:00", 0),  # a Saturday that is worked, by Monday's hours
        ("2026-02-16T10:00", 8 * 86_400 - 3_600),  # the Spring Festival, to Tuesday of the next week
        ("2027-01-04T10:00", 0),  # by the weekday alone: the year was not announced
    ],
)
def test_hours(now: str, seconds: int) -> None:
    office = OFFICE.model_copy(update={"hours": HOURS, "holidays": True})
    assert office.seconds_to_opening(datetime.fromisoformat(now).replace(tzinfo=CHINA), CALENDAR) == seconds


def test_a_closed_department_says_when_it_opens(tmp_path: Path) -> None:
    office = OFFICE.model_copy(update={"hours": {"fri": "09:00-17:00"}})
    world = World(tmp_path, office=office)
    with pytest.raises(Refusal) as closed:
        world.case()
    assert (closed.value.word, closed.value.retry_after) == ("department-closed", 86_400)
    shown = {each["item_id"]: each for each in cases.hours(world.sandbox, ["allowance", "lottery"])}
    assert shown["allowance"]["opens_at"] == "2026-11-27T01:00:00.000Z"
    assert shown["lottery"]["open"] is False
    never = OFFICE.model_copy(update={"hours": {"mon": ""}})
    assert never.seconds_to_opening(TUESDAY, CALENDAR) is None


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        ('items = []\ntitles = {}\nshort = { en = "A" }\n', "titles"),
        ('items = []\ntitles = { en = "A" }\nshort = { en = "A" }\nhours = { moon = "09:00-10:00" }\n', "moon"),
        ('items = []\ntitles = { en = "A" }\nshort = { en = "A" }\nhours = { mon = "17:00-09:00" }\n', "ends before"),
        ('items = []\ntitles = { en = "A" }\nshort = { en = "A" }\nhours = { mon = "9-10" }\n', "no time"),
        ('items = ["x"]\ntitles = { en = "A" }\nshort = { en = "A" }\n', "handled by a"),
        ("items = [", "Invalid value"),
    ],
)
def test_a_wrong_department_is_explained(tmp_path: Path, content: str, wrong: str) -> None:
    for name, text in (("a", 'items = ["x"]\ntitles = { en = "A" }\nshort = { en = "A" }\n'), ("b", content)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "department.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=wrong):
        load_departments(tmp_path, tmp_path / "services")


def test_rules_name_their_department(tmp_path: Path) -> None:
    (tmp_path / "allowance").mkdir()
    (tmp_path / "allowance" / "sandbox.toml").write_text('department = "police"\n', encoding="utf-8")
    departments = load_departments(CONFIG / "departments", tmp_path)
    assert departments.of_item("allowance").id == "police"
    assert departments.of_item("old-age-allowance").id == "civil-affairs"
    assert departments.of_item("lottery") is NOBODY
    (tmp_path / "allowance" / "sandbox.toml").write_text('department = "moon"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="moon"):
        load_departments(CONFIG / "departments", tmp_path)
