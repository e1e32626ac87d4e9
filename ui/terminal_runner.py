"""Run a terminal behind the window: build it in a worker thread, show its views, and shut it down."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

from devices import CHINA, Clock, DeviceState, DeviceStatus, Fault, Next, SystemClock, Wait
from kiosk.events import Touched, Typed
from kiosk.signing import Drawn
from kiosk.terminal.startup import START_FAILURES, FailedStartPage, unexpected
from kiosk.terminal.terminal import Terminal
from kiosk.view import View
from ui.app import Screen, show_time
from ui.ending import Ending
from ui.keyboard.chinese_input import ChineseInput
from ui.staff_entry import watch_for_staff
from ui.uncaught import UncaughtHooks

if TYPE_CHECKING:
    from ui.sounds import Sounds
    from ui.speech import EspeakLoudspeaker

START_TIMEOUT_S = 1.0
"""A program that ends while the terminal is still being built waits so long for it."""
START_LONGEST_S = 180.0
"""A start that takes longer hangs: the program ends. A large outbox on a slow disk is checked well within."""

KEYPAD = "keypad"
"""The family of keypads."""
VOICE_DELAY_MS = 300
"""The voice is loaded this long after the first page, which must be painted and usable first."""
PROGRAM_ERROR = 3
"""Exit code after an unexpected error; the service manager restarts the program."""
START_ERROR = 2
"""Exit code after a start that settings or machine prevented."""
SERVICE_RETRY_MS = 60_000
"""Under a service manager a failed start shows its page this long, then ends, to be tried again."""
EXIT_TIMEOUT_S = 5.0
"""After a fatal error the process ends at the latest after this time, even if its window hangs."""


def connect(screen: Screen, terminal: Terminal) -> None:
    """Send what is touched, typed and drawn on the screen to a terminal, and show the pictures that it holds."""
    screen.bridge.on_touch = lambda visit, key: terminal.post(Touched(visit, key))
    screen.bridge.on_typed = lambda visit, key, text: terminal.post(Typed(visit, key, text))
    screen.bridge.on_drawn = lambda visit, key, *stroke: terminal.post(Drawn(visit, key, *stroke))
    terminal.senses.press = screen.press
    screen.sheets.find = terminal.pictures.find
    screen.viewfinder.newest = terminal.live_picture
    if screen.hidden_entry:
        watch_for_staff(screen.bridge, SystemClock().monotonic)


def _report_missing(voice: str) -> None:
    print(f"yike: espeak-ng has no voice {voice}: nothing is read aloud in its language", file=sys.stderr)


def _report_bad_prompt(reason: str) -> None:
    print(f"yike: a recording is not used, the voice reads its message: {reason}", file=sys.stderr)


class _StartSignals(QObject):
    """Deliver the result of the start from the worker to the GUI thread, in which this object lives."""

    failed = Signal(str, int)
    ready = Signal()

    def __init__(self, when_failed: Callable[[str, int], None], when_ready: Callable[[], None]) -> None:
        super().__init__()
        self._when_failed, self._when_ready = when_failed, when_ready
        self.failed.connect(self._on_failed)
        self.ready.connect(self._on_ready)

    @Slot(str, int)
    def _on_failed(self, trouble: str, code: int) -> None:
        self._when_failed(trouble, code)

    @Slot()
    def _on_ready(self) -> None:
        gc.freeze()
        gc.enable()
        self._when_ready()


class TerminalRunner:
    """Build a terminal behind a screen. `build` gets two functions: publish a view, and end the program."""

    def __init__(
        self,
        screen: Screen,
        chinese: ChineseInput,
        clock: SystemClock,
        build: Callable[[Callable[[View], None], Callable[[], None]], Terminal],
        when_ready: Callable[[], None] = lambda: None,
        prompts: Path | None = None,
        readings: Path | None = None,
        failed_page: Callable[[], FailedStartPage] | None = None,
    ) -> None:
        """`prompts`: a folder of recordings; `readings`: how the voice reads some hanzi (readings.toml). `failed_page`
        makes the page that a failed start shows under a service manager."""
        self._screen = screen
        self._chinese = chinese
        self._clock = clock
        self._build = build
        self._terminal: Terminal | None = None
        self._visit = ""
        self._stopping = False
        self._when_ready = when_ready
        self._prompts, self._readings = prompts, readings
        self._failed_page = failed_page
        self._loudspeaker: EspeakLoudspeaker | None = None
        self._sounds: Sounds | None = None
        self._signals = _StartSignals(self._exit_failed, self._ready)
        self._start_deadline = QTimer(screen.window, singleShot=True, interval=int(START_LONGEST_S * 1000))
        self._start_deadline.timeout.connect(lambda: self.fatal("the start takes too long"))
        self.trouble = ""
        self.on_overdue: Callable[[], None] = lambda: None
        """Called on a thread before a process that hangs at its end is given up."""

    def start(self) -> None:
        """Begin building the terminal and return. From now on signals end the program cleanly."""
        self.ending = Ending(self._clock, self._exit_overdue)
        self._screen.bridge.changed.connect(self._end_input_of_past_visit)
        self._timer = show_time(self._screen, self._time)
        self._hooks = UncaughtHooks(self._report_uncaught)
        self._start_deadline.start()
        self._starting = self._clock.spawn("start", self._build_terminal)

    def _time(self) -> str:
        """The time in China, by the platform where this machine's clock is far off."""
        return self._now().strftime("%H:%M")

    def _now(self) -> datetime:
        clock: Clock = self._clock if self._terminal is None else self._terminal.clock
        return clock.now().astimezone(CHINA)

    def stop(self) -> None:
        # The program may be ended while the terminal is still being built.
        self._stopping = True
        self._starting.join(START_TIMEOUT_S)
        if self._loudspeaker is not None:
            self._loudspeaker.close()
        if self._sounds is not None:
            self._sounds.close()
        if self._terminal is not None:
            self._terminal.stop()
        self._hooks.remove()
        self.ending.close()

    def _exit_overdue(self) -> None:
        """End the process although something hangs. What it holds in memory is gone, and its files are whole."""
        self.on_overdue()
        os._exit(0)

    def _build_terminal(self) -> None:
        try:
            self._begin(self._build(self._publish, self.fatal))
        except START_FAILURES as trouble:
            self._fail(str(trouble), START_ERROR)
            return
        except Exception as error:
            self._fail(unexpected(error), PROGRAM_ERROR)
            return
        self._signals.ready.emit()

    def _begin(self, terminal: Terminal) -> None:
        self._terminal = terminal
        for note in terminal.notes:
            print(f"yike: {note}", file=sys.stderr)
        connect(self._screen, terminal)
        self._screen.on_not_shown = terminal.report_not_shown
        try:
            terminal.start()
        except Exception:
            # Not started, so there is nothing to stop.
            self._terminal = None
            raise
        if self._screen.larger_than_screen:
            terminal.log.write("screen", "larger_than_screen")

    def _report_uncaught(self, error: BaseException) -> None:
        if self._terminal is not None:
            self._terminal.report_error("screen", error)

    def _fail(self, trouble: str, code: int) -> None:
        if not self._stopping:
            self._signals.failed.emit(trouble, code)

    def _ready(self) -> None:
        """Start what may wait until the first page is shown."""
        self._start_deadline.stop()
        if self._screen.bridge.has_voice or self._has_keypad():
            QTimer.singleShot(VOICE_DELAY_MS, self._screen.window, self._start_voice)
        self._when_ready()

    def _has_keypad(self) -> bool:
        devices = () if self._terminal is None else self._terminal.devices.values()
        return any(each.family.name == KEYPAD for each in devices)

    def _start_voice(self) -> None:
        """Load voice and sounds; where nothing can be heard only what a keypad's keys do."""
        from ui.greeting import Greeting
        from ui.loudspeaker import NoLoudspeaker
        from ui.sounds import Sounds
        from ui.speech import EspeakLoudspeaker
        from ui.voice import Voice

        terminal, screen = self._terminal, self._screen
        if terminal is not None and not screen.bridge.has_voice:
            Voice(screen.window, screen.bridge, NoLoudspeaker(), terminal.post, screen.keyboard)
        elif terminal is not None:
            loudspeaker = EspeakLoudspeaker(
                terminal.languages.voices, self._prompts, parent=screen.window, readings=self._readings
            )
            loudspeaker.on_missing = _report_missing
            loudspeaker.prompts.on_bad = _report_bad_prompt
            loudspeaker.on_fault = self._report_voice
            loudspeaker.settings.quiet = self._is_quiet
            self._loudspeaker = loudspeaker
            # Before the voice, so that a sound ends before a page is read.
            volume = terminal.settings.sound.volume
            sounds = Sounds(screen.bridge, volume, self._is_quiet, lambda: loudspeaker.speaking, parent=screen.window)
            sounds.on_fault = self._report_sounds
            screen.keyboard.on_key = sounds.touched
            self._sounds = sounds
            voice = Voice(screen.window, screen.bridge, loudspeaker, terminal.post, screen.keyboard)
            Greeting(screen.bridge, loudspeaker, voice, self._is_quiet)

    def _is_quiet(self) -> bool:
        terminal = self._terminal
        return terminal is not None and terminal.settings.sound.is_quiet(self._now().time())

    def _report_sounds(self, reason: str) -> None:
        """Write a fault of the sounds to the local log. Nobody depends on them, so it is no fault of the terminal."""
        if reason and self._terminal is not None:
            self._terminal.log.write("sounds", f"silent_{reason}")

    def _report_voice(self, reason: str) -> None:
        """Report a voice fault ("" when it is over) to health and stderr. It is no fault of a citizen's page."""
        print(f"yike: the voice is silent: {reason}" if reason else "yike: speech output works again", file=sys.stderr)
        if self._terminal is not None:
            faults = (Fault(f"voice.{reason}", Next.CALL_STAFF),) if reason else ()
            status = DeviceStatus(DeviceState.WARNING if reason else DeviceState.READY, faults)
            self._terminal.report_status("voice", status)

    def _publish(self, view: View) -> None:
        assert self._terminal is not None
        self._screen.show(view, self._terminal.languages.words(view.language))

    def _end_input_of_past_visit(self) -> None:
        """Discard the keyboard's state when the visit changes."""
        view = self._screen.bridge.view
        if view is not None and view.visit != self._visit:
            self._visit = view.visit
            self._chinese.end_visit()

    def fatal(self, reason: str = "the program cannot go on; see the local log") -> None:
        """End the program after a fatal error, even if the window hangs. May be called from any thread."""
        self._signals.failed.emit(reason, PROGRAM_ERROR)
        self._clock.spawn("exit", self._exit_when_overdue)

    def _exit_when_overdue(self) -> None:
        Wait(self._clock, None).pause(EXIT_TIMEOUT_S)
        os._exit(PROGRAM_ERROR)

    def _exit_failed(self, trouble: str, code: int) -> None:
        self.trouble = trouble
        for line in trouble.splitlines():
            print(f"yike: {line}", file=sys.stderr)
        if code == START_ERROR and self._show_failed_start():
            # A citizen sees why; the service manager starts the program again when it has ended.
            QTimer.singleShot(SERVICE_RETRY_MS, lambda: QCoreApplication.exit(code))
        else:
            QCoreApplication.exit(code)

    def _show_failed_start(self) -> bool:
        """Show the page "out of service" where nobody reads the error output: under a service manager."""
        if self._failed_page is None or "NOTIFY_SOCKET" not in os.environ:
            return False
        try:
            page = self._failed_page()
            self._screen.bridge.on_touch = lambda _, key: self._screen.receive(*page.touched(key))
            self._screen.receive(*page.shown())
        except Exception as error:
            print(f"yike: {unexpected(error)}", file=sys.stderr)
            return False
        return True
