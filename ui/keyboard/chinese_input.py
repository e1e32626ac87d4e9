"""The Chinese input engine: one per process, one session per visit, none where librime is not installed."""

from __future__ import annotations

from pathlib import Path

from ui.keyboard.chinese import Engine
from ui.keyboard.rime import Rime, RimeSession, RimeUnavailable


class ChineseInput:
    """Load the engine when a field first needs it. `end_visit` discards all unfinished input."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rime: Rime | None = None
        self._session: RimeSession | None = None
        self._engine: Engine | None = None
        self.missing = ""

    def engine(self) -> Engine | None:
        """Return the session of this visit, or None; then `missing` holds the reason."""
        if self._session is None and not self.missing:
            try:
                self._rime = self._rime or Rime(self._folder)
                self._session = self._rime.open()
            except RimeUnavailable as trouble:
                self.missing = str(trouble)
            else:
                # Imported late: the first frame must not wait for the `devices` package.
                from devices.glyphs import font_glyphs
                from ui.keyboard.drawable import DrawableCandidates

                self._engine = DrawableCandidates(self._session, font_glyphs())
        return self._engine

    def end_visit(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = self._engine = None
