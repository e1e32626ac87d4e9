"""Read a log while it is written and rotated: every line once, oldest first."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from kiosk.log.event_log import path_of

_ROTATED = re.compile(r"events\.([0-9]{1,4})\.jsonl")


class LogReader:
    """The lines of a log folder. Each call of `new_lines` continues after the last; close it at the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: BinaryIO | None = None
        self._read_to = 0

    def new_lines(self) -> Iterator[bytes]:
        """Whole lines written since the last call, across rotations; the first call yields all lines.

        Raises OSError. Files that were rotated away between two calls are not seen.
        """
        newer = self._newer()
        try:
            # Lines may have been added to the current file just before its rotation: read it after opening the others.
            yield from self._unread_lines()
            while newer:
                self.close()
                self._file, self._read_to = newer.pop(0), 0
                yield from self._unread_lines()
        finally:
            for file in newer:
                file.close()

    def close(self) -> None:
        """Close the current file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _unread_lines(self) -> list[bytes]:
        """The complete lines of the current file that were not read yet. A line that is still being written is left for
        the next call, because the writer removes it again if the disk is full."""
        if self._file is None:
            return []
        self._file.seek(self._read_to)
        data = self._file.read()
        whole = data[: data.rfind(b"\n") + 1]
        self._read_to += len(whole)
        return whole.splitlines()

    def _newer(self) -> list[BinaryIO]:
        """Open every file begun after the current one, oldest first."""
        while True:
            newest = self._newest()
            opened = self._open_newer()
            if self._newest() == newest:
                return opened
            # Rotated meanwhile: a file newer than the first that was opened may be missing or out of order.
            for file in opened:
                file.close()

    def _newest(self) -> tuple[int, int] | None:
        with suppress(FileNotFoundError):
            status = path_of(self._folder, 0).stat()
            return status.st_dev, status.st_ino
        return None

    def _open_newer(self) -> list[BinaryIO]:
        """Open them, provided that at most one rotation begins meanwhile.

        Files move to the next higher number, the oldest first. Opened in ascending order, with the highest looked up
        each time, none is missed; one that is met twice is recognised by its inode.
        """
        known = set() if self._file is None else {_inode(self._file)}
        opened: list[BinaryIO] = []
        number = 0
        while number <= self._highest():
            with suppress(FileNotFoundError):
                file = path_of(self._folder, number).open("rb")
                inode = _inode(file)
                if inode in known:
                    file.close()
                    if self._file is not None and inode == _inode(self._file):
                        break
                else:
                    known.add(inode)
                    opened.insert(0, file)
            number += 1
        return opened

    def _highest(self) -> int:
        names = [path.name for path in self._folder.iterdir()] if self._folder.is_dir() else []
        return max((int(found[1]) for name in names if (found := _ROTATED.fullmatch(name))), default=0)


def _inode(file: BinaryIO) -> tuple[int, int]:
    status = os.fstat(file.fileno())
    return status.st_dev, status.st_ino
