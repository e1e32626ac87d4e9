"""Speech output: recorded prompts where they exist, else espeak-ng, played by aplay.

The only module that runs espeak-ng. Each program is a separate process; text reaches them through a pipe, never on a
command line or in a file. Nothing blocks: `stop` kills running processes. Without the programs or a sound card the page
works in silence and `on_fault` is called once.
"""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QProcess, QTimer

from kiosk.spoken import Sentence, speaking_seconds

RATES = (110, 150, 200, 260)
"""Words per minute."""
AMPLITUDES = (25, 50, 100, 150, 200)
"""espeak-ng amplitudes; 200 is the maximum."""
QUEUE_AT_MOST = 300
"""Sentences; more than any page has."""
STUCK_FACTOR = 4.0
STUCK_MARGIN_S = 10.0
"""A sentence is stuck, and given up, after STUCK_FACTOR times its estimated duration plus this margin."""


class Loudspeaker(Protocol):
    """Speak sentences one after the other."""

    on_state: Callable[[bool], None]
    """Called with True when speech starts and False when it ends."""
    on_number: Callable[[], None]
    """Called when a sentence that ends a number was spoken to its end."""

    def say(self, lines: Sequence[Sentence], language: str) -> None:
        """Append sentences to the queue."""

    def stop(self) -> None:
        """Stop at once and clear the queue."""

    def next_rate(self) -> None:
        """Switch to the next speech rate; after the fastest comes the slowest."""

    def change_volume(self, steps: int) -> None:
        """Change the volume by this many steps."""

    def reset(self) -> None:
        """Restore rate and volume for the next citizen."""


def espeak(voice: str, rate: int, amplitude: int, *more: str) -> list[str]:
    """Return the command that speaks its standard input."""
    return ["espeak-ng", "--stdin", "-b", "1", "-v", voice, "-s", str(rate), "-a", str(amplitude), *more]


class EspeakLoudspeaker(QObject):
    """A loudspeaker by espeak-ng and aplay. It lives on the GUI thread and never blocks it."""

    def __init__(
        self,
        voices: Mapping[str, str],
        prompts: Path | None = None,
        player: Sequence[str] = ("aplay", "-q", "-"),
        parent: QObject | None = None,
    ) -> None:
        """`voices`: language → espeak-ng's voice. Nothing is said in a language that has none."""
        super().__init__(parent)
        self._voices = voices
        self._missing: set[str] = set()
        """Voices that espeak-ng does not have on this machine."""
        self.on_state: Callable[[bool], None] = lambda speaking: None
        self.on_number: Callable[[], None] = lambda: None
        self.on_fault: Callable[[str], None] = lambda reason: None
        """Called with the reason when speech fails, and with "" when it works again."""
        self.quiet: Callable[[], bool] = lambda: False
        """Whether it is a quiet hour: the voice is a step lower, and reads what is also recorded."""
        self.on_missing: Callable[[str], None] = lambda voice: None
        """Called once for a voice that espeak-ng does not have; other languages are still read."""
        self._prompts = prompts
        self._player = tuple(player)
        self._waiting: deque[tuple[Sentence, str]] = deque(maxlen=QUEUE_AT_MOST)
        self._current: Sentence | None = None
        self._running: list[QProcess] = []
        self._fault = ""
        self._rate, self._amplitude = 1, 2
        self._watchdog = QTimer(self)
        self._watchdog.setSingleShot(True)
        self._watchdog.timeout.connect(self._give_up)

    @property
    def speaking(self) -> bool:
        return self._current is not None

    def say(self, lines: Sequence[Sentence], language: str) -> None:
        tagged = ((line, line.language or language) for line in lines if line.text.strip())
        self._waiting.extend(each for each in tagged if self._can_say(*each))
        if self._current is None:
            self._next()

    def _can_say(self, line: Sentence, language: str) -> bool:
        return self._has_voice(language) or self._prompt(line, language) is not None

    def _has_voice(self, language: str) -> bool:
        voice = self._voices.get(language, "")
        return bool(voice and voice not in self._missing)

    def stop(self) -> None:
        self._waiting.clear()
        if self._current is not None:
            self._current = None
            self._end_processes()
            self.on_state(False)

    def next_rate(self) -> None:
        self._rate = (self._rate + 1) % len(RATES)

    def change_volume(self, steps: int) -> None:
        self._amplitude = min(len(AMPLITUDES) - 1, max(0, self._amplitude + steps))

    def reset(self) -> None:
        self._rate, self._amplitude = 1, 2

    def close(self) -> None:
        """Stop, and wait until all processes have ended."""
        self.stop()
        for process in self.findChildren(QProcess):
            process.waitForFinished(1000)

    def _next(self) -> None:
        before = self._current
        if not self._waiting:
            self._current = None
            if before is not None:
                self.on_state(False)
            return
        missing = next((name for name in ("espeak-ng", self._player[0]) if shutil.which(name) is None), "")
        if missing:
            self._report_fault(missing)
            return
        self._current, language = self._waiting.popleft()
        self._start(self._current, language)
        if before is None:
            self.on_state(True)

    def _start(self, line: Sentence, language: str) -> None:
        player = self._process(self._player)
        player.finished.connect(lambda code, status: self._on_finished(player, code))
        player.errorOccurred.connect(lambda error: self._on_error(player, error))
        self._watchdog.start(int(1000 * (STUCK_FACTOR * speaking_seconds([line.text]) + STUCK_MARGIN_S)))
        prompt = self._prompt(line, language)
        if prompt is not None:
            player.setStandardInputFile(str(prompt))
            player.start()
            self._running = [player]
            return
        voice = self._voices[language]
        synthesizer = self._process(espeak(voice, RATES[self._rate], self._loudness(), "--stdout"))
        synthesizer.finished.connect(lambda code, status: self._on_synthesized(synthesizer, code, status, voice))
        synthesizer.setStandardOutputProcess(player)
        synthesizer.start()
        player.start()
        synthesizer.write(line.text.encode())
        synthesizer.closeWriteChannel()
        self._running = [synthesizer, player]

    def _loudness(self) -> int:
        return AMPLITUDES[max(0, self._amplitude - self.quiet())]

    def _process(self, command: Sequence[str]) -> QProcess:
        process = QProcess(self)
        process.setProgram(command[0])
        process.setArguments(list(command[1:]))
        process.setStandardErrorFile(QProcess.nullDevice())
        return process

    def _prompt(self, line: Sentence, language: str) -> Path | None:
        if self._prompts is None or not line.key or (self.quiet() and self._has_voice(language)):
            return None
        path = self._prompts / language / f"{line.key}.wav"
        return path if path.is_file() else None

    def _on_synthesized(self, synthesizer: QProcess, code: int, status: QProcess.ExitStatus, voice: str) -> None:
        """Skip what is to be read by a voice that espeak-ng turns out not to have."""
        if synthesizer not in self._running or code == 0 or status is not QProcess.ExitStatus.NormalExit:
            return
        self._end_processes()
        self._missing.add(voice)
        kept = [each for each in self._waiting if self._can_say(*each)]
        self._waiting.clear()
        self._waiting.extend(kept)
        self.on_missing(voice)
        self._next()

    def _on_finished(self, player: QProcess, code: int) -> None:
        if player not in self._running:
            return
        synthesizer = self._running[0]
        still_runs = synthesizer.state() is not QProcess.ProcessState.NotRunning
        if code != 0 and synthesizer is not player and still_runs:
            # A player that gets no sound may fail before the synthesizer does: the synthesizer's reason is the cause.
            synthesizer.finished.connect(lambda *_: self._on_finished(player, code))
            return
        self._end_processes()
        if code != 0:
            self._report_fault("sound")
            return
        self._report_recovery()
        if self._current is not None and self._current.number:
            self.on_number()
        self._next()

    def _on_error(self, player: QProcess, error: QProcess.ProcessError) -> None:
        if player in self._running and error is QProcess.ProcessError.FailedToStart:
            self._end_processes()
            self._report_fault("sound")

    def _give_up(self) -> None:
        self._end_processes()
        self._report_fault("stuck")

    def _report_recovery(self) -> None:
        if self._fault:
            self._fault = ""
            self.on_fault("")

    def _report_fault(self, reason: str) -> None:
        """Drop the queue and report the fault, once per reason; the next `say` tries again."""
        self._waiting.clear()
        if self._fault != reason:
            self._fault = reason
            self.on_fault(reason)
        if self._current is not None:
            self._current = None
            self.on_state(False)

    def _end_processes(self) -> None:
        self._watchdog.stop()
        ending, self._running = self._running, []
        for process in ending:
            if process.state() is QProcess.ProcessState.NotRunning:
                process.deleteLater()
            else:
                process.finished.connect(process.deleteLater)
                process.kill()
