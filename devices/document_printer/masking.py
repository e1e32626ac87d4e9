"""Print jobs without their documents: questions and answers stay, the bytes of a document become asterisks."""

from __future__ import annotations

import re

from devices.document_printer import ipp_coding
from devices.document_printer.ipp_coding import Incomplete, NotIpp
from devices.tap import CAME

HEAD_END = b"\r\n\r\n"
MOST_HELD = ipp_coding.MOST_BYTES
LENGTH = re.compile(rb"\r\ncontent-length: *(\d{1,12})\r\n", re.IGNORECASE)


class DocumentMasker:
    """Keeps lengths. What cannot be told from a document is taken for one."""

    def __init__(self) -> None:
        self._held = b""
        """The beginning of a request, until it is known where its document begins."""
        self._document = 0
        """Bytes of a document that are still to come."""

    def feed(self, direction: str, data: bytes) -> list[bytes]:
        if direction == CAME:
            return [data]
        pieces: list[bytes] = []
        if self._document:
            taken, data = data[: self._document], data[self._document :]
            self._document -= len(taken)
            pieces.append(b"*" * len(taken))
        self._held += data
        while self._held and (piece := self._request()):
            pieces.append(piece)
        return [piece for piece in pieces if piece]

    def _request(self) -> bytes:
        """The next request up to its document, b"" if it is not there yet."""
        head, end, body = self._held.partition(HEAD_END)
        found = LENGTH.search(head + end)
        if not end or found is None:
            return self._all_masked() if end or len(self._held) > MOST_HELD else b""
        length = int(found[1])
        try:
            known = ipp_coding.decode(body[:length])[1] if length else 0
        except Incomplete:
            return self._all_masked() if len(body) >= length or len(body) > MOST_HELD else b""
        except NotIpp:
            known = 0
        shown = head + end + body[:known]
        document, self._held = body[known:length], body[length:]
        self._document = max(0, length - known - len(document))
        return shown + b"*" * len(document)

    def _all_masked(self) -> bytes:
        held, self._held = self._held, b""
        return b"*" * len(held)
