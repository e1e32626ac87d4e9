"""SQLite store of the outbox through apsw: WAL, synchronous=FULL, one process per folder.

The only module that imports apsw. A finished transaction is on disk. The statements are in `outbox` and `reconciling`.
"""

from __future__ import annotations

import errno
import os
import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import apsw

from devices.lazy_dataclass import dataclass
from kiosk.outbox.mark import StoreLevel
from kiosk.outbox.migrations import MIGRATIONS
from kiosk.outbox.store_files import STORE, OpenedFiles, damaged_stores, files_of, read_through
from kiosk.outbox.wal import judge_suspect, keep_suspect
from kiosk.private_files import FILE_MODE, FOLDER_MODE

MIGRATIONS_MOST = 255
"""A store cannot have had more migrations than this: its number is damaged."""
DAMAGE = (apsw.NotADBError, apsw.CorruptError, apsw.SQLError, apsw.ReadOnlyError)
"""Errors of a damaged file: of its structure, its schema (statements of this module fail), or its format numbers."""
DELETED = "deleted"
"""Note: entries that this program deleted. More rows that are absent are damage, which SQLite's check does not see: a
page that the disk did not write, or wrote at another's place."""
OPEN_ATTEMPTS = 3
"""Attempts before a store counts as corrupt: to SQLite one failed read looks the same."""

WAL_BUG_FIXED = (3, 51, 3)
"""Older SQLite versions can lose commits when the WAL is reset; with them a rollback journal is used."""


class OutboxInUse(Exception):
    """Another terminal process uses this data folder."""


class KeepFailed(Exception):
    """Nothing was kept. `code`: disk_full | disk_error | store_damaged | store_too_new | store_replaced."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Cursor(Protocol):
    """Runs statements within a transaction."""

    def execute(self, statement: str, values: Sequence[Any] = ...) -> Iterator[Any]: ...

    def get_description(self) -> Any: ...


@dataclass
class Store:
    """An open store; create it with `Store.open`. Thread-safe: transactions are serialised by a lock."""

    path: Path
    health_note: str
    moved_aside: Path | None
    """The damaged store that this start has renamed."""
    _connection: apsw.Connection = field(repr=False)
    _opened: OpenedFiles = field(repr=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    @classmethod
    def open(cls, folder: Path, now: datetime) -> Store:
        """Open or create the store. Raises OutboxInUse or KeepFailed.

        A damaged file is renamed, never deleted, because its cases may be recoverable; `health_note` reports it.
        """
        folder.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
        path = folder / STORE
        try:
            keep_suspect(path)
            connection, aside = _connect_or_recreate(path, now.strftime("%Y%m%dT%H%M%SZ"))
            for part in files_of(path):
                part.chmod(FILE_MODE)  # SQLite gives later ones, such as a journal, the mode of the database
            opened = OpenedFiles(path)
        except apsw.BusyError:
            raise OutboxInUse(f"{folder}: another terminal process uses this data folder; end it first") from None
        except (apsw.Error, OSError) as error:
            raise KeepFailed(_code_of(error)) from None
        note = "store_damaged" if damaged_stores(folder) else _journal_note()
        return cls(path, note, aside, connection, opened)

    def judge_suspect(self, *, lost: bool, now: datetime) -> None:
        """Move aside the copy with a damaged log if entries are missing since; else drop it. Raises KeepFailed."""
        try:
            kept = judge_suspect(self.path, lost=lost, moment=now.strftime("%Y%m%dT%H%M%SZ"))
        except OSError as error:
            raise KeepFailed(_code_of(error)) from None
        if kept is not None:
            self.moved_aside, self.health_note = kept, "store_damaged"

    def settled(self) -> None:
        """No damaged store is left beside this one."""
        self.health_note = _journal_note()

    def check_in_place(self) -> None:
        """Raise KeepFailed("store_replaced") unless folder and files are those that were opened: SQLite goes on writing
        to a deleted file, which vanishes when the program ends."""
        if not self._opened.in_place():
            raise KeepFailed("store_replaced")

    def level(self) -> StoreLevel:
        """Return the store's identity and how much was ever kept in it. Raises KeepFailed."""
        with self.transaction() as cursor:
            ((store,),) = cursor.execute("SELECT value FROM note WHERE name = 'store'")
            ((sequence,),) = cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = 'entry'")
            ((counter,),) = cursor.execute("SELECT value FROM counter")
        return StoreLevel(str(store), int(sequence), int(counter))

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[Cursor]:
        """Run the block as one durable transaction; any exception rolls it back. Raises KeepFailed."""
        with self._lock:
            try:
                with self._connection:
                    yield self._connection.cursor()
            except apsw.Error as error:
                raise KeepFailed(_code_of(error)) from None

    def last_row(self) -> int:
        """Return the number of the row that the running transaction inserted last."""
        return int(self._connection.last_insert_rowid())

    def read_blob(self, table: str, column: str, row: int, offset: int, length: int) -> bytes:
        """Read a part of a large value without loading the rest. Raises KeepFailed."""
        with self._lock:
            try:
                blob = self._connection.blob_open("main", table, column, row, False)
                try:
                    blob.seek(offset)
                    return bytes(blob.read(length))
                finally:
                    blob.close()
            except apsw.Error as error:
                raise KeepFailed(_code_of(error)) from None


class DamagedStore:
    """A copy of a damaged store, read row by row. Reading changes it: recovery of its WAL."""

    def __init__(self, copy: Path) -> None:
        """Open the copy. Raises KeepFailed if it is no database."""
        self._connection = apsw.Connection(str(copy))
        try:
            self.entry_columns, self.material_columns = self._columns_of("entry"), self._columns_of("material")
        except KeepFailed:
            self._connection.close()
            raise

    def _columns_of(self, table: str) -> tuple[str, ...]:
        return tuple(row["name"] for row in self.rows(f"PRAGMA table_info({table})"))

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Return rows by column name. Raises KeepFailed where they cannot be read."""
        try:
            cursor = self._connection.execute(statement, values)
            return [dict(zip([name for name, *_ in cursor.get_description()], row, strict=True)) for row in cursor]
        except (apsw.Error, UnicodeDecodeError) as error:
            raise KeepFailed(_code_of(error)) from None

    def close(self) -> None:
        self._connection.close()


def _connect_or_recreate(path: Path, moment: str) -> tuple[apsw.Connection, Path | None]:
    """Open the store, or rename a damaged one and create another. Returns the connection and the renamed store.

    Raises apsw.Error, or OSError where the disk cannot be read.
    """
    for attempt in range(OPEN_ATTEMPTS):
        try:
            return _connect(path, rebuild=attempt == OPEN_ATTEMPTS - 1), None
        except DAMAGE as error:
            # On a full disk the second error is of the transaction; what SQLite calls read-only may be.
            if isinstance(error.__context__, apsw.Error) or not os.access(path, os.R_OK | os.W_OK):
                raise
            read_through(path)
    aside = path.with_name(f"damaged-{moment}-{path.name}")
    for part in files_of(path):
        part.rename(part.with_name(f"damaged-{moment}-{part.name}"))
    return _connect(path), aside


def _connect(path: Path, *, rebuild: bool = False) -> apsw.Connection:
    """Open or create a store. `rebuild`: indexes that do not agree with their table are built again."""
    connection = apsw.Connection(str(path))
    try:
        # Exclusive locking makes a second process fail at once, and needs no shared memory for the WAL.
        connection.pragma("locking_mode", "EXCLUSIVE")
        connection.pragma("journal_mode", "WAL" if _wal_is_safe() else "TRUNCATE")
        connection.pragma("synchronous", "FULL")
        with connection:
            connection.execute("CREATE TABLE IF NOT EXISTS owner (x)")
            connection.execute("DELETE FROM owner")
        if not _is_sound(connection, rebuild=rebuild):
            raise apsw.CorruptError
        _migrate(connection)
        if _schema(connection) != _schema_of_migrations():
            raise apsw.CorruptError
        with connection:
            connection.execute("INSERT OR IGNORE INTO counter VALUES (1, 0)")
            connection.execute("UPDATE counter SET value = 0 WHERE typeof(value) <> 'integer'")
            connection.execute("INSERT OR IGNORE INTO note VALUES ('store', ?)", (secrets.token_hex(16),))
            absent = _absent_rows(connection)
            connection.execute("INSERT OR IGNORE INTO note VALUES (?, ?)", (DELETED, str(absent)))
            ((deleted,),) = connection.execute("SELECT CAST(value AS INTEGER) FROM note WHERE name = ?", (DELETED,))
        if absent > deleted:
            raise apsw.CorruptError
    except BaseException:
        connection.close()
        raise
    return connection


def _absent_rows(connection: apsw.Connection) -> int:
    """Return how many entries were given a sequence and have no row, by the pages of the table, not of an index."""
    ((absent,),) = connection.execute(
        "SELECT MAX(COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'entry'), 0), COALESCE(MAX(sequence), 0))"
        " - COUNT(*) FROM entry NOT INDEXED"
    )
    return int(absent)


def _is_sound(connection: apsw.Connection, *, rebuild: bool) -> bool:
    """Check the structure of the file, and that every index agrees with its table: one that does not hides entries from
    courier and `status`, and holds nothing that its table does not. Raises apsw.CorruptError."""
    if rebuild and connection.pragma("integrity_check") != "ok":
        try:
            connection.execute("REINDEX")
        except apsw.ConstraintError:
            return False  # two rows have one id
    return bool(connection.pragma("integrity_check") == "ok")


def _migrate(connection: apsw.Connection) -> None:
    done = int(connection.pragma("user_version"))
    if done > MIGRATIONS_MOST:
        raise apsw.CorruptError
    if done > len(MIGRATIONS):
        if _schema(connection) != _schema_of_migrations():
            raise KeepFailed("store_too_new")
        connection.pragma("user_version", len(MIGRATIONS))  # a flipped bit: a later version has another schema
    for number, statements in enumerate(MIGRATIONS[done:], done + 1):
        with connection:
            connection.execute(statements)
            connection.pragma("user_version", number)


def _schema(connection: apsw.Connection) -> list[bytes]:
    """Return the statements that made tables and indexes. A bit that flips in one is no damage to SQLite."""
    rows = connection.execute("SELECT CAST(sql AS BLOB) FROM sqlite_master WHERE name <> 'owner' ORDER BY sql")
    return [b" ".join(bytes(sql or b"").split()) for (sql,) in rows]


def _schema_of_migrations() -> list[bytes]:
    connection = apsw.Connection(":memory:")
    try:
        for statements in MIGRATIONS:
            connection.execute(statements)
        return _schema(connection)
    finally:
        connection.close()


def _wal_is_safe() -> bool:
    version = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
    return version >= WAL_BUG_FIXED


def _journal_note() -> str:
    return "" if _wal_is_safe() else "rollback_journal"


def _code_of(error: BaseException) -> str:
    """Return the KeepFailed code of an error, or of its cause: on a full disk the transaction ends with a second."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "disk_full"
    if isinstance(error, OSError):
        return "disk_error"  # raised while a file that SQLite calls corrupt is read through: the disk's, not the file's
    if isinstance(error, apsw.FullError):
        return "disk_full"
    if isinstance(error, apsw.CorruptError | apsw.NotADBError):
        return "store_damaged"
    return _code_of(error.__context__) if error.__context__ is not None else "disk_error"
