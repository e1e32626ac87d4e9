"""The log keeps within its bounds of bytes, files and rate; threads write whole lines."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from devices import FakeClock
from kiosk.log import EventLog
from tests.kiosk.log.reading_back import VISIT, codes, files, lines

LINE = 83
"""Bytes of a line with a code of five letters and no visit, line break included."""


def test_one_line_an_event(folder: Path, clock: FakeClock) -> None:
    log = EventLog.open(folder, clock)
    log.write("sealer", "KeyError", VISIT, ("kiosk.case.draft:12:seal",))
    log.write("terminal", "started")
    log.close()
    at = "2026-11-24T13:40:00.000+00:00"
    assert lines(folder) == [
        {"at": at, "visit": VISIT, "part": "sealer", "code": "KeyError", "frames": ["kiosk.case.draft:12:seal"]},
        {"at": at, "visit": "", "part": "terminal", "code": "started"},
    ]  # fmt: skip


def test_only_its_owner_may_read_it(folder: Path, clock: FakeClock) -> None:
    folder.mkdir(parents=True, mode=0o777)
    (folder / "events.jsonl").touch(0o666)
    log = EventLog.open(folder, clock, max_bytes=1)
    log.write("terminal", "first")
    log.write("terminal", "other")
    log.close()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in files(folder)} == {
        "events.1.jsonl": 0o600, "events.jsonl": 0o600,
    }  # fmt: skip


@pytest.mark.parametrize(("max_bytes", "in_newest"), [(3 * LINE, 3), (3 * LINE - 1, 1), (3 * LINE + 1, 3)])
def test_a_file_is_filled_to_its_last_byte_and_no_further(
    folder: Path, clock: FakeClock, max_bytes: int, in_newest: int
) -> None:
    log = EventLog.open(folder, clock, max_bytes=max_bytes)
    for _ in range(3):
        log.write("terminal", "equal")
    log.close()
    newest = (folder / "events.jsonl").read_bytes()
    assert len(newest) == in_newest * LINE
    assert len(lines(folder)) == 3


@pytest.mark.parametrize("max_files", [1, 2, 3])
def test_the_oldest_file_goes_when_there_are_enough(folder: Path, clock: FakeClock, max_files: int) -> None:
    log = EventLog.open(folder, clock, max_bytes=2 * LINE, max_files=max_files)
    for number in range(9):
        log.write("terminal", f"no.{number:02}")
    log.close()
    assert [path.name for path in files(folder)] == ["events.2.jsonl", "events.1.jsonl", "events.jsonl"][-max_files:]
    assert codes(folder) == [f"no.{number:02}" for number in range(9)][-(2 * max_files - 1) :]


def test_twenty_thousand_events_stay_within_the_bytes(folder: Path, clock: FakeClock) -> None:
    log = EventLog.open(folder, clock, max_bytes=10_000, max_files=3)
    most = 0
    for number in range(20_000):
        log.write("part", f"code.{number % 997}", VISIT)
        if number % 500 == 0:
            clock.move(1)
            most = max(most, sum(path.stat().st_size for path in folder.iterdir()))
    log.close()
    assert 20_000 < most <= 30_000
    assert len(files(folder)) == 3


def test_it_continues_where_it_ended_also_after_a_power_cut_in_a_line(folder: Path, clock: FakeClock) -> None:
    for code in ("first", "other"):
        log = EventLog.open(folder, clock)
        log.write("terminal", code)
        log.close()
    newest = folder / "events.jsonl"
    newest.write_bytes(newest.read_bytes()[:-20])
    log = EventLog.open(folder, clock)
    log.write("terminal", "third")
    log.close()
    written = newest.read_bytes().splitlines()
    assert len(written) == 3
    assert json.loads(written[2])["code"] == "third"


def test_an_event_in_a_loop_is_counted_and_no_other_suffers(folder: Path, clock: FakeClock) -> None:
    log = EventLog.open(folder, clock)
    for _ in range(120):
        log.write("part", "storm")
    log.write("part", "calm")
    log.write("other", "storm")
    clock.move(0.9)
    log.write("part", "storm")
    clock.move(0.1)
    log.write("part", "calm")
    log.close()
    assert codes(folder) == ["storm"] * 50 + ["calm", "storm", "repeated:71", "calm"]
    assert lines(folder)[-2] | {"at": ""} == {
        "at": "",
        "visit": "",
        "part": "part",
        "code": "repeated:71",
        "of": "storm",
    }


def test_what_was_counted_is_written_at_the_end(folder: Path, clock: FakeClock) -> None:
    log = EventLog.open(folder, clock)
    for _ in range(60):
        log.write("part", "storm")
    log.close()
    log.write("part", "after the end")
    log.close()
    assert codes(folder) == ["storm"] * 50 + ["repeated:10"]


def test_after_a_second_an_event_is_written_again(folder: Path, clock: FakeClock) -> None:
    log = EventLog.open(folder, clock)
    for _ in range(3):
        for _ in range(51):
            log.write("part", "storm")
        clock.move(1)
    log.close()
    assert codes(folder) == (["storm"] * 50 + ["repeated:1"]) * 3


def test_threads_write_whole_lines_and_lose_none(folder: Path, clock: FakeClock) -> None:
    log = EventLog.open(folder, clock, max_bytes=5_000, max_files=1_000)
    together = threading.Barrier(2)

    def work(part: str) -> None:
        together.wait()
        for number in range(1_500):
            log.write(part, f"no.{number:04}")

    threads = [threading.Thread(target=work, args=(part,)) for part in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.close()
    for part in ("one", "two"):
        assert [line["code"] for line in lines(folder) if line["part"] == part] == [f"no.{n:04}" for n in range(1_500)]
