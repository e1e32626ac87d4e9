"""The words of the terminal and of the catalogue in use; read by any thread, exchanged by the conductor."""

from __future__ import annotations

from pathlib import Path

from kiosk.catalogue.load import Catalogue
from kiosk.messages import Languages


class WordsInUse:
    """`current` is one immutable set of languages; `adopt` exchanges it."""

    def __init__(self, folder: Path, cached: Catalogue | None) -> None:
        """Load the terminal's own words from `folder`. Raises OSError and what `Languages.load` raises."""
        self._own = Languages.load(folder)
        self.current = self._own
        if cached is not None:
            self.adopt(cached)

    def adopt(self, catalogue: Catalogue) -> None:
        """From now on with the words of this catalogue's items."""
        self.current = self._own.with_items(catalogue)
