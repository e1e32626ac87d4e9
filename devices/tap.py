"""Record wire traffic as JSON lines, with personal data masked.

Every driver has a masker, which replaces a real person's bytes with an invented one's of the same length before
anything reaches the disk. The file is bounded.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Protocol

from devices.clock import Clock, Wait
from devices.transport import Pipe, Port

MAX_BYTES = 2 * 1024 * 1024
SENT, CAME = ">", "<"


class Masker(Protocol):
    """Replaces personal data in the bytes of one direction; holds back what is not complete."""

    def feed(self, direction: str, data: bytes) -> list[bytes]: ...


class NothingMasked:
    """The masker of a wire on which nothing is about a person: a trace keeps every byte."""

    def feed(self, direction: str, data: bytes) -> list[bytes]:
        return [data]


class Tap:
    """A port whose traffic is recorded."""

    def __init__(self, port: Port, clock: Clock, path: Path, masker: Masker) -> None:
        self._port = port
        self._clock = clock
        self._path = path
        self._masker = masker
        self._began = clock.monotonic()

    @property
    def address(self) -> str:
        return self._port.address

    def open(self) -> Pipe:
        return _TappedPipe(self._port.open(), self)

    def line_s(self, length: int) -> float:
        return self._port.line_s(length)

    def note(self, direction: str, data: bytes) -> None:
        """Record bytes, masked; past the bound nothing more is written."""
        for piece in self._masker.feed(direction, data):
            if self._path.exists() and self._path.stat().st_size > MAX_BYTES:
                return
            line = {"at": round(self._clock.monotonic() - self._began, 4), "dir": direction, "hex": piece.hex()}
            with self._path.open("a", encoding="ascii") as file:
                file.write(json.dumps(line) + "\n")


class _TappedPipe:
    def __init__(self, pipe: Pipe, tap: Tap) -> None:
        self._pipe = pipe
        self._tap = tap

    def write(self, data: bytes) -> None:
        self._tap.note(SENT, data)
        self._pipe.write(data)

    def read(self, wait: Wait, limit: int = 4096) -> bytes:
        data = self._pipe.read(wait, limit)
        self._tap.note(CAME, data)
        return data

    def arrives_in(self) -> float:
        return self._pipe.arrives_in()

    def close(self) -> None:
        self._pipe.close()
