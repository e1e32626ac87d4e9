"""The audit log: what kinds of things happened, when, in which visit. No personal data, by type and not by care.

A record holds a kind from a closed list and a short code; a code that does not look like one is replaced. Lines are
JSON, each with the hash of the one before, so that a line taken out shows.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from devices import Clock

_CODE = re.compile(r"^[A-Za-z0-9_.:-]{0,48}$")
_DIGITS = re.compile(r"\d{6}")
MAX_BYTES = 4 * 1024 * 1024
KEEP_FILES = 8
GENESIS = "0" * 64


@dataclass
class AuditLog:
    """Append-only, hash-chained, bounded: `KEEP_FILES` files of at most `MAX_BYTES`."""

    folder: Path
    _clock: Clock
    _file: IO[str] = field(repr=False)
    _last: str = GENESIS
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @classmethod
    def open(cls, folder: Path, clock: Clock) -> AuditLog:
        """Go on where the newest file ends."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "audit.jsonl"
        return cls(folder, clock, path.open("a", encoding="utf-8"), _last_hash(path))

    def append(self, visit: str, kind: str, code: str = "") -> None:
        """Write one record. `code` is a fault code or a type's name; anything else is not written."""
        safe = code if _CODE.match(code) and not _DIGITS.search(code) else "unsafe_code"
        with self._lock:
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
                self._file.write(line + "\n")
                self._file.flush()
                if self._file.tell() > MAX_BYTES:
                    self._turn()
            except OSError:
                # A full disk must not stop a visit; the chain shows that lines are missing.
                return

    def close(self) -> None:
        with self._lock:
            self._file.close()

    def _turn(self) -> None:
        self._file.close()
        path = self.folder / "audit.jsonl"
        for number in range(KEEP_FILES - 1, 0, -1):
            older = self.folder / f"audit.{number}.jsonl"
            if older.exists():
                older.replace(self.folder / f"audit.{number + 1}.jsonl")
        path.replace(self.folder / "audit.1.jsonl")
        (self.folder / f"audit.{KEEP_FILES}.jsonl").unlink(missing_ok=True)
        self._file = path.open("a", encoding="utf-8")


def _last_hash(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4096))
        lines = file.read().splitlines()
    return hashlib.sha256(lines[-1]).hexdigest() if lines else GENESIS


def chain_is_whole(lines: list[str]) -> bool:
    """Does every line carry the hash of the one before?"""
    hashes = [hashlib.sha256(line.encode()).hexdigest() for line in lines]
    return all(json.loads(line)["before"] == before for line, before in zip(lines[1:], hashes, strict=False))
