"""A camera's traffic without its pictures: questions and the head of each answer stay, all else becomes asterisks."""

from __future__ import annotations

from devices.tap import CAME

HEAD_END = b"\r\n\r\n"
HEAD_MOST = 16 * 1024
STATUS_LINE = b"HTTP/1."


class StreamMasker:
    """Keeps lengths. What does not begin as an answer of HTTP is taken for a picture."""

    def __init__(self) -> None:
        self._head = b""
        """The beginning of an answer until its head is whole."""
        self._in_body = False

    def feed(self, direction: str, data: bytes) -> list[bytes]:
        if direction != CAME:
            held, self._head = b"*" * len(self._head), b""
            self._in_body = False
            return [each for each in (held, data) if each]
        if self._in_body:
            return [b"*" * len(data)]
        self._head += data
        if not self._head.startswith(STATUS_LINE[: len(self._head)]):
            return self._masked()
        head, end, body = self._head.partition(HEAD_END)
        if not end:
            return self._masked() if len(self._head) > HEAD_MOST else []
        self._head, self._in_body = b"", True
        return [each for each in (head + end, b"*" * len(body)) if each]

    def _masked(self) -> list[bytes]:
        held, self._head = b"*" * len(self._head), b""
        self._in_body = True
        return [held]
