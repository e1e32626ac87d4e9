"""Detect objects of an ended visit that are still in memory, through weak references."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable
from typing import Any

from devices.id_reader.contract import IdCard
from kiosk.effects import AuditKind
from kiosk.terminal_state import TerminalState
from kiosk.visit import Matter, Session, StepState

KINDS = (Session, Matter, StepState, IdCard)
"""The kinds of things that must be gone."""


class WipingProof:
    """Notices the end of a visit; `report` says afterwards what of it is still in memory."""

    def __init__(self) -> None:
        self._ended: EndedVisit | None = None

    def follow(self, before: TerminalState, following: TerminalState) -> None:
        """Notice whether a visit with personal data ends between these states."""
        parts = before.personal_parts()
        if parts and not following.personal_parts():
            self._ended = EndedVisit(before.visit, parts)

    def report(self, audit: Callable[[str, AuditKind, str], None]) -> None:
        """Report a visit that has ended, once; do nothing if there is none."""
        if self._ended is not None:
            ended, self._ended = self._ended, None
            ended.report(audit)


class EndedVisit:
    """An ended visit: `parts` are what must be gone from memory."""

    def __init__(self, visit: str, parts: Iterable[object]) -> None:
        self.visit = visit
        self._parts: list[weakref.ref[Any]] = [weakref.ref(part) for part in parts]

    def report(self, audit: Callable[[str, AuditKind, str], None]) -> None:
        """Write to the audit log whether anything is still in memory."""
        left = self.still_held()
        audit(self.visit, AuditKind.NOT_WIPED if left else AuditKind.WIPED, ":".join(left))

    def still_held(self) -> list[str]:
        """Return the kinds of objects of this visit still in memory; empty if all are gone."""
        held = [part for each in self._parts if (part := each()) is not None]
        return sorted(kind.__name__ for kind in KINDS if any(isinstance(part, kind) for part in held))
