"""The two programs whose start is timed: bare (the toolkit and one Text) and ours (window, then terminal).

Each prints a line of JSON: seconds from `spawned` (the parent's monotonic clock) to each moment, and memory in MB.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from pathlib import Path

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


def bare(spawned: float) -> dict[str, float]:
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


def ours(spawned: float, data: Path) -> dict[str, float]:
    gc.disable()  # as main.py does
    from PySide6.QtCore import QTimer

    from ui.app import application, create_screen
    from ui.profile import load_screen

    app = application(sys.argv[:1])
    profile = ROOT / "config" / "terminals" / "rehearsal.toml"
    screen = create_screen(load_screen(profile))
    moments: dict[str, float] = {}

    def painted() -> None:
        moments.setdefault("first_frame", time.monotonic() - spawned)
        view = screen.bridge.view
        if view is not None and view.page == "Attract":
            moments["touchable"] = time.monotonic() - spawned
            # Not from inside the frame: quitting closes the window that is being painted.
            QTimer.singleShot(0, app.quit)

    screen.window.frameSwapped.connect(painted)
    while "first_frame" not in moments:
        app.processEvents()

    from collections.abc import Callable

    from devices import SystemClock
    from kiosk.settings import load_settings
    from kiosk.terminal.assembly import Places, Terminal
    from kiosk.view import View
    from ui.engine import ChineseInput
    from ui.running import Running

    clock = SystemClock()

    def build(publish: Callable[[View], None]) -> Terminal:
        return Terminal(load_settings(profile, rehearsal=True), clock, publish, Places(ROOT / "config", data))

    running = Running(screen, ChineseInput(ROOT / "build" / "rime"), clock, build)
    running.start()
    app.exec()
    moments["memory"] = memory_mb()
    running.stop()
    return moments


if __name__ == "__main__":
    began = float(sys.argv[2])
    said = bare(began) if sys.argv[1] == "bare" else ours(began, Path(sys.argv[3]))
    print(json.dumps(said), flush=True)
    os._exit(0)
