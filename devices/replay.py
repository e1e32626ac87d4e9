"""Traces as files, and a peer that plays one back in place of a simulator.

The first line of a trace says what was recorded: `{"trace": 1, "driver": "family/name", "model", "options", "address",
"masker", "verb", "outcome"}`; the verb is "status" or a test of the family, the outcome its sights. Then follow the
lines of `devices.tap`. The peer masks what it is sent as the recording did, so a driver that prints another slip of the
same length meets the same trace.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

from devices.lazy_dataclass import dataclass
from devices.strict_struct import Limits, NotJson, ShapeError, StrictStruct, field, parse_json, read
from devices.tap import CAME, CLOSED, GONE, MAX_BYTES, OPENED, SENT, Line, Masker
from devices.text_files import read_text
from devices.transport import Peer, Wire, absent

FORMAT = 1
ABSENT = "transport.absent"
SLACK = 4096
"""Bytes that the first line adds to the longest trace."""
Word = Annotated[str, Limits(max_length=500)]


class BadTrace(Exception):
    """A file is no trace that this program reads; the message says why, in one line."""


class TraceHead(StrictStruct, frozen=True):
    """The first line of a trace. The outcome holds words of code only."""

    trace: int
    driver: Annotated[str, Limits(pattern=r"^[a-z0-9_]+/[a-z0-9_]+\Z")]
    masker: Word
    verb: Word
    outcome: tuple[Word, ...]
    address: Word = "sim:"
    model: Word = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    seconds: Annotated[float, Limits(gt=0, le=3600)] = 120.0
    """The time that the verb was allowed."""


class _TraceLine(StrictStruct, frozen=True):
    at: Annotated[float, Limits(ge=0)]
    dir: str
    hex: str = ""
    len: Annotated[int, Limits(ge=0, le=MAX_BYTES)] = 0
    fault: Word = ""


@dataclass(frozen=True)
class TraceEvent:
    """Something that happened on the wire, `at` seconds after the recording began."""

    at: float
    direction: str
    data: bytes = b""
    fault: str = ""


@dataclass(frozen=True)
class Trace:
    """A trace: its head, and the events in order."""

    head: TraceHead
    events: tuple[TraceEvent, ...]


def write_trace(path: Path, head: Mapping[str, Any], lines: str) -> None:
    """Write a trace."""
    path.write_text(json.dumps({"trace": FORMAT, **head}) + "\n" + lines, encoding="ascii")


def read_trace(path: Path) -> Trace:
    """Read a trace. Raises BadTrace."""
    try:
        first, *rest = read_text(path, at_most=MAX_BYTES + SLACK).splitlines()
        head = read(TraceHead, parse_json(first.encode()))
        if head.trace != FORMAT:
            raise BadTrace(f"{path}: trace format {head.trace}; this program reads {FORMAT}")
        return Trace(head, tuple(_event(read(_TraceLine, parse_json(line.encode()))) for line in rest))
    except (OSError, ValueError, ShapeError, NotJson) as wrong:
        raise BadTrace(f"{path}: no trace: {str(wrong).splitlines()[0] if str(wrong) else 'it is empty'}") from None


def _event(line: _TraceLine) -> TraceEvent:
    if line.dir not in (SENT, CAME, OPENED, CLOSED, GONE):
        raise ValueError(f"unknown direction {line.dir!r}")
    # Bytes that were counted and not kept come as zeros: their number is true.
    return TraceEvent(line.at, line.dir, bytes.fromhex(line.hex) or bytes(line.len), line.fault)


class ReplayPeer:
    """Plays a trace: strictly, where each request must be the next one recorded to the last byte; or `answering`, where
    any request that was recorded gets its recorded answers in turn, the last one again and again.

    `complaints` has a line for each request that the trace has not.
    """

    def __init__(self, trace: Trace, masker: Callable[[], Masker], *, answering: bool = False) -> None:
        self._events = trace.events
        self._masker = masker()
        self._answering = answering
        self._at = 0
        self._got = b""
        self._answers = _answers(trace.events) if answering else {}
        self._wire: Wire
        self.complaints: list[str] = []

    @property
    def is_over(self) -> bool:
        """Whether all that was recorded has been played."""
        return self._at >= len(self._events)

    def attach(self, wire: Wire) -> None:
        self._wire = wire

    def connection(self, wire: Wire) -> Peer:
        """The port is opened: play on from the next opening. Raises DeviceFault where the trace has none."""
        self._wire, self._got = wire, b""
        if self._answering:
            return self
        while not self.is_over:
            event, self._at = self._events[self._at], self._at + 1
            if event.direction == OPENED:
                self._send_from(event.at)
                return self
            if event.fault == ABSENT:
                break
        raise absent("the trace has no opening here")

    def received(self, data: bytes) -> None:
        for piece in self._masker.feed(SENT, data):
            self._got += piece
        if self._answering:
            self._answer()
            return
        expected, end = self._expected()
        if not expected.startswith(self._got):
            self.complaints.append(f"sent {self._got[:16].hex(' ')}, recorded {expected[:16].hex(' ') or 'nothing'}")
            self._got = b""
        elif expected and self._got == expected:
            base = self._events[end - 1].at
            self._at, self._got = end, b""
            self._send_from(base)

    def _expected(self) -> tuple[bytes, int]:
        """The bytes of the next request, and the place behind it."""
        end, expected = self._at, b""
        while end < len(self._events) and self._events[end].direction == SENT:
            expected += self._events[end].data
            end += 1
        return expected, end

    def _send_from(self, base: float) -> None:
        """Send what came until the next request, as long after `base` as it did."""
        last = base
        while not self.is_over:
            event = self._events[self._at]
            if event.direction == GONE and event.fault != ABSENT:
                self._wire.hang_up(event.at - last)
            elif event.direction == CAME:
                self._wire.send(event.data, event.at - base)
            else:
                return
            last = event.at
            self._at += 1

    def _answer(self) -> None:
        found = self._answers.get(self._got)
        if found:
            for delay, data in found[0]:
                self._wire.send(data, delay)
            if len(found) > 1:
                found.pop(0)
            self._got = b""
        elif not any(known.startswith(self._got) for known in self._answers):
            self.complaints.append(f"sent {self._got[:16].hex(' ')}, never recorded")
            self._got = b""


def _answers(events: tuple[TraceEvent, ...]) -> dict[bytes, list[list[tuple[float, bytes]]]]:
    """Each request with the answers it got, in order."""
    found: dict[bytes, list[list[tuple[float, bytes]]]] = {}
    request, base = b"", 0.0
    answer: list[tuple[float, bytes]] | None = None
    for event in events:
        if event.direction == SENT:
            request, base = (request if answer is None else b"") + event.data, event.at
            answer = None
        elif event.direction == CAME and request:
            if answer is None:
                answer = []
                found.setdefault(request, []).append(answer)
            answer.append((event.at - base, event.data))
        elif event.direction in (OPENED, CLOSED, GONE):
            request, answer = b"", None
    return found


def line_in_words(line: Line) -> str:
    """A line of a recording for people: moment, direction, number of bytes, and the masked bytes."""
    head = f"{line['at']:9.4f} {line['dir']}"
    if "len" in line:
        return f"{head} {line['len']} bytes that are no frame (not kept)"
    if "hex" not in line:
        names = {OPENED: "opened", CLOSED: "closed", GONE: "lost"}
        return f"{head} {line.get('fault', names[line['dir']])}"
    data = bytes.fromhex(line["hex"])
    return f"{head} {len(data):4d}  {data[:32].hex(' ')}{' …' if len(data) > 32 else ''}"
