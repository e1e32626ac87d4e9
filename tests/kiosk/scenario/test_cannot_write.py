"""A scenario that cannot write its records or its data says so in one line, with path and remedy."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

import pytest

from kiosk.events import Touched
from kiosk.scenario.__main__ import main
from kiosk.scenario.recorder import CannotWrite, Recorder, temporary_folder
from kiosk.view import View
from kiosk.words import Text

SCENARIO = Path("config/scenarios/happy_visit.toml")
PICTURE = b"a picture"


def full(*_: object, **__: object) -> None:
    """Fail as a write does that finds no room: without the file's name."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def shown(page: str) -> View:
    return View(page, page, "zh-CN", Text(page))


def test_a_full_disk_under_the_pictures_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(tmp_path)
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(CannotWrite, match=f"^{tmp_path}: No space left on device; make room on that disk"):
        recorder.page(shown("home"), [], lambda: PICTURE)


def test_an_event_that_cannot_be_written_fails_the_scenario_and_not_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(tmp_path)
    with monkeypatch.context() as replaced:
        replaced.setattr(Path, "open", full)
        recorder.event(Touched("visit", "begin"))
    with pytest.raises(CannotWrite, match="No space left"):
        recorder.page(shown("home"), [], lambda: PICTURE)


def test_a_record_folder_that_cannot_be_made_names_its_option(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert main(["play", str(SCENARIO), "--out", str(tmp_path / "file")]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"scenario: {tmp_path / 'file'}: File exists; ")
    assert said.endswith("name another folder with --out\n")


def test_no_temporary_folder_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(CannotWrite, match=r"gone.*: No such file or directory; .*TMPDIR"), temporary_folder():
        pass
    assert main(["play", str(SCENARIO)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
