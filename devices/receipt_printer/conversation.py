"""Questions to an ESC/POS printer over its port, and what is believed of the answers.

A status is believed when its fixed bits are right and two rounds of questions in a row say the same. Bytes that nobody
asked for answer nothing: an automatic status is known by its pattern and discarded, everything else is noise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import cycle
from typing import Any, TypeVar

from devices.clock import Clock, DeadlineReached, Wait
from devices.faults import DeviceFault, Next
from devices.receipt_printer import commands
from devices.receipt_printer.answers import (
    AUTOMATIC_LENGTH,
    BLOCK_BYTES,
    AnswerParser,
    Sort,
    begins_automatic,
    block_text,
    is_automatic,
)
from devices.transport import Pipe, Port, noise

QUIET_S = 0.06
"""After so many seconds without a byte, nothing is on its way."""
QUIET_LONGEST_S = 0.5
"""A line that does not get quiet for so many seconds carries noise."""
ANSWER_S = 0.5
"""Seconds a real-time status may take; it is answered at once, even without paper."""
LOOK_AGAIN_S = 0.5
"""Seconds between two looks for trouble while a job prints."""
SILENT_LOOKS = 6
"""After so many looks without an answer, the printer counts as silent."""
ROUNDS = 4
"""Two rounds in a row must be alike; a paper that ends in between takes a third, one more is for a disturbed byte."""

T = TypeVar("T")


def no_answer() -> DeviceFault:
    """The fault of a printer that sends nothing."""
    return DeviceFault("receipt_printer.no_answer", Next.CALL_STAFF)


class Conversation:
    """Owns the open port: any transport fault closes it, and it is opened again when next used. One thread."""

    def __init__(self, port: Port, clock: Clock, profile: Mapping[str, Any]) -> None:
        self._port = port
        self._clock = clock
        self._fixed_bits = bool(profile.get("status_fixed_bits", True))
        self._pipe: Pipe | None = None
        self._to_clear = False
        """The printer may hold the rest of a slip that nobody waits for any more."""
        self._owed = False
        """A caller that was cancelled or gave up left an answer on its way: it must not answer the next question."""

    def statuses(self, wait: Wait) -> Mapping[int, int]:
        """The answers to DLE EOT 1 to 4, twice alike. Raises DeviceFault, DeadlineReached, Cancelled."""
        # There and back: after a byte too many each answer would be taken for its neighbour's, and two rounds in
        # the same order would be wrong alike.
        orders = cycle((commands.STATUS_NUMBERS, commands.STATUS_NUMBERS[::-1]))
        return self._alike(lambda: {number: self._status(number, wait) for number in next(orders)})

    def printer_status(self, wait: Wait) -> int:
        """The answer to DLE EOT 1, twice alike. Raises as `statuses` does."""
        return self._alike(lambda: self._status(1, wait))

    def single_byte(self, question: bytes, wait: Wait) -> int:
        """The answer to a presenter's question, twice alike; it has no fixed bits. Raises as `statuses` does."""
        return self._alike(lambda: self._single_byte(question, wait))

    def block(self, question: bytes, wait: Wait) -> str:
        """The text in the block that answers a question; "" if none came. Raises as `statuses` does."""
        got = b""
        for data in self._answers(question, wait):
            got = (got + data)[: BLOCK_BYTES + 1]
            found = block_text(got)
            if found is not None:
                self._owed = False
                return found
        return ""

    def line_s(self, length: int) -> float:
        """Seconds that so many bytes need on the line."""
        return self._port.line_s(length)

    def send(self, job: bytes) -> None:
        """Write a job. Raises DeviceFault."""
        self._write(job)

    def confirm(self, wait: Wait, look: Callable[[], None]) -> None:
        """Ask until the printer said twice alike that everything before the question is on paper.

        `look` is called when a real-time answer says "offline", and raises DeviceFault if it finds the cause. Raises
        DeviceFault, also when `wait` ends.
        """
        try:
            self._write(commands.BUFFERED_STATUS)
            before = self._buffered(wait, look)
            for _ in range(ROUNDS - 1):
                # What came without a question may have looked like the answer: only silence ends it.
                self._until_quiet(wait)
                self._write(commands.BUFFERED_STATUS)
                now = self._buffered(wait, look)
                if now == before:
                    return
                before = now
        except DeadlineReached:
            raise no_answer() from None
        raise noise(f"{self._port.address}: answers to GS r differ")

    def clear_buffer(self) -> None:
        """Have the printer drop what it did not print; on a line that is gone, as soon as it is back. Raises
        DeviceFault."""
        self._to_clear = True
        self._write(commands.CLEAR_BUFFER)
        self._to_clear = False

    def close(self) -> None:
        # Forgotten first: a pipe that cannot even be closed must not be used again.
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            pipe.close()

    def _alike(self, ask: Callable[[], T]) -> T:
        before = ask()
        for _ in range(ROUNDS - 1):
            now = ask()
            if now == before:
                return now
            before = now
        raise noise(f"{self._port.address}: the same question is answered in different ways")

    def _status(self, number: int, wait: Wait) -> int:
        parser, disturbed = AnswerParser(fixed_bits=self._fixed_bits), False
        for data in self._answers(commands.real_time_status(number), wait):
            for answer in parser.feed(data) if data else parser.silence():
                if answer.sort is Sort.REAL_TIME and commands.may_answer(answer.byte, number):
                    self._owed = False
                    return answer.byte
                disturbed = disturbed or answer.sort in (Sort.NOISE, Sort.REAL_TIME)
        raise noise(f"{self._port.address}: bytes that are no answers") if disturbed else no_answer()

    def _single_byte(self, question: bytes, wait: Wait) -> int:
        got = b""
        for data in self._answers(question, wait):
            got += data
            if not got or (data and len(got) < AUTOMATIC_LENGTH and begins_automatic(got[0])):
                continue
            if is_automatic(got):
                got = b""
                continue
            if len(got) == 1:
                self._owed = False
                return got[0]
            raise noise(f"{self._port.address}: {len(got)} bytes in place of one")
        raise no_answer()

    def _answers(self, question: bytes, wait: Wait) -> Iterator[bytes]:
        """Ask, and give the bytes as they come until ANSWER_S have passed; b"" is a silence after some."""
        wait.check()
        if self._owed:
            self._until_quiet(wait)
        self._write(question)
        self._owed = True
        # A job before it may still be on the line.
        limit, came = wait.within(ANSWER_S + self._arrives_in()), False
        while True:
            try:
                data = self._read(limit.within(QUIET_S) if came else limit)
            except DeadlineReached:
                wait.check()
                if came:
                    came = False
                    yield b""
                    continue
                return
            came = True
            yield data

    def _buffered(self, wait: Wait, look: Callable[[], None]) -> int:
        """The answer to GS r: it comes when everything before the question is on paper.

        A silence counts from when the last byte can have arrived.
        """
        parser = AnswerParser(fixed_bits=self._fixed_bits)
        unanswered, disturbed = 0, False
        while unanswered <= SILENT_LOOKS:
            arrives_in = self._arrives_in()
            try:
                answers = parser.feed(self._read(wait.within(arrives_in or LOOK_AGAIN_S)))
            except DeadlineReached:
                wait.check()
                parser.silence()
                if arrives_in:
                    continue
                unanswered += 1
                self._write(commands.real_time_status(1))
                continue
            for answer in answers:
                if answer.sort is Sort.BUFFERED:
                    return answer.byte
                disturbed = disturbed or answer.sort is Sort.NOISE
                if answer.sort is Sort.REAL_TIME:
                    unanswered = 0
                    if answer.byte & commands.OFFLINE:
                        look()
        raise noise(f"{self._port.address}: bytes that are no answers") if disturbed else no_answer()

    def _until_quiet(self, wait: Wait) -> None:
        """Discard what is on its way. Raises DeviceFault for a line that does not get quiet."""
        until = wait.within(QUIET_LONGEST_S)
        while not until.spent():
            try:
                self._read(wait.within(QUIET_S))
            except DeadlineReached:
                wait.check()
                self._owed = False
                return
        wait.check()
        raise noise(f"{self._port.address}: bytes without end")

    def _arrives_in(self) -> float:
        return 0.0 if self._pipe is None else self._pipe.arrives_in()

    def _write(self, data: bytes) -> None:
        try:
            self._open().write(data)
        except DeviceFault:
            self.close()
            raise

    def _read(self, wait: Wait) -> bytes:
        try:
            return self._open().read(wait)
        except DeviceFault:
            self.close()
            raise

    def _open(self) -> Pipe:
        if self._pipe is None:
            self._pipe = self._port.open()
            self._owed = False
            # It may have been left on by the host before, or by a switch of the printer.
            self._pipe.write(commands.AUTOMATIC_STATUS_OFF)
            if self._to_clear:
                self._pipe.write(commands.CLEAR_BUFFER)
                self._to_clear = False
        return self._pipe
