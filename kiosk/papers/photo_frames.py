"""Requests and answers about a camera's pictures, in the frames of `frames`. No input or output."""

from __future__ import annotations

import math
from dataclasses import astuple
from typing import Any

from devices.document_scanner.picture import JPEG_START
from devices.lazy_dataclass import dataclass
from kiosk.papers.frames import BadFrame, Bytes, unpack_image, unpack_parameters
from kiosk.papers.pdf_verdict import PageImage
from kiosk.papers.photo_verdict import (
    FRAME_BYTES_MOST,
    PHOTO_BYTES_MOST,
    PHOTO_HEIGHT,
    PHOTO_WIDTH,
    VIEW_HEIGHT,
    VIEW_WIDTH,
    PhotoFile,
    PhotoLook,
)

LOOK, TAKE = b"O", b"T"
"""Kinds of requests: look at a frame; make a photo of one."""
SEEN, TAKEN = b"S", b"G"
"""Kinds of answers; a refusal is FAILURE."""
REQUEST_MOST = FRAME_BYTES_MOST + 64 * 1024
ANSWER_MOST = VIEW_WIDTH * VIEW_HEIGHT * 4 + PHOTO_BYTES_MOST + PHOTO_WIDTH * PHOTO_HEIGHT * 4 + 1024
PHOTO_PIXELS = PHOTO_WIDTH * PHOTO_HEIGHT * 4


@dataclass(frozen=True)
class Seen:
    """Answer to LOOK: the measurements of the frame and the picture for the screen, each if it was asked for."""

    look: PhotoLook | None
    picture: PageImage | None


def pack_look(look: PhotoLook | None) -> list[Any] | None:
    return None if look is None else list(astuple(look))


def unpack_seen(payload: Bytes) -> Seen:
    """Raises BadFrame."""
    parameters, rest = unpack_parameters(payload)
    picture = unpack_image(rest) if rest else None
    if picture is not None and (picture.width > VIEW_WIDTH or picture.height > VIEW_HEIGHT):
        raise BadFrame("picture")
    return Seen(_look(parameters.get("look")), picture)


def unpack_taken(payload: Bytes) -> tuple[PhotoLook, PhotoFile | None]:
    """The look at the frame, and the photo if there is one. Raises BadFrame."""
    parameters, rest = unpack_parameters(payload)
    look, length = _look(parameters.get("look")), parameters.get("jpeg")
    if look is None or not isinstance(length, int) or isinstance(length, bool):
        raise BadFrame("photo")
    if length == 0 and not rest:
        return look, None
    jpeg, pixels = rest[:length], rest[length:]
    if not 0 < length <= PHOTO_BYTES_MOST or not jpeg.startswith(JPEG_START) or len(pixels) != PHOTO_PIXELS:
        raise BadFrame("photo")
    return look, PhotoFile(jpeg, pixels)


def _look(row: Any) -> PhotoLook | None:
    """Raises BadFrame, also for a look that contradicts itself."""
    match row:
        case None:
            return None
        case [int(faces), float(x), float(y), float(width), float(light), float(face_light), float(sharp), bool(fits)]:
            pass
        case _:
            raise BadFrame("look")
    numbers = (x, y, width, light, face_light, sharp)
    if isinstance(faces, bool) or not 0 <= faces <= 2 or not all(map(math.isfinite, numbers)):
        raise BadFrame("look")
    if not all(0 <= part <= 1 for part in (x, y, width)) or not all(0 <= each <= 255 for each in (light, face_light)):
        raise BadFrame("look")
    if sharp < 0 or (faces == 0 and (fits or width > 0)):
        raise BadFrame("look")
    return PhotoLook(faces, x, y, width, light, face_light, sharp, fits)
