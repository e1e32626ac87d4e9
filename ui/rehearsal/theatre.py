"""Where rehearsals are put on: a scenario on the window, or the terminal with the strip beside it."""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC
from pathlib import Path

from devices import FakeClock
from kiosk.events import Touched, Typed
from kiosk.scenario.actors import ActorTrouble
from kiosk.scenario.language import BadScenario, load_scenario
from kiosk.scenario.report import told
from kiosk.scenario.runner import Recorder, play
from kiosk.scenario.world import World, build_world
from kiosk.settings import SettingsError
from kiosk.view import View
from ui.app import Screen, application, create_screen
from ui.engine import ChineseInput
from ui.profile import load_screen
from ui.stage import WindowStage, make_finger


def connect(screen: Screen, world: World) -> None:
    """Touches and text from the window go to the terminal."""
    post = world.terminal.post
    screen.bridge.on_touch = lambda visit, key: post(Touched(visit, key))
    screen.bridge.on_typed = lambda visit, key, text: post(Typed(visit, key, text))


def play_on_window(file: Path, config: Path, out: Path | None, rime: Path) -> int:
    """Play one scenario with real touches. Exit code 0 only if all expectations hold."""
    try:
        scenario = load_scenario(file)
    except BadScenario as bad:
        print(bad, file=sys.stderr)
        return 2
    application(sys.argv[:1])
    chinese = ChineseInput(rime)
    screen = create_screen(load_screen(config / "terminals" / f"{scenario.profile}.toml"), chinese.engine)
    clock = FakeClock(scenario.start.astimezone(UTC))
    stage = WindowStage(screen, clock, make_finger())
    recorder = Recorder(out)
    with tempfile.TemporaryDirectory(prefix="yike-") as folder:
        world: World

        def publish(view: View) -> None:
            stage.publish(view, world.terminal.languages.words(view.language))

        try:
            world = build_world(
                config,
                Path(folder) / "terminal",
                Path(folder) / "sandbox",
                clock,
                publish,
                profile=scenario.profile,
                record=recorder.event,
            )
        except (SettingsError, ActorTrouble) as trouble:
            print(f"yike: {trouble}", file=sys.stderr)
            return 2
        try:
            connect(screen, world)
            world.terminal.start()
            screen.bridge.set_time(scenario.start.strftime("%H:%M"))
            report = play(scenario, stage, world, clock, recorder, lambda line: print(line, file=sys.stderr))
        finally:
            world.close()
            screen.close()
    print(*told(report), sep="\n")
    if out is not None:
        print(f"pictures, slips, speech.txt, events.jsonl and cases.json (what the platform holds) lie in {out}")
    return 0 if report.ok else 1
