"""`python -m tests.journeys.by_keys`: shipped scenarios played whole without touching the glass, a line each.

Ways: `keys`, a keyboard and the screen; `dark`, a keypad, the voice, and a dark screen. In any language that the
terminal has. A signature is written with a finger. Exit code 1 if a scenario's expectations do not hold.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from devices import FakeClock
from kiosk.events import Touched
from kiosk.scenario.files import files_of, name_of
from kiosk.scenario.language import Scenario
from kiosk.scenario.names import load_for_terminal
from kiosk.scenario.recorder import Recorder
from kiosk.scenario.report import Report
from kiosk.scenario.runner import play
from kiosk.scenario.world import World, build_world
from kiosk.view import View
from tests.house.doors import ROOT
from tests.journeys.keyed_stage import DarkStage, KeyedStage, TabStage
from ui.app import application, create_screen
from ui.profile import load_screen
from ui.terminal_runner import connect
from ui.voice import Voice

CONFIG = ROOT / "config"
LANGUAGES = ("zh-CN", "en")
ENDS_OTHERWISE = {("dark", "pension-claim/no_slip_paper"), ("dark", "social-card/no_printer")}
"""With the voice a number is in hand once it was said: its page ends by time, where these expect it to stay."""
WAYS: dict[str, type[KeyedStage]] = {"keys": TabStage, "dark": DarkStage}


def play_by(way: str, language: str, scenario: Scenario, config: Path = CONFIG) -> Report:
    """Play a scenario whole in this way and language, with a terminal and a sandbox of its own."""
    application(["test"])
    screen = create_screen(load_screen(config / "terminals" / f"{scenario.profile}.toml"))
    clock = FakeClock(scenario.start.astimezone(UTC))
    stage = WAYS[way](screen, clock)
    world: World

    def publish(view: View) -> None:
        stage.publish(view, world.terminal.languages.words(view.language))

    with tempfile.TemporaryDirectory(prefix="yike-keys-") as folder:
        data = Path(folder)
        world = build_world(config, data / "terminal", data / "sandbox", clock, publish, profile=scenario.profile)
        try:
            connect(screen, world.terminal)
            if isinstance(stage, DarkStage):
                stage.voice = Voice(screen.window, screen.bridge, stage.ear, world.terminal.post)
            world.terminal.start()
            stage.settle()
            stage.advance(3.0)
            for _ in range(list(world.terminal.languages.by_language).index(language)):
                world.terminal.post(Touched(stage.view().visit, "language"))
                stage.settle()
            return play(_in_language(scenario, language), stage, world, clock, Recorder(None))
        finally:
            world.close()
            screen.close()


def _in_language(scenario: Scenario, language: str) -> Scenario:
    """The scenario without the speech it expects, which is in its own language."""
    if language == LANGUAGES[0]:
        return scenario
    steps = [
        step.model_copy(update={"expect": step.expect.model_copy(update={"speech": "", "no_speech": ""})})
        if step.expect is not None
        else step
        for step in scenario.step
    ]
    return scenario.model_copy(update={"step": steps})


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.journeys.by_keys", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=[CONFIG / "scenarios", CONFIG / "services"])
    parser.add_argument("--way", choices=list(WAYS), action="append")
    parser.add_argument("--language", action="append")
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    failed = 0
    for file in files_of(options.paths):
        scenario = load_for_terminal(file, CONFIG)
        for way in options.way or WAYS:
            if (way, name_of(file)) in ENDS_OTHERWISE:
                continue
            for language in options.language or LANGUAGES:
                report = play_by(way, language, scenario)
                failed += not report.ok
                print(f"{'ok' if report.ok else 'FAILED':7}{way:5} {language:6} {name_of(file)}", flush=True)
                for each in report.failures:
                    print(f"       step {each.step}: {each.what}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
