"""The terminal behind the window: built on a worker once the window stands, its views shown, its end clean."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

from devices import CHINA, DeviceState, DeviceStatus, Fault, Next, SystemClock
from kiosk.events import Touched, Typed
from kiosk.terminal.assembly import Terminal
from kiosk.terminal.startup import START_FAILURES
from kiosk.view import View
from ui.app import Screen, show_time
from ui.engine import ChineseInput

if TYPE_CHECKING:
    from ui.speech import EspeakLoudspeaker

START_LONGEST_S = 10.0

VOICE_AFTER_MS = 300
"""The first page is painted and can be touched before the voice is loaded."""


class _Door(QObject):
    """Carries the end of the start from the worker to the GUI thread, on which it lives."""

    failed = Signal(str)
    ready = Signal()

    def __init__(self, when_failed: Callable[[str], None], when_ready: Callable[[], None]) -> None:
        super().__init__()
        self._when_failed, self._when_ready = when_failed, when_ready
        self.failed.connect(self._fail)
        self.ready.connect(self._be_ready)

    @Slot(str)
    def _fail(self, trouble: str) -> None:
        self._when_failed(trouble)

    @Slot()
    def _be_ready(self) -> None:
        gc.freeze()
        gc.enable()
        self._when_ready()


class Running:
    """Builds a terminal behind a screen. `build` gets the function that publishes views."""

    def __init__(
        self,
        screen: Screen,
        chinese: ChineseInput,
        clock: SystemClock,
        build: Callable[[Callable[[View], None]], Terminal],
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
            terminal = self._build(self._publish)
        except START_FAILURES as trouble:
            self._door.failed.emit(str(trouble))
            return
        self._terminal = terminal
        self._screen.bridge.on_touch = lambda visit, key: terminal.post(Touched(visit, key))
        self._screen.bridge.on_typed = lambda visit, key, text: terminal.post(Typed(visit, key, text))
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
            self._loudspeaker = EspeakLoudspeaker(self._prompts, parent=screen.window)
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

    def _failed(self, trouble: str) -> None:
        self.trouble = trouble
        for line in trouble.splitlines():
            print(f"yike: {line}", file=sys.stderr)
        QCoreApplication.exit(2)
