"""A process of ours that reads what is not to be trusted, and the frames that go to it and back.

It gets neither the environment nor an open file of the terminal. It is asked one thing at a time, and killed when it
does not answer by its contract.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import IO, cast

from devices import Clock, DeadlineReached, Wait
from kiosk.papers import frames
from kiosk.papers.frames import BadFrame, Frame, read_frame

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from kiosk.papers.{} import main; sys.exit(main())"
"""With `python -I` neither the working folder nor the environment can put another module in the place of ours."""
SLICE_S = 0.05
"""Seconds between two looks for a cancellation of the wait."""
ENDED_WITHIN_S = 2.0
"""Time for the thread that talks to a killed process to see its end."""
PIPE_BYTES = 2**20
KEPT_VARIABLES = ("SYSTEMROOT", "LANG")
"""Of the environment: Windows starts no program without SYSTEMROOT."""


def command_of(module: str) -> tuple[str, ...]:
    """The command that runs a module of this package as a process."""
    return (sys.executable, "-I", "-c", PROGRAM.format(module), str(ROOT))


class ChildProcess:
    """The running process. Raises OSError if it cannot be started."""

    def __init__(self, command: Sequence[str], real_clock: Clock, answer_most: int = frames.ANSWER_MOST) -> None:
        self._answer_most = answer_most
        self._real_clock = real_clock
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env=_environment(),
        )
        self._into, self._out = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)
        _widen(self._into, self._out)
        self._changed = real_clock.condition()
        self._talking = False

    def ask(self, kind: bytes, payload: bytes, wait: Wait, at_most_s: float) -> Frame:
        """Send a request and return the answer with its token. Raises BadFrame, DeadlineReached, Cancelled, OSError."""
        request = Frame(secrets.token_bytes(frames.TOKEN_BYTES), kind, payload)
        answers: list[Frame | Exception] = []
        self._talking = True
        self._real_clock.spawn("paper", lambda: self._talk(request, answers))
        ends_at = self._real_clock.monotonic() + at_most_s
        with self._changed:
            while not answers:
                wait.check()
                left = ends_at - self._real_clock.monotonic()
                if left <= 0:
                    raise DeadlineReached
                self._changed.wait(min(SLICE_S, left))
        answer = answers[0]
        if isinstance(answer, Exception):
            raise answer
        if not secrets.compare_digest(answer.token, request.token):
            raise BadFrame("token")
        return answer

    def _talk(self, request: Frame, answers: list[Frame | Exception]) -> None:
        """Thread: write the request and read one answer. It ends with the process at the latest."""
        found: Frame | Exception
        try:
            _write_all(self._into, request.encode())
            found = read_frame(lambda length: _read_all(self._out, length), self._answer_most) or BadFrame("end")
        except (OSError, ValueError) as error:
            found = error if isinstance(error, BadFrame) else BadFrame("pipe")
        with self._changed:
            answers.append(found)
            self._talking = False
            self._changed.notify_all()

    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def end(self) -> None:
        """Kill the process and close its pipes."""
        self._process.kill()
        self._process.wait()
        with self._changed:
            if self._talking:
                self._changed.wait(ENDED_WITHIN_S)
            abandoned = self._talking
        if not abandoned:
            # Closing a pipe that a thread reads would let it read another file of the same number.
            self._into.close()
            self._out.close()


def _environment() -> Mapping[str, str]:
    return MappingProxyType({name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ})


def _widen(*pipes: IO[bytes]) -> None:
    """Make pipes as long as an unprivileged program may: a picture passes in a third of the time."""
    if sys.platform != "linux":
        return
    import fcntl

    for pipe in pipes:
        with suppress(OSError):  # many pipes of one user: then they stay short
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)


def _write_all(pipe: IO[bytes], data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[pipe.write(rest) or 0 :]


def _read_all(pipe: IO[bytes], length: int) -> memoryview:
    """Read so many bytes; fewer only at the end of the output."""
    view, at = memoryview(bytearray(length)), 0
    while at < length:
        count = cast(int, pipe.readinto(view[at:]) or 0)  # type: ignore[attr-defined]  # a raw file has it
        if count == 0:
            break
        at += count
    return view[:at]
