"""The window's own speed: a mode or the language switched, a key and its candidates, a drawing that moves."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise

from PySide6.QtQuick import QQuickWindow

from kiosk.view import Field, FieldKind
from tests.bench.figures import Figure
from tests.bench.loop import calm, until
from tests.house.doors import ROOT
from tests.ui.glass import Glass, languages
from tests.ui.sample_views import Samples
from ui.engine import ChineseInput
from ui.profile import load_screen

SWITCHES = 60
KEYS = 406
MOVING_S = 3.0
REST_S = 0.3


def _painted(window: QQuickWindow, do: Callable[[], None]) -> float:
    """Milliseconds from an act to the frame that shows it."""
    frames: list[float] = []
    link = window.frameSwapped.connect(lambda: frames.append(time.monotonic()))
    began = time.monotonic()
    do()
    until(window, lambda: bool(frames))
    window.frameSwapped.disconnect(link)
    calm(0.03)
    return (frames[0] - began) * 1000


def showing() -> list[Figure]:
    """Switches, keys and the moving drawing, in one window."""
    profile = load_screen(ROOT / "config" / "terminals" / "rehearsal.toml")
    chinese = ChineseInput(ROOT / "build" / "rime")
    glass = Glass(replace(profile, moving=False), chinese.engine)
    window, bridge = glass.screen.window, glass.screen.bridge
    gc.collect()
    gc.freeze()  # as ui.running does
    home = {language: Samples(language).all()["review"] for language in ("zh-CN", "en")}
    looks = [
        replace(home[language], modes=replace(home[language].modes, elder=elder, contrast=contrast, low=low))
        for elder, contrast, low in (
            (False, False, False),
            (True, False, False),
            (False, True, False),
            (False, False, True),
        )
        for language in ("zh-CN", "en")
    ]
    switches = []
    for number in range(SWITCHES + len(looks)):
        view = looks[number % len(looks)]
        taken = _painted(window, partial(bridge.show, view, languages().words(view.language)))
        switches += [taken] if number >= len(looks) else []
    keys = _keys(glass)
    glass.close()
    return [
        Figure("mode or language switched, painted", switches, "ms", 50.0, worst=True),
        *([Figure("key to candidates painted, p99", keys, "ms", 16.0, worst=True)] if keys else []),
        *_moving(Glass(replace(profile, moving=True))),
    ]


def _keys(glass: Glass) -> list[float]:
    """Milliseconds from a key of the pinyin keyboard to the frame with its candidates."""
    sample = Samples("zh-CN")
    field = Field("field", sample.say("现住址", "Address"), FieldKind.CHINESE)
    glass.show(sample.view("Form", "填表", "Form", fields=(field,)))
    glass.touch("field")
    if glass.find("key:a") is None:
        return []
    samples = []
    for number in range(KEYS):
        letter = "zhongguorenmin"[number % 14]
        samples.append(_painted(glass.screen.window, partial(glass.finger_on, f"key:{letter}")))
        if number % 14 == 13:
            glass.touch("choose:0")
    return samples[14:]


def _moving(glass: Glass) -> list[Figure]:
    """Frames a second and processor time while the drawing of the Identify page moves."""
    bridge, window = glass.screen.bridge, glass.screen.window
    glass.show(Samples("zh-CN").all()["home"])
    frames: list[float] = []
    window.frameSwapped.connect(lambda: frames.append(time.monotonic()))
    rates, shares = [], []
    for _ in range(3):
        bridge.show(Samples("zh-CN").all()["identify"], languages().words("zh-CN"))
        calm(0.05)
        frames.clear()
        used = time.process_time()
        calm(MOVING_S)
        used = time.process_time() - used
        # The drawing rests between its moves: only frames that follow each other tell how fast it moves, and all the
        # work of these seconds is counted for the time it moved.
        gaps = sorted(gap for a, b in pairwise(frames) if (gap := b - a) < REST_S)
        rates.append(1 / gaps[len(gaps) // 2] if gaps else 0.0)
        shares.append(used / sum(gaps) * 100 if gaps else 100.0)
        bridge.show(Samples("zh-CN").all()["home"], languages().words("zh-CN"))
        calm(0.1)
    glass.close()
    return [
        Figure("moving drawing", rates, "frames/s", 50.0, at_least=True),
        Figure("moving drawing, of one core", shares, "%", 25.0),
    ]
