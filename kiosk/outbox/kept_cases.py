"""The cases of a slip number that are still here. Their bytes stay sealed; only the clear header is read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from kiosk.case.kept_here import KeptHere, KeptState
from kiosk.outbox.entries import is_whole, placeholders
from kiosk.outbox.row_damage import read_row
from kiosk.outbox.states import UNSENT, EntryState
from kiosk.outbox.store import Cursor, Store

STATES: Mapping[EntryState, KeptState] = MappingProxyType(
    {
        EntryState.SEALED: KeptState.KEPT,
        EntryState.WAITING: KeptState.KEPT,
        EntryState.HELD: KeptState.KEPT,
        EntryState.SENDING: KeptState.SENDING,
        EntryState.QUARANTINED: KeptState.REFUSED,
    }
)
"""State of an entry in UNSENT → what a citizen is told."""


OF_SLIP = (
    "FROM entry WHERE kind = 'case' AND (slip_number = ? AND id NOT IN (SELECT id FROM follow)"
    " OR id IN (SELECT followed FROM follow JOIN entry AS later ON later.id = follow.id WHERE later.slip_number = ?))"
)
"""The cases of a slip number; for the slip of what follows a case, the case that it follows."""


def kept_cases(store: Store, slip_number: str) -> tuple[tuple[KeptHere, ...], frozenset[str]]:
    """Return the unsent cases of a slip number, in the order they were kept, and the case numbers of the others. A
    damaged row is left out: it is a technician's. Raises KeepFailed."""
    names = (slip_number, slip_number)
    with store.transaction() as cursor:
        statement = f"SELECT sequence {OF_SLIP} AND state IN ({placeholders(UNSENT)}) ORDER BY sequence"
        found = [read_row(cursor, int(sequence)) for (sequence,) in list(cursor.execute(statement, (*names, *UNSENT)))]
        kept = tuple(_kept(cursor, row) for row in found if is_whole(row))
        numbers = frozenset(str(number) for (number,) in cursor.execute(f"SELECT case_number {OF_SLIP}", names))
    return kept, numbers - {""}


def _kept(cursor: Cursor, row: Mapping[str, Any]) -> KeptHere:
    followed = list(cursor.execute("SELECT 1 FROM follow WHERE followed = ?", (row["id"],)))
    return KeptHere(
        row["id"],
        row["slip_number"],
        row["item_id"],
        row["digest"],
        _application_of(row["body"]),
        datetime.fromisoformat(row["kept_at"]),
        STATES[EntryState(row["state"])],
        row["attempts"] > 0,
        bool(followed),
    )


def _application_of(body: bytes) -> str:
    """Return the application that the header names in clear text, "" for none."""
    try:
        header = json.loads(body)
    except ValueError:
        return ""
    name = header.get("application", "") if isinstance(header, dict) else ""
    return name if isinstance(name, str) else ""
