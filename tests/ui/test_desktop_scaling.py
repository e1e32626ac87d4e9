"""Desktop scaling must not scale the terminal: the profile has device pixels and their millimetres.

Qt reads its environment once, at its start, so every setting is measured in a separate process, forked from one that
has loaded Qt.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from devices import SystemClock
from kiosk.scenario.world import rehearsal_settings
from kiosk.terminal.assembly import assemble
from kiosk.terminal.terminal import Places, Terminal
from kiosk.view import View
from tests import frozen
from tests.house.doors import ROOT
from tests.ui.window_harness import WindowHarness, reference_screen
from ui.app import application
from ui.keyboard.chinese_input import ChineseInput
from ui.terminal_runner import TerminalRunner

HIGH_DPI: Mapping[str, tuple[int, Mapping[str, str]]] = MappingProxyType(
    {"144 dots an inch": (144, {}), "192 dots an inch": (192, {})}
)
"""Resolution that a desktop session reports (`Xft.dpi`), in dots per inch; nothing in the environment."""
SCALED: Mapping[str, tuple[int, Mapping[str, str]]] = MappingProxyType(
    {
        name: (96, {name: value})
        for name, value in (
            ("QT_SCALE_FACTOR", "2"), ("QT_SCREEN_SCALE_FACTORS", "2"), ("QT_FONT_DPI", "192"),
            ("QT_USE_PHYSICAL_DPI", "1"), ("QT_ENABLE_HIGHDPI_SCALING", "1"),
        )
    }
)  # fmt: skip
"""Environment variables by which Qt scales on any screen."""
FOREIGN = {"GTK's theme": (96, {"QT_QPA_PLATFORMTHEME": "gtk3", "DISPLAY": ""})}
"""A toolkit that Qt would load, and that ends the program where it finds no X server."""
DEFAULT = {"96 dots an inch": (96, dict[str, str]())}

MEASURE = """
import json, os, sys, tempfile
from ui.app import CannotShow, application
for name, (dpi, environment) in json.load(sys.stdin).items():
    if os.fork():
        os.wait()
        continue
    screen = {"name": "one", "x": 0, "y": 0, "width": 1080, "height": 1920, "logicalDpi": dpi, "logicalBaseDpi": 96}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump({"screens": [screen]}, file)
        file.flush()
        os.environ.update(environment, QT_QPA_PLATFORM=f"offscreen:configfile={file.name}")
        try:
            result = application(["tests"]).primaryScreen().devicePixelRatio()
        except CannotShow as refused:
            result = f"refused: {refused}"
    print(json.dumps([name, result]), flush=True)
    os._exit(0)
"""


@pytest.fixture(scope="module")
def measured() -> Mapping[str, float | str]:
    """By setting: the device pixel ratio, or the refusal to start."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("QT_")}
    settings = {**DEFAULT, **HIGH_DPI, **SCALED, **FOREIGN}
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], cwd=ROOT, env=plain, input=json.dumps(settings),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return dict(json.loads(line) for line in done.stdout.splitlines())


def test_a_default_screen_shows_the_page_pixel_by_pixel(measured: Mapping[str, float | str]) -> None:
    assert [measured[name] for name in DEFAULT] == [1.0]


@pytest.mark.parametrize("name", FOREIGN)
def test_the_theme_of_a_desktop_is_not_loaded(name: str, measured: Mapping[str, float | str]) -> None:
    assert measured.get(name) == 1.0


@pytest.mark.parametrize("name", HIGH_DPI)
def test_a_session_for_sharp_screens_does_not_enlarge_the_page(name: str, measured: Mapping[str, float | str]) -> None:
    assert measured[name] == 1.0


@pytest.mark.parametrize("name", SCALED)
def test_an_environment_that_scales_is_overruled_or_refused(name: str, measured: Mapping[str, float | str]) -> None:
    assert measured[name] == 1.0 or name in str(measured[name])


def test_the_screen_of_the_tests_is_smaller_than_the_profiles() -> None:
    assert application(["tests"]).primaryScreen().size().height() < reference_screen().height


@pytest.mark.expects_log
def test_a_window_larger_than_its_screen_is_worth_a_line(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    WindowHarness(replace(reference_screen(), full_screen=True)).close()
    assert capfd.readouterr().err or caplog.records


def test_the_screen_outlives_the_window_that_was_measured_on_it() -> None:
    """A QScreen that Python gets from a window becomes the window's child."""
    screen = application(["tests"]).primaryScreen()
    destroyed: list[bool] = []
    screen.destroyed.connect(lambda: destroyed.append(True))
    for full_screen in (True, False):
        harness = WindowHarness(replace(reference_screen(), full_screen=full_screen))
        harness.close()
        del harness
        gc.collect()
    assert destroyed == []
    assert application(["tests"]).screens() == [screen]


def test_a_window_larger_than_its_screen_is_a_line_of_the_local_log(tmp_path: Path) -> None:
    config, clock = frozen.config(), SystemClock()
    harness = WindowHarness(replace(reference_screen(), full_screen=True))
    made: list[Terminal] = []

    def build(publish: Callable[[View], None], on_fatal: Callable[[], None]) -> Terminal:
        settings = rehearsal_settings(config, "rehearsal", "http://127.0.0.1:9")
        made.append(assemble(settings, clock, publish, Places(config, tmp_path), on_fatal=on_fatal))
        return made[0]

    TerminalRunner(harness.screen, ChineseInput(tmp_path / "rime"), clock, build)._build_terminal()
    made[0].stop()
    harness.close()
    log = (tmp_path / "log" / "events.jsonl").read_text(encoding="utf-8")
    assert '"part":"screen","code":"larger_than_screen"' in log
