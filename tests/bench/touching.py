"""Touches on two windows: a bare one, and the terminal's while its courier delivers."""

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
from tests.bench.loaded import Loaded, require_engine
from tests.bench.loop import Beats, run_loop, time_to_paint, wait_until
from tests.bench.switching import time_switches
from tests.sandbox_process import SandboxProcess
from ui.app import application
from ui.stage import make_finger

ROUND_TRIP_S = 0.02
"""Delay of the platform, as over a good network. Without it, the figure would show how two programs share the cores of
this machine; on a terminal the platform uses none."""
BACKLOG = 1500
"""Unsent cases at the start of the touches: more than can be delivered before they end."""
PLATFORM_NICE = 19
"""Nice value of the platform, so that the terminal has priority as if the platform ran elsewhere."""
WARM_UP = 8
"""Uncounted touches, after which every page has been shown once."""
TOUR = (("item:old-age-allowance", "guide"), ("continue", "for_whom"), ("back", "guide"), ("back", "home"))
"""Keys touched in a cycle, with the page each leads to."""
BEAT_TOUCHES = 80
"""Further touches, in whole cycles, during which the beats of the GUI thread are measured."""


@dataclass(frozen=True)
class Touches:
    """Milliseconds from touch to the keyboard of the first Chinese field, to pages, and to pages in another mode; and
    between the beats of the GUI thread."""

    writing: float
    pages: list[float]
    switches: list[float]
    gaps: list[float]


def bare(source: bytes, count: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds from release to the next painted frame, and between the beats meanwhile."""
    application(sys.argv[:1])
    finger = make_finger()
    engine = QQmlApplicationEngine()
    engine.loadData(source)
    window = engine.rootObjects()[0]
    assert isinstance(window, QQuickWindow)
    run_loop(0.3)
    tapped, beats = partial(tap, window, finger, QPoint(500, 900)), Beats()
    samples = [_then_rest(time_to_paint(window, tapped, lambda: True)) for _ in range(count)]
    for _ in range(BEAT_TOUCHES):
        with beats.measured():
            _then_rest(time_to_paint(window, tapped, lambda: True))
    window.close()
    engine.deleteLater()
    return samples, beats.gaps


def _then_rest(taken: float) -> float:
    run_loop(REST_S)
    return taken


def ours(data: Path, sandbox: SandboxProcess, count: int) -> Touches:
    """Measure a visit on a fully loaded terminal while its courier delivers. Raises CannotMeasure."""
    with closing(Loaded(data, sandbox.url)) as loaded:
        fingers = Fingers(loaded)
        run_loop(2.0)
        fingers.go("start", "home")
        # The start of a visit triggers a heartbeat; until it succeeds, pages show an outage.
        wait_until(loaded.screen.window, lambda: loaded.terminal.conductor.status.online)
        _deliver(loaded, sandbox)
        touches = _touches(fingers, count)
        left = loaded.terminal.outbox.counts()
    assert 0 < left["complete"] < BACKLOG, f"the courier did not deliver all the while: {left}"
    run_loop(0.0)
    return touches


def _touches(fingers: Fingers, count: int) -> Touches:
    fingers.measured = True
    writing = fingers.write("search")
    require_engine(fingers.loaded.chinese)
    fingers.close_keyboard()
    fingers.measured = False
    pages = [fingers.go(*TOUR[number % len(TOUR)]) for number in range(WARM_UP + count)][WARM_UP:]
    fingers.measured = True
    for number in range(BEAT_TOUCHES):
        fingers.go(*TOUR[number % len(TOUR)])
    fingers.measured = False
    return Touches(writing, pages, time_switches(fingers), fingers.beats.gaps)


def _deliver(loaded: Loaded, sandbox: SandboxProcess) -> None:
    """Fill the outbox, and slow the platform to the round trip of a network."""
    sandbox.begin("slow", {"seconds": ROUND_TRIP_S})
    for thread in Path(f"/proc/{sandbox.pid}/task").iterdir():
        os.setpriority(os.PRIO_PROCESS, int(thread.name), PLATFORM_NICE)
    # Of another item, so that the offline budget of the touched item is not exhausted.
    stock = applications(BACKLOG, sandbox.keys(), loaded.terminal.settings.terminal.code)
    loaded.terminal.outbox.keep([replace(case, item_id="stock") for case in stock])
    loaded.terminal.courier.nudge()
    run_loop(0.5)
