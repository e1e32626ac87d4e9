"""After a visit: is anything of it still held? Weak references are kept of what must go, and nothing else."""

from __future__ import annotations

import weakref
from typing import Any

from devices.id_reader.contract import IdCard
from kiosk.visit import Matter, Session, StepState

KINDS = (Session, Matter, StepState, IdCard)
"""The kinds of things that must be gone."""


class EndedVisit:
    """A visit that is over, as far as it can still be seen."""

    def __init__(self, session: Session) -> None:
        matter = session.matter
        # The invented cards of practice belong to the terminal and stay.
        cards = [each for each in matter.cards.values() if not any(each is p for p in session.terminal.practice_cards)]
        self.visit = session.visit
        parts = (session, matter, *matter.own.values(), *cards)
        self._parts: list[weakref.ref[Any]] = [weakref.ref(part) for part in parts]

    def still_held(self) -> list[str]:
        """The kinds of things of this visit that something still holds; none is how it must be."""
        held = [part for each in self._parts if (part := each()) is not None]
        return sorted(kind.__name__ for kind in KINDS if any(isinstance(part, kind) for part in held))
