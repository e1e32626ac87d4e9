"""Ports of sound cards by ALSA's mixer program: each question is a run of `amixer`, and a pipe carries its answer.

The address is "amixer:" and the name that ALSA has for the card ("hw:0", "default"). Each line of a request is one
argument of amixer; its last frame is the exit code. A run that takes longer than RUN_S is killed, and its exit code is
that of a killed program. The only module that starts amixer.
"""

from __future__ import annotations

import os
import select
import subprocess

from devices.clock import SystemClock, Wait
from devices.program_port import SLICE_MS, TEXT_MOST, ProgramPipe, ProgramPort, environment, frame
from devices.transport import Pipe

PROGRAM = "amixer"
TEXT, EXIT = b"T", b"X"
"""Kinds of frames: words of the program; its exit code."""
RUN_S = 2.0
VARIABLES = ("ALSA_CONFIG_PATH", "PULSE_SERVER")
"""Of this program's environment, besides those for every program."""


class AmixerPort(ProgramPort):
    """A sound card's mixer."""

    program, package = PROGRAM, "alsa-utils"

    def new_pipe(self) -> Pipe:
        return _AmixerPipe(self)


class _AmixerPipe(ProgramPipe):
    def __init__(self, port: AmixerPort) -> None:
        super().__init__(port.address, PROGRAM)
        self._port = port
        self._run: _Run | None = None

    def begin(self, lines: list[str]) -> None:
        if self._run is not None:
            self._run.kill()
        self._run = _Run([PROGRAM, "-D", self._port.device, *lines])

    def frames(self, wait: Wait) -> bytes:
        """Between two requests nothing runs."""
        if self._run is None:
            wait.pause(SLICE_MS / 1000)
            return b""
        found = self._run.frames()
        if self._run.over:
            self._run = None
        return found

    def end(self) -> None:
        if self._run is not None:
            self._run.kill()
        self._port.leave()


class _Run:
    """An amixer that runs."""

    def __init__(self, command: list[str]) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment(VARIABLES),
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
