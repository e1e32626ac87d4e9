"""Record wire traffic with personal data masked.

Every driver has a masker, which replaces a real person's bytes with an invented one's of the same length before
anything is kept. Bytes that a masker cannot read are counted and not kept.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from devices.clock import Clock, Wait
from devices.faults import DeviceFault
from devices.transport import Pipe, Port

MAX_BYTES = 2 * 1024 * 1024
SENT, CAME = ">", "<"
OPENED, CLOSED, GONE = "+", "-", "!"
"""Lines without bytes: the port was opened or closed, or was not there (any more)."""
Line = Mapping[str, Any]


class Masker(Protocol):
    """Replaces personal data in the bytes of one direction; holds back what is not complete."""

    def feed(self, direction: str, data: bytes) -> list[bytes]: ...


class NothingMasked:
    """The masker of a wire on which nothing is about a person: a trace keeps every byte."""

    def feed(self, direction: str, data: bytes) -> list[bytes]:
        return [data]


class Recording:
    """The traffic of one port in memory: at most MAX_BYTES, of which the first is kept, or the last if it is `armed`.

    A line is {"at", "dir", "hex"}, or {"at", "dir", "len"} for bytes that the masker did not read. Those before the
    first request may be the rest of an answer, in which no masker finds its way: they are counted and not kept.
    `heard` is called with each line.
    """

    def __init__(
        self, clock: Clock, masker: Masker, *, armed: bool = False, heard: Callable[[Line], None] | None = None
    ) -> None:
        self._clock = clock
        self._masker = masker
        self._armed = armed
        self._heard = heard
        self._began = clock.monotonic()
        self._lines: deque[tuple[int, Line]] = deque()
        self._size = 0
        self._unread = {SENT: 0, CAME: 0}
        self._unread_at = 0.0
        self._direction = SENT
        self._has_begun = False
        self.counts = {SENT: 0, CAME: 0}
        """Bytes that went over the wire, in each direction."""

    def note(self, direction: str, data: bytes) -> None:
        """Note bytes of one direction."""
        if direction != self._direction:
            self._count_unread()
            self._direction = direction
        self.counts[direction] += len(data)
        self._unread[direction] += len(data)
        self._unread_at = self._at()
        self._has_begun = self._has_begun or direction == SENT
        if not self._has_begun:
            return
        for piece in self._masker.feed(direction, data):
            self._unread[direction] = max(0, self._unread[direction] - len(piece))
            self._keep({"at": self._at(), "dir": direction, "hex": piece.hex()})

    def mark(self, direction: str, fault: str = "") -> None:
        """Note that the port was opened, closed or lost."""
        self._count_unread()
        self._has_begun = self._has_begun or direction == OPENED
        self._keep({"at": self._at(), "dir": direction, **({"fault": fault} if fault else {})})

    def text(self) -> str:
        """All that is kept, a JSON object a line."""
        self._count_unread()
        return "".join(json.dumps(line) + "\n" for _, line in self._lines)

    def _count_unread(self) -> None:
        unread, self._unread[self._direction] = self._unread[self._direction], 0
        if unread:
            self._keep({"at": self._unread_at, "dir": self._direction, "len": unread})

    def _at(self) -> float:
        return round(self._clock.monotonic() - self._began, 4)

    def _keep(self, line: Line) -> None:
        if self._heard is not None:
            self._heard(line)
        size = len(json.dumps(line)) + 1
        if self._size + size > MAX_BYTES and not self._armed:
            return
        self._lines.append((size, line))
        self._size += size
        while self._size > MAX_BYTES:
            self._size -= self._lines.popleft()[0]


class Tap:
    """A port whose traffic can be recorded: as long as it has a `recording`, which may be set and taken away while the
    port is open, from any thread."""

    def __init__(self, port: Port, recording: Recording | None = None) -> None:
        self._port = port
        self.recording = recording

    @property
    def address(self) -> str:
        return self._port.address

    def open(self) -> Pipe:
        try:
            pipe = self._port.open()
        except DeviceFault as trouble:
            self.mark(GONE, trouble.fault.code)
            raise
        self.mark(OPENED)
        return _TappedPipe(pipe, self)

    def line_s(self, length: int) -> float:
        return self._port.line_s(length)

    def note(self, direction: str, data: bytes) -> None:
        """Note bytes, if they are recorded now."""
        recording = self.recording
        if recording is not None:
            recording.note(direction, data)

    def mark(self, direction: str, fault: str = "") -> None:
        """Note that the port was opened, closed or lost, if that is recorded now."""
        recording = self.recording
        if recording is not None:
            recording.mark(direction, fault)


class _TappedPipe:
    def __init__(self, pipe: Pipe, tap: Tap) -> None:
        self._pipe = pipe
        self._tap = tap

    def write(self, data: bytes) -> None:
        self._tap.note(SENT, data)
        try:
            self._pipe.write(data)
        except DeviceFault as trouble:
            self._tap.mark(GONE, trouble.fault.code)
            raise

    def read(self, wait: Wait, limit: int = 4096) -> bytes:
        try:
            data = self._pipe.read(wait, limit)
        except DeviceFault as trouble:
            self._tap.mark(GONE, trouble.fault.code)
            raise
        self._tap.note(CAME, data)
        return data

    def arrives_in(self) -> float:
        return self._pipe.arrives_in()

    def close(self) -> None:
        self._tap.mark(CLOSED)
        self._pipe.close()
