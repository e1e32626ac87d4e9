"""Fingers on two windows: the bare one, and the terminal's while its courier delivers."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from tests.bench.draining import applications
from tests.bench.hands import REST_S, Fingers, tap
from tests.bench.loaded import Loaded, must_be_there
from tests.bench.loop import Beats, calm, painted, until
from tests.bench.switching import switched
from tests.sandbox_process import SandboxProcess
from ui.app import application
from ui.stage import make_finger

ROUND_TRIP_S = 0.02
"""The platform is as far away as over a good network. A sandbox that never rested would measure how two programs share
this machine's cores; a terminal has its own."""
STOCK = 1500
"""Cases that wait for the platform when the touches begin: more than can be delivered before they end."""
ELSEWHERE = 19
"""The platform's niceness: its work is not this machine's, so where both want a core the terminal has it."""
WARM = 8
"""Touches that are not counted: every page has been shown once, as on a terminal that runs day and night."""
WAYS = (("item:old-age-allowance", "guide"), ("continue", "for_whom"), ("back", "guide"), ("back", "home"))
"""What is touched, and the page it leads to, round and round."""
HEARD = 80
"""Touches after them at which the beats of the GUI thread are listened to; whole rounds."""


@dataclass(frozen=True)
class Touches:
    """Milliseconds: to the keyboard of the first Chinese field, to pages, to pages that look otherwise, and between the
    beats of the GUI thread at all of these."""

    writing: float
    pages: list[float]
    switches: list[float]
    gaps: list[float]


def bare(source: bytes, count: int) -> tuple[list[float], list[float]]:
    """Milliseconds from release to the next painted frame, and between the beats meanwhile."""
    application(sys.argv[:1])
    finger = make_finger()
    engine = QQmlApplicationEngine()
    engine.loadData(source)
    window = engine.rootObjects()[0]
    assert isinstance(window, QQuickWindow)
    calm(0.3)
    tapped, beats = partial(tap, window, finger, QPoint(500, 900)), Beats()
    samples = [_rested(painted(window, tapped, lambda: True)) for _ in range(count)]
    for _ in range(HEARD):
        with beats.heard():
            _rested(painted(window, tapped, lambda: True))
    window.close()
    engine.deleteLater()
    return samples, beats.gaps


def _rested(taken: float) -> float:
    calm(REST_S)
    return taken


def ours(data: Path, sandbox: SandboxProcess, count: int) -> Touches:
    """A visit on the terminal with everything loaded, while its courier delivers. Raises CannotMeasure."""
    with closing(Loaded(data, sandbox.url)) as loaded:
        fingers = Fingers(loaded)
        calm(2.0)
        fingers.go("start", "home")
        # The visit's begin has it looked for: what a page shows is no page of an outage.
        until(loaded.screen.window, lambda: loaded.terminal.conductor.status.online)
        _deliver(loaded, sandbox)
        touches = _touches(fingers, count)
        left = loaded.terminal.outbox.counts()
    assert 0 < left["complete"] < STOCK, f"the courier did not deliver all the while: {left}"
    calm(0.0)
    return touches


def _touches(fingers: Fingers, count: int) -> Touches:
    fingers.heard = True
    writing = fingers.write("search")
    must_be_there(fingers.loaded.chinese)
    fingers.close_keyboard()
    fingers.heard = False
    pages = [fingers.go(*WAYS[number % len(WAYS)]) for number in range(WARM + count)][WARM:]
    fingers.heard = True
    for number in range(HEARD):
        fingers.go(*WAYS[number % len(WAYS)])
    fingers.heard = False
    return Touches(writing, pages, switched(fingers), fingers.beats.gaps)


def _deliver(loaded: Loaded, sandbox: SandboxProcess) -> None:
    """Give the courier enough to do."""
    sandbox.begin("slow", {"seconds": ROUND_TRIP_S})
    for thread in Path(f"/proc/{sandbox.pid}/task").iterdir():
        os.setpriority(os.PRIO_PROCESS, int(thread.name), ELSEWHERE)
    # Told apart by item, or the offline budget of the one that is touched would be spent.
    stock = applications(STOCK, sandbox.keys(), loaded.terminal.settings.terminal.code)
    loaded.terminal.outbox.keep([replace(case, item_id="stock") for case in stock])
    loaded.terminal.courier.nudge()
    calm(0.5)
