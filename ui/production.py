"""The terminal in service: real devices, the real platform, full screen."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from ui.app import application, create_screen
from ui.profile import load_screen


def run(profile: Path, config: Path, data: Path, rime: Path) -> int:
    """Run until the window is closed; return the exit code. The window opens before anything else is loaded."""
    app = application(sys.argv[:1])
    screen = create_screen(load_screen(profile), lambda: chinese.engine())
    app.processEvents()

    from devices import SystemClock
    from devices.private_memory import keep_memory_private
    from kiosk.terminal.assembly import assemble
    from kiosk.terminal.startup import FailedStartPage, load_settings, reported
    from kiosk.terminal.terminal import Places, Terminal
    from kiosk.view import View
    from ui.keyboard.chinese_input import ChineseInput
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
