"""The process that reads PDF for the terminal, and is not believed: it may be taken over by the document that it reads.

It answers requests (kiosk.papers.frames) on its standard input and output and keeps one document in memory. From the
first request on it may open no file and no connection, write no file and start no process; its memory and its computing
time are limited. It ends with its input.
"""

from __future__ import annotations

import base64
import logging
import sys
from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO, Protocol

from devices.private_memory import keep_memory_private
from kiosk.papers import frames
from kiosk.papers.frames import BadFrame, Frame, read_frame, unpack_parameters
from kiosk.papers.pages import FontWatch, Pages, load_library
from kiosk.papers.signature import SignatureCheck
from kiosk.papers.verdict import LARGEST_BYTES, UPLOAD_MOST, PaperFailure, Verdict, Why, refused

MEMORY_BYTES = 640 * 2**20
"""Address space, with the libraries (200 MB), a document and one picture of a page."""
COMPUTING_S = 60
"""Computing time in the whole life of the process, which serves one visit."""

PDF_START = b"%PDF-"

Answer = tuple[bytes, tuple[bytes | memoryview, ...]]
"""Kind and parts of the payload."""


class _Check(Protocol):
    """What the desk needs of SignatureCheck."""

    def why_not(self, pdf: bytes, roots: list[bytes], moment: datetime) -> Why: ...


class Desk:
    """Answers requests about one document at a time."""

    def __init__(self, check: _Check, fonts: FontWatch) -> None:
        self._check = check
        self._fonts = fonts
        self._pages: Pages | None = None
        self._answers: dict[bytes, Callable[[frames.Bytes], Answer]] = {
            frames.CHECK: self._checked,
            frames.OPEN: self._opened,
            frames.PAGE: self._drawn,
            frames.FIND: self._found,
        }

    def answer(self, request: Frame) -> Answer:
        """Answer a request; FAILURE for what cannot be done. Raises BadFrame for a request that is none."""
        answer = self._answers.get(request.kind)
        if answer is None:
            raise BadFrame("kind")
        try:
            return answer(request.payload)
        except PaperFailure as failure:
            return frames.FAILURE, (failure.why.value.encode(),)
        except (KeyError, TypeError, ValueError, OverflowError):
            raise BadFrame("parameters") from None

    def _checked(self, payload: frames.Bytes) -> Answer:
        parameters, pdf = unpack_parameters(payload)
        roots = [base64.b64decode(root, validate=True) for root in parameters["roots"]]
        moment, holds = datetime.fromisoformat(parameters["moment"]), [str(text) for text in parameters["holds"]]
        self.forget()
        return frames.VERDICT, (frames.pack_verdict(self._verdict(pdf, roots, moment, holds)),)

    def _verdict(self, pdf: bytes, roots: list[bytes], moment: datetime, holds: list[str]) -> Verdict:
        if len(pdf) > LARGEST_BYTES:
            return refused(Why.TOO_LARGE)
        why = self._check.why_not(pdf, roots, moment)
        if why is not Why.NONE:
            return refused(why)
        return self._take(pdf, lambda pages: pages.verdict(holds))

    def _opened(self, payload: frames.Bytes) -> Answer:
        _, pdf = unpack_parameters(payload)
        self.forget()
        if len(pdf) > UPLOAD_MOST:
            verdict = refused(Why.TOO_LARGE)
        elif not pdf.startswith(PDF_START):
            verdict = refused(Why.NOT_PDF)
        else:
            verdict = self._take(pdf, Pages.drawable)
        return frames.VERDICT, (frames.pack_verdict(verdict),)

    def _take(self, pdf: bytes, judge: Callable[[Pages], Verdict]) -> Verdict:
        """Open a document, and keep it open if it is accepted."""
        try:
            pages = Pages(pdf, self._fonts)
        except PaperFailure as failure:
            return refused(failure.why)
        try:
            verdict = judge(pages)
        except PaperFailure as failure:
            verdict = refused(failure.why)
        if verdict.accepted:
            self._pages = pages
        else:
            pages.close()
        return verdict

    def _drawn(self, payload: frames.Bytes) -> Answer:
        parameters, _ = unpack_parameters(payload)
        longest = int(parameters.get("longest", 0))
        return frames.IMAGE, self._open().image(int(parameters["index"]), int(parameters["dpi"]), longest)

    def _found(self, payload: frames.Bytes) -> Answer:
        parameters, _ = unpack_parameters(payload)
        texts = [str(text) for text in parameters["texts"]]
        return frames.BOXES, (frames.pack_boxes(self._open().boxes(int(parameters["index"]), texts)),)

    def _open(self) -> Pages:
        if self._pages is None:
            raise PaperFailure(Why.NO_ANSWER)
        return self._pages

    def forget(self) -> None:
        """Close the document."""
        pages, self._pages = self._pages, None
        if pages is not None:
            pages.close()


class Answering(Protocol):
    """A desk, as `serve` needs it."""

    def answer(self, request: Frame) -> Answer: ...


def serve(desk: Answering, source: BinaryIO, sink: BinaryIO, at_most: int = frames.REQUEST_MOST) -> None:
    """Answer requests until the input ends. Raises BadFrame for a request that is none."""
    while (request := read_frame(source.read, at_most)) is not None:
        kind, parts = desk.answer(request)
        length = frames.LEAST + sum(len(part) for part in parts)
        sink.write(frames.HEAD.pack(length) + request.token + kind)
        for part in parts:
            sink.write(part)
        sink.flush()


def main() -> int:
    """Serve the terminal. Exit code 0 at the end of the input, 1 for a request that is none."""
    keep_memory_private()
    logging.disable(logging.CRITICAL)
    check = SignatureCheck()
    fonts = load_library()
    confine()
    try:
        serve(Desk(check, fonts), sys.stdin.buffer, sys.stdout.buffer)
    except BadFrame:
        return 1
    return 0


def confine(memory_bytes: int = MEMORY_BYTES, computing_s: int = COMPUTING_S) -> None:
    """Limit this process for the rest of its life. Does nothing on Windows, which has no such limits."""
    if sys.platform == "win32":
        return
    import resource

    for limit, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, computing_s),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(limit, (most, most))
