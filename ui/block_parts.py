"""Parts of a block that are more than words: its delegate, a sheet, checks of a picture, a pad, a code's modules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.view import Block, BlockKind, LiveCheck, Pad, Sheet, Sign, Words


def sheet_map(sheet: Sheet | None) -> dict[str, Any]:
    """Return a page of a document as a map; {} for None."""
    if sheet is None:
        return {}
    covered = [dict(zip(("x", "y", "width", "height"), part, strict=True)) for part in sheet.covered]
    return {"key": sheet.key, "width": sheet.width, "height": sheet.height, "covered": covered}


def live_rows(checks: tuple[LiveCheck, ...], text_of: Callable[[Words], str]) -> list[dict[str, Any]]:
    """Return the checks of a live picture as maps."""
    return [{"label": text_of(each.label), "note": text_of(each.note), "passed": each.passed} for each in checks]


def pad_map(pad: Pad | None, text_of: Callable[[Words], str]) -> dict[str, Any]:
    """Return a pad to write on, with its strokes as the path of a drawing; {} for None."""
    if pad is None:
        return {}
    return {
        "key": pad.key,
        "label": text_of(pad.label),
        "hint": text_of(pad.hint),
        "note": text_of(pad.note),
        "ink": pad.ink,
        "strokes": len(pad.strokes),
        "full": pad.full,
        "size": [pad.width, pad.height],
        "most": pad.points_most,
    }


def code_modules(data: str) -> list[str]:
    """Return the rows of a QR code, a string of "0" and "1" for each."""
    from devices.raster import qr_modules  # imported late: few pages have a code

    return list(qr_modules(data))


def kind_of(block: Block) -> str:
    """Return the kind of delegate: a box for its start, a fact for a row with nothing but label and value."""
    if block.kind is BlockKind.ROW and not (block.change or block.reveal or block.source):
        return "fact"
    return "box" if block.kind is BlockKind.BOX_START else block.kind.value


def staff_parts(block: Block, text_of: Callable[[Words], str]) -> dict[str, Any]:
    """Return what only blocks of the technician's pages have."""
    return {
        "sign": _sign(block.sign),
        "chips": [{"sign": _sign(each.sign), "label": text_of(each.label)} for each in block.chips],
        "spots": [{"part": each.part, "label": text_of(each.label), "sign": _sign(each.sign)} for each in block.spots],
        "bars": [{**vars(each), "label": text_of(each.label)} for each in block.bars],
    }


def _sign(sign: Sign | None) -> dict[str, Any]:
    return {} if sign is None else {"mark": sign.mark.value, "number": sign.number, "code": sign.code}
