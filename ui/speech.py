"""Speech output: recorded prompts where they exist, else espeak-ng, played by aplay.

The only module that runs espeak-ng. Each program is a separate process; text reaches them through a pipe, never on a
command line or in a file. `kiosk.pronunciation` writes each sentence as it is spoken, in parts for the voices of their
languages; its tables are read on a thread when the first sentence is said. Nothing blocks: `stop` kills running
processes. Without the programs or a sound card the page works in silence and `on_fault` is called once.
"""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QThreadPool, QTimer, Signal

from kiosk.spoken import Sentence, speaking_seconds
from ui.espeak_command import espeak, text_for
from ui.loudspeaker import RecordedPrompts, SpeechSettings

if TYPE_CHECKING:
    from kiosk.pronunciation.parts import Pronunciation

QUEUE_AT_MOST = 300
"""Sentences; more than any page has."""
SILENT_WITHIN_MS = 300
STUCK_FACTOR = 4.0
STUCK_MARGIN_S = 10.0
"""A sentence is stuck, and given up, after STUCK_FACTOR times its estimated duration plus this margin."""


class EspeakLoudspeaker(QObject):
    """A loudspeaker by espeak-ng and aplay. It lives on the GUI thread and never blocks it."""

    _loaded = Signal()
    """Emitted from the thread that read the tables of pronunciation."""

    def __init__(
        self,
        voices: Mapping[str, str],
        prompts: Path | None = None,
        player: Sequence[str] = ("aplay", "-q", "-"),
        parent: QObject | None = None,
        readings: Path | None = None,
    ) -> None:
        """`voices`: language → espeak-ng's voice; nothing is said in a language that has none. `readings`: our own
        readings of hanzi (config/languages/readings.toml)."""
        super().__init__(parent)
        self._voices = voices
        self._readings = readings
        self._pronunciation: Pronunciation | None = None
        self._loading: bool | None = None
        """True while the tables are being read; None: nobody has spoken yet."""
        self._unread: tuple[Sentence, str] | None = None
        """The sentence that waits for the tables."""
        self._loaded.connect(self._on_loaded)
        self._missing: set[str] = set()
        """Voices that espeak-ng does not have on this machine."""
        self.on_state: Callable[[bool], None] = lambda speaking: None
        self.on_number: Callable[[], None] = lambda: None
        self.on_fault: Callable[[str], None] = lambda reason: None
        """Called with the reason when speech fails, and with "" when it works again."""
        self.on_missing: Callable[[str], None] = lambda voice: None
        """Called once for a voice that espeak-ng does not have; other languages are still read."""
        self.prompts = RecordedPrompts(prompts)
        self.settings = SpeechSettings()
        self._player = tuple(player)
        self._waiting: deque[tuple[Sentence, str]] = deque(maxlen=QUEUE_AT_MOST)
        self._current: Sentence | None = None
        self._language = ""
        """The language of the current sentence."""
        self._running: list[QProcess] = []
        self._fault = ""
        self._watchdog = QTimer(self, singleShot=True)
        self._watchdog.timeout.connect(self._give_up)

    @property
    def speaking(self) -> bool:
        return self._current is not None

    def say(self, sentences: Sequence[Sentence], language: str) -> None:
        self._waiting.extend(self._sayable(sentences, language))
        if self._current is None:
            self._next()

    def interject(self, sentences: Sequence[Sentence], language: str) -> None:
        again = [(self._current, self._language)] if self._current is not None else []
        self._waiting.extendleft(reversed([*self._sayable(sentences, language), *again]))
        self._unread = None
        self._end_processes()
        self._next()

    def _sayable(self, sentences: Sequence[Sentence], language: str) -> list[tuple[Sentence, str]]:
        """Return those of the sentences that can be said, each with its language."""
        tagged = ((each, each.language or language) for each in sentences if each.text.strip())
        return [each for each in tagged if self._can_say(*each)]

    def _can_say(self, sentence: Sentence, language: str) -> bool:
        return self._has_voice(language) or self.prompts.find(sentence, language) is not None

    def _has_voice(self, language: str) -> bool:
        voice = self._voices.get(language, "")
        return bool(voice and voice not in self._missing)

    def _prompt(self, sentence: Sentence, language: str) -> Path | None:
        """Return the recording to play. It has its own loudness: in quiet hours the voice reads what it can."""
        if self.settings.quiet() and self._has_voice(language):
            return None
        return self.prompts.find(sentence, language)

    def stop(self) -> None:
        self._waiting.clear()
        self._unread = None
        if self._current is not None:
            self._current = None
            self._end_processes()
            self.on_state(False)

    def silence(self) -> None:
        ending = tuple(self._running)
        self.stop()
        for process in ending:
            # Killed, it ends within milliseconds; until then the sound card may still play.
            process.waitForFinished(SILENT_WITHIN_MS)

    def next_rate(self) -> None:
        self.settings.next_rate()

    def change_rate(self, steps: int) -> bool:
        return self.settings.change_rate(steps)

    def change_volume(self, steps: int) -> bool:
        return self.settings.change_volume(steps)

    def reset(self) -> None:
        self.settings.reset()

    def close(self) -> None:
        """Stop, and wait until all processes have ended."""
        self.stop()
        if self._loading:
            QThreadPool.globalInstance().waitForDone(1000)
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
        self._current, self._language = self._waiting.popleft()
        self._start(self._current, self._language)
        if before is None:
            self.on_state(True)

    def _start(self, sentence: Sentence, language: str) -> None:
        self._watchdog.start(int(1000 * (STUCK_FACTOR * speaking_seconds([sentence.text]) + STUCK_MARGIN_S)))
        prompt = self._prompt(sentence, language)
        if prompt is not None:
            player = self._player_process(prompt, sentence, language)
            player.setStandardInputFile(str(prompt))
            player.start()
            self._running = [player]
        elif self._loading is False:
            self._speak(sentence, language)
        else:
            self._unread = (sentence, language)
            if self._loading is None:
                self._loading = True
                QThreadPool.globalInstance().start(self._load)

    def _load(self) -> None:
        """Read the tables of pronunciation; on a thread, because that takes a while, its rules included."""
        from kiosk.pronunciation.parts import Pronunciation

        pronunciation = Pronunciation(self._voices, self._readings)
        pronunciation.load()
        self._pronunciation = pronunciation
        self._loaded.emit()

    def _on_loaded(self) -> None:
        self._loading = False
        unread, self._unread = self._unread, None
        if unread is not None:
            self._speak(*unread)

    def _speak(self, sentence: Sentence, language: str) -> None:
        parts = self._pronunciation.parts(sentence.text, language) if self._pronunciation is not None else ()
        if not parts:
            self._watchdog.stop()
            self._next()
            return
        several = ("-m",) if len(parts) > 1 else ()
        first = self._voices.get(language, "") if several else parts[0].voice
        command = espeak(first, self.settings.rate, self.settings.amplitude, "--stdout", *several)
        player, synthesizer = self._player_process(None, sentence, language), self._process(command)
        synthesizer.finished.connect(lambda code, status: self._on_synthesized(synthesizer, code, status, first))
        synthesizer.setStandardOutputProcess(player)
        synthesizer.start()
        player.start()
        synthesizer.write(text_for(parts).encode())
        synthesizer.closeWriteChannel()
        self._running = [synthesizer, player]

    def _player_process(self, prompt: Path | None, sentence: Sentence, language: str) -> QProcess:
        player = self._process(self._player)
        player.finished.connect(lambda code, status: self._on_finished(player, code, prompt, (sentence, language)))
        player.errorOccurred.connect(lambda error: self._on_error(player, error))
        return player

    def _process(self, command: Sequence[str]) -> QProcess:
        process = QProcess(self)
        process.setProgram(command[0])
        process.setArguments(list(command[1:]))
        process.setStandardErrorFile(QProcess.nullDevice())
        return process

    def _on_synthesized(self, synthesizer: QProcess, code: int, status: QProcess.ExitStatus, voice: str) -> None:
        """Skip what is to be read by a voice that espeak-ng turns out not to have."""
        if synthesizer not in self._running or code == 0 or status is not QProcess.ExitStatus.NormalExit:
            return
        self._end_processes()
        self._missing.add(voice)
        self._waiting = deque((each for each in self._waiting if self._can_say(*each)), QUEUE_AT_MOST)
        self.on_missing(voice)
        self._next()

    def _on_finished(self, player: QProcess, code: int, prompt: Path | None, said: tuple[Sentence, str]) -> None:
        if player not in self._running:
            return
        synthesizer = self._running[0]
        still_runs = synthesizer.state() is not QProcess.ProcessState.NotRunning
        if code != 0 and synthesizer is not player and still_runs:
            # A player that gets no sound may fail before the synthesizer does: the synthesizer's reason is the cause.
            synthesizer.finished.connect(lambda *_: self._on_finished(player, code, prompt, said))
            return
        self._end_processes()
        if code != 0 and prompt is not None:
            # The voice says it instead; if the sound card is the cause, that fails too and is reported.
            self.prompts.reject(prompt, "cannot be played")
            self._start(*said)
            return
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
        self._unread = None
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
