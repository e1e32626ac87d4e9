"""The states of an entry and the ways between them, one table.

Rule 1: before an entry is sent it is marked SENDING, so that a crash never looks like success.
Rule 2: only a verified receipt leads to RECEIVED, and nothing leads away from it.
Rule 3: no state is a dead end but RECEIVED; QUARANTINED and HELD wait for a person or a cause to go away.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    SEALED = "sealed"
    SENDING = "sending"
    WAITING = "waiting"
    RECEIVED = "received"
    QUARANTINED = "quarantined"
    HELD = "held"


WAYS: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.SEALED: frozenset({State.SENDING}),
        State.WAITING: frozenset({State.SENDING}),
        State.SENDING: frozenset({State.SENDING, State.WAITING, State.RECEIVED, State.QUARANTINED, State.HELD}),
        State.HELD: frozenset({State.SENDING, State.WAITING}),
        State.QUARANTINED: frozenset({State.SENDING}),
        State.RECEIVED: frozenset(),
    }
)

UNSENT = (State.SEALED, State.SENDING, State.WAITING, State.HELD, State.QUARANTINED)
"""What the platform has not confirmed."""

DUE = (State.SEALED, State.SENDING, State.WAITING)
"""What the courier takes up by itself."""


class NoSuchWay(Exception):
    """A change of state that the table does not have: a programmer's error."""


def check_way(before: State, after: State) -> None:
    """Raise NoSuchWay unless the table leads from `before` to `after`."""
    if after not in WAYS[before]:
        raise NoSuchWay(f"{before} → {after}")
