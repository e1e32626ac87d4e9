"""Recorded dialogues: every byte a driver sends is checked against a file, and answered from it.

A file has one chunk of hex a line. `>` is what the driver must send, `<` what comes back, `#` begins a comment. `HEX*N`
repeats bytes. Consecutive `>` lines are one message; each `<` line travels as a piece of its own, as through a
USB-serial bridge. The files are written by hand from the protocol's documentation, never by the product's own codec:
they are there to disagree with it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from devices import Clock
from devices.transport import SimulatedPort, SimulatedWire, Wire

LINE_S = 0.01
"""Seconds until the first piece of an answer arrives."""


@dataclass
class Exchange:
    """A message of the driver, and the pieces of its answer."""

    sent: bytes = b""
    answers: list[bytes] = field(default_factory=list)


def load(path: Path) -> list[Exchange]:
    """The exchanges of a transcript. Raises ValueError for a line of another form."""
    found: list[Exchange] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        content = line.split("#")[0].strip()
        if not content:
            continue
        direction, data = content[0], _bytes(content[1:])
        if direction == ">":
            if not found or found[-1].answers:
                found.append(Exchange())
            found[-1].sent += data
        elif direction == "<" and found:
            found[-1].answers.append(data)
        else:
            raise ValueError(f"{path.name}:{number}: {line!r}")
    return found


def _bytes(text: str) -> bytes:
    out = b""
    for token in text.split():
        data, _, times = token.partition("*")
        out += bytes.fromhex(data) * int(times or 1)
    return out


class ScriptedPeer:
    """The other end of a wire that plays a transcript; the first wrong byte raises AssertionError in the driver."""

    def __init__(self, exchanges: list[Exchange]) -> None:
        self._left = deque(exchanges)
        self._got = b""
        self._line: Wire

    def attach(self, line: Wire) -> None:
        self._line = line

    def received(self, data: bytes) -> None:
        self._got += data
        while self._got:
            assert self._left, f"sent after the end of the transcript: {self._got.hex(' ')}"
            expected = self._left[0].sent
            got = self._got[: len(expected)]
            assert expected.startswith(got), f"sent:     {got.hex(' ')}\nexpected: {expected.hex(' ')}"
            if len(got) < len(expected):
                return
            self._got = self._got[len(expected) :]
            for piece in self._left.popleft().answers:
                self._line.send(piece, LINE_S)

    def finish(self) -> None:
        """Raise AssertionError if the driver sent less than the transcript has."""
        assert not self._left, f"never sent: {self._left[0].sent.hex(' ')}"


def scripted(path: Path, clock: Clock) -> tuple[SimulatedPort, ScriptedPeer]:
    """A port whose other end plays a transcript."""
    peer = ScriptedPeer(load(path))
    return SimulatedPort(SimulatedWire(clock, peer)), peer
