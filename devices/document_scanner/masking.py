"""Scans without their pictures: questions and answers in XML stay, every other answer becomes asterisks."""

from __future__ import annotations

import re

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
