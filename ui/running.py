"""The terminal behind the window: built on a worker once the window stands, its views shown, its end clean."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

from devices import CHINA, DeviceState, DeviceStatus, Fault, Next, SystemClock, Wait
from kiosk.events import Touched, Typed
from kiosk.terminal.startup import START_FAILURES, unexpected
from kiosk.terminal.terminal import Terminal
from kiosk.view import View
from ui.app import Screen, show_time
from ui.engine import ChineseInput

if TYPE_CHECKING:
    from ui.speech import EspeakLoudspeaker

START_LONGEST_S = 10.0

VOICE_AFTER_MS = 300
"""The first page is painted and can be touched before the voice is loaded."""
PROGRAM_ERROR = 3
"""Exit code of a program that cannot go on; the service manager starts it again."""
EXIT_LONGEST_S = 5.0
"""A program that cannot go on ends within so long, whatever hangs."""


def _report_missing(voice: str) -> None:
    print(f"yike: espeak-ng has no voice {voice}: nothing is read aloud in its language", file=sys.stderr)


class _Door(QObject):
    """Carries the end of the start from the worker to the GUI thread, on which it lives."""

    failed = Signal(str, int)
    ready = Signal()

    def __init__(self, when_failed: Callable[[str, int], None], when_ready: Callable[[], None]) -> None:
        super().__init__()
        self._when_failed, self._when_ready = when_failed, when_ready
        self.failed.connect(self._fail)
        self.ready.connect(self._be_ready)

    @Slot(str, int)
    def _fail(self, trouble: str, code: int) -> None:
        self._when_failed(trouble, code)

    @Slot()
    def _be_ready(self) -> None:
        gc.freeze()
        gc.enable()
        self._when_ready()


class Running:
    """Builds a terminal behind a screen. `build` gets the functions that publish a view and that end the program."""

    def __init__(
        self,
        screen: Screen,
        chinese: ChineseInput,
        clock: SystemClock,
        build: Callable[[Callable[[View], None], Callable[[], None]], Terminal],
        when_ready: Callable[[], None] = lambda: None,
        prompts: Path | None = None,
    ) -> None:
        self._screen = screen
        self._chinese = chinese
        self._clock = clock
        self._build = build
        self._terminal: Terminal | None = None
        self._visit = ""
        self._when_ready = when_ready
        self._prompts = prompts
        self._loudspeaker: EspeakLoudspeaker | None = None
        self._door = _Door(self._failed, self._ready)
        self.trouble = ""

    def start(self) -> None:
        """Return at once; the terminal appears when it is built. SIGTERM and SIGINT end it cleanly from now on."""
        for ending in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ending, lambda *_: QCoreApplication.quit())
        self._screen.bridge.changed.connect(self._changed)
        # The timer also lets a signal be heard: Python looks for one only between its own steps.
        self._timer = show_time(self._screen, lambda: self._clock.now().astimezone(CHINA).strftime("%H:%M"))
        self._starting = self._clock.spawn("start", self._work)

    def stop(self) -> None:
        # A first page may be shown, and left, before the last worker has begun.
        self._starting.join(START_LONGEST_S)
        if self._loudspeaker is not None:
            self._loudspeaker.close()
        if self._terminal is not None:
            self._terminal.stop()

    def _work(self) -> None:
        try:
            terminal = self._build(self._publish, self.fatal)
        except START_FAILURES as trouble:
            self._door.failed.emit(str(trouble), 2)
            return
        except Exception as error:
            self._door.failed.emit(unexpected(error), PROGRAM_ERROR)
            return
        self._terminal = terminal
        self._screen.bridge.on_touch = lambda visit, key: terminal.post(Touched(visit, key))
        self._screen.bridge.on_typed = lambda visit, key, text: terminal.post(Typed(visit, key, text))
        self._screen.on_not_shown = terminal.report_not_shown
        terminal.start()
        self._door.ready.emit()

    def _ready(self) -> None:
        """The terminal stands; the voice may take its time, the first page may not."""
        if self._screen.bridge.screen_speaks:
            QTimer.singleShot(VOICE_AFTER_MS, self._screen.window, self._begin_voice)
        self._when_ready()

    def _begin_voice(self) -> None:
        from ui.speech import EspeakLoudspeaker
        from ui.voice import Voice

        terminal, screen = self._terminal, self._screen
        if terminal is not None:
            self._loudspeaker = EspeakLoudspeaker(terminal.languages.voices, self._prompts, parent=screen.window)
            self._loudspeaker.on_missing = _report_missing
            self._loudspeaker.on_silent = self._silent
            Voice(screen.window, screen.bridge, self._loudspeaker, terminal.post, screen.keyboard)

    def _silent(self, reason: str) -> None:
        """No citizen's page speaks of it; health and the machine's log do, once."""
        print(f"yike: the voice is silent: {reason}" if reason else "yike: the voice is heard again", file=sys.stderr)
        if self._terminal is not None:
            faults = (Fault(f"voice.{reason}", Next.CALL_STAFF),) if reason else ()
            status = DeviceStatus(DeviceState.WARNING if reason else DeviceState.READY, faults)
            self._terminal.report_status("voice", status)

    def _publish(self, view: View) -> None:
        assert self._terminal is not None
        self._screen.show(view, self._terminal.languages.words(view.language))

    def _changed(self) -> None:
        """A visit that is over leaves nothing in the keyboard."""
        view = self._screen.bridge.view
        if view is not None and view.visit != self._visit:
            self._visit = view.visit
            self._chinese.end_visit()

    def fatal(self) -> None:
        """The terminal cannot go on: end the program, also when its window hangs. May be called from any thread."""
        self._door.failed.emit("the program cannot go on; see the local log", PROGRAM_ERROR)
        self._clock.spawn("exit", self._exit_at_last)

    def _exit_at_last(self) -> None:
        Wait(self._clock, None).pause(EXIT_LONGEST_S)
        os._exit(PROGRAM_ERROR)

    def _failed(self, trouble: str, code: int) -> None:
        self.trouble = trouble
        for line in trouble.splitlines():
            print(f"yike: {line}", file=sys.stderr)
        QCoreApplication.exit(code)
