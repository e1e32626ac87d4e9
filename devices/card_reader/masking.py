"""Traces of a card reader's wire without the card: whole frames, the answers of cards blanked but for their status."""

from __future__ import annotations

from devices.pcsc_wire import STATE, STATE_HEAD, TRANSMIT, BadFrame, Frames, frame
from devices.tap import CAME, SENT

STATUS_BYTES = 2


class FrameMasker:
    """Keeps kinds and lengths. A command is of the allowed ones and carries no data of a person. An ATR is blanked too:
    cards have their own number in it. What is no frame is never written down."""

    def __init__(self) -> None:
        self._frames = {SENT: Frames(), CAME: Frames()}

    def feed(self, direction: str, data: bytes) -> list[bytes]:
        try:
            found = self._frames[direction].feed(data)
        except BadFrame:
            self._frames[direction] = Frames()
            return []
        return [frame(kind, content if direction == SENT else _masked(kind, content)) for kind, content in found]


def _masked(kind: bytes, data: bytes) -> bytes:
    if kind == STATE:
        return data[:STATE_HEAD] + bytes(len(data) - STATE_HEAD)
    if kind == TRANSMIT and len(data) > STATUS_BYTES:
        return bytes(len(data) - STATUS_BYTES) + data[-STATUS_BYTES:]
    return data
