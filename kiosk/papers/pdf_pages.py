"""The pages of a PDF document, drawn and searched by PDFium. Runs in the process of `pdf_child` only.

PDFium is neither thread-safe nor made for hostile input, and repairs what is damaged: a document comes here after its
signature was verified, and its limits are checked before anything is drawn.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, Protocol, cast

from kiosk.papers.frames import BOXES_MOST, COUNT_MOST, SIZE
from kiosk.papers.pdf_verdict import (
    CHECKED_DPI,
    DPI_LEAST,
    DPI_MOST,
    PAGES_MOST,
    PIXELS_MOST,
    Box,
    PdfFailure,
    Verdict,
    Why,
    accepted,
    refused,
)

POINTS_PER_INCH = 72
SIDE_MOST = 14_400
"""Longest side of a page in points (ISO 32000-1, annex C)."""


class FontWatch(Protocol):
    """Whether a font was looked for on this machine since `wanted` was set to False, and whether the library's own
    cannot take its place (`gaps`): they have Latin letters only, and what else is written would not be drawn."""

    wanted: bool
    gaps: bool


def load_library() -> FontWatch:
    """Load all of the library, and let it find no font of this machine: later the process may open no file."""
    import pypdfium2.raw

    class Fonts(pypdfium2.PdfSysfontBase):  # type: ignore[misc]  # the library has no types
        wanted = False
        gaps = False

        def EnumFonts(self, *_: object) -> None:  # noqa: N802  # the library's name
            """Name no font."""

        def MapFont(self, _: object, weight: int, italic: int, charset: int, *more: object) -> None:  # noqa: N802
            self.wanted = True
            self.gaps = self.gaps or charset != pypdfium2.raw.FXFONT_ANSI_CHARSET

    fonts = Fonts()
    fonts.setup()
    pypdfium2.PdfDocument.new().close()
    return cast(FontWatch, fonts)


class Pages:
    """An open document. Raises PdfFailure (DAMAGED, ENCRYPTED) if it cannot be opened."""

    def __init__(self, pdf: bytes, fonts: FontWatch) -> None:
        import pypdfium2
        import pypdfium2.raw

        self._fonts = fonts
        fonts.wanted = fonts.gaps = False
        try:
            self._document: Any = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            locked = error.err_code in (pypdfium2.raw.FPDF_ERR_PASSWORD, pypdfium2.raw.FPDF_ERR_SECURITY)
            raise PdfFailure(Why.ENCRYPTED if locked else Why.DAMAGED) from None

    def close(self) -> None:
        self._document.close()

    def verdict(self, holds: Sequence[str]) -> Verdict:
        """Judge number and size of the pages, their fonts, and whether all these texts are in the document."""
        verdict = self._counted()
        count = verdict.pages
        if not verdict.accepted:
            return verdict
        if not all(_fits(self._document.get_page_size(index), CHECKED_DPI / POINTS_PER_INCH) for index in range(count)):
            return refused(Why.PAGE_TOO_LARGE, count)
        text = _plain("".join(self._text(index) for index in range(count)))
        if self._fonts.wanted:
            return refused(Why.FONT_MISSING, count)
        return accepted(count) if all(_plain(each) in text for each in holds) else refused(Why.OTHER_DOCUMENT, count)

    def drawable(self) -> Verdict:
        """Judge whether all pages can be drawn, of a document that nobody vouches for; pages that are too large are
        drawn at a lower resolution."""
        verdict = self._counted()
        if not verdict.accepted:
            return verdict
        if not all(_has_size(self._document.get_page_size(index)) for index in range(verdict.pages)):
            return refused(Why.PAGE_TOO_LARGE, verdict.pages)
        for index in range(verdict.pages):
            self._text(index)
        return refused(Why.FONT_MISSING, verdict.pages) if self._fonts.gaps else verdict

    def _counted(self) -> Verdict:
        count = min(len(self._document), COUNT_MOST)
        if count > PAGES_MOST:
            return refused(Why.TOO_MANY_PAGES, count)
        return accepted(count) if count else refused(Why.DAMAGED)

    def image(self, index: int, dpi: int, longest: int = 0) -> tuple[bytes, memoryview]:
        """Return the header (SIZE) and the pixels of a page; with `longest`, of no more pixels on its longer side, at a
        lower resolution if need be. Raises PdfFailure."""
        page = self._page(index)
        try:
            size, scale = page.get_size(), dpi / POINTS_PER_INCH
            if longest:
                scale = min(scale, longest / (max(size) + 1))
            if not DPI_LEAST <= dpi <= DPI_MOST or not _fits(size, scale):
                raise PdfFailure(Why.PAGE_TOO_LARGE)
            bitmap = page.render(scale=scale, prefer_bgrx=True, may_draw_forms=False)
            if longest and self._fonts.gaps:
                raise PdfFailure(Why.FONT_MISSING)  # of a note on the page, which is not in its text
            # Rows without gaps, in memory of Python's: the view keeps it when the bitmap goes.
            return SIZE.pack(bitmap.width, bitmap.height), memoryview(bitmap.buffer).cast("B")
        finally:
            page.close()

    def boxes(self, index: int, texts: Sequence[str]) -> tuple[Box, ...]:
        """Return the places of these texts on a page. Raises PdfFailure."""
        page = self._page(index)
        text = page.get_textpage()
        try:
            size, found = page.get_size(), list[Box]()
            for start, count in _occurrences(_characters(text), texts):
                rectangles = map(text.get_rect, range(text.count_rects(start, count)))
                found.extend(_box(each, *size) for each in rectangles)
            return tuple(found[:BOXES_MOST])
        finally:
            text.close()
            page.close()

    def _page(self, index: int) -> Any:
        import pypdfium2

        if not 0 <= index < len(self._document):
            raise PdfFailure(Why.DAMAGED)
        try:
            return self._document[index]
        except pypdfium2.PdfiumError:
            raise PdfFailure(Why.DAMAGED) from None

    def _text(self, index: int) -> str:
        page = self._page(index)
        text = page.get_textpage()
        try:
            return str(text.get_text_bounded())
        finally:
            text.close()
            page.close()


def _has_size(size: tuple[float, float]) -> bool:
    """Return whether a page has a size that can be drawn at all: neither nothing nor a line, NaN or infinity."""
    return all(1 <= side <= SIDE_MOST for side in size)


def _fits(size: tuple[float, float], scale: float) -> bool:
    """Return whether a page of this size in points is a picture of at most PIXELS_MOST. NaN and infinity do not fit."""
    width, height = size
    return width > 0 and height > 0 and (width * scale + 1) * (height * scale + 1) <= PIXELS_MOST


def _plain(text: str) -> str:
    """Return a text without white space, with equal characters written alike."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _characters(text: Any) -> list[tuple[str, int, int]]:
    """Return the characters of a page as `_plain` writes them, each with its place and length in PDFium's text, which
    counts a character beyond U+FFFF as two. Its own search does not find those."""
    import pypdfium2.raw

    units = [pypdfium2.raw.FPDFText_GetUnicode(text.raw, place) for place in range(text.count_chars())]
    found, place = list[tuple[str, int, int]](), 0
    while place < len(units):
        high, low = units[place], units[place + 1] if place + 1 < len(units) else 0
        paired = high & 0xFC00 == 0xD800 and low & 0xFC00 == 0xDC00
        character = chr(0x10000 + (high - 0xD800 << 10) + low - 0xDC00) if paired else chr(high)
        length = 2 if paired else 1
        found += [(each, place, length) for each in _plain(character)]
        place += length
    return found


def _occurrences(characters: list[tuple[str, int, int]], texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where these texts are: place and length in PDFium's text."""
    whole = "".join(character for character, _, _ in characters)
    for wanted in filter(None, map(_plain, texts)):
        at = whole.find(wanted)
        while at >= 0:
            (_, first, _), (_, last, length) = characters[at], characters[at + len(wanted) - 1]
            yield first, last + length - first
            at = whole.find(wanted, at + len(wanted))


def _box(rectangle: tuple[float, float, float, float], width: float, height: float) -> Box:
    """Convert PDFium's (left, bottom, right, top), in points from the lower left corner."""
    left, bottom, right, top = rectangle
    x, y = _fraction(left, width), _fraction(height - top, height)
    return Box(x, y, _fraction(right, width) - x, _fraction(height - bottom, height) - y)


def _fraction(part: float, whole: float) -> float:
    return min(1.0, max(0.0, part / whole))
