"""The driver of lockers with boards of the family "8A", several on one line.

A door is opened once: it is asked whether it is closed, told to open, and asked again until it is open or a while has
passed. The answer to the opening is discarded: some boards give none, and the bytes of a failure may be those of an
echo. One question is under way at a time; its answer is followed by a silence, in which a second board with the
same address would be heard.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from devices.clock import Clock, DeadlineReached, Wait
from devices.faults import DeviceFault, Fault, Next
from devices.identifying import answer_to
from devices.locker.board8a import (
    ALL_ENDS,
    ASK,
    answers_for_all,
    answers_for_lock,
    ask_all,
    ask_lock,
    is_whole,
    open_lock,
)
from devices.locker.contract import CAPABILITIES, Door, DoorOutcome, DoorResult, Locker, OpenDoors
from devices.readings import DeviceState, DeviceStatus, Inventory, failed_status
from devices.transport import Pipe, Port, discard, noise

LOCKS = 24
BOARDS = (1,)
ANSWER_S = 0.25
"""Seconds until a board's answer is there, besides the line's time."""
QUIET_S = 0.03
"""Silence after an answer: a second board with this address answers at the same time, or a little later."""
EMPTY_LONGEST_S = 0.5
SETTLE_S = 0.4
"""Seconds from the pulse to the first look: the bolt has let go, and the spring moved the door."""
AGAIN_S = 0.3
OPEN_WITHIN_S = 2.0
"""A door that is still closed so long after its pulse did not open."""
LONGEST_NOISE = 512
T = TypeVar("T")


def create(port: Port, clock: Clock, model: Mapping[str, Any], options: Mapping[str, Any]) -> Locker:
    """The driver for a port; nothing is opened yet. Its return type has mypy check it against the contract."""
    return LockBoards(port, model, options)


class LockBoards:
    """See `contract.Locker`. Used by one thread."""

    def __init__(self, port: Port, model: Mapping[str, Any], options: Mapping[str, Any]) -> None:
        self._port = port
        self._boards = tuple(options.get("boards") or BOARDS)
        self._echo = bool(options.get("echo"))
        self._locks = int(model.get("locks") or LOCKS)
        self._set_is_open = model.get("set_means", "closed") == "open"
        self._pipe: Pipe | None = None

    def status(self, wait: Wait) -> DeviceStatus:
        try:
            found = self.open_doors(wait)
        except DeviceFault as trouble:
            return failed_status(trouble.fault, CAPABILITIES)
        except DeadlineReached:
            return failed_status(_no_answer("status").fault, CAPABILITIES)
        if not found.numbers:
            return DeviceStatus(DeviceState.READY, capabilities=CAPABILITIES)
        open_now = ", ".join(map(str, sorted(found.numbers)))
        fault = Fault("locker.left_open", Next.CALL_STAFF, f"open: {open_now}")
        return DeviceStatus(DeviceState.WARNING, (fault,), capabilities=CAPABILITIES)

    def open_doors(self, wait: Wait) -> OpenDoors:
        numbers = {
            number * self._locks + lock
            for number, board in enumerate(self._boards)
            for lock in self._open_locks(board, wait)
        }
        return OpenDoors(frozenset(numbers))

    def open_door(self, door: Door, wait: Wait) -> DoorOutcome:
        place, lock = divmod(door.number - 1, self._locks)
        if not 0 <= place < len(self._boards):
            fault = Fault("locker.no_such_door", Next.CALL_STAFF, f"door {door.number}")
            return DoorOutcome(DoorResult.DID_NOT_OPEN, fault)
        board, lock = self._boards[place], lock + 1
        try:
            if self._is_open(board, lock, wait):
                return DoorOutcome(DoorResult.WAS_OPEN)
        except DeviceFault as trouble:
            return DoorOutcome(DoorResult.DID_NOT_OPEN, trouble.fault)
        try:
            return self._pulse(board, lock, wait)
        except DeviceFault as trouble:
            return DoorOutcome(DoorResult.UNCONFIRMED, trouble.fault)
        except DeadlineReached:
            return DoorOutcome(DoorResult.UNCONFIRMED, _no_answer(f"door {door.number}").fault)

    def close(self) -> None:
        # Forgotten first: a pipe that cannot even be closed must not be used again.
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            pipe.close()

    def _pulse(self, board: int, lock: int, wait: Wait) -> DoorOutcome:
        """Tell a lock to open, once, and look until its door is open or a while has passed."""
        self._opened().write(open_lock(board, lock))
        limit, pause = wait.within(OPEN_WITHIN_S), SETTLE_S
        trouble: DeviceFault | None = None
        while True:
            try:
                limit.pause(pause)
            except DeadlineReached:
                wait.check()
                break
            pause = AGAIN_S
            try:
                trouble = None
                if self._is_open(board, lock, wait):
                    return DoorOutcome(DoorResult.OPENED)
            except DeviceFault as silence:
                # One answer that got lost while the lock drew its current decides nothing.
                trouble = silence
                if silence.fault.code.startswith("transport.lost"):
                    raise
        if trouble is not None:
            raise trouble
        return DoorOutcome(
            DoorResult.DID_NOT_OPEN, Fault("locker.did_not_open", Next.CALL_STAFF, f"board {board}, lock {lock}")
        )

    def _is_open(self, board: int, lock: int, wait: Wait) -> bool:
        is_set = self._ask(ask_lock(board, lock), f"board {board}, lock {lock}", wait, _of_lock(board, lock))
        return is_set is self._set_is_open

    def _open_locks(self, board: int, wait: Wait) -> frozenset[int]:
        is_set = self._ask(ask_all(board), f"board {board}", wait, _of_all(board, self._locks))
        return is_set if self._set_is_open else frozenset(range(1, self._locks + 1)) - is_set

    def _opened(self) -> Pipe:
        if self._pipe is None:
            self._pipe = self._port.open()
        return self._pipe

    def _ask(self, question: bytes, what: str, wait: Wait, find: Callable[[bytes], list[T]]) -> T:
        """Ask, and return the one answer. Raises DeviceFault: none, noise in its place, or two."""
        wait.check()
        done = False
        try:
            pipe = self._opened()
            self._empty(pipe, wait)
            pipe.write(question)
            answer = self._answer(pipe, question, what, wait, find)
            done = True
            return answer
        finally:
            # The next question begins on a fresh line: nothing of this one is taken for its answer.
            if not done:
                self.close()

    def _empty(self, pipe: Pipe, wait: Wait) -> None:
        """Discard what came unasked: doors that moved, answers to an opening."""
        discard(pipe, wait, QUIET_S, EMPTY_LONGEST_S)

    def _answer(self, pipe: Pipe, question: bytes, what: str, wait: Wait, find: Callable[[bytes], list[T]]) -> T:
        limit, came = wait.within(ANSWER_S + self._port.line_s(4 * len(question))), b""
        while True:
            answers = find(self._without_echo(came, question))
            try:
                came += pipe.read(limit.within(QUIET_S + self._port.line_s(len(question))) if answers else limit)
            except DeadlineReached:
                wait.check()
                break
            if len(came) > LONGEST_NOISE:
                raise noise(f"{what}: bytes without end")
        if len(answers) > 1:
            raise DeviceFault("locker.two_answers", Next.CALL_STAFF, f"{what}: two boards have this address")
        if not answers:
            raise noise(f"{what}: this is no answer") if self._without_echo(came, question) else _no_answer(what)
        return answers[0]

    def _without_echo(self, came: bytes, question: bytes) -> bytes:
        return came[len(question) :] if self._echo and came.startswith(question) else came


def _of_lock(board: int, lock: int) -> Callable[[bytes], list[bool]]:
    return lambda came: answers_for_lock(came, board, lock)


def _of_all(board: int, locks: int) -> Callable[[bytes], list[frozenset[int]]]:
    return lambda came: answers_for_all(came, board, locks)


def _no_answer(what: str) -> DeviceFault:
    return DeviceFault("locker.no_answer", Next.CALL_STAFF, f"{what}: no answer")


FIRST_BOARD = 1
SHORTEST_ANSWER, LONGEST_ANSWER = 5, 12
"""Bytes of the answer of a board with 8, and with 64 locks."""


def identify(pipe: Pipe, wait: Wait) -> Inventory | None:
    """Whether board 1 answered with the state of all its locks. An adapter that hears itself is no board."""

    def read(came: bytes) -> Inventory | None:
        whole = came[:2] == bytes((ASK, FIRST_BOARD)) and came[-2:-1] == bytes((ALL_ENDS,)) and is_whole(came)
        if not whole or not SHORTEST_ANSWER <= len(came) <= LONGEST_ANSWER or came == ask_all(FIRST_BOARD):
            return None
        return Inventory()

    return answer_to(pipe, wait, read)
