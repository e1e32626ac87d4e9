"""The process that looks at a camera's frames for the terminal, and is not believed, like that of `scan_child`.

It answers requests (kiosk.papers.frames) on its standard input and output and keeps nothing of a frame. From the first
request on it may open no file and no connection, write no file and start no process or thread. It says whether a face
is there and where; it recognises nobody and cannot tell a person from a picture of one.
"""

from __future__ import annotations

import logging
import sys

from devices.private_memory import keep_memory_private
from kiosk.papers.child import Answer, confine, serve
from kiosk.papers.frames import FAILURE, SIZE, BadFrame, Bytes, Frame, pack_parameters, unpack_parameters
from kiosk.papers.photo_frames import LOOK, REQUEST_MOST, SEEN, TAKE, TAKEN, pack_look
from kiosk.papers.photo_verdict import PhotoFailure, WhyNoPhoto
from kiosk.papers.photo_vision import PhotoVision

MEMORY_BYTES = 768 * 2**20
"""Address space, with the libraries (280 MB), a frame of 13 megapixels and the pictures that are made of it."""
COMPUTING_S = 3600
"""Computing time in the whole life of the process: a minute of live picture takes about fifteen seconds."""


class PhotoDesk:
    """Answers requests about one frame each."""

    def __init__(self, vision: PhotoVision) -> None:
        self._vision = vision

    def answer(self, request: Frame) -> Answer:
        """Answer a request; FAILURE for what cannot be done. Raises BadFrame for a request that is none."""
        answer = {LOOK: self._seen, TAKE: self._taken}.get(request.kind)
        if answer is None:
            raise BadFrame("kind")
        try:
            return answer(request.payload)
        except PhotoFailure as failure:
            return FAILURE, (failure.why.value.encode(),)
        except MemoryError:
            return FAILURE, (WhyNoPhoto.TOO_LARGE.value.encode(),)
        except (KeyError, TypeError, ValueError, OverflowError):
            raise BadFrame("parameters") from None

    def _seen(self, payload: Bytes) -> Answer:
        parameters, data = unpack_parameters(payload)
        view = self._vision.read(data)
        look = self._vision.look(view) if parameters["look"] else None
        head = pack_parameters({"look": pack_look(look)})
        if not parameters["picture"]:
            return SEEN, (head,)
        width, height, pixels = self._vision.mirrored(view)
        return SEEN, (head, SIZE.pack(width, height), pixels)

    def _taken(self, payload: Bytes) -> Answer:
        _, data = unpack_parameters(payload)
        view = self._vision.read(data)
        photo = self._vision.photo(view)
        jpeg, pixels = photo or (b"", memoryview(b""))
        head = pack_parameters({"look": pack_look(self._vision.look(view)), "jpeg": len(jpeg)})
        return TAKEN, (head, jpeg, pixels)


def main() -> int:
    """Serve the terminal. Exit code 0 at the end of the input, 1 for a request that is none."""
    keep_memory_private()
    logging.disable(logging.CRITICAL)
    vision = PhotoVision()
    confine(MEMORY_BYTES, COMPUTING_S)
    try:
        serve(PhotoDesk(vision), sys.stdin.buffer, sys.stdout.buffer, REQUEST_MOST)
    except BadFrame:
        return 1
    return 0
