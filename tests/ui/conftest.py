"""One window for all screen tests, and players of speech."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from tests.ui.player_harness import PlayerHarness, speech_processes
from tests.ui.sample_views import Samples
from tests.ui.window_harness import WindowHarness, languages


@pytest.fixture(scope="session")
def shared_harness() -> Iterator[WindowHarness]:
    """The window on the reference screen."""
    made = WindowHarness()
    yield made
    made.close()


@pytest.fixture
def harness(shared_harness: WindowHarness) -> WindowHarness:
    """The window on a page without fields, its recorded touches and texts cleared."""
    shared_harness.screen.bridge.show(Samples("en").all()["progress"], languages().words("en"))
    shared_harness.forget()
    return shared_harness


@pytest.fixture
def players(qapp: QGuiApplication, tmp_path: Path) -> Iterator[list[PlayerHarness]]:
    """Players of a test, closed after it; none of their programs is left."""
    made: list[PlayerHarness] = []
    yield made
    for harness in made:
        harness.speaker.close()
    assert not speech_processes()
