"""Programs measured by `screen`: bare (the toolkit and one Text), ours (window, then terminal), ours after a visit.

Each prints a line of JSON: seconds from `spawned` (the parent's monotonic clock) to each event, and memory in MB.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.app import Screen
    from ui.keyboard.chinese_input import ChineseInput

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"
os.environ["QT_QUICK_CONTROLS_STYLE"] = "Basic"

ROOT = Path(__file__).resolve().parents[2]
BARE = b"""
import QtQuick
import QtQuick.Window
Window { visible: true; width: 1080; height: 1920; Text { anchors.centerIn: parent; text: "\xe4\xb8\x80\xe5\x88\xbb" } }
"""


def memory_mb() -> float:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def bare(spawned: float, _data: Path) -> dict[str, float]:
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtQml import QQmlApplicationEngine
    from PySide6.QtQuick import QQuickWindow

    app = QGuiApplication(sys.argv[:1])
    engine = QQmlApplicationEngine()
    engine.loadData(BARE)
    window = engine.rootObjects()[0]
    assert isinstance(window, QQuickWindow)
    moments: dict[str, float] = {}

    def painted() -> None:
        moments["first_frame"] = time.monotonic() - spawned
        QTimer.singleShot(0, app.quit)

    window.frameSwapped.connect(painted)
    app.exec()
    return {**moments, "memory": memory_mb()}


def _begin_as_main_does() -> None:
    sys.setswitchinterval(0.0005)
    gc.disable()
    from ui.pyside_imports import read_no_sources

    read_no_sources()


def ours(spawned: float, data: Path) -> dict[str, float]:
    _begin_as_main_does()
    from PySide6.QtCore import QEventLoop, QTimer

    from ui.app import application, create_screen
    from ui.profile import load_screen

    app = application(sys.argv[:1])
    profile = ROOT / "config" / "terminals" / "rehearsal.toml"
    screen = create_screen(load_screen(profile))
    moments: dict[str, float] = {}
    starting = QEventLoop()

    def painted() -> None:
        moments.setdefault("first_frame", time.monotonic() - spawned)
        view = screen.bridge.view
        if view is not None and view.page == "Attract":
            moments.setdefault("touchable", time.monotonic() - spawned)
            QTimer.singleShot(0, starting.quit)

    screen.window.frameSwapped.connect(painted)
    while "first_frame" not in moments:
        app.processEvents()

    from collections.abc import Callable

    from devices import SystemClock
    from kiosk.settings import load_settings
    from kiosk.terminal.assembly import assemble
    from kiosk.terminal.terminal import Places, Terminal
    from kiosk.view import View
    from ui.keyboard.chinese_input import ChineseInput
    from ui.terminal_runner import TerminalRunner

    clock = SystemClock()

    def build(publish: Callable[[View], None], on_fatal: Callable[[], None]) -> Terminal:
        settings = load_settings(profile, rehearsal=True)
        return assemble(settings, clock, publish, Places(ROOT / "config", data), on_fatal=on_fatal)

    chinese = ChineseInput(ROOT / "build" / "rime")
    running = TerminalRunner(screen, chinese, clock, build, prompts=ROOT / "config" / "prompts")
    running.start()
    starting.exec()
    moments["memory"] = _memory_all_loaded(screen, chinese)
    running.stop()
    return moments


def _memory_all_loaded(screen: Screen, chinese: ChineseInput) -> float:
    """Return the memory once speech and the Chinese engine, which load after the first page, are loaded too."""
    from tests.bench.loaded import require_engine
    from tests.bench.loop import wait_until
    from ui.voice import Voice

    wait_until(screen.window, lambda: screen.window.findChild(Voice) is not None)
    chinese.engine()
    require_engine(chinese)
    return memory_mb()


def visit(spawned: float, data: Path) -> dict[str, float]:
    """Measure the memory after a visit, including everything loaded on demand."""
    _begin_as_main_does()
    from contextlib import closing

    from tests.bench.calls import Calls
    from tests.bench.loaded import Loaded
    from tests.bench.switching import play_visit
    from tests.bench.visits import NO_PLATFORM

    with closing(Loaded(data, NO_PLATFORM)) as loaded:
        play_visit(Calls(loaded))
        return {"memory": memory_mb()}


PROGRAMS = {"bare": bare, "ours": ours, "visit": visit}


if __name__ == "__main__":
    print(json.dumps(PROGRAMS[sys.argv[1]](float(sys.argv[2]), Path(sys.argv[3]))), flush=True)
    os._exit(0)
