"""Injected disk errors: which operation of a store fails, with which error, once or permanently."""

from __future__ import annotations

from pathlib import Path

import apsw

from devices import FakeClock
from kiosk.outbox.outbox import Outbox
from tests.kiosk.outbox.cases import NOW
from tests.kiosk.outbox.life import ledger_of
from tests.kiosk.outbox.power import Operation, RecordedDisk

FAULTS = {
    "a sync fails": ("sync", apsw.SQLITE_IOERR_FSYNC, "disk_error"),
    "a write fails": ("write", apsw.SQLITE_IOERR_WRITE, "disk_error"),
    "the disk is full": ("write", apsw.SQLITE_FULL, "disk_full"),
}
"""Fault → kind of operation that fails, SQLite's error code, code of KeepFailed."""


class Fault:
    """Let the operation of this number (from 0, among those of its kind) fail; `lasting`: and all after it."""

    def __init__(self, disk: RecordedDisk, name: str, number: int, lasting: bool) -> None:
        self._kind, self._sqlite, self.code = FAULTS[name]
        self._number, self._lasting, self._seen = number, lasting, 0
        self._disk = disk
        disk.fault = self._error_for

    def _error_for(self, operation: Operation) -> Exception | None:
        if operation.kind != self._kind:
            return None
        self._seen += 1
        fails = self._seen > self._number if self._lasting else self._seen == self._number + 1
        return apsw.exception_for(self._sqlite) if fails else None

    @property
    def occurred(self) -> bool:
        return self._seen > self._number

    def end(self) -> None:
        self._disk.fault = lambda operation: None


def ids_in(folder: Path) -> list[str]:
    """Return the ids of the entries that the next start finds in a folder."""
    outbox = Outbox.open(folder, FakeClock(NOW))
    try:
        assert outbox.health_note != "store_damaged"
        return list(ledger_of(outbox).entries)
    finally:
        outbox.close()
