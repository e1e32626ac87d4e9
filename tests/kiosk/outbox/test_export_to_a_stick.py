"""Export to the root of a memory stick: files that operating systems create there do not count as foreign."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.outbox import __main__ as command
from kiosk.platform.offline_transfer import MANIFEST
from kiosk.platform.sandbox.keys import pins
from tests.kiosk.outbox.transfer import OfflineTerminal

SYSTEM_FILES = {
    "Windows": ("System Volume Information", "WPSettings.dat"),
    "ext4": ("lost+found", ""),
    "macOS": (".Spotlight-V100", "VolumeConfiguration.plist"),
    "macOS, a file": ("._.Trashes", ""),
    "Windows, the bin": ("$RECYCLE.BIN", "desktop.ini"),
    "Linux, the bin": (".Trash-1000", ""),
    "Android": ("LOST.DIR", ""),
}
"""System → the folder it creates, and a file in it."""


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OfflineTerminal:
    monkeypatch.setattr(command, "ROOT", tmp_path)
    made = OfflineTerminal(tmp_path, pins())
    made.keep(made.case())
    return made


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def add_system_files(stick: Path, by: str) -> dict[Path, bytes | None]:
    """Add the files of a system; return every path with its content."""
    name, file = SYSTEM_FILES[by]
    (stick / name).mkdir()
    if file:
        (stick / name / file).write_bytes(b"\x01")
    return contents(stick)


def contents(folder: Path) -> dict[Path, bytes | None]:
    return {path: path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


@pytest.mark.parametrize("by", SYSTEM_FILES)
def test_a_stick_that_a_system_has_touched_takes_an_export(by: str, terminal: OfflineTerminal, stick: Path) -> None:
    before = add_system_files(stick, by)
    assert terminal.run("export", stick) == 0
    after = contents(stick)
    assert (stick / MANIFEST) in after
    assert before.items() <= after.items(), "what lay there is neither removed nor overwritten"


@pytest.mark.parametrize("by", SYSTEM_FILES)
def test_an_export_is_updated_although_a_system_added_files(by: str, terminal: OfflineTerminal, stick: Path) -> None:
    assert terminal.run("export", stick) == 0
    before = add_system_files(stick, by)
    terminal.keep(terminal.case())
    assert terminal.run("export", stick) == 0
    assert {path for path in before if path.is_dir()} <= set(contents(stick))


def test_a_stick_with_other_files_is_not_changed(
    terminal: OfflineTerminal, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (stick / "letter.txt").write_text("mine")
    add_system_files(stick, "Windows")
    before = contents(stick)
    assert terminal.run("export", stick) == 1
    said = capsys.readouterr().err
    assert "neither empty nor an earlier export" in said
    assert "'letter.txt' lies there" in said
    assert contents(stick) == before
