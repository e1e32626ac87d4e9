"""Recovery of a damaged store, row by row, into the store in use.

The damaged files are only copied, never changed. A row is taken over if its bytes still have the digest that they were
kept with; the platform counts an entry once, however often it is sent. What SQL does not reach is looked for page by
page; it may be a row that was deleted since, so it is sent only when a person says so. What cannot be read at all is
counted: it stays a trouble until a person settles it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from devices.lazy_dataclass import dataclass
from kiosk.outbox.entries import RECEIPT_COLUMNS, is_whole
from kiosk.outbox.mark import Account, StoreLevel
from kiosk.outbox.pages import PAGE_BYTES, Row, rows_of
from kiosk.outbox.recovered_tables import take_over_tables
from kiosk.outbox.states import UNSENT, EntryState
from kiosk.outbox.store import DELETED, DamagedStore, KeepFailed, Store
from kiosk.outbox.store_files import damaged_stores, files_of
from kiosk.platform.identity import digest

T = TypeVar("T", int, str)

LAST_RESORT = 10_000
"""Sequences that are tried where nothing says how many entries there were."""
ROW_LEAST_BYTES = 150
"""An entry has at least its id, its digest and the moment when it was kept."""
COPY = "recovering"
"""Folder of the copy that is read, in the outbox's folder."""
COLUMNS = (
    "kind", "id", "slip_number", "item_id", "digest", "body", "state", "reason", "attempts", "kept_at", "next_at",
    "case_number", *RECEIPT_COLUMNS.values(), "done_at", "confirmed_at",
)  # fmt: skip
"""Columns of the table `entry` that are taken over, where the damaged store has them."""
MATERIAL_COLUMNS = ("number", "sha256", "size", "media_type", "body")
ENTRY_ALL = (
    "sequence", "kind", "id", "slip_number", "item_id", "digest", "body", "state", "reason", "attempts", "kept_at",
    "next_at", "receipt", "case_number", "complete_receipt", "decided_receipt", "done_at", "confirmed_at",
)  # fmt: skip
"""All columns of `entry` in the order of the migrations."""
ENTRY_FIRST = 14
"""Columns of `entry` in the first version."""
ENTRY_VERSIONS = (ENTRY_ALL[:ENTRY_FIRST], ENTRY_ALL)
MATERIAL_ALL = ("id", "entry", *MATERIAL_COLUMNS)
FROM_PAGES = "recovered"
"""Reason of an entry that was found only in the pages of a damaged store."""


@dataclass(frozen=True)
class Recovery:
    """Result for one damaged store: entries taken over, those known here already, and sequences that are not readable
    or not whole. `store` is its identity, "" if that cannot be read; `counter` its slip counter, 0 likewise."""

    file: Path
    store: str = ""
    recovered: int = 0
    known: int = 0
    lost: tuple[int, ...] = ()
    counter: int = 0
    read: frozenset[int] = field(default_factory=frozenset, repr=False)

    def accounts_for(self, sequence: int) -> bool:
        """Return whether every entry up to this sequence was read."""
        return not self.lost and self.read >= set(range(1, sequence + 1))


def recover(store: Store, damaged: Path, sequences: int = 0) -> Recovery:
    """Take over what can still be read in a damaged store; `sequences` is the highest sequence known otherwise.

    Idempotent. Raises KeepFailed where the store in use cannot be written, and OSError where nothing can be copied.
    """
    with _opened_copy(damaged) as source:
        found = Recovery(damaged) if source is None else _take_over(store, damaged, source, sequences)
        if source is None or found.lost:
            # Of the damaged files: SQLite has applied the log of the copy as far as it reads it, and removed it.
            found = _with_pages(store, found, list(rows_of(damaged)))
    return found


def _with_pages(store: Store, found: Recovery, rows: Sequence[Row]) -> Recovery:
    """Take over the entries that only the pages still have."""
    best: dict[int, Mapping[str, Any]] = {}
    for row in rows:
        if row.rowid not in found.read - set(found.lost) and ENTRY_FIRST <= len(row.values) <= len(ENTRY_ALL):
            entry: dict[str, Any] = {**dict.fromkeys(ENTRY_ALL, ""), **dict(zip(ENTRY_ALL, row.values, strict=False))}
            if is_whole(entry) and _progress(entry) > _progress(best.get(row.rowid, {})):
                best[row.rowid] = entry
    recovered = known = 0
    for sequence, kept in sorted(best.items()):
        is_unsent = EntryState(kept["state"]) in UNSENT
        changes = {"state": EntryState.QUARANTINED, "reason": FROM_PAGES, "next_at": ""} if is_unsent else {}
        if _insert(store, {**kept, **changes}, _materials_of_pages(rows, sequence)):
            recovered += 1
        else:
            known += 1
    names = [row.values[1] for row in rows if len(row.values) == 2 and row.values[0] == "store"]
    return replace(
        found,
        store=found.store or next((name for name in names if isinstance(name, str)), ""),
        recovered=found.recovered + recovered,
        known=found.known + known,
        lost=tuple(sequence for sequence in found.lost if sequence not in best),
        read=found.read | best.keys(),
    )


def _progress(entry: Mapping[str, Any]) -> tuple[bool, bool, bool, int]:
    """Return how far an entry had come: of several states of one, the pages do not say which is the latest."""
    if not entry:
        return (False, False, False, -1)
    return (True, bool(entry["complete_receipt"]), bool(entry["receipt"]), int(entry["attempts"]))


def _materials_of_pages(rows: Sequence[Row], sequence: int) -> list[Mapping[str, Any]]:
    found: dict[int, Mapping[str, Any]] = {}
    for row in rows:
        if len(row.values) == len(MATERIAL_ALL) and row.values[1] == sequence:
            material = dict(zip(MATERIAL_ALL, row.values, strict=True))
            body, number = material["body"], material["number"]
            if isinstance(body, bytes) and isinstance(number, int) and digest(body) == material["sha256"]:
                found[number] = material
    return [found[number] for number in sorted(found)]


@contextmanager
def _opened_copy(damaged: Path) -> Iterator[DamagedStore | None]:
    """Yield a copy of the damaged store, opened; None if not even its header can be repaired."""
    folder = damaged.parent / COPY
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        for part in files_of(damaged):
            shutil.copyfile(part, folder / part.name)
        source = _open(folder / damaged.name)
        try:
            yield source
        finally:
            if source is not None:
                source.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _open(copy: Path) -> DamagedStore | None:
    found = _with_entries(copy)
    if found is None:
        with suppress(KeepFailed):
            _repair_header(copy)
            found = _with_entries(copy)
    return found


def _with_entries(copy: Path) -> DamagedStore | None:
    with suppress(KeepFailed):
        source = DamagedStore(copy)
        # Of a version that there was: a letter that flipped in the schema makes another column.
        if source.entry_columns in ENTRY_VERSIONS and source.material_columns in ((), MATERIAL_ALL):
            return source
        source.close()
    return None


def _repair_header(copy: Path) -> None:
    """Give the copy the first page of a new store: it holds the header and the schema, which are the same in each."""
    template = copy.with_name("template")
    Store.open(template, datetime.fromtimestamp(0, UTC)).close()
    page = bytearray((template / "outbox.sqlite").read_bytes()[:PAGE_BYTES])
    # Database size in pages and an empty free list (https://www.sqlite.org/fileformat2.html, section 1.3).
    page[28:40] = (copy.stat().st_size // PAGE_BYTES).to_bytes(4, "big") + bytes(8)
    with copy.open("r+b") as file:
        file.write(page)


def _take_over(store: Store, damaged: Path, source: DamagedStore, sequences: int) -> Recovery:
    name = _first(source, "SELECT value FROM note WHERE name = 'store'", "")
    counter = int(_first(source, "SELECT value FROM counter", 0))
    counted = int(_first(source, "SELECT MAX(seq) FROM sqlite_sequence WHERE name = 'entry'", 0))
    # Of a page that is another table's this is any number at all, and every sequence below it is looked for.
    highest = int(_first(source, "SELECT MAX(sequence) FROM entry", 0))
    given_out = min(max(counted, highest), _rows_most(damaged))
    last = max(sequences, given_out)
    deleted = _first(source, f"SELECT CAST(value AS INTEGER) FROM note WHERE name = '{DELETED}'", last)
    recovered = known = 0
    lost, read, absent = [], set(), set()
    for sequence in range(1, (last or LAST_RESORT) + 1):
        try:
            rows = source.rows("SELECT * FROM entry WHERE sequence = ?", (sequence,))
        except KeepFailed:
            lost.append(sequence)
            continue
        if not rows and given_out < sequence <= sequences:
            lost.append(sequence)  # kept, as is known otherwise, and not even its number is here
            continue
        read.add(sequence)
        if not rows and sequence <= last:
            absent.add(sequence)
        for row in rows:
            if not is_whole(row):
                lost.append(sequence)
            elif _insert(store, row, _materials(source, sequence)):
                recovered += 1
            else:
                known += 1
    if len(absent) > deleted:
        # Which of them were deleted nobody knows.
        lost, read = sorted((*lost, *absent)), read - absent
    with store.transaction() as cursor:
        cursor.execute("UPDATE counter SET value = MAX(value, ?)", (counter,))
    take_over_tables(store, source)
    return Recovery(damaged, str(name), recovered, known, tuple(lost), counter, frozenset(read))


def _rows_most(damaged: Path) -> int:
    """Return how many entries have room in a store's files."""
    return sum(each.stat().st_size for each in files_of(damaged)) // ROW_LEAST_BYTES


def _first(source: DamagedStore, statement: str, otherwise: T) -> T:
    """Return the only value of a statement, or `otherwise` where it cannot be read."""
    try:
        rows = source.rows(statement)
    except KeepFailed:
        return otherwise
    value = next(iter(rows[0].values())) if rows else otherwise
    return value if isinstance(value, type(otherwise)) else otherwise


def _materials(source: DamagedStore, sequence: int) -> list[Mapping[str, Any]]:
    """Return the materials of an entry; bytes that are not those kept are left out."""
    try:
        rows = source.rows("SELECT * FROM material WHERE entry = ? ORDER BY number", (sequence,))
    except KeepFailed:
        return []
    for row in rows:
        if row["body"] is not None and digest(row["body"]) != row["sha256"]:
            row["body"] = None
    return list(rows)


def _insert(store: Store, row: Mapping[str, Any], materials: Sequence[Mapping[str, Any]]) -> bool:
    """Insert one entry with its materials; False if its id is known. Raises KeepFailed."""
    names = [name for name in COLUMNS if name in row]
    with store.transaction() as cursor:
        made = list(
            cursor.execute(
                # Not OR IGNORE, which uses up a sequence.
                f"INSERT INTO entry ({', '.join(names)}) SELECT {','.join('?' * len(names))}"
                " WHERE NOT EXISTS (SELECT 1 FROM entry WHERE id = ?) RETURNING sequence",
                (*(row[name] for name in names), row["id"]),
            )
        )
        for each in materials if made else ():
            cursor.execute(
                f"INSERT INTO material (entry, {', '.join(MATERIAL_COLUMNS)}) VALUES (?,?,?,?,?,?)",
                (made[0][0], *(each[name] for name in MATERIAL_COLUMNS)),
            )
    return bool(made)


def recover_all(store: Store, account: Account) -> tuple[list[Recovery], tuple[StoreLevel, ...]]:
    """Take over what can be read in every damaged store; return the results, and the stores not accounted for.

    Raises KeepFailed and OSError.
    """
    highest = max((each.sequence for each in account.missing), default=0)
    found = [recover(store, damaged, highest) for damaged in damaged_stores(store.path.parent)]
    by_name = {each.store: each for each in found if each.store}
    return found, tuple(
        level
        for level in account.missing
        if level.store not in by_name or not by_name[level.store].accounts_for(level.sequence)
    )


def settle(store: Store, account: Account) -> None:
    """A person has accounted for everything: rename the damaged stores and forget those missing. Raises OSError."""
    for damaged in damaged_stores(store.path.parent):
        for part in files_of(damaged):
            part.rename(part.with_name(part.name.replace("damaged-", "settled-", 1)))
    account.settle()
    store.settled()
