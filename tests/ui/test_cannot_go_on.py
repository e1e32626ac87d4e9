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
from ui.keyboard.chinese_input import ChineseInput
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
    done = run(PROGRAM, tmp_path)
    assert done.returncode == 3, done.stderr
    assert "cannot go on" in done.stderr
    assert "SECRET" not in done.stderr
    log = (tmp_path / "log" / "events.jsonl").read_text(encoding="utf-8")
    assert "KeyError" in log
    assert "SECRET" not in log


def test_an_unexpected_error_at_start_prints_type_and_place_only(tmp_path: Path) -> None:
    program = PROGRAM.replace("def build(_publish, on_fatal):\n", "def build(_publish, on_fatal):\n    publish(None)\n")
    done = run(program, tmp_path)
    assert done.returncode == 3, done.stderr
    assert "failed at its start: KeyError" in done.stderr
    assert "SECRET" not in done.stderr


def run(program: str, data: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program, str(ROOT / "config"), str(data)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=40, check=False)


def test_after_a_program_that_could_not_go_on_the_next_start_shows_a_page_that_works(tmp_path: Path) -> None:
    assert run(PROGRAM, tmp_path).returncode == 3
    shown = """
def publish(view):
    if view.page in ("Attract", "OutOfService"):
        print(view.page)
        QTimer.singleShot(0, app, app.exit)
"""
    before, _, after = PROGRAM.partition('\ndef publish(view):\n    raise KeyError("SECRET")\n')
    done = run(f"{before}\nfrom PySide6.QtCore import QTimer\n{shown}{after}", tmp_path)
    assert (done.returncode, done.stdout.split()[:1]) == (0, ["OutOfService"]), done.stderr


def test_an_error_in_starting_the_threads_ends_the_program(tmp_path: Path) -> None:
    program = PROGRAM.replace('raise KeyError("SECRET")', "pass").replace(
        "running.start()",
        """
def publish_backlog(terminal):
    raise KeyError("SECRET")

Terminal.publish_backlog = publish_backlog
running.start()
""",
    )
    program = program.replace("import Places", "import Places, Terminal")
    done = run(program, tmp_path)
    assert done.returncode == 3, done.stderr
    assert "failed at its start: KeyError" in done.stderr
    assert "SECRET" not in done.stderr


def test_an_exception_that_nothing_caught_is_reported_without_its_message(tmp_path: Path) -> None:
    slot = """
from PySide6.QtCore import QTimer
import threading

def slot():
    raise ValueError("SECRET")

def ready():
    threading.Thread(target=slot).start()
    QTimer.singleShot(0, app, slot)
    QTimer.singleShot(500, app, app.exit)

running = TerminalRunner(screen, chinese, SystemClock(), build, ready)
"""
    program = PROGRAM.replace('raise KeyError("SECRET")', "pass").replace(
        "running = TerminalRunner(screen, chinese, SystemClock(), build)\n", slot
    )
    done = run(program, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("unexpected error: ValueError") == 2
    assert "SECRET" not in done.stderr
    log = (tmp_path / "log" / "events.jsonl").read_text(encoding="utf-8")
    assert log.count("ValueError") == 2
    assert "SECRET" not in log


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


@pytest.mark.qt_log_ignore("NoSuchPage")
def test_a_page_whose_file_cannot_be_loaded_is_reported(harness: WindowHarness) -> None:
    view = harness.screen.bridge.view
    assert view is not None
    failures: list[Exception] = []
    harness.screen.on_not_shown = failures.append
    try:
        traits = replace(view.traits, scaffold="NoSuchPage")
        harness.screen.receive(replace(view, page="NoSuchPage", traits=traits), languages().words("en"))
        assert [str(each) for each in failures] == ["the page NoSuchPage.qml cannot be loaded"]
        harness.screen.receive(view, languages().words("en"))
        assert len(failures) == 1
    finally:
        harness.screen.on_not_shown = None


def test_without_a_terminal_the_exception_propagates(harness: WindowHarness) -> None:
    with pytest.raises(MissingWords):
        harness.screen.receive(broken(harness), languages().words("en"))
