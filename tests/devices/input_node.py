"""The node of an input device without a kernel that has any: a named pipe into which a simulator's records go."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from devices.ticking import Source


class NodeWire:
    """The wire of a simulator that ends in a pipe; as with a node, what nobody reads is lost."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: int | None = None
        self._timers: list[threading.Timer] = []

    def open(self) -> None:
        # Both ends at once: opening one alone would wait for the other.
        self._writer = os.open(self._path, os.O_RDWR | os.O_NONBLOCK)

    def send(self, data: bytes, after: float = 0.0) -> None:
        timer = threading.Timer(after, self._write, [data])
        self._timers.append(timer)
        timer.start()

    def _write(self, data: bytes) -> None:
        if self._writer is not None:
            os.write(self._writer, data)

    def hang_up(self, after: float = 0.0) -> None:
        self.cut()

    def repeat(self, every_s: float, source: Source) -> None:
        raise AssertionError("an input device sends keys, never by a clock of its own")

    def cut(self) -> None:
        """Its writer goes, and the path with it."""
        writer, self._writer = self._writer, None
        if writer is not None:
            os.close(writer)
            self._path.unlink()

    def mend(self) -> None:
        os.mkfifo(self._path)
        self.open()

    def close(self) -> None:
        for timer in self._timers:
            timer.cancel()
            timer.join()
        self.cut()


@contextmanager
def node_of(simulator: Any, folder: Path) -> Iterator[str]:
    """The address of a node that is this simulator."""
    path = folder / "event0"
    wire = NodeWire(path)
    simulator.attach(wire)
    wire.mend()
    simulator.connection(wire)
    yield f"evdev:{path}"
    wire.close()
