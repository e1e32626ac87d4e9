"""The store: SQLite through apsw, WAL and synchronous=FULL, one process a folder. The only door to apsw.

What `keep` returned from is on disk. After a receipt the sealed body goes, id, digest, receipt and times stay.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import apsw

from devices import Clock
from kiosk.outbox.states import DUE, UNSENT, State, check_way
from kiosk.platform.gateway import Rating, RatingNode, Receipt, SealedCase

MIGRATIONS = (
    """
    CREATE TABLE counter (id INTEGER PRIMARY KEY CHECK (id = 1), value INTEGER NOT NULL);
    INSERT INTO counter VALUES (1, 0);
    CREATE TABLE entry (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        id TEXT NOT NULL UNIQUE,
        slip_number TEXT NOT NULL,
        item_id TEXT NOT NULL,
        digest TEXT NOT NULL,
        body BLOB,
        state TEXT NOT NULL,
        reason TEXT NOT NULL DEFAULT '',
        attempts INTEGER NOT NULL DEFAULT 0,
        kept_at TEXT NOT NULL,
        next_at TEXT NOT NULL DEFAULT '',
        receipt TEXT NOT NULL DEFAULT '',
        case_number TEXT NOT NULL DEFAULT ''
    );
    CREATE INDEX entry_state ON entry (state, next_at);
    """,
)
"""Numbered by their place; `user_version` says how many have run."""

AT_ONCE = 16
"""Entries read at once: a long outage must not fill the memory with sealed bodies."""

WAL_BUG_FIXED = (3, 51, 3)
"""SQLite before this version can lose commits when a WAL is reset; then a rollback journal is used."""


class OutboxInUse(Exception):
    """Another terminal process has this data folder."""


class KeepFailed(Exception):
    """Nothing was kept; `code` says why: disk_full | disk_error | store_damaged."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Entry:
    """One thing to be carried: a sealed case or a rating."""

    sequence: int
    kind: str
    id: str
    state: State
    attempts: int
    case: SealedCase | None
    rating: Rating | None


@dataclass
class Outbox:
    """Open with `Outbox.open`. May be used from several threads; every call is one transaction."""

    path: Path
    health_note: str
    _clock: Clock
    _connection: apsw.Connection = field(repr=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    @classmethod
    def open(cls, folder: Path, clock: Clock) -> Outbox:
        """Open or make the store. Raises OutboxInUse or KeepFailed.

        A damaged file is moved aside, never deleted: its cases may still be rescued; `health_note` says so.
        """
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "outbox.sqlite"
        note = ""
        try:
            connection = _connect(path)
        except apsw.BusyError:
            raise OutboxInUse(f"{folder}: another terminal process uses this data folder; end it first") from None
        except (apsw.NotADBError, apsw.CorruptError):
            note = "store_damaged"
            _move_aside(path, clock.now().strftime("%Y%m%dT%H%M%SZ"))
            connection = _connect(path)
        except apsw.Error as error:
            raise KeepFailed(_code_of(error)) from None
        if not _wal_is_safe():
            note = note or "rollback_journal"
        return cls(path, note, clock, connection)

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def next_counter(self) -> int:
        """The next slip counter, durable before it is given: no number is given twice. Raises KeepFailed."""
        with self._transaction() as cursor:
            rows = list(cursor.execute("UPDATE counter SET value = value + 1 RETURNING value"))
            return int(rows[0][0])

    def keep(self, cases: Sequence[SealedCase]) -> None:
        """Commit all cases of a visit, or none. Raises KeepFailed."""
        with self._transaction() as cursor:
            for case in cases:
                self._insert(cursor, "case", case.case_id, case.slip_number, case.item_id, case.digest, case.body)

    def keep_rating(self, rating: Rating) -> None:
        """Commit a rating to be sent. Raises KeepFailed."""
        record = {**asdict(rating), "rated_at": rating.rated_at.isoformat(), "node": rating.node.value}
        body = json.dumps(record, ensure_ascii=False).encode()
        with self._transaction() as cursor:
            self._insert(cursor, "rating", rating.rating_id, "", rating.item_id, "", body)

    def _insert(
        self, cursor: apsw.Cursor, kind: str, id_: str, slip_number: str, item_id: str, digest: str, body: bytes
    ) -> None:
        cursor.execute(
            "INSERT INTO entry (kind, id, slip_number, item_id, digest, body, state, kept_at) VALUES (?,?,?,?,?,?,?,?)",
            (kind, id_, slip_number, item_id, digest, body, State.SEALED, self._clock.now().isoformat()),
        )

    def due(self, at_most: int = AT_ONCE) -> list[Entry]:
        """What may be sent now, so many at most, in the order it was kept. Delays survive a restart; a clock that
        jumped back does not freeze them, because no delay lies further ahead than the longest there is."""
        now = self._clock.now().isoformat()
        marks = ",".join("?" * len(DUE))
        with self._transaction() as cursor:
            rows = cursor.execute(
                f"SELECT sequence, kind, id, state, attempts, slip_number, item_id, digest, body FROM entry"
                f" WHERE state IN ({marks}) AND next_at <= ? ORDER BY sequence LIMIT ?",
                (*DUE, now, at_most),
            )
            return [_entry(row) for row in rows]

    def seconds_to_next(self) -> float | None:
        """Seconds until the earliest entry may be sent, never negative; None if nothing is to be sent."""
        marks = ",".join("?" * len(DUE))
        with self._transaction() as cursor:
            rows = list(cursor.execute(f"SELECT MIN(next_at) FROM entry WHERE state IN ({marks})", DUE))
        earliest = rows[0][0]
        if earliest is None:
            return None
        if earliest == "":
            return 0.0
        return max(0.0, (datetime.fromisoformat(earliest) - self._clock.now()).total_seconds())

    def mark_sending(self, sequence: int) -> None:
        self._change(sequence, State.SENDING, "attempts = attempts + 1")

    def mark_waiting(self, sequence: int, next_at: datetime, reason: str) -> None:
        self._change(sequence, State.WAITING, "next_at = ?, reason = ?", (next_at.isoformat(), reason))

    def mark_quarantined(self, sequence: int, reason: str) -> None:
        self._change(sequence, State.QUARANTINED, "reason = ?", (reason,))

    def mark_held(self, sequence: int, cause: str) -> None:
        self._change(sequence, State.HELD, "reason = ?", (cause,))

    def release_held(self) -> None:
        """The cause is gone: everything held may be sent again."""
        with self._transaction() as cursor:
            cursor.execute("UPDATE entry SET state = ?, next_at = '' WHERE state = ?", (State.WAITING, State.HELD))

    def mark_received(self, sequence: int, receipt: Receipt | None) -> None:
        """The platform has it (a rating has no receipt): the body goes, the proof stays."""
        token, number = (receipt.token, receipt.case_number) if receipt else ("", "")
        self._change(
            sequence, State.RECEIVED, "body = NULL, reason = '', receipt = ?, case_number = ?", (token, number)
        )

    def _change(self, sequence: int, after: State, changes: str, values: Sequence[Any] = ()) -> None:
        with self._transaction() as cursor:
            (before,) = next(cursor.execute("SELECT state FROM entry WHERE sequence = ?", (sequence,)))
            check_way(State(before), after)
            cursor.execute(f"UPDATE entry SET state = ?, {changes} WHERE sequence = ?", (after, *values, sequence))

    def receipt_of(self, case_id: str) -> str:
        """The receipt token of a case, "" while it has none."""
        with self._transaction() as cursor:
            rows = list(cursor.execute("SELECT receipt FROM entry WHERE id = ?", (case_id,)))
        return str(rows[0][0]) if rows else ""

    def counts(self) -> Mapping[str, int]:
        """How many entries are in each state."""
        with self._transaction() as cursor:
            found = dict(cursor.execute("SELECT state, COUNT(*) FROM entry GROUP BY state"))
        return {state.value: int(found.get(state.value, 0)) for state in State}

    def case_counts(self) -> Mapping[str, int]:
        """How many cases are in each state, without the ratings."""
        with self._transaction() as cursor:
            found = dict(cursor.execute("SELECT state, COUNT(*) FROM entry WHERE kind = 'case' GROUP BY state"))
        return {state.value: int(found.get(state.value, 0)) for state in State}

    def oldest_unsent_s(self) -> int | None:
        """The age in seconds of the oldest entry not confirmed, never negative; None if there is none."""
        marks = ",".join("?" * len(UNSENT))
        with self._transaction() as cursor:
            rows = list(cursor.execute(f"SELECT MIN(kept_at) FROM entry WHERE state IN ({marks})", UNSENT))
        if not rows[0][0]:
            return None
        return max(0, int((self._clock.now() - datetime.fromisoformat(str(rows[0][0]))).total_seconds()))

    @contextmanager
    def _transaction(self) -> Iterator[apsw.Cursor]:
        with self._lock:
            try:
                with self._connection:
                    yield self._connection.cursor()
            except apsw.Error as error:
                raise KeepFailed(_code_of(error)) from None


def _entry(row: Any) -> Entry:
    sequence, kind, id_, state, attempts, slip_number, item_id, digest, body = row
    case = SealedCase(id_, slip_number, item_id, bytes(body), digest) if kind == "case" else None
    return Entry(sequence, kind, id_, State(state), attempts, case, _rating(body) if kind == "rating" else None)


def _rating(body: bytes) -> Rating:
    record = json.loads(body)
    return Rating(
        **{
            **record,
            "labels": tuple(record["labels"]),
            "node": RatingNode(record["node"]),
            "rated_at": datetime.fromisoformat(record["rated_at"]),
        }
    )


def _connect(path: Path) -> apsw.Connection:
    connection = apsw.Connection(str(path))
    try:
        # Exclusive locking makes a second process fail at once, and needs no shared memory for the WAL.
        connection.pragma("locking_mode", "EXCLUSIVE")
        connection.pragma("journal_mode", "WAL" if _wal_is_safe() else "TRUNCATE")
        connection.pragma("synchronous", "FULL")
        with connection:
            connection.execute("CREATE TABLE IF NOT EXISTS owner (x)")
            connection.execute("DELETE FROM owner")
        if connection.pragma("quick_check") != "ok":
            raise apsw.CorruptError
        _migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _migrate(connection: apsw.Connection) -> None:
    done = int(connection.pragma("user_version"))
    for number, statements in enumerate(MIGRATIONS[done:], done + 1):
        with connection:
            connection.execute(statements)
            connection.pragma("user_version", number)


def _wal_is_safe() -> bool:
    version = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
    return version >= WAL_BUG_FIXED


def _move_aside(path: Path, moment: str) -> None:
    for suffix in ("", "-wal", "-journal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(path.with_name(f"damaged-{moment}-{part.name}"))


def _code_of(error: BaseException) -> str:
    """The word for an error, or for the one behind it: after a full disk SQLite has rolled back by itself, and closing
    the transaction fails a second time."""
    if isinstance(error, apsw.FullError):
        return "disk_full"
    if isinstance(error, apsw.CorruptError | apsw.NotADBError):
        return "store_damaged"
    return _code_of(error.__context__) if error.__context__ is not None else "disk_error"
