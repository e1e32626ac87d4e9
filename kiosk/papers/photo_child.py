"""The process that looks at a camera's frames for the terminal, and is not believed, like that of `scan_child`.

It keeps nothing of a frame. It says whether a face is there and where; it recognises nobody and cannot tell a person
from a picture of one.
"""

from __future__ import annotations

from kiosk.papers.frames import FAILURE, SIZE, BadFrame, Bytes, Frame, pack_parameters, unpack_parameters
from kiosk.papers.photo_frames import LOOK, REQUEST_MOST, SEEN, TAKE, TAKEN, pack_look
from kiosk.papers.photo_verdict import PhotoFailure, WhyNoPhoto
from kiosk.papers.photo_vision import PhotoVision
from kiosk.papers.serving import Answer, serve_terminal

MEMORY_BYTES = 768 * 2**20
"""Address space, with the libraries (280 MB), a frame of 13 megapixels and the pictures that are made of it."""
COMPUTING_S = 3600
"""Computing time in the whole life of the process: a minute of live picture takes about fifteen seconds."""


class PhotoAnswers:
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
    """Serve the terminal."""
    return serve_terminal(lambda: PhotoAnswers(PhotoVision()), MEMORY_BYTES, COMPUTING_S, REQUEST_MOST)
