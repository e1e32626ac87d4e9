"""The process that reads scanned pictures for the terminal, and is not believed, like that of `pdf_child`.

It keeps one scan in memory, until it is asked about another.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import astuple

from kiosk.papers import scan_vision
from kiosk.papers.frames import FAILURE, IMAGE, SIZE, BadFrame, Bytes, Frame, unpack_parameters
from kiosk.papers.pdf_verdict import PIXELS_MOST
from kiosk.papers.scan_frames import DRAWN, FILE, LOOK, MADE_FILE, MADE_LOOK, PREVIEW, REQUEST_MOST, UPLOAD
from kiosk.papers.scan_verdict import ScanCut, ScanFailure, WhyNot
from kiosk.papers.scan_vision import Scanned
from kiosk.papers.serving import Answer, serve_terminal

MEMORY_BYTES = 1280 * 2**20
"""Address space, with the libraries (280 MB), a scan of 40 megapixels and the pictures that are made of it."""
WIDEN_MOST = 2000
"""Pixels that are added to a side at most."""
COMPUTING_S = 300
"""Computing time in the whole life of the process: forty pages take about four seconds."""


class ScanAnswers:
    """Answers requests about one scan at a time."""

    def __init__(self) -> None:
        self._scanned: Scanned | None = None

    def answer(self, request: Frame) -> Answer:
        """Answer a request; FAILURE for what cannot be done. Raises BadFrame for a request that is none."""
        answers = {
            LOOK: lambda payload: self._looked(scan_vision.read, payload),
            UPLOAD: lambda payload: self._looked(scan_vision.read_upload, payload),
            DRAWN: lambda payload: self._looked(_drawn, payload),
            PREVIEW: self._preview,
            FILE: self._file,
        }
        answer = answers.get(request.kind)
        if answer is None:
            raise BadFrame("kind")
        try:
            return answer(request.payload)
        except ScanFailure as failure:
            return FAILURE, (failure.why.value.encode(),)
        except MemoryError:
            self._scanned = None
            return FAILURE, (WhyNot.TOO_LARGE.value.encode(),)
        except (KeyError, TypeError, ValueError, OverflowError):
            raise BadFrame("parameters") from None

    def _looked(self, read: Callable[[bytes], Scanned], payload: Bytes) -> Answer:
        _, data = unpack_parameters(payload)
        self._scanned = None
        scanned = read(data)
        found = scan_vision.look(scanned)
        self._scanned = scanned
        return MADE_LOOK, (json.dumps(astuple(found)).encode(),)

    def _preview(self, payload: Bytes) -> Answer:
        picture = scan_vision.cut(self._open(), _how(payload))
        if picture.shape[0] * picture.shape[1] > PIXELS_MOST:
            raise ScanFailure(WhyNot.TOO_LARGE)
        width, height, pixels = scan_vision.rgb32(picture)
        return IMAGE, (SIZE.pack(width, height), pixels)

    def _file(self, payload: Bytes) -> Answer:
        picture = scan_vision.cut(self._open(), _how(payload))
        return MADE_FILE, (SIZE.pack(picture.shape[1], picture.shape[0]), scan_vision.jpeg(picture))

    def _open(self) -> Scanned:
        if self._scanned is None:
            raise ScanFailure(WhyNot.NO_ANSWER)
        return self._scanned


def _drawn(data: bytes) -> Scanned:
    if len(data) < SIZE.size:
        raise BadFrame("drawn")
    width, height = SIZE.unpack_from(data)
    return scan_vision.read_drawn(width, height, data[SIZE.size :])


def _how(payload: Bytes) -> ScanCut:
    parameters, _ = unpack_parameters(payload)
    longest = int(parameters["longest"])
    if not 16 <= longest <= 20_000:
        raise BadFrame("longest")
    top, right, bottom, left = (int(each) for each in parameters["widen"])
    if not all(0 <= each <= WIDEN_MOST for each in (top, right, bottom, left)):
        raise BadFrame("widen")
    return ScanCut(bool(parameters["whole"]), int(parameters["quarters"]), longest, (top, right, bottom, left))


def main() -> int:
    """Serve the terminal."""

    def load() -> ScanAnswers:
        scan_vision.load_library()
        return ScanAnswers()

    return serve_terminal(load, MEMORY_BYTES, COMPUTING_S, REQUEST_MOST)
