"""A clock and a folder for each test of the log."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "log"
