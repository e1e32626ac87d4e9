"""Program run by fiu-run: opens a store repeatedly, each time with the next of its reads failing once with EIO.

`fiu-run -x python -m tests.kiosk.outbox.unreadable FOLDER SCRATCH` prints one line per start, `opened CASES` or
`refused CODE`, and ends when a start has no more reads. With `lasting` as a third argument, a read of the file after
the failed one of SQLite (which is a pread) fails too.
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
    """Lets one read fail: `left` reads succeed before it."""

    def __init__(self, lasting: bool) -> None:
        self.left = NEVER
        self.occurred = False
        self._asked = ASKED(self._fails)  # libfiu keeps no reference
        library = ctypes.CDLL("libfiu.so.0")
        error = ctypes.c_void_p(errno.EIO)
        assert library.fiu_enable_external(PREAD, 1, error, 0, self._asked) == 0
        self._asked_again = ASKED(lambda *_: int(lasting and self.occurred))
        assert library.fiu_enable_external(READ, 1, error, 0, self._asked_again) == 0

    def _fails(self, *_: Any) -> int:
        if self.left == NEVER:
            return 0
        self.left -= 1
        self.occurred = self.left == NEVER
        return int(self.occurred)

    def after(self, number: int) -> None:
        """Let so many reads go well and the next one fail; NEVER: let all go well."""
        self.left, self.occurred = number, False


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
        occurred = read.occurred
        read.after(NEVER)
        cases = len(ledger_of(outbox).entries)
        outbox.close()
        if not occurred:
            return
        print("opened", cases)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:] == ["lasting"])
