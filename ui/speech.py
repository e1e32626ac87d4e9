"""The voice: sentences by espeak-ng, or a recorded prompt where there is one, through aplay into the loudspeaker.

The door for both programs, each a process of its own; the words reach them by a pipe, never by a command line or a
file. Nothing here waits: what was begun is killed when its page goes. Silence is not a fault of the page: a machine
without the programs or without a sound card says so once, to `on_silent`.
"""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QProcess, QTimer

from kiosk.spoken import Sentence, speaking_seconds

PACES = (110, 150, 200, 260)
"""Words a minute."""
LOUDNESSES = (25, 50, 100, 150, 200)
"""espeak-ng's amplitudes; 200 is its greatest."""
LONGEST_QUEUE = 300
"""Sentences; no page has so many."""
PATIENCE = 4.0
PATIENCE_S = 10.0
"""A sentence that takes so many times its usual time and so much more is stuck, and is given up."""


class Loudspeaker(Protocol):
    """Says lines one after the other."""

    on_state: Callable[[bool], None]
    """Told when it begins and when it rests."""
    on_number: Callable[[], None]
    """Told when a line that ends a number was heard to its end."""

    def say(self, lines: Sequence[Sentence], language: str) -> None:
        """After what is being said."""

    def stop(self) -> None:
        """At once; forgets what waits."""

    def quicker(self) -> None:
        """The next pace; after the quickest the slowest."""

    def louder(self, steps: int) -> None:
        """Louder, or softer."""

    def reset(self) -> None:
        """As it was: pace and loudness are the next citizen's own."""


def espeak(voice: str, pace: int, loudness: int, *more: str) -> list[str]:
    """The command that says what it is handed by pipe."""
    return ["espeak-ng", "--stdin", "-b", "1", "-v", voice, "-s", str(pace), "-a", str(loudness), *more]


class EspeakLoudspeaker(QObject):
    """The machine's own voice. It lives on the GUI thread and never keeps it."""

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
        self.on_silent: Callable[[str], None] = lambda reason: None
        """Told why nothing is heard; and "" when a sentence was heard again."""
        self.on_missing: Callable[[str], None] = lambda voice: None
        """Called once for a voice that espeak-ng does not have; other languages are still read."""
        self._prompts = prompts
        self._player = tuple(player)
        self._waiting: deque[tuple[Sentence, str]] = deque(maxlen=LONGEST_QUEUE)
        self._line: Sentence | None = None
        self._running: list[QProcess] = []
        self._silent = ""
        self._pace, self._loudness = 1, 2
        self._stuck = QTimer(self)
        self._stuck.setSingleShot(True)
        self._stuck.timeout.connect(self._give_up)

    @property
    def speaking(self) -> bool:
        return self._line is not None

    def say(self, lines: Sequence[Sentence], language: str) -> None:
        tagged = ((line, line.language or language) for line in lines if line.text.strip())
        self._waiting.extend(each for each in tagged if self._can_say(*each))
        if self._line is None:
            self._next()

    def _can_say(self, line: Sentence, language: str) -> bool:
        voice = self._voices.get(language, "")
        return bool(voice and voice not in self._missing) or self._prompt(line, language) is not None

    def stop(self) -> None:
        self._waiting.clear()
        if self._line is not None:
            self._line = None
            self._end_processes()
            self.on_state(False)

    def quicker(self) -> None:
        self._pace = (self._pace + 1) % len(PACES)

    def louder(self, steps: int) -> None:
        self._loudness = min(len(LOUDNESSES) - 1, max(0, self._loudness + steps))

    def reset(self) -> None:
        self._pace, self._loudness = 1, 2

    def close(self) -> None:
        """Nothing it started is left when this returns."""
        self.stop()
        for process in self.findChildren(QProcess):
            process.waitForFinished(1000)

    def _next(self) -> None:
        before = self._line
        if not self._waiting:
            self._line = None
            if before is not None:
                self.on_state(False)
            return
        missing = next((name for name in ("espeak-ng", self._player[0]) if shutil.which(name) is None), "")
        if missing:
            self._be_silent(missing)
            return
        self._line, language = self._waiting.popleft()
        self._begin(self._line, language)
        if before is None:
            self.on_state(True)

    def _begin(self, line: Sentence, language: str) -> None:
        player = self._process(self._player)
        player.finished.connect(lambda code, status: self._played(player, code))
        player.errorOccurred.connect(lambda error: self._failed(player, error))
        self._stuck.start(int(1000 * (PATIENCE * speaking_seconds([line.text]) + PATIENCE_S)))
        prompt = self._prompt(line, language)
        if prompt is not None:
            player.setStandardInputFile(str(prompt))
            player.start()
            self._running = [player]
            return
        voice = self._voices[language]
        maker = self._process(espeak(voice, PACES[self._pace], LOUDNESSES[self._loudness], "--stdout"))
        maker.finished.connect(lambda code, status: self._made(maker, code, status, voice))
        maker.setStandardOutputProcess(player)
        maker.start()
        player.start()
        maker.write(line.text.encode())
        maker.closeWriteChannel()
        self._running = [maker, player]

    def _process(self, command: Sequence[str]) -> QProcess:
        process = QProcess(self)
        process.setProgram(command[0])
        process.setArguments(list(command[1:]))
        process.setStandardErrorFile(QProcess.nullDevice())
        return process

    def _prompt(self, line: Sentence, language: str) -> Path | None:
        if self._prompts is None or not line.key:
            return None
        path = self._prompts / language / f"{line.key}.wav"
        return path if path.is_file() else None

    def _made(self, maker: QProcess, code: int, status: QProcess.ExitStatus, voice: str) -> None:
        """Skip what is to be read by a voice that espeak-ng turns out not to have."""
        if maker not in self._running or code == 0 or status is not QProcess.ExitStatus.NormalExit:
            return
        self._end_processes()
        self._missing.add(voice)
        kept = [each for each in self._waiting if self._can_say(*each)]
        self._waiting.clear()
        self._waiting.extend(kept)
        self.on_missing(voice)
        self._next()

    def _played(self, player: QProcess, code: int) -> None:
        if player not in self._running:
            return
        maker = self._running[0]
        if code != 0 and maker is not player and maker.state() is not QProcess.ProcessState.NotRunning:
            # A player without sound fails before its maker is seen to have failed: the maker's reason comes first.
            maker.finished.connect(lambda *_: self._played(player, code))
            return
        self._end_processes()
        if code != 0:
            self._be_silent("sound")
            return
        self._be_heard()
        if self._line is not None and self._line.number:
            self.on_number()
        self._next()

    def _failed(self, player: QProcess, error: QProcess.ProcessError) -> None:
        if player in self._running and error is QProcess.ProcessError.FailedToStart:
            self._end_processes()
            self._be_silent("sound")

    def _give_up(self) -> None:
        self._end_processes()
        self._be_silent("stuck")

    def _be_heard(self) -> None:
        if self._silent:
            self._silent = ""
            self.on_silent("")

    def _be_silent(self, reason: str) -> None:
        """What waited is not said; the next page tries again."""
        self._waiting.clear()
        if self._silent != reason:
            self._silent = reason
            self.on_silent(reason)
        if self._line is not None:
            self._line = None
            self.on_state(False)

    def _end_processes(self) -> None:
        self._stuck.stop()
        ending, self._running = self._running, []
        for process in ending:
            if process.state() is QProcess.ProcessState.NotRunning:
                process.deleteLater()
            else:
                process.finished.connect(process.deleteLater)
                process.kill()
