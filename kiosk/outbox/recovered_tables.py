"""The small tables of a damaged store that are taken over beside its entries; what cannot be read is left out."""

from __future__ import annotations

from typing import Any

from kiosk.outbox.open_orders import is_key
from kiosk.outbox.store import DamagedStore, KeepFailed, Store


def take_over_tables(store: Store, source: DamagedStore) -> None:
    """Take over the orders that may be open, which the platform would close in their time, and which case follows
    which: without that a withdrawal may come too early and is refused. Raises KeepFailed."""
    orders = [(row["application"], row["n"]) for row in _rows(source, "open_order")]
    follows = [(row["id"], row["followed"]) for row in _rows(source, "follow")]
    with store.transaction() as cursor:
        for order in orders:
            if is_key(*order):
                cursor.execute("INSERT OR IGNORE INTO open_order VALUES (?, ?)", order)
        for follow in follows:
            if all(isinstance(each, str) for each in follow):
                cursor.execute("INSERT OR IGNORE INTO follow VALUES (?, ?)", follow)


def _rows(source: DamagedStore, table: str) -> list[dict[str, Any]]:
    try:
        return source.rows(f"SELECT * FROM {table}")
    except KeepFailed:
        return []
