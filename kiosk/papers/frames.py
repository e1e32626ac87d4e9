"""Frames between the terminal and the processes that read files from outside: length, token, kind, payload. Pure.

A frame is 4 bytes of length (big-endian, of what follows), 16 bytes of token, one byte of kind, and the payload. The
terminal draws a new random token for each request and takes no answer with another one: what the process sent
without being asked cannot be taken for an answer.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from dataclasses import field
from enum import StrEnum
from typing import Any, TypeVar

from devices.lazy_dataclass import dataclass
from kiosk.papers.pdf_verdict import PAGES_MOST, PIXELS_MOST, UPLOAD_MOST, Box, PageImage, Verdict, Why

TOKEN_BYTES = 16
HEAD = struct.Struct(">I")
LEAST = TOKEN_BYTES + 1
PARAMETERS = struct.Struct(">I")
"""Length of the JSON parameters, before the document's bytes."""
SIZE = struct.Struct(">II")
"""Width and height of a picture, before its pixels."""
REQUEST_MOST = UPLOAD_MOST + 512 * 1024
ANSWER_MOST = PIXELS_MOST * 4 + 1024
COUNT_MOST = 100_000
"""Most pages that are counted in a refusal."""
BOXES_MOST = 500

CHECK, PAGE, FIND = b"C", b"P", b"F"
"""Kinds of requests."""
OPEN = b"O"
"""Kind of the request to open a document that nobody signed, of a phone, only to draw it."""
VERDICT, IMAGE, BOXES, FAILURE = b"V", b"I", b"B", b"X"
"""Kinds of answers."""


class BadFrame(ValueError):
    """Bytes that are no frame, or a frame whose content does not have its form."""


W = TypeVar("W", bound=StrEnum)

Bytes = bytes | bytearray | memoryview
"""A picture has 15 million bytes: it is copied as rarely as possible."""


@dataclass(frozen=True)
class Frame:
    """One request or answer."""

    token: bytes
    kind: bytes
    payload: Bytes = field(repr=False)

    def encode(self) -> bytes:
        return HEAD.pack(LEAST + len(self.payload)) + self.token + self.kind + self.payload


def read_frame(read: Callable[[int], Bytes], at_most: int) -> Frame | None:
    """Read one frame; None at the end of the input. `read` returns fewer bytes than asked only at the end. Raises
    BadFrame, before reading it, for a frame of more than `at_most` bytes."""
    head = read(HEAD.size)
    if not head:
        return None
    if len(head) != HEAD.size:
        raise BadFrame("cut")
    (length,) = HEAD.unpack(head)
    if not LEAST <= length <= at_most:
        raise BadFrame("length")
    body = memoryview(read(length))
    if len(body) != length:
        raise BadFrame("cut")
    return Frame(bytes(body[:TOKEN_BYTES]), bytes(body[TOKEN_BYTES:LEAST]), body[LEAST:])


def pack_parameters(parameters: dict[str, Any], rest: bytes = b"") -> bytes:
    text = json.dumps(parameters).encode()
    return PARAMETERS.pack(len(text)) + text + rest


def unpack_parameters(payload: Bytes) -> tuple[dict[str, Any], bytes]:
    """Return the parameters and what follows them. Raises BadFrame."""
    if len(payload) < PARAMETERS.size:
        raise BadFrame("parameters")
    (length,) = PARAMETERS.unpack_from(payload)
    end = PARAMETERS.size + length
    if end > len(payload):
        raise BadFrame("parameters")
    parameters = _json(payload[PARAMETERS.size : end])
    if not isinstance(parameters, dict):
        raise BadFrame("parameters")
    return parameters, bytes(payload[end:])


def _json(text: Bytes) -> Any:
    try:
        return json.loads(bytes(text))
    except (ValueError, RecursionError):
        raise BadFrame("json") from None


def pack_verdict(verdict: Verdict) -> bytes:
    return json.dumps([verdict.accepted, verdict.why.value, verdict.pages]).encode()


def unpack_verdict(payload: Bytes) -> Verdict:
    """Raises BadFrame, also for a verdict that contradicts itself."""
    match _json(payload):
        case [bool() as accepted, str() as word, int() as pages] if not isinstance(pages, bool):
            pass
        case _:
            raise BadFrame("verdict")
    try:
        why = Why(word)
    except ValueError:
        raise BadFrame("verdict") from None
    if accepted != (why is Why.NONE) or not (1 if accepted else 0) <= pages <= (PAGES_MOST if accepted else COUNT_MOST):
        raise BadFrame("verdict")
    return Verdict(accepted, why, pages)


def unpack_image(payload: Bytes) -> PageImage:
    """Raises BadFrame."""
    if len(payload) < SIZE.size:
        raise BadFrame("image")
    width, height = SIZE.unpack_from(payload)
    if not 0 < width * height <= PIXELS_MOST or len(payload) != SIZE.size + width * height * 4:
        raise BadFrame("image")
    return PageImage(width, height, bytes(memoryview(payload)[SIZE.size :]))


def pack_boxes(boxes: tuple[Box, ...]) -> bytes:
    return json.dumps([[box.x, box.y, box.width, box.height] for box in boxes]).encode()


def unpack_boxes(payload: Bytes) -> tuple[Box, ...]:
    """Raises BadFrame."""
    rows = _json(payload)
    if not isinstance(rows, list) or len(rows) > BOXES_MOST:
        raise BadFrame("boxes")
    found = []
    for row in rows:
        match row:
            case [int() | float() as x, int() | float() as y, int() | float() as width, int() | float() as height]:
                found.append(Box(float(x), float(y), float(width), float(height)))
            case _:
                raise BadFrame("boxes")
    if not all(0 <= edge <= 1 for box in found for edge in (box.x, box.y, box.width, box.height)):
        raise BadFrame("boxes")
    return tuple(found)


def unpack_why(payload: Bytes, words: type[W]) -> W:
    """The word of a refusal, of a closed list. Raises BadFrame."""
    word = bytes(payload).decode("ascii", "replace")
    if not word or word not in set(words):
        raise BadFrame("failure")
    return words(word)
