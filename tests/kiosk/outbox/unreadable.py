"""Run by fiu-run: a store is opened again and again, and each time another one of its reads fails, once, with EIO.

`fiu-run -x python -m tests.kiosk.outbox.unreadable FOLDER SCRATCH` says a line for each start: `opened CASES` or
`refused CODE`; it ends when a start has no more reads to fail. With `lasting` as a third word, whoever reads the file
after SQLite's failed read (which is a pread) meets the same error.
"""

from __future__ import annotations

import ctypes
import errno
import shutil
import sys
from pathlib import Path
from typing import Any

from devices import FakeClock
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.store import KeepFailed
from tests.kiosk.outbox.life import ledger_of

ASKED = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
PREAD, READ = b"posix/io/rw/pread", b"posix/io/rw/read"
NEVER = -1


class OneRead:
    """Which of the coming reads fails: `left` more go well before it."""

    def __init__(self, lasting: bool) -> None:
        self.left = NEVER
        self.struck = False
        self._asked = ASKED(self._fails)  # libfiu keeps no reference
        library = ctypes.CDLL("libfiu.so.0")
        error = ctypes.c_void_p(errno.EIO)
        assert library.fiu_enable_external(PREAD, 1, error, 0, self._asked) == 0
        self._asked_again = ASKED(lambda *_: int(lasting and self.struck))
        assert library.fiu_enable_external(READ, 1, error, 0, self._asked_again) == 0

    def _fails(self, *_: Any) -> int:
        if self.left == NEVER:
            return 0
        self.left -= 1
        self.struck = self.left == NEVER
        return int(self.struck)

    def after(self, number: int) -> None:
        """Let so many reads go well and the next one fail; NEVER: let all go well."""
        self.left, self.struck = number, False


def main(folder: Path, scratch: Path, lasting: bool) -> None:
    read = OneRead(lasting)
    for number in range(1000):
        copy = scratch / str(number)
        shutil.copytree(folder, copy)
        read.after(number)
        try:
            outbox = Outbox.open(copy, FakeClock())
        except KeepFailed as refused:
            read.after(NEVER)
            print("refused", refused.code)
            continue
        struck = read.struck
        read.after(NEVER)
        cases = len(ledger_of(outbox).entries)
        outbox.close()
        if not struck:
            return
        print("opened", cases)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:] == ["lasting"])
