"""Ports of scanners that SANE drives: each scan is a run of its program `scanimage`, and a pipe carries its results.

What is written is one request: lines of text, ended by an empty one. The first is the number of pages (0: the device is
opened, and nothing scanned), the others are options. What is read are frames: one byte of kind, four of length
(big-endian), and the data; after the last, the pipe is lost. Pages come through named pipes, never through a file; a
page is said to be done only when scanimage has said so. A scan that is given up is asked to stop, which lets the
backend move the lamp back, and killed if it does not. The only module that starts scanimage.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from devices.clock import DeadlineReached, SystemClock, Wait
from devices.ports_in_use import PortsInUse
from devices.transport import Pipe, absent, busy, lost

PROGRAM = "scanimage"
DATA, PAGE_END, DONE, TEXT, EXIT = b"D", b"P", b"N", b"T", b"X"
"""Kinds of frames: bytes of the page that comes now; its end; the number of a page that is done; words of the program;
its exit code."""
PAGES_MOST = 40
SLICE_MS = 50
"""The longest wait in one piece, so that a cancel takes effect within 200 ms."""
PIECE_BYTES = 64 * 1024
TEXT_MOST = 16 * 1024
"""Bytes of words that are handed on; a program that says more is not listened to."""
STOP_S = 5.0
"""A program that does not stop within so many seconds is killed."""
KEPT_VARIABLES = ("PATH", "HOME", "SANE_CONFIG_DIR", "LD_LIBRARY_PATH", "XDG_RUNTIME_DIR")
"""Of this program's environment."""


class SanePort:
    """A device of SANE. The address is "sane:" and the device's name, as `scanimage -L` lists it."""

    def __init__(self, address: str, *, owner: str = "", in_use: PortsInUse | None = None) -> None:
        self.address = address
        self._owner = owner
        self._in_use = in_use or PortsInUse()
        self._ending: subprocess.Popen[bytes] | None = None

    @property
    def device(self) -> str:
        return self.address.partition(":")[2]

    def open(self) -> Pipe:
        if sys.platform == "win32" or shutil.which(PROGRAM) is None:
            raise absent(f"{self.address}: no {PROGRAM}; install the package sane-utils")
        if self._ending is not None and self._ending.returncode is None:
            raise busy(f"{self.address}: the scan before has not stopped yet", "stopping")
        holder = self._in_use.take(self.address, self, self._owner)
        if holder is not None:
            raise busy(f"{self.address}: in use by the device {holder!r} of this program", "device")
        return _SanePipe(self)

    def line_s(self, length: int) -> float:
        return 0.0

    def closed(self, process: subprocess.Popen[bytes] | None) -> None:
        """The pipe was closed; its program may still be stopping."""
        self._ending = process
        self._in_use.leave(self.address, self)


class _SanePipe:
    """One run at a time."""

    def __init__(self, port: SanePort) -> None:
        self._port = port
        self._request = b""
        self._out = bytearray()
        self._run: _Run | None = None
        self._closed = False

    def write(self, data: bytes) -> None:
        if self._closed:
            raise lost("closed")
        self._request += data
        request, end, _ = self._request.partition(b"\n\n")
        if end and self._run is None:
            pages, *options = request.decode("utf-8").split("\n")
            try:
                self._run = _Run(self._port.device, int(pages), options)
            except OSError as error:
                raise absent(f"{self._port.address}: {PROGRAM} does not start: {error}") from error

    def read(self, wait: Wait, limit: int = 4096) -> bytes:
        while not self._out:
            wait.check()
            if self._closed or self._run is None or self._run.over:
                raise lost(f"{self._port.address}: {PROGRAM} has ended")
            self._out += self._run.frames()
        taken = bytes(self._out[:limit])
        del self._out[:limit]
        return taken

    def arrives_in(self) -> float:
        return 0.0

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._port.closed(self._run.stop() if self._run is not None else None)


class _Run:
    """A scanimage that runs, with its pipes."""

    def __init__(self, device: str, pages: int, options: list[str]) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="yike-scan-"))
        self._pages = min(pages, PAGES_MOST)
        self._page = 0
        self._incoming = -1
        self._said = 0
        self.over = False
        self._poll = select.poll()
        for number in range(1, self._pages + 1):
            os.mkfifo(self._folder / f"{number}.part", 0o600)
        batch = ["--batch=%d", f"--batch-count={pages}", "--batch-print"] if pages else ["--dont-scan"]
        try:
            self._process = subprocess.Popen(
                [PROGRAM, f"--device-name={device}", *options, *batch],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={"LC_ALL": "C", **{name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}},
                start_new_session=True,
            )
        except OSError:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._words = {self._process.stdout.fileno(): DONE, self._process.stderr.fileno(): TEXT}
        for each in self._words:
            self._poll.register(each, select.POLLIN)
        self._open_next()

    def frames(self) -> bytes:
        """The frames that came within SLICE_MS."""
        found = bytearray()
        for each, _ in self._poll.poll(SLICE_MS if self._words else 0):
            found += self._from_page() if each == self._incoming else self._from_program(each)
        if not found and _has_ended(self._process):
            self.over = True
            found += _frame(EXIT, str(_end(self._process)).encode("ascii"))
        return bytes(found)

    def stop(self) -> subprocess.Popen[bytes]:
        """Close the pipes and ask the program to stop; a thread sees to its end."""
        self._close_page()
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()
        shutil.rmtree(self._folder, ignore_errors=True)
        if self._process.returncode is None:
            self._process.terminate()
            SystemClock().spawn("scanimage", self._see_to_its_end)
        return self._process

    def _see_to_its_end(self) -> None:
        wait = Wait(SystemClock(), STOP_S)
        with contextlib.suppress(DeadlineReached):
            while not _has_ended(self._process):
                wait.pause(SLICE_MS / 1000)
        _end(self._process)

    def _from_program(self, pipe: int) -> bytes:
        data = os.read(pipe, PIECE_BYTES)
        if not data:
            self._poll.unregister(pipe)
            return _frame(self._words.pop(pipe), b"")
        self._said += len(data)
        # Said too much: not handed on, and no reason to stop reading.
        return _frame(self._words[pipe], data) if self._said <= TEXT_MOST else b""

    def _from_page(self) -> bytes:
        try:
            data = os.read(self._incoming, PIECE_BYTES)
        except BlockingIOError:
            return b""
        if data:
            return _frame(DATA, data)
        self._close_page()
        self._open_next()
        return _frame(PAGE_END, b"")

    def _open_next(self) -> None:
        """Wait for the next page; poll says nothing of a named pipe until somebody has written to it."""
        if self._page < self._pages:
            self._page += 1
            self._incoming = os.open(self._folder / f"{self._page}.part", os.O_RDONLY | os.O_NONBLOCK)
            self._poll.register(self._incoming, select.POLLIN)

    def _close_page(self) -> None:
        if self._incoming >= 0:
            self._poll.unregister(self._incoming)
            os.close(self._incoming)
            self._incoming = -1


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether the program has ended, without taking note of it: until then its number is not given to another."""
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _end(process: subprocess.Popen[bytes]) -> int:
    """End the program and what its backend has started, which may outlive it and hang; its exit code."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    return process.wait()


def _frame(kind: bytes, data: bytes) -> bytes:
    return kind + len(data).to_bytes(4) + data
