"""From a document's blocks to ESC/POS bytes for one model: its own font where it can, drawn dots where not."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from devices.lazy_dataclass import dataclass
from devices.raster import Bitmap, qr_bitmap, text_bitmap, text_width
from devices.receipt_printer import commands
from devices.receipt_printer.contract import Align, Block, Document, GapBlock, QrBlock, RuleBlock, TextBlock
from devices.receipt_printer.presenters import PRESENTERS

TALL_ONLY_BELOW_MM = 6.0
"""Smaller text is made taller, not wider: 24 hanzi on a line of 80 mm paper, each at least 4 mm high."""
LARGEST = 8


@dataclass(frozen=True)
class PaperModel:
    """The properties of a printer model that a layout depends on."""

    dots_per_line: int
    dots_per_mm: int
    hanzi_dots: int
    presenter: str
    present_steps: int

    @classmethod
    def of(cls, profile: Mapping[str, Any]) -> PaperModel:
        return cls(
            int(profile.get("dots_per_line", 576)),
            int(profile.get("dots_per_mm", 8)),
            int(profile.get("hanzi_dots", 24)),
            str(profile.get("presenter", "")),
            int(profile.get("present_steps", 0)),
        )


def in_printers_font(text: str) -> bool:
    """Whether the printer's own font can show it: ASCII and GBK; what GB18030 added is rare."""
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return False
    return text.isprintable()


def cell(character: str) -> int:
    """Width of one character in half hanzi."""
    return 1 if character.isascii() else 2


def cells(text: str) -> int:
    """Width in half hanzi."""
    return sum(map(cell, text))


GROUPED = re.compile(r"(?<![!-~])[!-~]*\d(?: \d[!-~]*)+")
"""Figures in groups: a telephone number, a day with its time."""


def wrapped(text: str, width: int) -> Iterator[str]:
    """Lines of at most `width` half hanzi; Latin words and figures in groups stay whole where they fit."""
    line, used = "", 0
    for word in _words(text, width):
        length = cells(word)
        if line and used + length > width:
            yield line.rstrip()
            line = word.lstrip()
            used = length if line else 0
        else:
            line += word
            used += length
        if used > width:
            *full, line = _pieces(line, max(width, 2))
            yield from full
            used = cells(line)
    yield line.rstrip()


def _pieces(text: str, width: int) -> Iterator[str]:
    """Text without a place to break, in pieces of at most `width` half hanzi; the last may be shorter."""
    begin, used = 0, 0
    for at, character in enumerate(text):
        if used + cell(character) > width:
            yield text[begin:at]
            begin, used = at, 0
        used += cell(character)
    yield text[begin:]


def _words(text: str, width: int) -> Iterator[str]:
    at = 0
    for figures in GROUPED.finditer(text):
        if cells(figures[0]) <= width:
            yield from _latin_words(text[at : figures.start()])
            yield figures[0]
            at = figures.end()
    yield from _latin_words(text[at:])


def _latin_words(text: str) -> Iterator[str]:
    word = ""
    for character in text:
        if character.isascii() and not character.isspace():
            word += character
            continue
        if word:
            yield word
            word = ""
        yield character
    if word:
        yield word


def scales(block: TextBlock, model: PaperModel) -> tuple[int, int]:
    """Magnification (wide, high) that makes hanzi at least `height_mm` high and lets a short number keep its line."""
    high = min(LARGEST, max(1, math.ceil(block.height_mm * model.dots_per_mm / model.hanzi_dots)))
    wide = 1 if block.height_mm < TALL_ONLY_BELOW_MM else high
    half = model.hanzi_dots // 2
    while wide > 1 and cells(block.text) * half * wide > model.dots_per_line and block.text.isascii():
        wide -= 1
    return wide, high


def encode(document: Document, profile: Mapping[str, Any]) -> bytes:
    """The whole job: initialise, blocks, cut, present."""
    model = PaperModel.of(profile)
    presenter = PRESENTERS[model.presenter]
    out = bytearray(commands.INITIALISE + commands.AUTOMATIC_STATUS_OFF + presenter.timer_off)
    if not profile.get("chinese_at_power_on", False):
        out += commands.CHINESE_ON
    for block in document:
        out += _block(block, model)
    out += commands.align(Align.LEFT) + commands.cut_after_feed()
    return bytes(out + presenter.after_cut(model.present_steps))


def _block(block: Block, model: PaperModel) -> bytes:
    match block:
        case TextBlock():
            return _text(block, model)
        case QrBlock():
            return _picture(qr_bitmap(block.data, round(block.side_mm * model.dots_per_mm)), Align.CENTRE)
        case RuleBlock():
            rule = Bitmap(model.dots_per_line, 2, b"\xff" * (model.dots_per_line // 8 * 2))
            return commands.feed_dots(8) + commands.raster(rule) + commands.feed_dots(8)
        case GapBlock():
            return commands.feed_dots(round(block.height_mm * model.dots_per_mm))


def _picture(bitmap: Bitmap, where: Align) -> bytes:
    return commands.align(where) + commands.raster(bitmap) + commands.align(Align.LEFT)


def _text(block: TextBlock, model: PaperModel) -> bytes:
    wide, high = scales(block, model)
    width = model.dots_per_line // (model.hanzi_dots // 2 * wide)
    out = bytearray(commands.align(block.align) + commands.bold(block.bold) + commands.size(wide, high))
    for line in wrapped(block.text, width):
        if in_printers_font(line):
            out += line.encode("gb18030") + commands.LINE_FEED
        else:
            for drawn in _drawn(line, high, model, bold=block.bold):
                out += commands.raster(drawn)
    return bytes(out + commands.size(1, 1) + commands.bold(False) + commands.align(Align.LEFT))


def _drawn(line: str, high: int, model: PaperModel, *, bold: bool) -> Iterator[Bitmap]:
    """The line in dots. Drawn letters and digits are wider than half a hanzi: what has no room even at the height of
    the printer's own hanzi goes on in the next line, as a printer cuts a picture off."""
    least = text_width(line, model.hanzi_dots, bold=bold)
    if least > model.dots_per_line and len(line) > 1:
        for piece in wrapped(line, max(2, cells(line) * model.dots_per_line // least - 1)):
            yield from _drawn(piece, high, model, bold=bold)
        return
    height = min(model.hanzi_dots * high, _fitting(line, model), model.hanzi_dots * model.dots_per_line // least)
    while text_width(line, height, bold=bold) > model.dots_per_line and height > 1:
        height -= 1  # hinting rounds each letter
    yield text_bitmap(line, height, bold=bold)


def _fitting(line: str, model: PaperModel) -> int:
    """The hanzi height in dots at which a drawn line fits the paper."""
    return max(model.hanzi_dots, model.dots_per_line * 2 // max(cells(line), 1) - 1)
