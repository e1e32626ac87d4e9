"""A disk that refuses: which operation of a store, with what error, once or from then on; what is on it then."""

from __future__ import annotations

from pathlib import Path

import apsw

from devices import FakeClock
from kiosk.outbox.outbox import Outbox
from tests.kiosk.outbox.cases import NOW
from tests.kiosk.outbox.life import ledger_of
from tests.kiosk.outbox.power import Operation, Power

FAULTS = {
    "a sync fails": ("sync", apsw.SQLITE_IOERR_FSYNC, "disk_error"),
    "a write fails": ("write", apsw.SQLITE_IOERR_WRITE, "disk_error"),
    "the disk is full": ("write", apsw.SQLITE_FULL, "disk_full"),
}
"""What the disk does → to which operation, SQLite's code for it, ours."""


class Fault:
    """Strikes the operation of this number among those of its kind; `lasting`: and all after it."""

    def __init__(self, power: Power, name: str, number: int, lasting: bool) -> None:
        self._kind, self._sqlite, self.code = FAULTS[name]
        self._number, self._lasting, self._seen = number, lasting, 0
        self._power = power
        power.fault = self._strike

    def _strike(self, operation: Operation) -> Exception | None:
        if operation.kind != self._kind:
            return None
        self._seen += 1
        strikes = self._seen > self._number if self._lasting else self._seen == self._number + 1
        return apsw.exception_for(self._sqlite) if strikes else None

    @property
    def struck(self) -> bool:
        return self._seen > self._number

    def end(self) -> None:
        self._power.fault = lambda operation: None


def ids_in(folder: Path) -> list[str]:
    """What a start finds in a folder that nobody closed."""
    outbox = Outbox.open(folder, FakeClock(NOW))
    try:
        assert outbox.health_note != "store_damaged"
        return list(ledger_of(outbox).entries)
    finally:
        outbox.close()
