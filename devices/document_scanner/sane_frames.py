"""A run of scanimage as its port sends it: frames, the pages that are done, and the status in its words. Pure.

The statuses are those of the SANE standard (version 1, section 4.2.7), by the texts of sane_strstatus, which scanimage
prints after what failed; its exit code is the number of the status, but 1 also where a device or an option is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from types import MappingProxyType

from devices.lazy_dataclass import dataclass
from devices.sane_port import DATA, DONE, EXIT, PAGE_END, TEXT

HEAD_BYTES = 5
FRAME_MOST = 1024 * 1024
WORDS_MOST = 4000
KINDS = frozenset(b"".join((DATA, PAGE_END, DONE, TEXT, EXIT)))
STATUSES: Mapping[str, str] = MappingProxyType(
    {
        "Operation not supported": "not_supported",
        "Operation was cancel": "aborted",
        "Device busy": "busy",
        "Invalid argument": "not_supported",
        "End of file reached": "cut_picture",
        "too few scanlines": "cut_picture",
        "Document feeder jammed": "jam",
        "Document feeder out of documents": "no_paper",
        "Scanner cover is open": "cover_open",
        "Error during device I/O": "io_error",
        "Out of memory": "io_error",
        "Access to resource has been denied": "refused",
        "unrecognized option": "not_supported",
        "bad option": "not_supported",
        "cannot parse": "not_supported",
    }
)
"""Words of scanimage → word of a fault. "canceled" in older, "cancelled" in newer versions."""
BY_EXIT: Mapping[int, str] = MappingProxyType(
    {
        2: "aborted",
        3: "busy",
        4: "not_supported",
        5: "cut_picture",
        6: "jam",
        7: "no_paper",
        8: "cover_open",
        9: "io_error",
        10: "io_error",
        11: "refused",
    }
)
NOT_OPENED = re.compile(r"open of device .* failed: (?P<why>.*)")
FAILED = re.compile(r"sane_(start|read): ")
THERE_BUT = ("Device busy", "Access to resource has been denied")
"""Reasons for which a device that is there is not opened."""
ABSENT = "absent"


class NoFrame(Exception):
    """The bytes are no frame."""


@dataclass
class FrameReader:
    """Takes bytes as they come and gives whole frames: kind and data. Raises NoFrame."""

    _held: bytearray = field(default_factory=bytearray)

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        self._held += data
        while len(self._held) >= HEAD_BYTES:
            length = int.from_bytes(self._held[1:HEAD_BYTES])
            if self._held[0] not in KINDS or length > FRAME_MOST:
                raise NoFrame(bytes(self._held[:HEAD_BYTES]).hex())
            if len(self._held) < HEAD_BYTES + length:
                return
            frame = bytes(self._held[:1]), bytes(self._held[HEAD_BYTES : HEAD_BYTES + length])
            del self._held[: HEAD_BYTES + length]
            yield frame


@dataclass
class Run:
    """A run so far: its pages, its words and its exit code. `size` counts the bytes of all pages."""

    _pages: list[bytes] = field(default_factory=list)
    _page: bytearray = field(default_factory=bytearray)
    _done: bytes = b""
    words: str = ""
    exit_code: int | None = None
    size: int = 0

    def take(self, kind: bytes, data: bytes) -> None:
        """Take a frame. Raises NoFrame for an exit code that is none."""
        if kind == DATA:
            self._page += data
            self.size += len(data)
        elif kind == PAGE_END:
            self._pages.append(bytes(self._page))
            self._page.clear()
        elif kind == DONE:
            self._done = (self._done + data)[-WORDS_MOST:]
        elif kind == TEXT:
            self.words = (self.words + data.decode("utf-8", "replace"))[-WORDS_MOST:]
        else:
            if not re.fullmatch(rb"-?\d{1,5}", data):
                raise NoFrame("an exit code")
            self.exit_code = int(data)

    def pages(self) -> list[bytes]:
        """The pages that came to their end and that scanimage called done, up to the first that it did not."""
        done = {int(line) for line in self._done.split() if line.isdigit() and len(line) < 4}
        found = []
        for number, page in enumerate(self._pages, 1):
            if number not in done:
                break
            found.append(page)
        return found

    def fault_word(self) -> str:
        """The word of the fault that it ended with: "" for none, ABSENT for a device that is not there."""
        # Interrupted in its clean-up it ends with 0 after a scan that failed.
        if self.exit_code in (0, None) and not self.failing:
            return ""
        opened = NOT_OPENED.search(self.words)
        if opened and not any(text in opened["why"] for text in THERE_BUT):
            return ABSENT
        if self.exit_code is not None and self.exit_code in BY_EXIT:
            return BY_EXIT[self.exit_code]
        last = max(STATUSES, key=self.words.rfind)
        if last in self.words:
            return STATUSES[last]
        return "io_error"

    @property
    def done(self) -> int:
        """The number of pages that scanimage has called done."""
        return len(self.pages())

    @property
    def failing(self) -> bool:
        """Whether it has said that the scan failed; some backends then hang in their clean-up."""
        return FAILED.search(self.words) is not None

    def last_words(self) -> str:
        """The last line that it said, for technicians."""
        return next((line[:200] for line in reversed(self.words.splitlines()) if line.startswith("scanimage:")), "")
