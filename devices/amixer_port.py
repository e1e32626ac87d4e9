"""Ports of sound cards by ALSA's mixer program: each question is a run of `amixer`, and a pipe carries its answer.

The address is "amixer:" and the name that ALSA has for the card ("hw:0", "default"). What is written is one request:
lines of text, one argument of amixer a line, ended by an empty one. What is read are frames: one byte of kind, four of
length (big-endian), and the data; the last is the exit code. A run that takes longer than RUN_S is killed, and its exit
code is that of a killed program. The only module that starts amixer.
"""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys

from devices.clock import SystemClock, Wait
from devices.ports_in_use import PortsInUse
from devices.transport import Pipe, absent, busy, lost

PROGRAM = "amixer"
TEXT, EXIT = b"T", b"X"
"""Kinds of frames: words of the program; its exit code."""
SLICE_MS = 50
"""The longest wait in one piece, so that a cancel takes effect within 200 ms."""
RUN_S = 2.0
TEXT_MOST = 16 * 1024
"""Bytes of words that are handed on; a program that says more is not listened to."""
KEPT_VARIABLES = ("PATH", "HOME", "LD_LIBRARY_PATH", "XDG_RUNTIME_DIR", "ALSA_CONFIG_PATH", "PULSE_SERVER")
"""Of this program's environment."""


def frame(kind: bytes, data: bytes) -> bytes:
    return kind + len(data).to_bytes(4) + data


class AmixerPort:
    """A sound card's mixer."""

    def __init__(self, address: str, *, owner: str = "", in_use: PortsInUse | None = None) -> None:
        self.address = address
        self._owner = owner
        self._in_use = in_use or PortsInUse()

    @property
    def card(self) -> str:
        return self.address.partition(":")[2]

    def open(self) -> Pipe:
        if sys.platform == "win32" or shutil.which(PROGRAM) is None:
            raise absent(f"{self.address}: no {PROGRAM}; install the package alsa-utils")
        holder = self._in_use.take(self.address, self, self._owner)
        if holder is not None:
            raise busy(f"{self.address}: in use by the device {holder!r} of this program", "device")
        return _AmixerPipe(self)

    def line_s(self, length: int) -> float:
        return 0.0

    def closed(self) -> None:
        """The pipe was closed."""
        self._in_use.leave(self.address, self)


class _AmixerPipe:
    """One run at a time."""

    def __init__(self, port: AmixerPort) -> None:
        self._port = port
        self._request = b""
        self._out = bytearray()
        self._run: _Run | None = None
        self._closed = False

    def write(self, data: bytes) -> None:
        if self._closed:
            raise lost("closed")
        self._request += data
        request, end, self._request = self._request.partition(b"\n\n")
        if not end:
            self._request = request
            return
        if self._run is not None:
            self._run.kill()
        try:
            self._run = _Run([PROGRAM, "-D", self._port.card, *request.decode("utf-8").split("\n")])
        except OSError as error:
            raise absent(f"{self._port.address}: {PROGRAM} does not start: {error}") from error

    def read(self, wait: Wait, limit: int = 4096) -> bytes:
        while not self._out:
            wait.check()
            if self._closed:
                raise lost("closed")
            if self._run is None:
                wait.pause(SLICE_MS / 1000)
                continue
            self._out += self._run.frames()
            if self._run.over:
                self._run = None
        taken = bytes(self._out[:limit])
        del self._out[:limit]
        return taken

    def arrives_in(self) -> float:
        return 0.0

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            if self._run is not None:
                self._run.kill()
            self._port.closed()


class _Run:
    """An amixer that runs."""

    def __init__(self, command: list[str]) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={"LC_ALL": "C", **{name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}},
            start_new_session=True,
        )
        assert self._process.stdout is not None
        self._words = self._process.stdout
        self._poll = select.poll()
        self._poll.register(self._words, select.POLLIN)
        self._limit = Wait(SystemClock(), RUN_S)
        self._said = 0
        self.over = False

    def frames(self) -> bytes:
        """The frames that came within SLICE_MS."""
        if self._limit.spent():
            return self._ended()
        if not self._poll.poll(SLICE_MS):
            return b""
        data = os.read(self._words.fileno(), TEXT_MOST)
        if not data:
            return self._ended()
        self._said += len(data)
        # Said too much: not handed on, and no reason to stop reading.
        return frame(TEXT, data) if self._said <= TEXT_MOST else b""

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._words.close()

    def _ended(self) -> bytes:
        """It closed its output, and ends, or it took too long."""
        self.over = True
        if self._limit.spent():
            self._process.kill()
        code = self._process.wait()
        self._words.close()
        return frame(EXIT, str(code).encode("ascii"))
