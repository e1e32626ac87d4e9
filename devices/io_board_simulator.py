"""A simulated IO board on a Modbus line: its coils and inputs, and what can go wrong on its line.

Lamps and sensors are devices of their own and sit on one board. Each has a simulator, a part of the board; the parts of
devices with the same address share one. Any part's misfortune is the board's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from devices.clock import Clock
from devices.misfortunes import LOST, Misfortune, SimulatedDevice
from devices.modbus import (
    CRC_BYTES,
    LONGEST_FRAME,
    ON,
    READ_COILS,
    READ_INPUTS,
    REFUSAL,
    WRITE_COIL,
    WRITE_COILS,
    bits,
    crc,
    packed_bits,
)
from devices.transport import Wire

THINK_S = 0.004
"""Seconds from a request to its answer."""
SILENCE_S = 0.2
"""A silence ends a frame, whole or not (Modbus over Serial Line V1.02, 2.5.1.1: 3.5 characters; here longer, because a
socket may deliver a request in two parts)."""
CHANNELS = 8
ILLEGAL_FUNCTION, ILLEGAL_ADDRESS, DEVICE_FAILURE = 1, 2, 4
"""Codes of a refusal (Modbus Application Protocol V1.1b3, 7)."""


def misfortunes_of(family: str) -> tuple[Misfortune, ...]:
    """The misfortunes of a board, with the fault codes of this family."""
    no_answer = f"{family}.no_answer"
    return (
        Misfortune("silent", "The board does not answer", (no_answer,)),
        Misfortune("answer_lost", "It does as it is asked, and its answer is lost", (no_answer,)),
        Misfortune("slow", "Its answers come too late", (no_answer,), MappingProxyType({"seconds": 0.8})),
        Misfortune("refuses", "It refuses every request", (f"{family}.refused",)),
        Misfortune("garbled", "Every byte is noise, as at a wrong baud rate", ("transport.noise",)),
        Misfortune("half_answer", "Answers break off in the middle", ("transport.noise", no_answer)),
        Misfortune("two_boards", "A second board answers to the same unit", (f"{family}.two_boards",)),
        Misfortune("other_unit", "The board has another unit number", (no_answer,)),
        Misfortune("unplugged", "The plug is pulled", LOST),
        Misfortune(
            "unplugged_during",
            "The plug is pulled while it answers",
            (*LOST, no_answer),
            MappingProxyType({"after_bytes": 2}),
        ),
    )


class IoBoard:
    """The other end of the wire: a board with eight relays and eight inputs, as a whole of its parts."""

    def __init__(self, clock: Clock, unit: int) -> None:
        self._clock = clock
        self._unit = unit
        self._came = b""
        self._came_at = 0.0
        self.parts: list[BoardPart] = []
        self.coils = [False] * CHANNELS

    def on(self, misfortune: str) -> Mapping[str, Any]:
        """The parameters of a misfortune that any part has."""
        return next(filter(None, (part.misfortunes.on(misfortune) for part in self.parts)), {})

    def received(self, data: bytes, wire: Wire) -> None:
        now = self._clock.monotonic()
        if now - self._came_at > SILENCE_S:
            self._came = b""
        self._came, self._came_at = self._came + data, now
        while (request := self._next_request()) is not None:
            if crc(request[:-CRC_BYTES]) != request[-CRC_BYTES:]:
                self.parts[0].complain(f"a wrong checksum: {request.hex(' ')}")
            elif request[0] == self._unit and not self.on("other_unit"):
                self._answer(request[1], request[2:-CRC_BYTES], wire)

    def forget(self) -> None:
        """Half a request ends with the connection."""
        self._came = b""

    def _next_request(self) -> bytes | None:
        """A whole request; None while there is none. Requests are 8 bytes, those that write several coils longer."""
        length = 8
        if len(self._came) > 6 and self._came[1] == WRITE_COILS:
            length = 7 + self._came[6] + CRC_BYTES
        if len(self._came) < length:
            if len(self._came) > LONGEST_FRAME:
                self._came = b""
            return None
        request, self._came = self._came[:length], self._came[length:]
        return request

    def _answer(self, function: int, body: bytes, wire: Wire) -> None:
        if self.on("silent"):
            return
        content = bytes((self._unit,)) + self._content(function, body)
        if self.on("answer_lost"):
            return
        answer = content + crc(content)
        slow = self.on("slow")
        after = THINK_S + (float(slow["seconds"]) if slow else 0.0)
        if self.on("garbled"):
            answer = bytes(0x80 | (73 * place + byte) % 64 for place, byte in enumerate(answer))
        if self.on("half_answer"):
            answer = answer[: len(answer) // 2]
        cut = self.on("unplugged_during")
        if cut:
            wire.send(answer[: int(cut["after_bytes"])])
            wire.cut()
            return
        wire.send(answer, after)
        if self.on("two_boards"):
            wire.send(answer, THINK_S)

    def _content(self, function: int, body: bytes) -> bytes:
        """Function and body of the answer; what was asked for is done."""
        if self.on("refuses"):
            return bytes((function | REFUSAL, DEVICE_FAILURE))
        if function not in (READ_COILS, READ_INPUTS, WRITE_COIL, WRITE_COILS):
            self.parts[0].complain(f"function {function:02X}, which it has not")
            return bytes((function | REFUSAL, ILLEGAL_FUNCTION))
        first = int.from_bytes(body[:2], "big")
        count = 1 if function == WRITE_COIL else int.from_bytes(body[2:4], "big")
        if not 0 < count <= CHANNELS or first + count > CHANNELS:
            self.parts[0].complain(f"function {function:02X} on {count} from {first}")
            return bytes((function | REFUSAL, ILLEGAL_ADDRESS))
        if function == READ_COILS:
            return self._bits(function, self.coils[first : first + count])
        if function == READ_INPUTS:
            return self._bits(function, [self._input(number) for number in range(first, first + count)])
        self.coils[first : first + count] = [body[2:4] == ON] if function == WRITE_COIL else bits(body[5:], count)
        for part in self.parts:
            part.switched(tuple(self.coils))
        return bytes((function,)) + body[:4]

    def _bits(self, function: int, states: Sequence[bool]) -> bytes:
        packed = packed_bits(states)
        return bytes((function, len(packed))) + packed

    def _input(self, number: int) -> bool:
        return any(part.input(number) for part in self.parts)


class BoardPart(SimulatedDevice):
    """The part of a board that one device has. `join` makes it a part of another's board, at the same address."""

    def __init__(self, clock: Clock, table: Sequence[Misfortune], unit: int) -> None:
        super().__init__(clock, table)
        self.board = IoBoard(clock, unit)
        self.board.parts.append(self)

    def join(self, other: BoardPart) -> None:
        """`other` is a second part of this board."""
        other._lock, other.board = self._lock, self.board
        self.board.parts.append(other)
        other.attach(self._wire)

    def received(self, data: bytes) -> None:
        with self._lock:
            self.board.received(data, self._wire)

    def end(self, misfortune: str) -> None:
        with self._lock:
            if misfortune.startswith("unplugged"):
                self.board.forget()
            super().end(misfortune)

    def input(self, number: int) -> bool:
        """Whether current flows at an input of this part."""
        return False

    def switched(self, coils: tuple[bool, ...]) -> None:
        """The relays are now so."""
