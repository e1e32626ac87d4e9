"""Rows whose content no longer is what was written: found at the start and before sending, set aside one by one.

SQLite checks the structure of its file, not the content: a bit that flips in a row stays unnoticed until it is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from kiosk.outbox.entries import DATES, TEXTS, is_legible, placeholders
from kiosk.outbox.states import WITHOUT_BYTES, EntryState
from kiosk.outbox.store import Cursor, Store

ROW_DAMAGED = "row-damaged"
"""Reason of an entry whose row or bytes are not those that were kept."""
CLOSED_LONG_AGO = timedelta(days=90)
"""Longer than closed cases are reconciled."""
SMALL = ("sequence", "kind", "attempts", "body IS NULL AS empty", *TEXTS)
"""The columns read of every row at the start: all but the body, whose digest is checked before it is sent."""


def set_aside_illegible(store: Store, now: datetime) -> list[int]:
    """Quarantine every row that cannot be read as an entry; return their sequences. Raises KeepFailed.

    Rows that were closed long ago, of which there are ever more, are read by nobody and left alone.
    """
    closed_before = (now - CLOSED_LONG_AGO).isoformat()
    with store.transaction() as cursor:
        rows = cursor.execute(
            f"SELECT sequence FROM entry WHERE NOT (state IN ({placeholders(WITHOUT_BYTES)}) AND done_at < ?)",
            (*WITHOUT_BYTES, closed_before),
        )
        sequences = [int(sequence) for (sequence,) in rows]
        found = [sequence for sequence in sequences if not is_legible(read_row(cursor, sequence, SMALL))]
        for sequence in found:
            set_aside(cursor, sequence, now)
    return found


def read_row(cursor: Cursor, sequence: int, columns: tuple[str, ...] = ("*",)) -> Mapping[str, Any]:
    """Return an entry's row by column name; empty if it has bytes that are no text."""
    try:
        statement = f"SELECT {', '.join(columns)} FROM entry WHERE sequence = ?"
        for row in cursor.execute(statement, (sequence,)):
            return dict(zip([name for name, *_ in cursor.get_description()], row, strict=True))
    except UnicodeDecodeError:
        pass
    return {}


def set_aside(cursor: Cursor, sequence: int, now: datetime) -> None:
    """Quarantine a damaged row, with whatever can be read of its text; one that was closed is only made legible."""
    columns = ", ".join(f"CAST({name} AS BLOB)" for name in TEXTS)
    ((body, *raw),) = cursor.execute(f"SELECT body IS NULL, {columns} FROM entry WHERE sequence = ?", (sequence,))
    text = {
        name: bytes(value or b"").decode("utf-8", "backslashreplace") for name, value in zip(TEXTS, raw, strict=True)
    }
    for name, required in DATES.items():
        try:
            datetime.fromisoformat(text[name])
        except ValueError:
            text[name] = now.isoformat() if required else ""
    if not (body and text["state"] in WITHOUT_BYTES):
        text |= {"state": EntryState.QUARANTINED, "reason": ROW_DAMAGED, "next_at": ""}
    changes = ", ".join(f"{name} = ?" for name in text)
    cursor.execute(
        f"UPDATE entry SET {changes}, attempts = 0, kind = CASE kind WHEN 'rating' THEN kind ELSE 'case' END"
        " WHERE sequence = ?",
        (*text.values(), sequence),
    )
