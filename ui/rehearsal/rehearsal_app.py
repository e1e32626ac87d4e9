"""Run rehearsals: a scenario on the window, or the terminal with the control panel beside it."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from subprocess import Popen

from PySide6.QtCore import QUrl
from PySide6.QtQml import QQmlApplicationEngine

from devices import FakeClock, SystemClock
from devices.console import escape_what_cannot_be_written
from devices.private_memory import keep_memory_private
from kiosk.messages import BASE
from kiosk.scenario.actors import ActorError, Platform
from kiosk.scenario.language import BadScenario, Scenario
from kiosk.scenario.names import load_for_terminal
from kiosk.scenario.recorder import CannotWrite, Recorder, temporary_folder
from kiosk.scenario.report import Report, format_report
from kiosk.scenario.runner import play
from kiosk.scenario.world import WORLD_FAILURES, World, build_world
from kiosk.terminal.startup import StartFailed, failure_lines, reported
from kiosk.terminal.terminal import Terminal
from kiosk.view import View
from kiosk.words import text
from ui.app import Screen, application, create_screen, destroy
from ui.keyboard.chinese_input import ChineseInput
from ui.profile import load_screen
from ui.rehearsal.control_panel import ControlPanel
from ui.stage import WindowStage, make_finger
from ui.terminal_runner import TerminalRunner, connect

PANEL = Path(__file__).resolve().parent.parent / "qml" / "rehearsal" / "ControlPanelWindow.qml"
QUESTION_TIMEOUT_S = 60.0
"""Longest wait for a question to the sandbox on the real clock; each question has its own shorter deadline."""


class CannotBegin(Exception):
    """A scenario's world cannot be built; the text has a line for each problem."""


def play_on_window(file: Path, config: Path, out: Path | None, rime: Path) -> int:
    """Play one scenario with real touches. Exit code: 0 if all expectations hold, 1 if not, 2 if it cannot be
    played. Raises KeyboardInterrupt, after everything is ended, if a signal asked for the end."""
    asked = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        # An exception that a handler raises in the middle of Qt is printed and lost.
        signal.signal(name, lambda *_: asked.set())
    try:
        scenario = load_for_terminal(file, config)
    except BadScenario as bad:
        print(bad, file=sys.stderr)
        return 2
    escape_what_cannot_be_written()
    keep_memory_private()
    application(sys.argv[:1])
    chinese = ChineseInput(rime)
    screen = create_screen(load_screen(config / "terminals" / f"{scenario.profile}.toml"), chinese.engine)
    clock = FakeClock(scenario.start.astimezone(UTC))
    stage = WindowStage(screen, clock, make_finger())
    try:
        recorder = Recorder(out)
        with temporary_folder() as folder:
            report = _play(scenario, screen, stage, clock, recorder, config, folder, asked)
    except (CannotWrite, CannotBegin) as trouble:
        if not asked.is_set():
            print(f"yike: {trouble}", file=sys.stderr)
            return 2
    finally:
        screen.close()
    if asked.is_set():
        raise KeyboardInterrupt
    print(*format_report(report), sep="\n")
    if out is not None:
        print(f"pictures, slips, speech.txt, events.jsonl and cases.json (what the platform holds) are in {out}")
    return 0 if report.ok else 1


def _play(
    scenario: Scenario,
    screen: Screen,
    stage: WindowStage,
    clock: FakeClock,
    recorder: Recorder,
    config: Path,
    folder: Path,
    asked: threading.Event,
) -> Report:
    """Play a scenario with its data in a folder. Raises CannotBegin, CannotWrite, and KeyboardInterrupt between two
    steps once `asked`."""
    world: World

    def progress(line: str) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        print(line, file=sys.stderr)

    def publish(view: View) -> None:
        stage.publish(view, world.terminal.languages.words(view.language))

    try:
        world = build_world(
            config,
            folder / "terminal",
            folder / "sandbox",
            clock,
            publish,
            profile=scenario.profile,
            record=recorder.event,
        )
    except WORLD_FAILURES as trouble:
        raise CannotBegin(failure_lines(trouble, folder)) from trouble
    try:
        connect(screen, world.terminal)
        world.terminal.start()
        screen.bridge.set_time(scenario.start.strftime("%H:%M"))
        return play(scenario, stage, world, clock, recorder, progress)
    finally:
        world.close()


def rehearse(profile: str, config: Path, data: Path, rime: Path) -> int:
    """Run the terminal with the window fitted to the desktop, the sandbox, and the control panel."""
    escape_what_cannot_be_written()
    keep_memory_private()
    app = application(sys.argv[:1])
    chinese = ChineseInput(rime)
    screen = create_screen(load_screen(config / "terminals" / f"{profile}.toml"), chinese.engine, fit_desktop=True)
    # As a signal, because it may come before the terminal is built.
    screen.bridge.on_close = lambda: signal.raise_signal(signal.SIGTERM)
    app.processEvents()
    clock = SystemClock()
    platforms: list[Platform] = []
    worlds: list[World] = []
    processes: list[Popen[str]] = []
    ending = threading.Event()
    panels: list[tuple[ControlPanel, QQmlApplicationEngine]] = []

    def build(publish: Callable[[View], None], on_fatal: Callable[[], None]) -> Terminal:
        with reported(data / "terminal", clock):
            try:
                platforms.append(
                    Platform(
                        config / "services",
                        config / "people.toml",
                        data / "sandbox",
                        given_up=ending.is_set,
                        on_process=processes.append,
                    )
                )
                world = build_world(
                    config,
                    data / "terminal",
                    data / "sandbox",
                    clock,
                    publish,
                    profile=profile,
                    platform=platforms[0],
                    at_most_s=QUESTION_TIMEOUT_S,
                    on_fatal=on_fatal,
                )
            except ActorError as error:
                raise StartFailed(str(error)) from error
            worlds.append(world)
            return world.terminal

    def end_sandbox() -> None:
        # Also one that is still starting: its world does not exist yet.
        for process in processes:
            process.kill()

    def open_panel() -> None:
        words = worlds[0].terminal.languages.words(BASE)
        panel = ControlPanel(worlds[0], clock, lambda key: words.text(text(key)) if words.has(key) else None)
        engine = QQmlApplicationEngine()
        engine.setInitialProperties({"panel": panel})
        engine.load(QUrl.fromLocalFile(str(PANEL)))
        for window in engine.rootObjects():
            window.setProperty("x", screen.window.x() + screen.window.width() + 12)
            window.setProperty("y", screen.window.y())
        panels.append((panel, engine))
        print(f"rehearsal: the sandbox's overview page is {worlds[0].platform.control}/", file=sys.stderr)

    readings = config / "languages" / "readings.toml"
    runner = TerminalRunner(screen, chinese, clock, build, open_panel, config / "prompts", readings)
    runner.on_overdue = end_sandbox
    runner.start()
    try:
        return app.exec()
    finally:
        for panel, engine in panels:
            panel.stop()
            destroy(engine)
        ending.set()
        if not worlds:
            end_sandbox()
        runner.stop()
        for platform in platforms:
            platform.stop()
        end_sandbox()
        screen.close()
