"""A simulated locker: boards of the family "8A" on one line, their doors, and what people do to them.

Answers are those of the sources named in `board8a`; they are written here from the sources, not with its functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from devices.clock import Clock
from devices.misfortunes import LOST, Action, Misfortune, SimulatedDevice, Simulator

UNSURE = ("locker.no_answer", "transport.noise")
MISFORTUNES = (
    Misfortune("jammed", "A lock does not let its door go", ("locker.did_not_open",)),
    Misfortune("left_open", "A door is open, and nobody uses the locker", ("locker.left_open",)),
    Misfortune("silent", "The board does not answer", ("locker.no_answer",)),
    Misfortune("silent_when_opened", "The board falls silent when a lock is opened", ("locker.no_answer",)),
    Misfortune("no_answer_to_open", "The board never answers the command that opens"),
    Misfortune("reports_moves", "The board tells unasked of doors that move"),
    Misfortune("two_boards", "Two boards have one address, and answer one after the other", ("locker.two_answers",)),
    Misfortune("collision", "Two boards have one address, and answer at once", ("transport.noise",)),
    Misfortune("wrong_check", "Check bytes are wrong", ("transport.noise",)),
    Misfortune("half_frame", "Answers break off in the middle", ("transport.noise",)),
    Misfortune("garbled", "Every byte is noise, as at a wrong baud rate", ("transport.noise",)),
    Misfortune("slow", "The board takes its time", UNSURE, MappingProxyType({"seconds": 0.4})),
    Misfortune("unplugged", "The plug is pulled", LOST),
    Misfortune("unplugged_during", "The plug is pulled during an answer", LOST, MappingProxyType({"after_bytes": 2})),
)
ACTIONS = (
    Action("close_doors", "The thing is taken, and open doors are pushed shut"),
    Action("open_by_hand", "The first door is opened by hand"),
)
ANSWER_S = 0.01
SPRING_S = 0.2
"""Seconds from the pulse until the door has come open."""
SILENCE_S = 0.2
"""A frame that stays half is given up after so long (assumed: no page of a vendor says it)."""


def create(clock: Clock, options: Mapping[str, Any]) -> Simulator:
    """A locker with all doors closed; options as in the profile and the model."""
    return LockerSimulator(clock, options)


def _check(content: bytes) -> bytes:
    check = 0
    for byte in content:
        check ^= byte
    return content + bytes([check])


class LockerSimulator(SimulatedDevice):
    """The other end of the line."""

    def __init__(self, clock: Clock, options: Mapping[str, Any] = MappingProxyType({})) -> None:
        super().__init__(clock, MISFORTUNES)
        self._boards = tuple(options.get("boards") or (1,))
        self._locks = int(options.get("locks") or 24)
        self._closed_sets = options.get("set_means", "closed") == "closed"
        self._echo = bool(options.get("echo"))
        self._came = b""
        self._came_at = 0.0
        self._opens_at: dict[int, float] = {}
        """Door → the moment from which it is open."""
        self.pulses: list[int] = []
        """Doors that were told to open, in order."""

    @property
    def open_now(self) -> frozenset[int]:
        now = self._clock.monotonic()
        left = {1} if self.misfortunes.on("left_open") else set()
        return frozenset({door for door, at in self._opens_at.items() if at <= now} | left)

    def close_doors(self) -> None:
        with self._lock:
            for door in sorted(self._opens_at):
                self._moved(door, is_open=False)
            self._opens_at.clear()

    def open_by_hand(self, door: int = 1) -> None:
        with self._lock:
            self._opens_at[door] = self._clock.monotonic()
            self._moved(door, is_open=True)

    def received(self, data: bytes) -> None:
        with self._lock:
            if self._echo:
                self._wire.send(data)
            now = self._clock.monotonic()
            if now - self._came_at > SILENCE_S:
                self._came = b""
            self._came, self._came_at = self._came + data, now
            while len(self._came) >= 5:
                frame, self._came = self._came[:5], self._came[5:]
                if _check(frame[:4]) != frame:
                    self.complain(f"a wrong check byte: {frame.hex(' ')}")
                    continue
                self._do(frame)

    def _do(self, frame: bytes) -> None:
        kind, board, lock, sign, _ = frame
        if board not in self._boards:
            return
        first = self._boards.index(board) * self._locks
        if (kind, sign) == (0x8A, 0x11) and 1 <= lock <= self._locks:
            self._pulse(first + lock, frame)
        elif (kind, sign) == (0x80, 0x33) and lock <= self._locks:
            self._answer(self._one(first, frame) if lock else self._all(first, board))
        else:
            # All locks at once (8A board 00) is never asked for by this product.
            self.complain(f"no command for one lock: {frame.hex(' ')}")

    def _pulse(self, door: int, frame: bytes) -> None:
        self.pulses.append(door)
        if not self.misfortunes.on("jammed"):
            self._opens_at.setdefault(door, self._clock.monotonic() + SPRING_S)
        if self.misfortunes.on("silent_when_opened"):
            self.misfortunes.begin("silent")
            return
        if not self.misfortunes.on("no_answer_to_open"):
            # On common wiring the answer of a failure is the very bytes of the command.
            self._answer(frame)
        if not self.misfortunes.on("jammed"):
            self._moved(door, is_open=True, after=SPRING_S)

    def end(self, misfortune: str) -> None:
        with self._lock:
            super().end(misfortune)
            if misfortune == "silent_when_opened":
                super().end("silent")

    def _one(self, first: int, frame: bytes) -> bytes:
        is_open = first + frame[2] in self.open_now
        return _check(frame[:3] + (b"\x00" if is_open is self._closed_sets else b"\x11"))

    def _all(self, first: int, board: int) -> bytes:
        bits = 0
        for lock in range(1, self._locks + 1):
            if (first + lock in self.open_now) is not self._closed_sets:
                bits |= 1 << (lock - 1)
        return _check(bytes([0x80, board]) + bits.to_bytes((self._locks + 7) // 8, "big") + b"\x33")

    def _moved(self, door: int, *, is_open: bool, after: float = 0.0) -> None:
        if self.misfortunes.on("reports_moves"):
            place, lock = divmod(door - 1, self._locks)
            sign = 0x00 if is_open is self._closed_sets else 0x11
            self._wire.send(_check(bytes([0x81, self._boards[place], lock + 1, sign])), after)

    def _answer(self, content: bytes) -> None:
        if self.misfortunes.on("silent"):
            return
        if self.misfortunes.on("two_boards"):
            content += content
        if self.misfortunes.on("collision"):
            content = bytes(byte & 0x5F | 0x04 for byte in content)
        if self.misfortunes.on("wrong_check"):
            content = content[:-1] + bytes([content[-1] ^ 0x01])
        if self.misfortunes.on("half_frame"):
            content = content[: len(content) // 2]
        if self.misfortunes.on("garbled"):
            content = bytes(0x40 | (73 * place + byte) % 64 for place, byte in enumerate(content))
        cut = self.misfortunes.on("unplugged_during")
        if cut:
            self._wire.send(content[: int(cut["after_bytes"])])
            self._wire.cut()
            return
        slow = self.misfortunes.on("slow")
        self._wire.send(content, ANSWER_S + (float(slow["seconds"]) if slow else 0.0))
