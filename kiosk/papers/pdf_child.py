"""The process that reads PDF for the terminal, and is not believed: it may be taken over by the document that it reads.

It keeps one document in memory, until it is asked about another.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from kiosk.papers import frames
from kiosk.papers.frames import BadFrame, Frame, unpack_parameters
from kiosk.papers.pdf_pages import FontWatch, Pages, load_library
from kiosk.papers.pdf_signature import SignatureCheck
from kiosk.papers.pdf_verdict import LARGEST_BYTES, PDF_START, UPLOAD_MOST, PdfFailure, Verdict, Why, refused
from kiosk.papers.serving import Answer, serve_terminal

MEMORY_BYTES = 640 * 2**20
"""Address space, with the libraries (200 MB), a document and one picture of a page."""
COMPUTING_S = 60
"""Computing time in the whole life of the process, which serves one visit."""


class _Check(Protocol):
    """The part of SignatureCheck that is used here."""

    def why_not(self, pdf: bytes, roots: list[bytes], moment: datetime) -> Why: ...


class PdfAnswers:
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
        except PdfFailure as failure:
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
        except PdfFailure as failure:
            return refused(failure.why)
        try:
            verdict = judge(pages)
        except PdfFailure as failure:
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
            raise PdfFailure(Why.NO_ANSWER)
        return self._pages

    def forget(self) -> None:
        """Close the document."""
        pages, self._pages = self._pages, None
        if pages is not None:
            pages.close()


def main() -> int:
    """Serve the terminal."""

    def load() -> PdfAnswers:
        return PdfAnswers(SignatureCheck(), load_library())

    return serve_terminal(load, MEMORY_BYTES, COMPUTING_S, frames.REQUEST_MOST)
