"""Ports of devices that a program of the system drives: each request is a run of it, and a pipe carries its results.

What is written is one request: lines of text, ended by an empty one. What is read are frames: one byte of kind, four of
length (big-endian), and the data. Which program it is, and how its runs become frames, is said by each port's module,
the only one that starts it.
"""

from __future__ import annotations

import os
import shutil
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterable

from devices.clock import Wait
from devices.ports_in_use import PortsInUse
from devices.transport import Pipe, absent, busy, lost

SLICE_MS = 50
"""The longest wait in one piece, so that a cancel takes effect within 200 ms."""
TEXT_MOST = 16 * 1024
"""Bytes of words that are handed on; a program that says more is not listened to."""
REQUEST_ENDS = b"\n\n"
VARIABLES = ("PATH", "HOME", "LD_LIBRARY_PATH", "XDG_RUNTIME_DIR")
"""Of this program's environment, for every program."""


def frame(kind: bytes, data: bytes) -> bytes:
    """One frame."""
    return kind + len(data).to_bytes(4) + data


def environment(more: Iterable[str]) -> dict[str, str]:
    """The environment of a program: few variables, and words in English."""
    return {"LC_ALL": "C", **{name: os.environ[name] for name in (*VARIABLES, *more) if name in os.environ}}


class ProgramPort(ABC):
    """An address that a program drives; `program` and the Debian `package` it is in are the derived class's."""

    program: str
    package: str

    def __init__(self, address: str, *, owner: str = "", in_use: PortsInUse | None = None) -> None:
        self.address = address
        self._owner = owner
        self._in_use = in_use or PortsInUse()

    @property
    def device(self) -> str:
        """The device's name for the program: what follows the scheme."""
        return self.address.partition(":")[2]

    def open(self) -> Pipe:
        if sys.platform == "win32" or shutil.which(self.program) is None:
            raise absent(f"{self.address}: no {self.program}; install the package {self.package}")
        holder = self._in_use.take(self.address, self, self._owner)
        if holder is not None:
            raise busy(f"{self.address}: in use by the device {holder!r} of this program", "device")
        return self.new_pipe()

    def line_s(self, length: int) -> float:
        return 0.0

    @abstractmethod
    def new_pipe(self) -> Pipe:
        """The pipe of a port that was taken."""

    def leave(self) -> None:
        """The pipe was closed."""
        self._in_use.leave(self.address, self)


class ProgramPipe(ABC):
    """A pipe to runs of a program, one at a time."""

    def __init__(self, address: str, program: str) -> None:
        self._address, self._program = address, program
        self._request = b""
        self._out = bytearray()
        self._closed = False

    def write(self, data: bytes) -> None:
        if self._closed:
            raise lost("closed")
        self._request += data
        request, end, rest = self._request.partition(REQUEST_ENDS)
        if not end:
            return
        self._request = rest
        try:
            self.begin(request.decode("utf-8").split("\n"))
        except OSError as error:
            raise absent(f"{self._address}: {self._program} does not start: {error}") from error

    def read(self, wait: Wait, limit: int = 4096) -> bytes:
        while not self._out:
            wait.check()
            if self._closed:
                raise lost("closed")
            self._out += self.frames(wait)
        taken = bytes(self._out[:limit])
        del self._out[:limit]
        return taken

    def arrives_in(self) -> float:
        return 0.0

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self.end()

    @abstractmethod
    def begin(self, lines: list[str]) -> None:
        """Start the run of a request. Raises OSError."""

    @abstractmethod
    def frames(self, wait: Wait) -> bytes:
        """The frames that came within SLICE_MS. Raises DeviceFault where nothing can come any more."""

    @abstractmethod
    def end(self) -> None:
        """The pipe is closed: end what runs, and leave the port."""
