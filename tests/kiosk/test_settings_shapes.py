"""Every section of every settings file is read by a schema: all mistakes at once, with file, key and remedy."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from devices import DeviceState, FakeClock
from kiosk.catalogue.item import Item
from kiosk.events import TerminalStatus
from kiosk.log import EventLog
from kiosk.settings import SettingsError, load_settings
from kiosk.steps.reasons import why_not
from kiosk.terminal import startup
from kiosk.terminal.__main__ import main as check_command
from kiosk.terminal.absent_devices import AbsentDevices
from kiosk.terminal.assembly import _specs_and_facts
from kiosk.terminal.facts import absent_capabilities
from kiosk.terminal.tables import table_problems
from kiosk.visit import Session
from kiosk.words import text
from tests import frozen
from tests.frozen import catalogue
from tests.kiosk.session.citizen import FACTS, devices
from ui.profile import ScreenProfile, load_screen

REHEARSAL = "terminals/rehearsal.toml"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return frozen.config_in(tmp_path / "config")


def change(path: Path, old: str, new: str) -> None:
    content = path.read_text(encoding="utf-8")
    assert old in content, f"{path.name} has no {old!r}"
    path.write_text(content.replace(old, new, 1), encoding="utf-8")


def problems(config: Path) -> list[str]:
    """All lines of a start with the rehearsal profile of this configuration."""
    try:
        _specs_and_facts(startup.load_settings(config / REHEARSAL, rehearsal=True), config)
    except SettingsError as error:
        return error.problems
    return []


ONE_MISTAKE = [
    # file, old, new → the key, and a word of the reason
    (REHEARSAL, "px_per_mm = 4.03", "px_per_mm = 0", "screen.px_per_mm", ">= 0.5"),
    (REHEARSAL, "px_per_mm = 4.03", "px_per_mm = nan", "screen.px_per_mm", "float"),
    (REHEARSAL, "px_per_mm = 4.03", "px_per_mm = inf", "screen.px_per_mm", "<= 40"),
    (REHEARSAL, "width = 1080", 'width = "wide"', "screen.width", "int"),
    (REHEARSAL, "height = 1920", "height = 1920000000000000000000", "screen.height", "<= 8192"),
    (REHEARSAL, "speaks = true", 'speaks = "no"', "screen.speaks", "bool"),
    (REHEARSAL, "speaks = true", "speeks = true", "screen.speeks", "not known"),
    (REHEARSAL, "[screen]", "[scren]", "scren", "not known"),
    (REHEARSAL, "[terminal]", "[terminal]\nbuilding = 3", "terminal.building", "not known"),
    (REHEARSAL, 'duty_phone = "0571-0000 0002"', 'duty_phone = ""', "terminal.duty_phone", "length >= 1"),
    (REHEARSAL, 'duty_phone = "0571-0000 0002"', 'duty_phone = "  "', "terminal.duty_phone", "matching"),
    (REHEARSAL, 'duty_phone = "0571-0000 0002"', r'duty_phone = "0571\n0002"', "terminal.duty_phone", "matching"),
    (REHEARSAL, 'nearest = "', 'nearest = "\u202e', "terminal.nearest", "matching"),
    (REHEARSAL, 'url = "http', 'url = "ftp', "platform.url", "matching"),
    (REHEARSAL, "screen = [90, 60, 420, 560]", "screen = [90, 60]", "cabinet.screen", "x, y, width, height"),
    (REHEARSAL, "screen = [90, 60, 420, 560]", "screen = [90, 60, 0, 560]", "cabinet.screen", "above 0"),
    (REHEARSAL, "size = [600, 900]", 'size = "large"', "cabinet.size", "array"),
    (REHEARSAL, "size = [600, 900]", "size = [600, 900]\ncamera = [1, 2, 3, 4]", "cabinet.camera", "no device"),
    (REHEARSAL, "[devices.receipt_printer]", "[devices.Slip-Printer]", "devices.Slip-Printer", "no name of a device"),
    (REHEARSAL, "paced_baud = 115200", 'paced_baud = "fast"', "devices.id_reader", "options.paced_baud"),
    (REHEARSAL, "paced_baud = 115200", "pased_baud = 115200", "devices.id_reader", "options.pased_baud"),
    ("models/kiosk_80.toml", "present_steps = 80", "present_steps = 800", "devices.receipt_printer", "present_steps"),
    ("models/kiosk_80.toml", "present_steps = 80", "present_stips = 80", "devices.receipt_printer", "present_stips"),
    ("models/kiosk_80.toml", "present_steps = 80", "present_steps = ", "devices.receipt_printer", "cannot be read"),
    ("faults.toml", 'code = "R1"', 'code = "reader"', "id_reader.lift_and_retry.code", "matching"),
    ("faults.toml", 'code = "R1", do', 'code = "R1", doo', "id_reader.lift_and_retry.doo", "not known"),
    ("ratings.toml", "5 = []", "6 = []", "labels", "6"),
    ("ratings.toml", "5 = []", "", "labels.5", "missing"),
    ("ratings.toml", '["207",', "[207,", "labels.2", "str"),
    ("practice.toml", 'applicant = "wang_old"', 'applicant = "nobody"', "applicant", "nobody of people.toml"),
    ("practice.toml", 'helper = "', 'helpers = "', "helper", "missing"),
    ("people.toml", 'birth = "1944-03-07"', 'birth = "1944-13-07"', "wang_old.birth", "date"),
    ("people.toml", 'sex = "2"', "sex = 2", "wang_old.sex", "str"),
    ("people.toml", 'phone = "19900000001"', 'telephone = "1"', "wang_old.telephone", "not known"),
    ("languages/languages.toml", 'voice = "en"', 'voise = "en"', "voise", "not known"),
]


@pytest.mark.parametrize(("file", "old", "new", "key", "reason"), ONE_MISTAKE)
def test_a_mistake_is_a_line_with_file_key_and_reason(
    config: Path, file: str, old: str, new: str, key: str, reason: str
) -> None:
    assert problems(config) == []
    change(config / file, old, new)
    lines = problems(config)
    assert any(key in line and reason in line for line in lines), lines
    assert all("\n" not in line for line in lines)


ANSWERS_OF_PRACTICE = [
    # old, new → the key, and a word of the reason
    ("digits = 6", 'digits = "six"', "answers.code.send.digits", "integer"),
    ("digits = 6", "digits = 0", "answers.code.send.digits", "greater than or equal to 1"),
    ("digits = 6", "digits = 6\ndigit = 6", "answers.code.send.digit", "not permitted"),
    ('as_of = "2026-11-01"', 'as_of = "soon"', "answers.pension.enrolment.as_of", "match"),
    ('state = "under_review"', 'state = "lost"', "answers.cases.of_person.cases.0.state", "received"),
    ('[answers."case.by_slip"]', '[answers."case.by_name"]', "answers.case.by_name", "not known"),
]


@pytest.mark.parametrize(("old", "new", "key", "reason"), ANSWERS_OF_PRACTICE)
def test_a_mistake_in_an_answer_of_practice_is_found_by_the_check_and_stops_no_start(
    config: Path, old: str, new: str, key: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    change(config / "practice.toml", old, new)
    assert problems(config) == []
    assert check_command(["check", "--rehearsal", str(config / REHEARSAL)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(str(config / "practice.toml"))
    assert f": {key}: " in line
    assert reason in line


def test_the_check_reads_the_tables_too(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_command(["check", "--rehearsal", str(config / REHEARSAL)]) == 0
    change(config / "faults.toml", 'code = "R1"', 'code = "reader"')
    assert check_command(["check", "--rehearsal", str(config / REHEARSAL)]) == 1
    assert "id_reader.lift_and_retry.code" in capsys.readouterr().err


def test_the_mistakes_of_all_files_are_said_at_once(config: Path) -> None:
    for file, old, new in (
        (REHEARSAL, "speaks = true", 'speaks = "no"'),
        ("faults.toml", 'code = "R1"', 'code = "reader"'),
        ("ratings.toml", "5 = []", ""),
        ("people.toml", 'sex = "2"', "sex = 2"),
    ):
        change(config / file, old, new)
    said = "\n".join(problems(config))
    for key in ("screen.speaks", "id_reader.lift_and_retry.code", "labels.5", "wang_old.sex"):
        assert key in said
    assert said.count("; ") >= 4, "each line names the remedy"


@pytest.mark.parametrize("name", ["faults", "ratings", "practice", "people", "languages/languages"])
@pytest.mark.parametrize("content", ["= 3", "a = " + "[" * 5000, "\xff", None], ids=["syntax", "deep", "latin", "none"])
def test_a_table_that_cannot_be_read_is_one_line(config: Path, name: str, content: str | None) -> None:
    path = config / f"{name}.toml"
    path.unlink()
    if content is not None:
        path.write_text(content, encoding="latin-1")
    (line,) = table_problems(config)
    assert path.name in line
    assert "cannot be read" in line


def test_a_profile_nested_too_deep_is_one_line(config: Path) -> None:
    (config / REHEARSAL).write_text("a = " + "[" * 5000 + "]" * 5000)
    with pytest.raises(SettingsError, match="nested too deep"):
        load_settings(config / REHEARSAL, rehearsal=True)


@pytest.mark.parametrize(
    "line", ["px_per_mm = 0", "px_per_mm = nan", 'speaks = "no"', "width = 1e300", "height = -1", "px_per_mm = true"]
)
def test_the_window_opens_with_the_defaults_for_what_does_not_fit(tmp_path: Path, line: str) -> None:
    path = tmp_path / "one.toml"
    path.write_text(f"[screen]\n{line}\n[cabinet]\nsize = 3\nscreen = ['a']\n")
    assert load_screen(path) == ScreenProfile()


def test_a_terminal_without_a_device_says_at_once_what_it_cannot_do(config: Path, tmp_path: Path) -> None:
    profile = config / REHEARSAL
    lacked = absent_capabilities(load_settings(profile, rehearsal=True))
    content = profile.read_text(encoding="utf-8")
    start, end = content.index("[devices.id_reader]"), content.index("[devices.receipt_printer]")
    content = content[:start] + content[end:]
    profile.write_text("\n".join(each for each in content.splitlines() if not each.startswith("id_reader = [")))
    assert problems(config) == []
    absent = absent_capabilities(load_settings(profile, rehearsal=True))
    assert absent - lacked == {"read_id_card"}

    needing = [item for item in catalogue() if "read_id_card" in item.needs]
    assert needing
    status = TerminalStatus(devices={"receipt_printer": devices()["receipt_printer"]})
    session = Session("f1", replace(FACTS, absent=absent), catalogue(), status)
    reason = text("not-here-device", device=text("device-to-read-id-card"))

    def never(item: Item) -> bool:
        return why_not(session, item) == reason

    assert [item for item in catalogue() if never(item)] == needing

    log = EventLog.open(tmp_path / "log", FakeClock())
    report = AbsentDevices(absent - lacked, log)
    assert report.statuses() == {}
    report.adopt(catalogue())
    log.close()
    lines = (tmp_path / "log" / "events.jsonl").read_text().splitlines()
    assert [json.loads(line)["code"] for line in lines] == [f"lacks_read_id_card:{item.id}" for item in needing]
    (status_of_profile,) = report.statuses().values()
    assert status_of_profile.state is DeviceState.WARNING
    assert [fault.code for fault in status_of_profile.faults] == ["profile.lacks_read_id_card"]
