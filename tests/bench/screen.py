"""The screen: start and memory relative to the bare toolkit, and time from a touch to the painted page."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench import browser
from tests.bench.draining import sandbox
from tests.bench.figures import CannotMeasure, Figure, excess, ratios
from tests.bench.visits import cache_catalogue
from tests.house.doors import ROOT

STARTS = 7
TOUCHES = 200


def _run(kind: str, data: Path) -> dict[str, float]:
    # As on an installed machine, compiled modules are cached.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.program", kind, repr(time.monotonic()), str(data)],
        cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        raise CannotMeasure(done.stderr.splitlines()[-1])
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def start() -> list[Figure]:
    """Measure processes in turn, bare and ours, after one warm-up of each. Raises CannotMeasure."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "terminal"
        cache_catalogue(data)
        _run("bare", data)
        _run("ours", data)
        pairs = [(_run("bare", data), _run("ours", data)) for _ in range(STARTS)]
        visit = _run("visit", data)
    bare, ours = [each[0] for each in pairs], [each[1] for each in pairs]
    first, own = [each["first_frame"] for each in bare], [each["memory"] for each in bare]
    return [
        Figure("start to first frame / bare", ratios([o["first_frame"] for o in ours], first), "ratio", 1.5),
        Figure("start to touchable / bare first frame", ratios([o["touchable"] for o in ours], first), "ratio", 3.0),
        Figure("memory, all begun / bare", ratios([o["memory"] for o in ours], own), "ratio", 2.0),
        Figure("memory after a whole visit / bare", [visit["memory"] / statistics.median(own)], "ratio", 2.5),
        Figure("start to touchable", [o["touchable"] * 1000 for o in ours], "ms"),
        *_chromium([o["touchable"] for o in ours]),
    ]


def _chromium(ours: list[float]) -> list[Figure]:
    """Return the start of Chromium in kiosk mode beside ours, where it is installed."""
    if not browser.installed():
        return []
    its = browser.starts()
    return [
        Figure("Chromium in kiosk mode, start to painted", [each * 1000 for each in its], "ms"),
        Figure("start to touchable / Chromium", [statistics.median(ours) / each for each in its], "ratio", 1.1),
    ]


BARE_PAGES = b"""
import QtQuick
import QtQuick.Window
Window {
    id: root
    property bool second: false
    visible: true; width: 1080; height: 1920
    component Page: Column { property string letter; spacing: 20
        Repeater { model: 12; Text { font.pixelSize: 30; text: parent.letter + index } } }
    Loader { anchors.fill: parent; sourceComponent: root.second ? two : one }
    Component { id: one; Page { letter: "a" } }
    Component { id: two; Page { letter: "b" } }
    TapHandler { onTapped: root.second = !root.second }
}
"""


def touch() -> list[Figure]:
    """Measure from touch release to the painted page, relative to the bare toolkit with a page of twelve texts; to the
    page in another mode or language; and how long the GUI thread blocks. Raises CannotMeasure."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from tests.bench import touching

    own, own_gaps = touching.bare(BARE_PAGES, TOUCHES)
    with tempfile.TemporaryDirectory() as folder, sandbox(Path(folder) / "sandbox") as platform:
        data = Path(folder) / "terminal"
        cache_catalogue(data)
        ours = touching.ours(data, platform, TOUCHES)
    return [
        Figure("touch to page, bare toolkit", own, "ms"),
        Figure("touch to page", ours.pages, "ms"),
        Figure("touch to page over bare, p99", excess(ours.pages, own), "ms", 12.0, worst=True),
        Figure("mode or language touched, painted, p99", ours.switches, "ms", 50.0, worst=True),
        Figure("first Chinese field touched, keyboard painted", [ours.writing], "ms"),
        Figure("GUI thread kept from a beat, bare, p99", own_gaps, "ms", worst=True),
        Figure("GUI thread kept from a beat, p99", ours.gaps, "ms", worst=True),
        Figure("GUI thread kept from a beat, longest", [max(ours.gaps)], "ms", 50.0),
    ]


def show() -> list[Figure]:
    """Measure the keyboard and the animated drawing, on the window alone."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from tests.bench import showing

    return showing.measure()


def pages() -> list[Figure]:
    """Measure how long the pages of the longest bundle take to be painted."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from tests.bench import painting

    return painting.measure(BARE_PAGES)
