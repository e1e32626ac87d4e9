"""Write the local log: JSON lines in files of bounded size and number, readable by their owner only.

A log must never harm the program: a failed write is counted and reported once on stderr, and the count is written when
writing works again. Lines go to the kernel at once and are not synced: they survive the program, not a power cut.
"""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from devices.clock import Clock
from kiosk.log.rate import RateLimit
from kiosk.log.record import Record, counted, safe_code, safe_frames, safe_part, safe_visit
from kiosk.private_files import is_named

FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
CLOSED = -1


class Log(Protocol):
    """The log as seen by a part of the program that writes technical events."""

    def write(self, part: str, code: str, visit: str = "", frames: tuple[str, ...] = ()) -> None:
        """Write one event. Never raises; a value that does not look like its field is replaced by `unsayable`."""


class EventLog:
    """The log of one terminal. Thread-safe; at most `max_files` files of at most `max_bytes`."""

    def __init__(self, folder: Path, clock: Clock, max_bytes: int, max_files: int) -> None:
        self.folder = folder
        self._path = path_of(folder, 0)
        self._clock = clock
        self._max_bytes, self._max_files = max_bytes, max_files
        self._lock = threading.Lock()
        self._rate = RateLimit()
        self._file = CLOSED
        self._size = 0
        self._lost = 0
        self._failing = False
        self._ended = False
        self.on_removed: Callable[[], None] = lambda: None
        """Called when the file or its folder was removed or moved; a new one was begun."""

    @classmethod
    def open(cls, folder: Path, clock: Clock, *, max_bytes: int = 1_000_000, max_files: int = 5) -> EventLog:
        """Continue the newest file of `folder`, or begin one. A folder that cannot be used is not an error here: lines
        are counted until it can."""
        log = cls(folder, clock, max_bytes, max(1, max_files))
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            log._attach()
        except OSError as error:
            log._failed(error, 0)
        return log

    def write(self, part: str, code: str, visit: str = "", frames: tuple[str, ...] = ()) -> None:
        """Write one event. Never raises; a value that does not look like its field is replaced by `unsayable`."""
        part, code = safe_part(part), safe_code(code)
        with self._lock:
            if self._ended:
                return
            now = self._clock.monotonic()
            self._write_repeated(now)
            if self._rate.admit((part, code), now):
                self._put(Record(self._clock.now(), safe_visit(visit), part, code, safe_frames(frames)))

    def close(self) -> None:
        """Write the counts that are still open and close the file. Later events are discarded."""
        with self._lock:
            if self._ended:
                return
            self._write_repeated(float("inf"))
            with suppress(OSError):
                self._write_lost()
            self._ended = True
            self._detach()

    def _write_repeated(self, now: float) -> None:
        for (part, code), count in self._rate.ended(now):
            self._put(Record(self._clock.now(), "", part, counted("repeated", count), of=code))

    def _put(self, record: Record) -> None:
        try:
            self._write_lost()
            self._append(record)
        except OSError as error:
            self._failed(error, 1)
        else:
            self._failing = False

    def _write_lost(self) -> None:
        if self._lost:
            self._append(Record(self._clock.now(), "", "log", counted("lost", self._lost)))
            self._lost = 0

    def _append(self, record: Record) -> None:
        """Write one complete line, or nothing. Raises OSError."""
        line = record.line.encode() + b"\n"
        if not self._attached():
            was_removed = self._file != CLOSED
            self._detach()
            # Only the folder itself is created again: if its parent is missing, the disk may be unmounted.
            self.folder.mkdir(exist_ok=True, mode=0o700)
            self._attach()
            if was_removed:
                self.on_removed()
        if self._size and self._size + len(line) > self._max_bytes:
            self._rotate()
        written = os.write(self._file, line)
        if written < len(line):
            os.ftruncate(self._file, self._size)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._size += written

    def _attached(self) -> bool:
        """Return whether the file is open and where it was."""
        return self._file != CLOSED and is_named(self._path, self._file)

    def _attach(self) -> None:
        self._file = os.open(self._path, FLAGS, 0o600)
        # Not every file system knows modes; the log holds nothing that depends on them.
        with suppress(OSError):
            self.folder.chmod(0o700)
            os.fchmod(self._file, 0o600)
        self._size = os.fstat(self._file).st_size
        if self._size and not self._ends_in_line_break():
            self._size += os.write(self._file, b"\n")

    def _ends_in_line_break(self) -> bool:
        """False after a power cut in the middle of a line."""
        with self._path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"

    def _detach(self) -> None:
        file, self._file = self._file, CLOSED
        if file != CLOSED:
            with suppress(OSError):
                os.close(file)

    def _rotate(self) -> None:
        """Number every file one higher, drop the oldest and begin a new one. Raises OSError."""
        for number in range(self._max_files - 2, -1, -1):
            with suppress(FileNotFoundError):
                path_of(self.folder, number).replace(path_of(self.folder, number + 1))
        self._path.unlink(missing_ok=True)
        self._detach()
        self._attach()

    def _failed(self, error: OSError, lost: int) -> None:
        self._lost += lost
        if self._failing:
            return
        self._failing = True
        with suppress(OSError, ValueError):
            if sys.stderr is not None:
                words = error.strerror or type(error).__name__
                print(
                    f"log: cannot write in {self.folder}: {words}; events are counted until it works", file=sys.stderr
                )


def path_of(folder: Path, number: int) -> Path:
    """The file that was begun `number` files ago: `events.jsonl`, `events.1.jsonl` …"""
    return folder / (f"events.{number}.jsonl" if number else "events.jsonl")
