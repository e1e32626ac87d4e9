"""Start the process that reads PDF, ask it, and believe it no more than its form allows.

A `PaperReader` belongs to one visit and one thread. Its process is started when first needed and ended by `close`; the
document is in the process's memory only and gone with it. A process that dies, hangs, answers at length or not by its
contract is ended, and what was asked has the result NO_ANSWER.
"""

from __future__ import annotations

import base64
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import IO, TypeVar, cast

from devices import Clock, DeadlineReached, SystemClock, Wait
from kiosk.papers import frames
from kiosk.papers.frames import BadFrame, Frame, read_frame
from kiosk.papers.verdict import LARGEST_BYTES, Box, PageImage, PaperFailure, Verdict, Why, refused

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from kiosk.papers.child import main; sys.exit(main())"
"""With `python -I` neither the working folder nor the environment can put another module in the place of ours."""
AT_MOST_S = 10.0
"""Longest answer in real seconds: a fake clock does not pass while the process works."""
SLICE_S = 0.05
"""How often a cancellation of the wait is looked for, in seconds."""
ENDED_WITHIN_S = 2.0
"""Time for the thread that talks to a killed process to see its end."""
PIPE_BYTES = 2**20
KEPT_VARIABLES = ("SYSTEMROOT", "LANG")
"""Of the environment: Windows starts no program without SYSTEMROOT."""


class PaperReader:
    """Checks a document under the given roots (DER) and draws its pages.

    `clock` gives the moment at which certificates must be valid; `real_clock` (default: the system's) measures
    `at_most_s`. `command` is the process to start, for tests.
    """

    def __init__(
        self,
        roots: Sequence[bytes],
        clock: Clock,
        *,
        real_clock: Clock | None = None,
        at_most_s: float = AT_MOST_S,
        command: Sequence[str] = (),
    ) -> None:
        self._roots = [base64.b64encode(root).decode("ascii") for root in roots]
        self._clock = clock
        self._real_clock = real_clock or SystemClock()
        self._at_most_s = at_most_s
        self._command = tuple(command) or (sys.executable, "-I", "-c", PROGRAM, str(ROOT))
        self._child: _Child | None = None

    def prepare(self) -> None:
        """Start the process, which loads its libraries meanwhile. Does nothing if it runs or cannot be started."""
        if self._child is not None and self._child.has_ended():
            self.close()
        if self._child is None:
            try:
                self._child = _Child(self._command, self._real_clock)
            except OSError:
                self._child = None

    def check(self, pdf: bytes, wait: Wait, *, holds: Sequence[str] = ()) -> Verdict:
        """Judge a document; only one that is accepted can be drawn. `holds` are texts that must be in it, such as its
        number. Raises Cancelled; the deadline gives NO_ANSWER."""
        if len(pdf) > LARGEST_BYTES:
            self.close()  # with the document that was accepted before
            return refused(Why.TOO_LARGE)
        parameters = {"roots": self._roots, "moment": self._clock.now().isoformat(), "holds": list(holds)}
        try:
            return self._ask(
                frames.CHECK, frames.pack_parameters(parameters, pdf), frames.VERDICT, frames.unpack_verdict, wait
            )
        except PaperFailure as failure:
            return refused(failure.why)

    def page(self, index: int, dpi: int, wait: Wait) -> PageImage:
        """Draw a page (from 0) of the document that was accepted last. Raises PaperFailure and Cancelled."""
        asked = frames.pack_parameters({"index": index, "dpi": dpi})
        return self._ask(frames.PAGE, asked, frames.IMAGE, frames.unpack_image, wait)

    def find(self, index: int, texts: Sequence[str], wait: Wait) -> tuple[Box, ...]:
        """Return where these texts are on a page, to cover them. Raises PaperFailure and Cancelled."""
        asked = frames.pack_parameters({"index": index, "texts": list(texts)})
        return self._ask(frames.FIND, asked, frames.BOXES, frames.unpack_boxes, wait)

    def close(self) -> None:
        """End the process. A later check starts another."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def _ask(self, kind: bytes, payload: bytes, wanted: bytes, unpack: Callable[[frames.Bytes], T], wait: Wait) -> T:
        """Ask, and return the answer. After any failure but a refusal the process is ended. Raises PaperFailure and
        Cancelled."""
        sound = False
        try:
            wait.check()
            self.prepare()
            if self._child is None:
                raise PaperFailure(Why.NO_ANSWER)
            answer = self._child.ask(kind, payload, wait, self._at_most_s)
            if answer.kind == frames.FAILURE:
                why = frames.unpack_failure(answer.payload)
                sound = True
                raise PaperFailure(why)
            if answer.kind != wanted:
                raise BadFrame("kind")
            found = unpack(answer.payload)
            sound = True
        except (DeadlineReached, BadFrame, OSError):
            raise PaperFailure(Why.NO_ANSWER) from None
        finally:
            if not sound:
                self.close()
        return found


class _Child:
    """The running process. Raises OSError if it cannot be started."""

    def __init__(self, command: Sequence[str], real_clock: Clock) -> None:
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
            found = read_frame(lambda length: _read_all(self._out, length), frames.ANSWER_MOST) or BadFrame("end")
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
