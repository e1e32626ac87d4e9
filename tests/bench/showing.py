"""Speed of the window alone: from a key to its candidates, and frame rate of the animated drawing."""

from __future__ import annotations

import gc
import time
from dataclasses import replace
from functools import partial
from itertools import pairwise

from kiosk.view import Field, FieldKind
from tests import frozen
from tests.bench.figures import Figure
from tests.bench.hands import tap
from tests.bench.loaded import chinese_input
from tests.bench.loop import run_loop, time_to_paint
from tests.ui.sample_views import Samples
from tests.ui.window_harness import WindowHarness, finger, languages, rect
from ui.keyboard.keyboard import Keyboard
from ui.profile import load_screen

WORD = "zhongguorenmin"
WORDS = 28
MOVING_S = 3.0
REST_S = 0.3


def measure() -> list[Figure]:
    """Measure the keyboard and the animated drawing, each in a separate window. Raises CannotMeasure."""
    profile = load_screen(frozen.TERMINALS / "rehearsal.toml")
    harness = WindowHarness(replace(profile, moving=False), chinese_input().engine)
    gc.collect()
    gc.freeze()  # as ui.terminal_runner does
    keys = _keys(harness)
    harness.close()
    return [
        Figure("key to candidates painted, p99", keys, "ms", 16.0, worst=True),
        *_moving(WindowHarness(replace(profile, moving=True))),
    ]


def _keys(harness: WindowHarness) -> list[float]:
    """Milliseconds from a key of the pinyin keyboard to the frame with its candidates."""
    sample, keyboard, window = Samples("zh-CN"), harness.screen.keyboard, harness.screen.window
    field = Field("field", sample.say("现住址", "Address"), FieldKind.CHINESE)
    harness.show(sample.view("Form", "填表", "Form", fields=(field,)))
    harness.touch("field")
    samples = []
    for _ in range(WORDS):
        for letter in WORD:
            touch = partial(tap, window, finger(), rect(harness.item(f"key:{letter}")).center().toPoint())
            samples.append(time_to_paint(window, touch, partial(_other_letters, keyboard, _letters(keyboard))))
            run_loop(0.03)
        harness.touch("choose:0")
    return samples


def _letters(keyboard: Keyboard) -> str:
    return str(keyboard.property("letters"))


def _other_letters(keyboard: Keyboard, before: str) -> bool:
    return _letters(keyboard) != before


def _moving(harness: WindowHarness) -> list[Figure]:
    """Frames a second and processor time while the drawing of the Identify page moves."""
    bridge, window = harness.screen.bridge, harness.screen.window
    harness.show(Samples("zh-CN").all()["home"])
    frames: list[float] = []
    window.frameSwapped.connect(lambda: frames.append(time.monotonic()))
    rates, shares = [], []
    for _ in range(3):
        bridge.show(Samples("zh-CN").all()["identify"], languages().words("zh-CN"))
        run_loop(0.05)
        frames.clear()
        used = time.process_time()
        run_loop(MOVING_S)
        used = time.process_time() - used
        # The drawing pauses between its movements: only gaps within a movement give the frame rate, and all processor
        # time is attributed to the time of movement.
        gaps = sorted(gap for a, b in pairwise(frames) if (gap := b - a) < REST_S)
        rates.append(1 / gaps[len(gaps) // 2] if gaps else 0.0)
        shares.append(used / sum(gaps) * 100 if gaps else 100.0)
        bridge.show(Samples("zh-CN").all()["home"], languages().words("zh-CN"))
        run_loop(0.1)
    harness.close()
    return [
        Figure("moving drawing", rates, "frames/s", 50.0, at_least=True),
        Figure("moving drawing, of one core", shares, "%", 25.0),
    ]
