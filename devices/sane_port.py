"""Ports of scanners that SANE drives: each scan is a run of its program `scanimage`, and a pipe carries its results.

The first line of a request is the number of pages (0: the device is opened, and nothing scanned), the others are
options. After the last frame the pipe is lost. Pages come through named pipes, never through a file; a
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
import tempfile
from pathlib import Path

from devices.clock import DeadlineReached, SystemClock, Wait
from devices.ports_in_use import PortsInUse
from devices.program_port import SLICE_MS, TEXT_MOST, ProgramPipe, ProgramPort, environment, frame
from devices.transport import Pipe, busy, lost

PROGRAM = "scanimage"
DATA, PAGE_END, DONE, TEXT, EXIT = b"D", b"P", b"N", b"T", b"X"
"""Kinds of frames: bytes of the page that comes now; its end; the number of a page that is done; words of the program;
its exit code."""
PAGES_MOST = 40
PIECE_BYTES = 64 * 1024
STOP_S = 5.0
"""A program that does not stop within so many seconds is killed."""
VARIABLES = ("SANE_CONFIG_DIR",)
"""Of this program's environment, besides those for every program."""


class SanePort(ProgramPort):
    """A device of SANE. The address is "sane:" and the device's name, as `scanimage -L` lists it."""

    program, package = PROGRAM, "sane-utils"

    def __init__(self, address: str, *, owner: str = "", in_use: PortsInUse | None = None) -> None:
        super().__init__(address, owner=owner, in_use=in_use)
        self._ending: subprocess.Popen[bytes] | None = None

    def open(self) -> Pipe:
        if self._ending is not None and self._ending.returncode is None:
            raise busy(f"{self.address}: the scan before has not stopped yet", "stopping")
        return super().open()

    def new_pipe(self) -> Pipe:
        return _SanePipe(self)

    def closed(self, process: subprocess.Popen[bytes] | None) -> None:
        """The pipe was closed; its program may still be stopping."""
        self._ending = process
        self.leave()


class _SanePipe(ProgramPipe):
    """One run."""

    def __init__(self, port: SanePort) -> None:
        super().__init__(port.address, PROGRAM)
        self._port = port
        self._run: _Run | None = None

    def begin(self, lines: list[str]) -> None:
        if self._run is None:
            pages, *options = lines
            self._run = _Run(self._port.device, int(pages), options)

    def frames(self, wait: Wait) -> bytes:
        if self._run is None or self._run.over:
            raise lost(f"{self._port.address}: {PROGRAM} has ended")
        return self._run.frames()

    def end(self) -> None:
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
                env=environment(VARIABLES),
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
            found += frame(EXIT, str(_end(self._process)).encode("ascii"))
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
            return frame(self._words.pop(pipe), b"")
        self._said += len(data)
        # Said too much: not handed on, and no reason to stop reading.
        return frame(self._words[pipe], data) if self._said <= TEXT_MOST else b""

    def _from_page(self) -> bytes:
        try:
            data = os.read(self._incoming, PIECE_BYTES)
        except BlockingIOError:
            return b""
        if data:
            return frame(DATA, data)
        self._close_page()
        self._open_next()
        return frame(PAGE_END, b"")

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
