"""A disk that is full, read-only or missing never stops a writer of the log; lost events are counted."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from devices import FakeClock
from kiosk.log import EventLog
from tests.kiosk.log.reading_back import codes, lines


def _full(file: int, line: bytes) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_full_disk_is_reported_once_and_lost_events_are_counted(
    folder: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    log = EventLog.open(folder, clock)
    log.write("part", "before")
    for _ in range(2):
        with monkeypatch.context() as failing:
            failing.setattr(os, "write", _full)
            for _ in range(3):
                log.write("part", "during")
        log.write("part", "after")
    log.close()
    assert codes(folder) == ["before", "lost:3", "after", "lost:3", "after"]
    assert lines(folder)[1]["part"] == "log"
    said = capsys.readouterr().err.splitlines()
    assert said == [f"log: cannot write in {folder}: No space left on device; events are counted until it works"] * 2


def test_partial_line_is_removed(
    folder: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    log = EventLog.open(folder, clock)
    write = os.write
    with monkeypatch.context() as failing:
        failing.setattr(os, "write", lambda file, line: write(file, line[:10]))
        log.write("part", "during")
    log.write("part", "after")
    log.close()
    assert codes(folder) == ["lost:1", "after"]
    assert "No space left" in capsys.readouterr().err


def test_a_log_that_cannot_be_opened_begins_when_it_can(
    folder: Path, clock: FakeClock, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.parent.mkdir()
    folder.touch()
    log = EventLog.open(folder, clock)
    log.write("part", "during")
    folder.unlink()
    log.write("part", "after")
    log.close()
    assert codes(folder) == ["lost:1", "after"]
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_folder_that_was_removed_is_made_again(folder: Path, clock: FakeClock) -> None:
    log = EventLog.open(folder, clock)
    log.write("part", "before")
    (folder / "events.jsonl").unlink()
    folder.rmdir()
    log.write("part", "after")
    log.close()
    assert codes(folder) == ["after"]


def test_disk_unmounted_and_mounted_again(folder: Path, clock: FakeClock, capsys: pytest.CaptureFixture[str]) -> None:
    log = EventLog.open(folder, clock)
    log.write("part", "before")
    away = folder.parent.rename(folder.parent.with_name("away"))
    log.write("part", "during")
    assert not folder.parent.exists()
    away.rename(folder.parent)
    log.close()
    assert codes(folder) == ["before", "lost:1"]
    assert "No such file or directory" in capsys.readouterr().err


def test_a_program_without_stderr_goes_on(
    folder: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr", None)
    monkeypatch.setattr(os, "write", _full)
    log = EventLog.open(folder, clock)
    log.write("part", "during")
    log.close()
    assert codes(folder) == []
    assert capsys.readouterr().out == "", "nor is it said on stdout instead"
