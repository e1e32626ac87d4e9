"""Program run by fiu-run: opens a store repeatedly, each time with the next of its reads failing once with EIO.

`fiu-run -x python -m tests.kiosk.outbox.unreadable FOLDER SCRATCH` prints one line per start, `opened CASES` or
`refused CODE`, and ends when a start has no more reads.
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
READ = b"posix/io/rw/pread"
NEVER = -1


class OneRead:
    """Lets one read fail: `left` reads succeed before it."""

    def __init__(self) -> None:
        self.left = NEVER
        self._asked = ASKED(self._fails)  # libfiu keeps no reference
        library = ctypes.CDLL("libfiu.so.0")
        assert library.fiu_enable_external(READ, 1, ctypes.c_void_p(errno.EIO), 0, self._asked) == 0

    def _fails(self, *_: Any) -> int:
        if self.left == NEVER:
            return 0
        self.left -= 1
        return int(self.left == NEVER)


def main(folder: Path, scratch: Path) -> None:
    read = OneRead()
    for number in range(1000):
        copy = scratch / str(number)
        shutil.copytree(folder, copy)
        read.left = number
        try:
            outbox = Outbox.open(copy, FakeClock())
        except KeepFailed as refused:
            print("refused", refused.code)
            continue
        occurred, read.left = read.left == NEVER, NEVER
        cases = len(ledger_of(outbox).entries)
        outbox.close()
        if not occurred:
            return
        print("opened", cases)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
