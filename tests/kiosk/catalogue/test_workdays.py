"""Working days: the shipped year against the announced one, counting, years that are not known, and bad files."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from devices.strict_struct import read
from kiosk.catalogue.__main__ import main
from kiosk.catalogue.build import build_catalogue, catalogue_bytes
from kiosk.catalogue.load import load_catalogue
from kiosk.catalogue.workdays import BadWorkdays, Workdays, WorkYear, add_working_days, read_workdays
from kiosk.platform.sandbox.published import publish
from tests.frozen import SERVICES

CONFIG = Path(__file__).resolve().parents[3] / "config"
SHIPPED = Workdays(read_workdays(CONFIG / "workdays"))


def test_2026_has_the_days_that_were_announced() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    working = [day for day in days if SHIPPED.is_working(day)]
    assert len(working) == 248
    made_up = [f"{day:%m-%d}" for day in working if day.weekday() >= 5]
    assert made_up == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
    assert SHIPPED.is_working(date(2026, 10, 1)) is False


@pytest.mark.parametrize(
    ("day", "count", "last"),
    [
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(2026, 11, 24), 1, date(2026, 11, 25)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # over a weekend
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # over the National Day
        (date(2026, 10, 9), 1, date(2026, 10, 10)),  # a Saturday that is worked
        (date(2026, 2, 13), 2, date(2026, 2, 24)),  # a Saturday that is worked, then the Spring Festival
        (date(2026, 12, 30), 1, date(2026, 12, 31)),
        (date(2026, 12, 31), 1, None),  # 2027 was not announced
        (date(2025, 12, 31), 1, date(2026, 1, 4)),
        (date(2026, 11, 24), -1, None),
        (date(2026, 1, 4), 5_000, None),
        (date.max, 1, None),
    ],
)
def test_counting(day: date, count: int, last: date | None) -> None:
    assert add_working_days(day, count, SHIPPED) == last


def test_a_year_without_a_file_is_not_guessed() -> None:
    assert SHIPPED.is_working(date(2027, 3, 1)) is None
    assert Workdays().is_working(date(2026, 3, 2)) is None
    assert read_workdays(CONFIG / "no-such-folder") == ()


@pytest.mark.parametrize(
    ("name", "content", "place", "wrong"),
    [
        ("2026.toml", "off = [2027-01-01]", "file", "is not in 2026"),
        ("2026.toml", "off = [2026-01-03]", "file", "off already"),
        ("2026.toml", "work = [2026-01-05]", "file", "worked already"),
        ("2026.toml", "holidays = []", "holidays", "not known"),
        ("2026.toml", "off = [", "file", "cannot be read"),
        ("next.toml", "", "file", "by a year"),
    ],
)
def test_a_wrong_file_is_explained(tmp_path: Path, name: str, content: str, place: str, wrong: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(BadWorkdays) as bad:
        read_workdays(tmp_path)
    (mistake,) = bad.value.mistakes
    assert mistake.place == place
    assert wrong in mistake.wrong


def test_they_are_published_and_signed_with_the_catalogue(tmp_path: Path) -> None:
    years = read_workdays(CONFIG / "workdays")
    content = catalogue_bytes(build_catalogue(SERVICES, workdays=years))
    assert load_catalogue(content).workdays == SHIPPED
    assert publish(SERVICES, workdays=CONFIG / "workdays").workdays == SHIPPED
    assert b'"workdays"' not in catalogue_bytes(build_catalogue(SERVICES))
    # A catalogue that has a newer item is read item by item, and keeps its days.
    newer = json.loads(content)
    newer["items"][0]["of_tomorrow"] = 1
    assert load_catalogue(json.dumps(newer).encode()).workdays == SHIPPED


def test_build_takes_the_folder_beside_the_items(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "catalogue.json"
    assert main(["build", str(SERVICES), "--out", str(out), "--workdays", str(CONFIG / "workdays")]) == 0
    assert json.loads(out.read_bytes())["workdays"][0]["year"] == 2026
    (tmp_path / "days").mkdir()
    (tmp_path / "days" / "2026.toml").write_text("off = 1", encoding="utf-8")
    assert main(["build", str(SERVICES), "--out", str(out), "--workdays", str(tmp_path / "days")]) == 1
    assert "2026.toml" in capsys.readouterr().err


def test_a_year_reads_itself() -> None:
    assert read(WorkYear, {"year": 2026, "off": ["2026-01-01"]}).off == (date(2026, 1, 1),)
