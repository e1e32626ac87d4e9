"""The sealed export onto the root of a memory stick: what operating systems lay down there counts as nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.outbox import __main__ as command
from kiosk.platform.offline_transfer import MANIFEST
from kiosk.platform.sandbox.keys import pins
from tests.kiosk.outbox.transfer import Lonely

LAID_DOWN = {
    "Windows": ("System Volume Information", "WPSettings.dat"),
    "ext4": ("lost+found", ""),
    "macOS": (".Spotlight-V100", "VolumeConfiguration.plist"),
}
"""By whom → the folder, and a file in it."""


@pytest.fixture
def lonely(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lonely:
    monkeypatch.setattr(command, "ROOT", tmp_path)
    made = Lonely(tmp_path, pins())
    made.keep(made.case())
    return made


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def lay_down(stick: Path, by: str) -> dict[Path, bytes | None]:
    """Lay down what this system does; every path and its content."""
    name, file = LAID_DOWN[by]
    (stick / name).mkdir()
    if file:
        (stick / name / file).write_bytes(b"\x01")
    return contents(stick)


def contents(folder: Path) -> dict[Path, bytes | None]:
    return {path: path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


@pytest.mark.xfail(
    strict=True,
    raises=AssertionError,
    reason="any entry at all makes the stick somebody else's, and nothing is exported",
)
@pytest.mark.parametrize("by", LAID_DOWN)
def test_a_stick_that_a_system_has_touched_takes_an_export(by: str, lonely: Lonely, stick: Path) -> None:
    before = lay_down(stick, by)
    assert lonely.run("export", stick) == 0
    after = contents(stick)
    assert (stick / MANIFEST) in after
    assert before.items() <= after.items(), "what lay there is neither removed nor overwritten"


@pytest.mark.parametrize("by", LAID_DOWN)
def test_an_export_is_brought_up_to_date_where_a_system_laid_something_down_since(
    by: str, lonely: Lonely, stick: Path
) -> None:
    assert lonely.run("export", stick) == 0
    before = lay_down(stick, by)
    lonely.keep(lonely.case())
    assert lonely.run("export", stick) == 0
    assert {path for path in before if path.is_dir()} <= set(contents(stick))


def test_a_stick_with_a_letter_of_somebody_is_left_alone(
    lonely: Lonely, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (stick / "letter.txt").write_text("mine")
    lay_down(stick, "Windows")
    before = contents(stick)
    assert lonely.run("export", stick) == 1
    assert "neither empty nor an earlier export" in capsys.readouterr().err
    assert contents(stick) == before
