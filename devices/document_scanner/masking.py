"""Scans without their pictures: questions stay, and answers in XML or words; every other byte becomes an asterisk."""

from __future__ import annotations

import re

from devices.document_scanner.sane_frames import FrameReader, NoFrame
from devices.sane_port import DATA
from devices.tap import CAME

HEAD_END = b"\r\n\r\n"
MOST_HEAD = 16 * 1024
XML = re.compile(rb"\r\ncontent-type: *(?:text|application)/xml\b", re.IGNORECASE)
EMPTY = re.compile(rb"\r\ncontent-length: *0\r\n", re.IGNORECASE)


class PageMasker:
    """Keeps lengths. A request begins a new answer; what cannot be told from a picture is taken for one."""

    def __init__(self) -> None:
        self._head = b""
        """The beginning of an answer until its type is known."""
        self._known = False
        self._shown = False

    def feed(self, direction: str, data: bytes) -> list[bytes]:
        if direction != CAME:
            held, self._head = b"*" * len(self._head), b""
            self._known = False
            return [each for each in (held, data) if each]
        if self._known:
            return [data if self._shown else b"*" * len(data)]
        self._head += data
        head, end, body = self._head.partition(HEAD_END)
        if not end and len(self._head) <= MOST_HEAD:
            return []
        self._known, self._head = True, b""
        self._shown = bool(end) and bool(XML.search(head + b"\r\n") or EMPTY.search(head + b"\r\n"))
        shown = head + end if end else b"*" * len(head)
        return [each for each in (shown, body if self._shown else b"*" * len(body)) if each]


class RunMasker:
    """The masker of `sane_frames`: the data of pages becomes asterisks, and so does what is no frame."""

    def __init__(self) -> None:
        self._reader: FrameReader | None = FrameReader()

    def feed(self, direction: str, data: bytes) -> list[bytes]:
        if direction != CAME:
            self._reader = FrameReader()
            return [data]
        if self._reader is None:
            return [b"*" * len(data)]
        masked = []
        try:
            for kind, content in self._reader.feed(data):
                shown = b"*" * len(content) if kind == DATA else content
                masked.append(kind + len(content).to_bytes(4) + shown)
        except NoFrame:
            self._reader = None
            masked.append(b"*" * len(data))
        return masked
