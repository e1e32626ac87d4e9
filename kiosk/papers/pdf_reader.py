"""Start the process that reads PDF, ask it, and believe it no more than its form allows.

A `PdfReader` belongs to one visit and one thread. Its process is started when first needed and ended by `close`; the
document is in the process's memory only and gone with it. A process that dies, hangs, answers at length or not by its
contract is ended, and what was asked has the result NO_ANSWER.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence

from devices import Clock, Wait
from kiosk.papers import frames
from kiosk.papers.asking import AskingReader
from kiosk.papers.pdf_verdict import LARGEST_BYTES, UPLOAD_MOST, Box, PageImage, PdfFailure, Verdict, Why, refused

AT_MOST_S = 10.0
"""Longest answer in real seconds: a fake clock does not pass while the process works."""


class PdfReader(AskingReader):
    """Checks a document under the given roots (DER) and draws its pages.

    `clock` gives the moment at which certificates must be valid; `real_clock` (default: the system's) measures
    `at_most_s`. `command` is the process to start, for tests.
    """

    def __init__(
        self,
        roots: Sequence[bytes],
        clock: Clock,
        *,
        real_clock: Clock | None = None,
        at_most_s: float = AT_MOST_S,
        command: Sequence[str] = (),
    ) -> None:
        self._roots = [base64.b64encode(root).decode("ascii") for root in roots]
        self._clock = clock
        super().__init__(
            "pdf_child",
            lambda payload: PdfFailure(frames.unpack_why(payload, Why)),
            lambda: PdfFailure(Why.NO_ANSWER),
            at_most_s,
            real_clock=real_clock,
            command=command,
        )

    def check(self, pdf: bytes, wait: Wait, *, holds: Sequence[str] = ()) -> Verdict:
        """Judge a document; only one that is accepted can be drawn. `holds` are texts that must be in it, such as its
        number. Raises Cancelled; the deadline gives NO_ANSWER."""
        if len(pdf) > LARGEST_BYTES:
            self.close()  # with the document that was accepted before
            return refused(Why.TOO_LARGE)
        parameters = {"roots": self._roots, "moment": self._clock.now().isoformat(), "holds": list(holds)}
        try:
            return self._ask(
                frames.CHECK, frames.pack_parameters(parameters, pdf), frames.VERDICT, frames.unpack_verdict, wait
            )
        except PdfFailure as failure:
            return refused(failure.why)

    def open(self, pdf: bytes, wait: Wait) -> Verdict:
        """Judge whether a document that nobody signed can be drawn; nothing says who made it. Raises Cancelled; the
        deadline gives NO_ANSWER."""
        if len(pdf) > UPLOAD_MOST:
            self.close()
            return refused(Why.TOO_LARGE)
        try:
            return self._ask(frames.OPEN, frames.pack_parameters({}, pdf), frames.VERDICT, frames.unpack_verdict, wait)
        except PdfFailure as failure:
            return refused(failure.why)

    def page(self, index: int, dpi: int, wait: Wait, longest: int = 0) -> PageImage:
        """Draw a page (from 0) of the document that was accepted last, with `longest` no longer than so many pixels.
        Raises PdfFailure and Cancelled."""
        asked = frames.pack_parameters({"index": index, "dpi": dpi, "longest": longest})
        return self._ask(frames.PAGE, asked, frames.IMAGE, frames.unpack_image, wait)

    def find(self, index: int, texts: Sequence[str], wait: Wait) -> tuple[Box, ...]:
        """Return where these texts are on a page, to cover them. Raises PdfFailure and Cancelled."""
        asked = frames.pack_parameters({"index": index, "texts": list(texts)})
        return self._ask(frames.FIND, asked, frames.BOXES, frames.unpack_boxes, wait)
