"""Sounds of touches and pages, played by aplay: one at a time, so that nothing piles up and no touch waits.

Off in quiet hours, while the voice reads (its page begins with the touch) or headphones are plugged in, and after a
failure for a minute.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from PySide6.QtCore import QObject, QProcess, QTimer

from ui.bridge import STILL_HERE, Bridge
from ui.sound_cues import Cues
from ui.tones import TONES, Sound, wav_file

LONGEST_MS = 3000
"""A player that takes longer hangs, and is ended."""
REST_MS = 60_000
"""After a failure no sound is tried for so long."""


class Sounds(QObject):
    """Follow the bridge of a screen. It lives on the GUI thread and never blocks it."""

    def __init__(
        self,
        bridge: Bridge,
        volume: int,
        quiet: Callable[[], bool],
        speaking: Callable[[], bool],
        player: Sequence[str] = ("aplay", "-q", "-"),
        parent: QObject | None = None,
    ) -> None:
        """`volume`: 0 to 100. `quiet`: whether it is a quiet hour now. `speaking`: whether the voice is being heard."""
        super().__init__(parent)
        self.on_fault: Callable[[str], None] = lambda reason: None
        """Called with the reason when no sound can be played, and with "" when one can again."""
        self._bridge, self._quiet, self._speaking = bridge, quiet, speaking
        self._cues = Cues()
        self._data = cache(lambda sound: wav_file(TONES[sound], volume))
        self._silent = volume == 0
        self._fault = ""
        self._playing: Sound | None = None
        self._next: Sound | None = None
        self._player = QProcess(self)
        self._player.setProgram(player[0])
        self._player.setArguments(list(player[1:]))
        self._player.setStandardOutputFile(QProcess.nullDevice())
        self._player.setStandardErrorFile(QProcess.nullDevice())
        self._player.finished.connect(self._on_finished)
        self._player.errorOccurred.connect(self._on_error)
        self._longest = QTimer(self, singleShot=True, interval=LONGEST_MS)
        self._longest.timeout.connect(lambda: self._fail("stuck"))
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        bridge.after_touch = lambda key: self.touched() if key != STILL_HERE else None
        bridge.changed.connect(self._follow)

    @property
    def playing(self) -> Sound | None:
        return self._playing

    def play(self, sound: Sound) -> None:
        """Play a sound, ending one that is less important; drop it behind one that is not."""
        if self._silent or self._rest.isActive() or self._is_off():
            return
        if self._playing is None:
            self._start(sound)
        elif list(Sound).index(sound) > list(Sound).index(self._next or self._playing):
            self._next = sound
            self._player.kill()

    def stop(self) -> None:
        """End what is played."""
        self._next = None
        if self._playing is not None:
            self._player.kill()

    def close(self) -> None:
        """Stop, and wait until the player has ended."""
        self.stop()
        self._player.waitForFinished(1000)

    def _is_off(self) -> bool:
        view = self._bridge.view
        return self._quiet() or self._speaking() or (view is not None and (view.modes.voice or view.headphones))

    def touched(self) -> None:
        """Sound a touch that does something: of a button, or of a key of the on-screen keyboard."""
        self.play(Sound.TOUCH)

    def _follow(self) -> None:
        view = self._bridge.view
        if view is None:
            return
        sound = self._cues.next(view)
        if view.modes.voice or view.headphones:
            # The voice needs the loudspeaker, which on some machines has one user only.
            self.stop()
        elif sound is not None:
            self.play(sound)

    def _start(self, sound: Sound) -> None:
        self._playing, self._next = sound, None
        self._longest.start()
        self._player.start()
        self._player.write(self._data(sound))
        self._player.closeWriteChannel()

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._longest.stop()
        self._playing, sound = None, self._next
        if status is QProcess.ExitStatus.NormalExit and code != 0:
            self._fail("sound")
        elif status is QProcess.ExitStatus.NormalExit and self._fault:
            self._fault = ""
            self.on_fault("")
        if sound is not None:
            self.play(sound)

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._playing = None
            self._longest.stop()
            self._fail("sound")

    def _fail(self, reason: str) -> None:
        """Rest, and report the fault once."""
        self._rest.start()
        self.stop()
        if self._fault != reason:
            self._fault = reason
            self.on_fault(reason)
