"""ESC/POS commands and status bytes. No I/O.

Command names and bits as in the Epson-compatible manuals' tables. Which bytes are answers at all is in `answers`.
"""

from __future__ import annotations

from collections.abc import Mapping

from devices.faults import Next
from devices.raster import Bitmap
from devices.receipt_printer.answers import NOT_TAKEN
from devices.receipt_printer.contract import Align

INITIALISE = b"\x1b@"
CHINESE_ON = b"\x1c&"
LINE_FEED = b"\n"
BUFFERED_STATUS = b"\x1dr\x01"
"""GS r 1: answered only when everything before it has been printed."""
AUTOMATIC_STATUS_OFF = b"\x1da\x00"
"""GS a 0. ESC @ brings back the state of power-on, in which a memory switch may have it on."""
NAMES = (67, 68, 65)
"""GS I n for model, serial number and firmware: answered by a block, once everything before it is printed."""
CLEAR_BUFFER = bytes.fromhex("10 14 08 01 03 14 01 06 02 08")
"""DLE DC4 8, real time."""
RASTER_BAND = 256
"""Rows a raster command; small enough for every buffer."""


def real_time_status(number: int) -> bytes:
    """DLE EOT n."""
    return bytes([0x10, 0x04, number])


def identity(number: int) -> bytes:
    """GS I n."""
    return bytes([0x1D, 0x49, number])


def size(width: int, height: int) -> bytes:
    """GS !: magnification 1 to 8 each way."""
    return bytes([0x1D, 0x21, (width - 1) << 4 | (height - 1)])


def bold(on: bool) -> bytes:
    return bytes([0x1B, 0x45, on])


def align(where: Align) -> bytes:
    return bytes([0x1B, 0x61, 1 if where is Align.CENTRE else 0])


def feed_dots(dots: int) -> bytes:
    """ESC J, as often as needed."""
    return b"".join(bytes([0x1B, 0x4A, min(255, dots - at)]) for at in range(0, dots, 255))


def cut_after_feed(dots: int = 0) -> bytes:
    """GS V 66 n: feed to the cutter and n dots more, then cut."""
    return bytes([0x1D, 0x56, 0x42, dots])


def raster(bitmap: Bitmap) -> bytes:
    """GS v 0, in bands."""
    row_bytes = bitmap.row_bytes
    out = bytearray()
    for top in range(0, bitmap.height, RASTER_BAND):
        rows = min(RASTER_BAND, bitmap.height - top)
        out += b"\x1dv0\x00" + row_bytes.to_bytes(2, "little") + rows.to_bytes(2, "little")
        out += bitmap.rows[top * row_bytes : (top + rows) * row_bytes]
    return bytes(out)


FAULT_BITS: tuple[tuple[int, int, str, Next], ...] = (
    (2, 0x04, "receipt_printer.cover_open", Next.CALL_STAFF),
    (4, 0x60, "receipt_printer.paper_out", Next.CALL_STAFF),
    (2, 0x20, "receipt_printer.paper_out", Next.CALL_STAFF),
    (3, 0x08, "receipt_printer.cutter", Next.CALL_STAFF),
    (3, 0x20, "receipt_printer.unrecoverable", Next.OUT_OF_SERVICE),
    (3, 0x40, "receipt_printer.head_hot", Next.TRY_AGAIN),
    (1, 0x08, "receipt_printer.offline", Next.CALL_STAFF),
)
"""DLE EOT n, bit, fault, what next: the exact cause before the general one."""

NEAR_END = 0x0C
"""Of DLE EOT 4."""
OFFLINE = 0x08
"""Of DLE EOT 1."""


def may_answer(byte: int, number: int) -> bool:
    """Whether a real-time answer can be to DLE EOT `number`: bit 7 is a kiosk printer's own in the first one only."""
    return number == 1 or not byte & NOT_TAKEN


def faults_in(statuses: Mapping[int, int]) -> list[tuple[str, Next]]:
    """The faults in DLE EOT answers (n → byte), the exact ones first, each once."""
    found: dict[str, Next] = {}
    for number, bit, code, following in FAULT_BITS:
        if statuses.get(number, 0) & bit:
            found.setdefault(code, following)
    if len(found) > 1:
        found.pop("receipt_printer.offline", None)
    return list(found.items())


def paper_level(statuses: Mapping[int, int]) -> str:
    """ok | near_end | out | unknown."""
    byte = statuses.get(4)
    if byte is None:
        return "unknown"
    if byte & 0x60:
        return "out"
    return "near_end" if byte & NEAR_END else "ok"


STATUS_NUMBERS = (1, 2, 3, 4)
