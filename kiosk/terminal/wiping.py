"""After a visit: is anything of it still held? Weak references are kept of what must go, and nothing else."""

from __future__ import annotations

import weakref
from typing import Any

from kiosk.visit import Session


class EndedVisit:
    """A visit that is over, as far as it can still be seen."""

    def __init__(self, session: Session) -> None:
        matter = session.matter
        cards = (matter.card, matter.helper_card, matter.companion_card)
        # The invented cards of practice belong to the terminal and stay.
        own = [
            card for card in cards if card is not None and not any(card is p for p in session.terminal.practice_cards)
        ]
        self.visit = session.visit
        self._parts: list[weakref.ref[Any]] = [weakref.ref(part) for part in (session, matter, *own)]

    def still_held(self) -> list[str]:
        """The kinds of things of this visit that something still holds; none is how it must be."""
        return sorted({type(part).__name__ for each in self._parts if (part := each()) is not None})
