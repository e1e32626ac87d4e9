"""Tries to enter, counted on disk before each is checked, so that pulling the plug gives nobody a further one.

Five wrong tries for a code lock that code for fifteen minutes, never for good. Beside them all wrong tries together
slow the terminal down, so that guessing codes of staff is slow too, and a passer-by locks no technician out.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Annotated

from devices import Clock
from devices.strict_struct import Limits, NotJson, ShapeError, StrictStruct, read_json
from kiosk.private_files import write_private

WRONG_MOST = 5
LOCK_S = 15 * 60.0
TOGETHER_MOST = 20
"""Wrong tries of all codes together, after which the next is taken only every SLOW_S seconds."""
SLOW_S = 30.0
CODES_MOST = 2000
FILE_MOST = 256 * 1024
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
"""Changes with every start of the machine (Linux, random(4))."""

Count = Annotated[int, Limits(ge=0, le=10**9)]


class Account(StrictStruct, frozen=True):
    """Tries for one code: wrong ones in a row, the end of its lock in seconds of the boot clock (0: none), and the
    last time step whose code was used."""

    wrong: Count = 0
    locked_until: float = 0.0
    last_step: Count = 0


class TriesDocument(StrictStruct, frozen=True):
    """The file."""

    boot: Annotated[str, Limits(max_length=64)] = ""
    together: Count = 0
    last_at: float = 0.0
    accounts: Annotated[dict[str, Account], Limits(max_length=CODES_MOST)] = {}  # noqa: RUF012 (a frozen default)


class Tries:
    """Used by one thread. What cannot be written raises OSError, and nobody enters then."""

    def __init__(self, path: Path, clock: Clock, boot_id: Path = BOOT_ID) -> None:
        self._path = path
        self._clock = clock
        self._boot = _text(boot_id)
        read = self._read()
        self._together, self._last_at = read.together, read.last_at
        self._accounts = dict(read.accounts)
        if read.boot != self._boot:
            self._begin_anew()

    def locked_s(self, account: str, *, challenged: bool = False) -> float:
        """Seconds until a try for this code is taken; 0 now. `challenged`: an answer by phone, which no lock stops."""
        now = self._clock.monotonic()
        of_code = 0.0 if challenged else self._account(account).locked_until - now
        of_all = self._last_at + SLOW_S - now if self._together >= TOGETHER_MOST else 0.0
        return max(0.0, of_code, of_all)

    def is_locked(self, account: str) -> bool:
        """Whether the code itself is locked, which an answer by phone ends."""
        return self._account(account).locked_until > self._clock.monotonic()

    def begin(self, account: str, *, counted: bool) -> None:
        """Count a try as wrong before it is checked; `counted`: the code is one of the list, so it has an account."""
        now = self._clock.monotonic()
        self._together, self._last_at = self._together + 1, now
        if counted:
            self._accounts[account] = self._after_wrong(self._account(account), now)
        self._write()

    def _after_wrong(self, before: Account, now: float) -> Account:
        if before.locked_until > now:
            return before  # an answer by phone is tried: the lock goes on as it was
        wrong = 1 if before.locked_until else before.wrong + 1  # a lock that is over begins anew
        return Account(wrong, now + LOCK_S if wrong >= WRONG_MOST else 0.0, before.last_step)

    def passed(self, account: str, step: int = 0) -> None:
        """The try was right: its code has no wrong ones, and the code of this time step is used up."""
        self._together = 0
        self._accounts[account] = Account(last_step=max(step, self._account(account).last_step))
        self._write()

    def last_step(self, account: str) -> int:
        return self._account(account).last_step

    def keep_only(self, accounts: frozenset[str]) -> None:
        """Forget codes that are on no list any more."""
        self._accounts = {name: account for name, account in self._accounts.items() if name in accounts}

    def _account(self, account: str) -> Account:
        return self._accounts.get(account, Account())

    def _begin_anew(self) -> None:
        """The boot clock of another start says nothing: locks last their whole time from now."""
        now = self._clock.monotonic()
        self._last_at = min(self._last_at, now)
        for name, account in self._accounts.items():
            until = now + LOCK_S if account.locked_until else 0.0
            self._accounts[name] = Account(account.wrong, until, account.last_step)

    def _read(self) -> TriesDocument:
        with suppress(OSError, ShapeError, NotJson), self._path.open("rb") as file:
            return read_json(TriesDocument, file.read(FILE_MOST))
        return TriesDocument()

    def _write(self) -> None:
        accounts = {
            name: {"wrong": each.wrong, "locked_until": each.locked_until, "last_step": each.last_step}
            for name, each in self._accounts.items()
        }
        rows = {"boot": self._boot, "together": self._together, "last_at": self._last_at, "accounts": accounts}
        write_private(self._path, json.dumps(rows))


def _text(path: Path) -> str:
    try:
        with path.open(encoding="ascii") as file:
            return file.read(64).strip()
    except (OSError, ValueError):
        return ""
