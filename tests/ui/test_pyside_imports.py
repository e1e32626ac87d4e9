"""PySide's import hook reads no sources: they would stay in memory and delay the start."""

from __future__ import annotations

import linecache
from pathlib import Path

import pytest

from tests.ui.window_harness import WindowHarness


def test_no_source_is_read_for_an_import(
    harness: WindowHarness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    file = tmp_path / "imported_for_the_first_time.py"
    file.write_text("", encoding="ascii")
    # As an import statement does; importlib.import_module passes the hook by.
    __import__(file.stem)
    assert str(file) not in linecache.cache
