"""A scenario on the window that is asked to end: it ends what it started, and prints nothing."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.scenario.recorder import CannotWrite
from kiosk.scenario.report import Report
from tests.house.doors import ROOT
from ui.rehearsal import rehearsal_app
from ui.rehearsal.rehearsal_app import CannotBegin, play_on_window

SCENARIO = ROOT / "config" / "scenarios" / "happy_visit.toml"
SIGNALS = (signal.SIGTERM, signal.SIGINT)


@pytest.fixture(autouse=True)
def handlers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put back what the program changes in its process."""
    monkeypatch.setattr(rehearsal_app, "keep_memory_private", lambda: None)
    before = [(each, signal.getsignal(each)) for each in SIGNALS]
    yield
    for each, handler in before:
        signal.signal(each, handler)


@pytest.mark.parametrize("asked", SIGNALS)
@pytest.mark.parametrize("meanwhile", [None, CannotBegin("the sandbox did not start"), CannotWrite("no room")])
def test_a_signal_ends_a_scenario_once_everything_is_closed(
    asked: signal.Signals,
    meanwhile: Exception | None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folders: list[Path] = []

    def played(*given: object) -> Report:
        folders.extend(each for each in given if isinstance(each, Path))
        signal.raise_signal(asked)  # as in the middle of Qt, where an exception would be lost
        if meanwhile is not None:
            raise meanwhile
        return Report("a visit")

    monkeypatch.setattr(rehearsal_app, "_play", played)
    with pytest.raises(KeyboardInterrupt):
        play_on_window(SCENARIO, ROOT / "config", None, ROOT / "build" / "rime")
    assert capsys.readouterr() == ("", "")
    assert not folders[-1].exists()
