"""The Chinese engine learns nothing, and says what it lacks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.doors import ROOT
from ui.keyboard import rime
from ui.keyboard.rime import Rime, RimeUnavailable

WRITER = """
import sys
from pathlib import Path
from ui.keyboard.rime import Rime
session = Rime(Path(sys.argv[1])).open()
for _ in range(3):
    for letter in "piaoyuan":
        session.press(ord(letter))
    page = session.preedit()
    print(session.choose(len(page.candidates) - 1))
for letter in "piaoyuan":
    session.press(ord(letter))
print(session.preedit().candidates)
session.close()
"""


def _write(folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", WRITER, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr == "", "librime writes nothing of its own"
    return done.stdout.splitlines()[-1]


def test_nothing_is_learned_not_across_a_restart_either(tmp_path: Path) -> None:
    # librime has one engine per process: deploying here would end the sessions of other tests.
    subprocess.run([sys.executable, "-m", "ui.keyboard", "deploy", str(tmp_path)], cwd=ROOT, check=True)
    before = {path: path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()}
    first, second = _write(tmp_path), _write(tmp_path)
    assert first == second
    written = {path for path in tmp_path.rglob("*") if path.is_file() and before.get(path) != path.stat().st_size}
    assert not [path for path in written if "userdb" in str(path) or "dict" in path.name], written


def _hashes(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _learns(folder: Path) -> bool:
    first, before = _write(folder), _hashes(folder)
    return _write(folder) != first or _hashes(folder) != before


def test_an_engine_that_learns_is_detected(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "ui.keyboard", "deploy", str(tmp_path)], cwd=ROOT, check=True)
    assert not _learns(tmp_path), "as delivered: same order, and no byte of the folder changed"
    compiled = tmp_path / "build" / "pinyin_simp.schema.yaml"
    compiled.write_text(compiled.read_text("utf-8").replace("enable_user_dict: false", "enable_user_dict: true"))
    assert "enable_user_dict: true" in compiled.read_text("utf-8")
    assert _learns(tmp_path)


def test_missing_data_is_reported(tmp_path: Path) -> None:
    with pytest.raises(RimeUnavailable, match="not deployed"):
        Rime(tmp_path)


def test_missing_librime_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rime, "LIBRARY", "librime-none.so.1")
    with pytest.raises(RimeUnavailable, match="librime1"):
        Rime(tmp_path)
