"""The terminal in service: real devices, the real platform, full screen."""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ui.app import application, create_screen
from ui.profile import load_screen

AHEAD = ("kiosk.terminal.assembly", "kiosk.terminal.startup", "ui.engine", "ui.terminal_runner")
"""Modules that are loaded while the window is made."""


def load_terminal_ahead() -> None:
    """Begin to import the terminal in another thread: Qt makes the window mostly without the interpreter's lock, and
    the first page can be touched a tenth sooner."""
    threading.Thread(target=_load_terminal, name="load-terminal", daemon=True).start()


def _load_terminal() -> None:
    with suppress(Exception):  # raised again, and reported, where the terminal is imported
        for name in AHEAD:
            importlib.import_module(name)


def run(profile: Path, config: Path, data: Path, rime: Path) -> int:
    """Run until the window is closed; return the exit code. The window opens before anything else is loaded."""
    app = application(sys.argv[:1])
    load_terminal_ahead()
    screen = create_screen(load_screen(profile), lambda: chinese.engine())
    app.processEvents()

    from devices import SystemClock
    from devices.private_memory import keep_memory_private
    from kiosk.terminal.assembly import assemble
    from kiosk.terminal.startup import FailedStartPage, load_settings, reported
    from kiosk.terminal.terminal import Places, Terminal
    from kiosk.view import View
    from ui.engine import ChineseInput
    from ui.qt_messages import QtMessages
    from ui.terminal_runner import TerminalRunner

    QtMessages()
    chinese = ChineseInput(rime)
    keep_memory_private()
    clock = SystemClock()

    def build(publish: Callable[[View], None], on_fatal: Callable[[], None]) -> Terminal:
        with reported(data, clock):
            settings = load_settings(profile, rehearsal=False)
            return assemble(settings, clock, publish, Places(config, data), on_fatal=on_fatal)

    runner = TerminalRunner(
        screen,
        chinese,
        clock,
        build,
        prompts=config / "prompts",
        readings=config / "languages" / "readings.toml",
        failed_page=lambda: FailedStartPage(profile, config),
    )
    runner.start()
    try:
        return app.exec()
    finally:
        runner.stop()
        screen.close()
