"""The audit log: time, visit and kind of each event. No personal data by construction.

A record has a kind from a closed list and a short code; a code of any other form is replaced. Lines are JSON, each with
the SHA-256 of the line before, so that a removed line can be detected.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from typing import IO

from devices import Clock
from devices.lazy_dataclass import dataclass
from kiosk.private_files import FOLDER_MODE, is_named, private_opener

_CODE = re.compile(r"[A-Za-z0-9_.:-]{0,48}")
_DIGITS = re.compile(r"\d{6}")
MAX_BYTES = 4 * 1024 * 1024
KEEP_FILES = 8
NAME = "audit.jsonl"
GENESIS = "0" * 64


@dataclass
class AuditLog:
    """Append-only, hash-chained, bounded: `KEEP_FILES` files of at most `MAX_BYTES`."""

    folder: Path
    _clock: Clock
    _file: IO[str] = field(repr=False)
    on_removed: Callable[[], None] = lambda: None
    """Called when the file or its folder was removed or moved; a new one was begun."""
    _last: str = GENESIS
    _closed: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @classmethod
    def open(cls, folder: Path, clock: Clock) -> AuditLog:
        """Open the log in `folder` and continue its hash chain."""
        folder.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
        path = folder / NAME
        return cls(folder, clock, _open(path), _last=_last_hash(path))

    def append(self, visit: str, kind: str, code: str = "") -> None:
        """Write one record. `code` is a fault code or a type's name; anything else is replaced by "unsafe_code".

        Never raises; a record that comes after `close` (from a thread that hung until then) is dropped.
        """
        safe = code if _CODE.fullmatch(code) and not _DIGITS.search(code) else "unsafe_code"
        with self._lock:
            if self._closed:
                return
            record = {
                "at": self._clock.now().isoformat(timespec="milliseconds"),
                "visit": visit,
                "kind": str(kind),
                "code": safe,
                "before": self._last,
            }
            line = json.dumps(record, separators=(",", ":"))
            self._last = hashlib.sha256(line.encode()).hexdigest()
            try:
                if self._file.closed:
                    # A rotation failed after it had closed the file.
                    self._file = self._open()
                elif not is_named(self.folder / NAME, self._file.fileno()):
                    self._begin_again()
                self._file.write(line + "\n")
                self._file.flush()
                if self._file.tell() > MAX_BYTES:
                    self._rotate()
            except OSError:
                # A full disk must not stop a visit; the chain shows that lines are missing.
                return

    def close(self) -> None:
        with self._lock:
            self._closed = True
            # Closing writes what a full disk did not take before.
            with suppress(OSError):
                self._file.close()

    def _begin_again(self) -> None:
        """Begin a new file. The chain goes on, so that its first line shows that earlier ones are missing."""
        # Only the folder itself is created again: if its parent is missing, the disk may be unmounted.
        self.folder.mkdir(exist_ok=True, mode=FOLDER_MODE)
        begun = self._open()
        with suppress(OSError):
            self._file.close()
        self._file = begun
        self.on_removed()

    def _open(self) -> IO[str]:
        return _open(self.folder / NAME)

    def _rotate(self) -> None:
        self._file.close()
        path = self.folder / NAME
        for number in range(KEEP_FILES - 1, 0, -1):
            older = self.folder / f"audit.{number}.jsonl"
            if older.exists():
                older.replace(self.folder / f"audit.{number + 1}.jsonl")
        path.replace(self.folder / "audit.1.jsonl")
        (self.folder / f"audit.{KEEP_FILES}.jsonl").unlink(missing_ok=True)
        self._file = self._open()


def _open(path: Path) -> IO[str]:
    return open(path, "a", encoding="utf-8", opener=private_opener)


def _last_hash(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4096))
        lines = file.read().splitlines()
    return hashlib.sha256(lines[-1]).hexdigest() if lines else GENESIS
