"""An incremental ESC/POS interpreter that draws the paper, for the simulator.

It prints what a printer prints: a line that is too long goes on in the next, hanzi need the Chinese mode, and what is
not understood is skipped. Each such thing is a line of `complaints`, without a word of what was printed. Any bytes are
taken: a wrong length is bounded, the paper has an end.
"""

from __future__ import annotations

from collections import deque

from devices.raster import Bitmap, Canvas, qr_bitmap
from devices.receipt_printer.characters import Character, next_character
from devices.receipt_printer.command_table import CODE_FUNCTIONS, COMMANDS, CUTS, CommandRow
from devices.receipt_printer.ejector import ANY, DIALECTS, Functions
from devices.receipt_printer.printed import Done, PrinterModel, Slip

HANZI_DOTS = 24
LINE_GAP = 6
LONGEST_MM = 1500
LONGEST_COMMAND = 70_000
COMPLAINTS_KEPT = 200
LEFT, CENTRE, RIGHT = 0, 1, 2


class Interpreter:
    """Takes bytes, draws, and reports commands that need an answer or an act."""

    def __init__(self, model: PrinterModel | None = None) -> None:
        self._model = model or PrinterModel()
        self.dots_per_mm = self._model.dots_per_mm
        self._presenter = DIALECTS[self._model.presenter]
        self.complaints: deque[str] = deque(maxlen=COMPLAINTS_KEPT)
        """Commands that a printer would not understand, or print otherwise than the host can have meant."""
        self._buffer = bytearray()
        self._new_paper()
        self._reset()

    def _reset(self) -> None:
        self._bold, self._align, self._scale = False, LEFT, (1, 1)
        self._chinese = self._model.chinese_at_power_on
        self._qr_data, self._qr_scale = b"", 4
        self._line: list[Character] = []

    def _new_paper(self) -> None:
        self._canvas = Canvas(self._model.dots_per_line, LONGEST_MM * self.dots_per_mm)
        self._lines: list[str] = []
        self._raw = bytearray()

    @property
    def pending(self) -> int:
        """Bytes not yet worked on."""
        return len(self._buffer)

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of text on the paper so far."""
        return tuple(self._lines)

    @property
    def height_mm(self) -> float:
        return self._canvas.height / self.dots_per_mm

    def add(self, data: bytes) -> None:
        """Put bytes into the printer's buffer."""
        self._buffer += data

    def clear(self) -> None:
        """Forget what was not printed."""
        self._buffer.clear()
        self._line = []

    def complain(self, words: str) -> None:
        self.complaints.append(words)

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
        if first < 0x20 or first == 0x7F:
            self.complain(f"control byte {first:02x}")
            return self._take(1)
        model = self._model
        found = next_character(bytes(buffer[:4]), chinese=self._chinese, four_byte=model.four_byte_gb18030)
        if found is None:
            return False
        self._put(found)
        return self._take(found.length)

    def slip(self, *, whole: bool) -> Slip:
        """Cut: the paper so far as a slip; a new one begins."""
        if self._line:
            self._print_line()
        slip = Slip(self._canvas, tuple(self._lines), bytes(self._raw), round(self.height_mm, 1), whole)
        self._new_paper()
        return slip

    def _take(self, length: int) -> bool:
        self._raw += self._buffer[:length]
        del self._buffer[:length]
        return True

    def _put(self, character: Character) -> None:
        """Put a character into the line; one that has no room there is the first of the next."""
        if character.complaint:
            self.complain(character.complaint)
        if self._dots([*self._line, character]) > self._model.dots_per_line and self._line:
            self.complain(f"line of {len(self._line)} characters was full: broken by the printer")
            self._print_line()
        self._line.append(character)

    def _dots(self, line: list[Character]) -> int:
        return sum(HANZI_DOTS // 2 if each.half else HANZI_DOTS for each in line) * self._scale[0]

    def _print_line(self) -> None:
        line, self._line = self._line, []
        high = self._scale[1]
        if line:
            text = "".join(each.text for each in line)
            cells = [HANZI_DOTS // 2 if each.half else HANZI_DOTS for each in line]
            self._canvas.text(self._left(self._dots(line)), text, cells, HANZI_DOTS, self._scale, bold=self._bold)
            self._lines.append(text)
        self._canvas.feed(HANZI_DOTS * high + LINE_GAP)

    def _left(self, width: int) -> int:
        room = max(0, self._model.dots_per_line - width)
        return {LEFT: 0, CENTRE: room // 2, RIGHT: room}[self._align]

    def _command(self) -> Done | bool:
        buffer = self._buffer
        if len(buffer) < 2:
            return False
        head = bytes(buffer[:2])
        special = {
            b"\x1dv": self._raster,
            b"\x1dV": self._cut,
            b"\x1d(": self._sized,
            b"\x10\x04": self._real_time,
            b"\x10\x14": self._clear_buffer,
        }.get(head)
        if special is not None:
            return special()
        if head in self._presenter:
            return self._ejector(self._presenter[head])
        row = COMMANDS.get(head)
        if row is None:
            self.complain(f"unknown command {head.hex(' ')}")
            return self._take(2)
        if len(buffer) < row.length:
            return False
        argument = buffer[2] if row.length > 2 else 0
        self._take(row.length)
        return self._plain(head, argument) if self._valid(row, argument) else True

    def _valid(self, row: CommandRow, argument: int) -> bool:
        if not row.drawn:
            self.complain(f"{row.name}: not simulated")
        elif row.parameters is not None and argument not in row.parameters:
            self.complain(f"{row.name}: no parameter {argument}")
        elif row.at_line_start and self._line:
            self.complain(f"{row.name}: ignored in the middle of a line")
        else:
            return True
        return False

    def _plain(self, head: bytes, argument: int) -> Done | bool:
        match head:
            case b"\x1b@":
                if self._line:
                    self.complain("ESC @ initialise: drops the line begun")
                self._reset()
            case b"\x1bE":
                self._bold = bool(argument & 1)
            case b"\x1ba":
                self._align = argument & 3
            case b"\x1c&" | b"\x1c.":
                self._chinese = head == b"\x1c&"
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
            self.complain("GS v 0 raster: no such picture")
            return self._take(2)
        if len(buffer) < 8 + size:
            return False
        if buffer[3] not in (0, 48):
            self.complain(f"GS v 0 raster: mode {buffer[3]} is not simulated")
        if size:
            if self._line:
                self.complain("GS v 0 raster: in the middle of a line")
                self._print_line()
            self._picture(Bitmap(row_bytes * 8, rows, bytes(buffer[8 : 8 + size])))
        return self._take(8 + size)

    def _picture(self, bitmap: Bitmap) -> None:
        if bitmap.width >= self._model.dots_per_line + 8:
            self.complain(f"picture of {bitmap.width} dots on a line of {self._model.dots_per_line}: cut off")
        self._canvas.bitmap(self._left(bitmap.width), bitmap)
        self._canvas.feed(bitmap.height)

    def _cut(self) -> Done | bool:
        if len(self._buffer) < 3:
            return False
        mode = self._buffer[2]
        with_feed = mode in (0x41, 0x42)
        if with_feed and len(self._buffer) < 4:
            return False
        feed = self._buffer[3] if with_feed else 0
        self._take(4 if with_feed else 3)
        if not self._valid(CommandRow("GS V cut", 3, CUTS, at_line_start=True), mode):
            return True
        self._canvas.feed(feed)
        return Done("cut")

    def _ejector(self, functions: Functions) -> Done | bool:
        buffer = self._buffer
        if ANY not in functions and len(buffer) < 3:
            return False
        found = functions.get(ANY) or functions.get(buffer[2])
        if found is None:
            self.complain(f"presenter: no function {bytes(buffer[:3]).hex(' ')}")
            return self._take(3)
        if len(buffer) < found.length:
            return False
        argument = buffer[found.length - 1]
        self._take(found.length)
        return Done("ejector", argument, found.does)

    def _sized(self) -> Done | bool:
        """GS ( fn pL pH …: QR codes, and others of known length that draw nothing here."""
        if len(self._buffer) < 5:
            return False
        size = int.from_bytes(self._buffer[3:5], "little")
        if len(self._buffer) < 5 + size:
            return False
        body, is_code = bytes(self._buffer[5 : 5 + size]), self._buffer[2] == 0x6B
        if not is_code or body[:1] != b"1" or body[1:2] not in map(bytes, zip(CODE_FUNCTIONS, strict=True)):
            self.complain(f"GS ( {self._buffer[2]:02x} {body[:2].hex(' ')}: not simulated")
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
        if not 1 <= number <= 4:
            self.complain(f"DLE EOT: no status {number}")
        return Done("real_time", number)

    def _clear_buffer(self) -> Done | bool:
        if len(self._buffer) < 10:
            return False
        del self._buffer[:10]
        return Done("clear")
