"""Fingers on two windows: the bare one, and the terminal's while its courier delivers."""

from __future__ import annotations

import gc
import os
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest

from devices import SystemClock
from kiosk.events import Touched
from kiosk.scenario.world import rehearsal_settings
from kiosk.terminal.assembly import Places, Terminal
from tests.bench.draining import applications
from tests.bench.loop import calm, until
from tests.house.doors import ROOT
from tests.sandbox_process import SandboxProcess
from ui.app import application, create_screen
from ui.profile import load_screen
from ui.stage import WindowStage, make_finger

ROUND_TRIP_S = 0.02
"""The platform is as far away as over a good network. A sandbox that never rested would measure how two programs share
this machine's cores; a terminal has its own."""
STOCK = 1500
"""Cases that wait for the platform when the touches begin: more than can be delivered before they end."""
ELSEWHERE = 19
"""The platform's niceness: its work is not this machine's, so where both want a core the terminal has it."""
WARM = 8
"""Touches that are not counted: every page has been shown once, as on a terminal that runs day and night."""


def _tap(window: QQuickWindow, finger: object, place: QPoint) -> None:
    QTest.touchEvent(window, finger).press(0, place, window).commit()  # type: ignore[call-overload]
    QTest.touchEvent(window, finger).release(0, place, window).commit()  # type: ignore[call-overload]


def bare(source: bytes, count: int) -> list[float]:
    """Milliseconds from release to the next painted frame."""
    application(sys.argv[:1])
    finger = make_finger()
    engine = QQmlApplicationEngine()
    engine.loadData(source)
    window = engine.rootObjects()[0]
    assert isinstance(window, QQuickWindow)
    frames: list[float] = []
    window.frameSwapped.connect(lambda: frames.append(time.monotonic()))
    calm(0.3)
    samples = []
    for _ in range(count):
        frames.clear()
        began = time.monotonic()
        _tap(window, finger, QPoint(500, 900))
        until(window, lambda: bool(frames))
        samples.append((frames[0] - began) * 1000)
        calm(0.02)
    window.close()
    engine.deleteLater()
    return samples


def ours(data: Path, sandbox: SandboxProcess, count: int) -> list[float]:
    """Milliseconds from release to the first frame painted with the page that the touch leads to."""
    application(sys.argv[:1])
    sys.setswitchinterval(0.0005)  # as main.py does
    screen = create_screen(load_screen(ROOT / "config" / "terminals" / "rehearsal.toml"))
    clock = SystemClock()
    settings = rehearsal_settings(ROOT / "config", "rehearsal", sandbox.url)
    terminal: Terminal = Terminal(
        settings,
        clock,
        lambda view: screen.show(view, terminal.languages.words(view.language)),
        Places(ROOT / "config", data),
    )
    screen.bridge.on_touch = lambda visit, key: terminal.post(Touched(visit, key))
    finger = make_finger()
    stage = WindowStage(screen, None, finger)  # type: ignore[arg-type]
    painted: list[tuple[float, str]] = []

    def note() -> None:
        view = screen.bridge.view
        painted.append((time.monotonic(), view.id if view else ""))

    screen.window.frameSwapped.connect(note)
    terminal.start()
    until(screen.window, lambda: screen.bridge.view is not None and screen.bridge.view.page == "Attract")
    calm(2.0)
    gc.collect()
    gc.freeze()  # as ui.running does
    stage.touch("start")
    until(screen.window, lambda: bool(painted) and painted[-1][1] == "home")
    # The visit's begin has it looked for: what a page shows is no page of an outage.
    until(screen.window, lambda: terminal.conductor.surroundings.online)
    sandbox.begin("slow", {"seconds": ROUND_TRIP_S})
    for thread in Path(f"/proc/{sandbox.pid}/task").iterdir():
        os.setpriority(os.PRIO_PROCESS, int(thread.name), ELSEWHERE)
    # Told apart by item, or the offline budget of the one that is touched would be spent.
    stock = applications(STOCK, sandbox.keys(), settings.terminal.code)
    terminal.outbox.keep([replace(case, item_id="stock") for case in stock])
    terminal.courier.nudge()
    calm(0.5)
    samples = []
    ways = (("item:old-age-allowance", "guide"), ("continue", "for_whom"), ("back", "guide"), ("back", "home"))
    for number in range(-WARM, count):
        key, page = ways[number % len(ways)]
        place = stage.place(key)
        painted.clear()
        began = time.monotonic()
        _tap(screen.window, finger, place)
        until(screen.window, partial(_shown, painted, page))
        if number >= 0:
            samples.append((next(at for at, id_ in painted if id_ == page) - began) * 1000)
        calm(0.02)
    left = terminal.outbox.counts()
    assert 0 < left["complete"] < STOCK, f"the courier did not deliver all the while: {left}"
    terminal.stop()
    screen.close()
    calm(0.0)
    return samples


def _shown(painted: list[tuple[float, str]], page: str) -> bool:
    return any(id_ == page for _, id_ in painted)
