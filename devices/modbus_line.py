"""A Modbus RTU line that several devices of a profile share: lamps and sensors sit on one board, boards on one line.

The line has one user of the port, this one; it does one request at a time and gives each device its own answer. An
answer has no number by which it could be told from another's. So after a request without an answer the line waits out
the turn-round, discards what comes, and then asks for something of another kind: boards answer in the order of the
requests, and once that answer has come, no late one can follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from devices.clock import Clock, DeadlineReached, Wait
from devices.faults import DeviceFault, Next
from devices.modbus import LONGEST_FRAME, READ_COILS, READ_INPUTS, REFUSAL, Frame, Request, answers_in, bits, read
from devices.transport import Pipe, Port, noise

ANSWER_S = 0.5
"""Seconds a board may take to begin its answer; the time of the bytes on the line comes on top."""
TURN_ROUND_S = 0.5
"""Silence after a request that was not answered, before the next one."""
LATE_S = 3.0
"""An answer later than this does not come any more."""
LINGER_S = 0.03
"""After an answer: whoever answers as well, does so within this time."""
GLITCH_BYTES = 2
"""Bytes after an answer that are none: adapters of RS-485 add one when the line turns round."""
PIECE_BYTES = 64
"""Bytes that a wire may deliver together."""
PROBES = (READ_COILS, READ_INPUTS)
NEVER = float("-inf")


class ModbusLine:
    """One line. May be used from several threads; each request waits for its turn."""

    def __init__(self, port: Port, clock: Clock) -> None:
        self._port = port
        self._clock = clock
        self._pipe: Pipe | None = None
        self._free = clock.condition()
        self._busy = False
        self._close_after = False
        """Close the pipe once the request in hand is over."""
        self._open_questions: set[int] = set()
        """The functions of requests whose answer may still come."""
        self._asked_at = NEVER

    @property
    def address(self) -> str:
        return self._port.address

    def ask(self, request: Request, wait: Wait, family: str) -> bytes:
        """Send a request and return the body of its answer.

        Raises DeviceFault, with the codes of this family: no_answer, refused, two_boards; or those of the transport.
        """
        with self._turn(wait):
            try:
                if self._open_questions:
                    self._recover(request.unit, wait, family)
                return self._exchange(request, wait, family)
            except DeviceFault as trouble:
                if trouble.fault.code.startswith("transport."):
                    self._close_pipe()
                raise

    def close(self) -> None:
        """Close the port; with a request of another device in hand, after that. The next request opens it again."""
        with self._free:
            if self._busy:
                self._close_after = True
                return
        self._close_pipe()

    @contextmanager
    def _turn(self, wait: Wait) -> Iterator[None]:
        wait.check()
        with self._free:
            while self._busy:
                wait.sleep_on(self._free)
            self._busy = True
        try:
            yield
        finally:
            if self._close_after:
                self._close_pipe()
            with self._free:
                self._busy = self._close_after = False
                self._free.notify_all()

    def _close_pipe(self) -> None:
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            pipe.close()

    def _opened(self) -> Pipe:
        if self._pipe is None:
            self._pipe = self._port.open()
        return self._pipe

    def _recover(self, unit: int, wait: Wait, family: str) -> None:
        """Let late answers pass, then see that the board answers the question that is asked now."""
        self._discard(self._opened(), wait)
        if self._clock.monotonic() - self._asked_at > LATE_S:
            self._open_questions.clear()
        probe = next((each for each in PROBES if each not in self._open_questions), None)
        if probe is None:
            raise DeviceFault(f"{family}.no_answer", Next.CALL_STAFF, "the line rests until no late answer can come")
        self._exchange(read(probe, unit, 0, 1), wait, family)
        self._open_questions.clear()

    def _discard(self, pipe: Pipe, wait: Wait) -> None:
        """Drop what comes, until the line was silent for a turn-round; at most until no late answer can come."""
        longest = wait.within(LATE_S)
        while True:
            try:
                pipe.read(longest.within(TURN_ROUND_S))
            except DeadlineReached:
                wait.check()
                return

    def _exchange(self, request: Request, wait: Wait, family: str) -> bytes:
        pipe, sent = self._opened(), request.bytes
        wait.check()
        late = frozenset(self._open_questions)
        self._open_questions.add(request.function)
        self._asked_at = self._clock.monotonic()
        pipe.write(sent)
        answer = self._answer(pipe, request, late, wait, family)
        self._open_questions.discard(request.function)
        if answer.refused:
            detail = f"function {request.function:02X}: refused with code {answer.refused}; check unit and numbers"
            raise DeviceFault(f"{family}.refused", Next.CALL_STAFF, detail)
        return answer.body

    def _answer(self, pipe: Pipe, request: Request, late: frozenset[int], wait: Wait, family: str) -> Frame:
        """The one answer to a request. `late` are the functions whose answers may still come, and are discarded."""
        came, found = b"", None
        limit = wait.within(ANSWER_S + self._port.line_s(len(request.bytes) + PIECE_BYTES))
        while True:
            try:
                came += pipe.read(limit if found is None else wait.within(LINGER_S + self._port.line_s(PIECE_BYTES)))
            except DeadlineReached:
                wait.check()
                if found is not None:
                    return found
                raise _unanswered(came, request, family) from None
            frames = [each for each in answers_in(came) if each.function & ~REFUSAL not in late]
            answers = [each for each in frames if request.is_answered_by(each)]
            found = answers[0] if answers else None
            if found is not None and len(came) - found.after > GLITCH_BYTES:
                raise DeviceFault(f"{family}.two_boards", Next.CALL_STAFF, f"more than one answer of {request.unit}")
            if len(came) > LONGEST_FRAME:
                raise noise("bytes without end in place of an answer")


def _unanswered(came: bytes, request: Request, family: str) -> DeviceFault:
    if came and not any(True for _ in answers_in(came)):
        return noise("noise in place of an answer")
    return DeviceFault(f"{family}.no_answer", Next.CALL_STAFF, f"unit {request.unit}, function {request.function:02X}")


class ModbusBoard:
    """One board on a line, as the drivers of a family use it."""

    def __init__(self, line: ModbusLine, unit: int, family: str) -> None:
        self._line = line
        self._family = family
        self.unit = unit

    def read(self, function: int, first: int, count: int, wait: Wait) -> tuple[bool, ...]:
        """Coils or inputs as they are now. Raises DeviceFault, DeadlineReached, Cancelled."""
        body = self._line.ask(read(function, self.unit, first, count), wait, self._family)
        return bits(body[1:], count)

    def write(self, request: Request, wait: Wait) -> None:
        """Switch coils; the board has confirmed it when this returns. Raises the same."""
        self._line.ask(request, wait, self._family)

    def close(self) -> None:
        self._line.close()
