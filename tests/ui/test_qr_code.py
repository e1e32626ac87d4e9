"""A QR code on the screen: a phone reads it, in every look and size."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtGui import QImage

from devices.raster import qr_modules
from tests.ui.drawing_sheet import LOOKS, DrawingSheet, colours

NUMBER = "WT02-0001-Y4RD-Q"


@pytest.fixture(scope="module")
def sheet() -> Iterator[DrawingSheet]:
    sheet = DrawingSheet()
    yield sheet
    sheet.close()


def drawn(sheet: DrawingSheet, side: int, look: str = "standard") -> QImage:
    return sheet.draw("QrCode", f"modules: {list(qr_modules(NUMBER))}", (side, side), look)


def read(picture: QImage) -> list[str]:
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    size, line = (grey.width(), grey.height()), grey.bytesPerLine()
    image = Image.frombuffer("L", size, bytes(grey.constBits()), "raw", "L", line, 1)
    return [found.text for found in zxingcpp.read_barcodes(image)]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("side", [100, 169, 233])
def test_a_phone_reads_it(sheet: DrawingSheet, side: int, look: str) -> None:
    assert read(drawn(sheet, side, look)) == [NUMBER]


@pytest.mark.parametrize("side", [100, 169, 170, 233])
def test_a_module_has_whole_pixels(sheet: DrawingSheet, side: int) -> None:
    modules = qr_modules(NUMBER)
    picture, step = drawn(sheet, side), side // (len(modules) + 8)
    assert set(colours(picture)) == {"#000000", "#ffffff"}, "no module's edge is between two pixels"
    dark = [y for y in range(side) if any(picture.pixelColor(x, y).name() == "#000000" for x in range(side))]
    assert dark == list(range(dark[0], dark[0] + step * len(modules)))
    assert min(dark[0], side - 1 - dark[-1]) >= 4 * step, "the quiet zone"


def test_without_modules_it_is_empty(sheet: DrawingSheet) -> None:
    assert set(colours(sheet.draw("QrCode", "modules: []", (100, 100)))) == {"#ffffff"}
