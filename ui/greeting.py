"""The greeting of whoever comes to the first page: one sentence, said once, which offers the voice."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from kiosk.spoken import sentence_of
from kiosk.words import Words
from ui.bridge import Bridge
from ui.loudspeaker import Loudspeaker
from ui.voice import Voice


class Greeting(QObject):
    """Says a view's `says` when it appears, and is silent once it is gone: the person left, or a visit began.

    Made after the voice: what that reads is neither interrupted nor stopped. Silent in quiet hours.
    """

    def __init__(self, bridge: Bridge, loudspeaker: Loudspeaker, voice: Voice, quiet: Callable[[], bool]) -> None:
        super().__init__(voice)
        self._bridge, self._loudspeaker, self._voice, self._quiet = bridge, loudspeaker, voice, quiet
        self._last: Words | None = None
        """The greeting of the view before, said or kept back."""
        bridge.changed.connect(self.follow_view)

    def follow_view(self) -> None:
        """Greet once, or stop."""
        view, words = self._bridge.view, self._bridge.words
        before, self._last = self._last, None if view is None else view.says
        if view is None or words is None or self._voice.scene is not None:
            return
        if view.says is None and before is not None:
            self._loudspeaker.stop()
        elif view.says is not None and before is None and not self._quiet():
            self._loudspeaker.say([sentence_of(view.says, words)], view.language)
