"""Failures of the screen, and fatal errors of the program."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.fluent.bundle import MissingWords
from kiosk.view import View
from kiosk.words import text
from tests.house.doors import ROOT
from tests.ui.window_harness import WindowHarness, languages

PROGRAM = """
import sys
from pathlib import Path
from ui.app import application, create_screen
from ui.engine import ChineseInput
from ui.profile import load_screen
from devices import SystemClock
from kiosk.scenario.world import rehearsal_settings
from kiosk.terminal.assembly import assemble
from kiosk.terminal.terminal import Places
from ui.terminal_runner import TerminalRunner

config, data = Path(sys.argv[1]), Path(sys.argv[2])
app = application(sys.argv[:1])
chinese = ChineseInput(data / "rime")
screen = create_screen(load_screen(config / "terminals" / "rehearsal.toml"), chinese.engine)

def publish(view):
    raise KeyError("SECRET")

def build(_publish, on_fatal):
    settings = rehearsal_settings(config, "rehearsal", "http://127.0.0.1:9")
    return assemble(settings, SystemClock(), publish, Places(config, data), on_fatal=on_fatal)

running = TerminalRunner(screen, chinese, SystemClock(), build)
running.start()
code = app.exec()
running.stop()
sys.exit(code)
"""


def test_a_program_that_cannot_publish_exits_with_code_3_within_seconds(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(ROOT / "config"), str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, timeout=40, check=False,
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert "cannot go on" in done.stderr
    assert "SECRET" not in done.stderr
    log = (tmp_path / "log" / "events.jsonl").read_text(encoding="utf-8")
    assert "KeyError" in log
    assert "SECRET" not in log


def test_an_unexpected_error_at_start_prints_type_and_place_only(tmp_path: Path) -> None:
    program = PROGRAM.replace("def build(_publish, on_fatal):\n", "def build(_publish, on_fatal):\n    publish(None)\n")
    done = subprocess.run(
        [sys.executable, "-c", program, str(ROOT / "config"), str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, timeout=40, check=False,
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert "failed at its start: KeyError" in done.stderr
    assert "SECRET" not in done.stderr


def broken(harness: WindowHarness) -> View:
    view = harness.screen.bridge.view
    assert view is not None
    return replace(view, title=text("no-such-word"))


def test_a_view_with_an_unknown_message_is_reported(harness: WindowHarness) -> None:
    failures: list[Exception] = []
    harness.screen.on_not_shown = failures.append
    try:
        harness.screen.receive(broken(harness), languages().words("en"))
    finally:
        harness.screen.on_not_shown = None
    assert [type(each) for each in failures] == [MissingWords]


def test_without_a_terminal_the_exception_propagates(harness: WindowHarness) -> None:
    with pytest.raises(MissingWords):
        harness.screen.receive(broken(harness), languages().words("en"))
