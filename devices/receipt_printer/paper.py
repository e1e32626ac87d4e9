"""An incremental ESC/POS interpreter that draws the paper, for the simulator.

Any bytes are taken: what is not understood is skipped, a wrong length is bounded, the paper has an end.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from devices.raster import Bitmap, Canvas, cell_width, qr_bitmap

HANZI_DOTS = 24
LINE_GAP = 6
LONGEST_MM = 1500
LONGEST_COMMAND = 70_000
WAIT = -1
"""Returned by a handler that needs more bytes."""

PLAIN_LENGTHS = {
    **dict.fromkeys((b"\x1b@", b"\x1b2", b"\x1bi", b"\x1bm", b"\x1c&", b"\x1c."), 2),
    **{bytes([0x1B, byte]): 3 for byte in b"EaJd3tRG!-{V M=\x06"},
    **{bytes([0x1C, byte]): 3 for byte in b"!WC-"},
    **{bytes([0x1D, byte]): 3 for byte in b"!BafHhwrIb"},
    **dict.fromkeys((b"\x1b\\", b"\x1b$", b"\x1dL", b"\x1dW", b"\x1dP", b"\x1cS"), 4),
    b"\x1bp": 5,
}
"""Commands of a fixed length, by their first two bytes."""


@dataclass(frozen=True)
class Slip:
    """One piece of paper as it came out: the picture, the lines of text on it, the bytes that made it."""

    png: bytes = field(repr=False)
    lines: tuple[str, ...] = field(repr=False)
    raw: bytes = field(repr=False)
    height_mm: float
    whole: bool
    """Cut by command; False for paper torn off or cleared in the middle."""

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Done:
    """A command that the printer answers or acts on: "status", "id", "asb", "cut", "present",
    "ejector"; `argument` is its parameter."""

    what: str
    argument: int = 0


class Interpreter:
    """Takes bytes, draws, and reports commands that need an answer or an act."""

    def __init__(self, dots_per_line: int = 576, dots_per_mm: int = 8) -> None:
        self._width = dots_per_line
        self.dots_per_mm = dots_per_mm
        self._buffer = bytearray()
        self._new_paper()
        self._reset()

    def _reset(self) -> None:
        self._bold, self._centre, self._scale = False, False, (1, 1)
        self._qr_data, self._qr_scale = b"", 4

    def _new_paper(self) -> None:
        self._canvas = Canvas(self._width, LONGEST_MM * self.dots_per_mm)
        self._line = b""
        self._lines: list[str] = []
        self._raw = bytearray()

    @property
    def pending(self) -> int:
        """Bytes not yet worked on."""
        return len(self._buffer)

    @property
    def height_mm(self) -> float:
        return self._canvas.height / self.dots_per_mm

    def add(self, data: bytes) -> None:
        """Put bytes into the printer's buffer."""
        self._buffer += data

    def clear(self) -> None:
        """Forget what was not printed."""
        self._buffer.clear()
        self._line = b""

    def step(self) -> Done | bool:
        """Work on the next command: what it asks for, True if it only printed, False if more bytes are needed."""
        buffer = self._buffer
        if not buffer:
            return False
        first = buffer[0]
        if first in (0x1B, 0x1C, 0x1D, 0x10):
            return self._command()
        if first == 0x0A:
            self._print_line()
            return self._take(1)
        if first >= 0x80:
            if len(buffer) < 2:
                return False
            length = 4 if 0x30 <= buffer[1] <= 0x39 else 2
            if len(buffer) < length:
                return False
            self._line += bytes(buffer[:length])
            return self._take(length)
        if first >= 0x20:
            self._line += bytes(buffer[:1])
        return self._take(1)

    def slip(self, *, whole: bool) -> Slip:
        """Cut: the paper so far as a slip; a new one begins."""
        if self._line:
            self._print_line()
        slip = Slip(self._canvas.png(), tuple(self._lines), bytes(self._raw), round(self.height_mm, 1), whole)
        self._new_paper()
        return slip

    def _take(self, length: int) -> bool:
        self._raw += self._buffer[:length]
        del self._buffer[:length]
        return True

    def _print_line(self) -> None:
        text = self._line.decode("gb18030", "replace")
        self._line = b""
        wide, high = self._scale
        if text:
            width = cell_width(text, HANZI_DOTS) * wide
            left = max(0, (self._width - width) // 2) if self._centre else 0
            self._canvas.text(left, text, HANZI_DOTS, self._scale, bold=self._bold)
            self._lines.append(text)
        self._canvas.feed(HANZI_DOTS * high + LINE_GAP)

    def _command(self) -> Done | bool:
        buffer = self._buffer
        if len(buffer) < 2:
            return False
        head = bytes(buffer[:2])
        special = {
            b"\x1dv": self._raster,
            b"\x1dV": self._cut,
            b"\x1de": self._ejector,
            b"\x1d(": self._sized,
            b"\x10\x04": self._real_time,
            b"\x10\x14": self._clear_buffer,
        }.get(head)
        if special is not None:
            return special()
        length = PLAIN_LENGTHS.get(head)
        if length is None:
            return self._take(2)
        if len(buffer) < length:
            return False
        argument = buffer[2] if length > 2 else 0
        self._take(length)
        return self._plain(head, argument)

    def _plain(self, head: bytes, argument: int) -> Done | bool:
        match head:
            case b"\x1b@":
                self._reset()
            case b"\x1bE":
                self._bold = bool(argument & 1)
            case b"\x1ba":
                self._centre = argument in (1, 0x31)
            case b"\x1d!":
                self._scale = ((argument >> 4 & 7) + 1, (argument & 7) + 1)
            case b"\x1bJ":
                self._canvas.feed(argument)
            case b"\x1bd":
                self._canvas.feed(argument * (HANZI_DOTS + LINE_GAP))
            case b"\x1bi" | b"\x1bm":
                return Done("cut")
            case b"\x1dr":
                return Done("status", argument)
            case b"\x1dI":
                return Done("id", argument)
            case b"\x1da":
                return Done("asb", argument)
        return True

    def _raster(self) -> bool:
        buffer = self._buffer
        if len(buffer) < 8:
            return False
        row_bytes, rows = int.from_bytes(buffer[4:6], "little"), int.from_bytes(buffer[6:8], "little")
        size = row_bytes * rows
        if size > LONGEST_COMMAND * 4 or buffer[2] != 0x30:
            return self._take(2)
        if len(buffer) < 8 + size:
            return False
        if size:
            bitmap = Bitmap(row_bytes * 8, rows, bytes(buffer[8 : 8 + size]))
            self._picture(bitmap)
        return self._take(8 + size)

    def _picture(self, bitmap: Bitmap) -> None:
        left = max(0, (self._width - bitmap.width) // 2) if self._centre else 0
        self._canvas.bitmap(left, bitmap)
        self._canvas.feed(bitmap.height)

    def _cut(self) -> Done | bool:
        if len(self._buffer) < 3:
            return False
        with_feed = self._buffer[2] in (0x41, 0x42)
        if with_feed and len(self._buffer) < 4:
            return False
        self._canvas.feed(self._buffer[3] if with_feed else 0)
        self._take(4 if with_feed else 3)
        return Done("cut")

    def _ejector(self) -> Done | bool:
        if len(self._buffer) < 3:
            return False
        order = self._buffer[2]
        length = {0x03: 4, 0x20: 5}.get(order, 3)
        if len(self._buffer) < length:
            return False
        self._take(length)
        return Done("ejector", order)

    def _sized(self) -> Done | bool:
        """GS ( fn pL pH …: QR codes, and others of known length that draw nothing here."""
        if len(self._buffer) < 5:
            return False
        size = int.from_bytes(self._buffer[3:5], "little")
        if len(self._buffer) < 5 + size:
            return False
        body, is_code = bytes(self._buffer[5 : 5 + size]), self._buffer[2] == 0x6B
        self._take(5 + size)
        if is_code and body[:1] == b"1":
            self._qr(body)
        return True

    def _qr(self, body: bytes) -> None:
        match body[1:2]:
            case b"C":
                self._qr_scale = max(2, min(16, body[2] if len(body) > 2 else 4))
            case b"P":
                self._qr_data = body[3:]
            case b"Q" if self._qr_data:
                self._picture(qr_bitmap(self._qr_data.decode("utf-8", "replace")[:400], self._qr_scale * 29))

    def _real_time(self) -> Done | bool:
        if len(self._buffer) < 3:
            return False
        number = self._buffer[2]
        del self._buffer[:3]
        return Done("real_time", number)

    def _clear_buffer(self) -> Done | bool:
        if len(self._buffer) < 10:
            return False
        del self._buffer[:10]
        return Done("clear")
