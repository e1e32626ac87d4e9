"""The hanzi of the terminal's font, read from the font itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices.glyphs import Glyphs, font_glyphs
from devices.id_reader.private_use import UNICODE_OF
from devices.raster import FONTS

MISSING = "\U00020000"
"""The first character of Extension B, which Noto Sans CJK of 2022 lacks."""


@pytest.fixture(scope="module")
def glyphs() -> Glyphs:
    found = font_glyphs()
    assert found is not None
    return found


@pytest.mark.parametrize("text", ["王样例", "\u4dae\u3402", "\U00020bb7", "ROSE Ø", "", *UNICODE_OF.values()])
def test_what_the_font_has_is_known(text: str, glyphs: Glyphs) -> None:
    assert not glyphs.lack(text)


@pytest.mark.parametrize("text", [MISSING, f"王{MISSING}", "\U0003134b"])
def test_a_hanzi_that_would_be_a_box_is_known(text: str, glyphs: Glyphs) -> None:
    assert glyphs.lack(text)


def test_what_is_shown_is_what_the_picture_library_draws(glyphs: Glyphs) -> None:
    """The referee draws a box for everything that the font lacks, always the same."""
    from PIL import ImageFont

    path = next(path for path in FONTS if Path(path).exists())
    font = ImageFont.truetype(path, 16, index=2, layout_engine=ImageFont.Layout.BASIC)
    box = bytes(font.getmask("\U0003fffd"))
    for point in (*range(0x4E00, 0x4E20), *range(0x3400, 0x3420), *range(0x20000, 0x20080), 0x20BB7):
        assert glyphs.lack(chr(point)) is (bytes(font.getmask(chr(point))) == box), hex(point)


def test_no_font_and_no_font_file_say_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "font.ttc"
    broken.write_bytes(b"ttcf" + bytes(40))
    assert font_glyphs(("/nowhere/font.ttc",)) is None
    assert font_glyphs((str(broken),)) is None
