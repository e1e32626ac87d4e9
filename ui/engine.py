"""One Chinese input engine for the process, one session a visit; none where the machine has none."""

from __future__ import annotations

from pathlib import Path

from ui.keyboard.chinese import Engine
from ui.keyboard.rime import NoRime, Rime, RimeSession


class ChineseInput:
    """Loads the engine when a field first needs it. `end_visit` forgets everything half written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rime: Rime | None = None
        self._session: RimeSession | None = None
        self.missing = ""

    def engine(self) -> Engine | None:
        """This visit's engine; None (and `missing` says why) where there is none."""
        if self._session is None and not self.missing:
            try:
                self._rime = self._rime or Rime(self._folder)
                self._session = self._rime.open()
            except NoRime as trouble:
                self.missing = str(trouble)
        return self._session

    def end_visit(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None
