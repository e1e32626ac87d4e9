"""Icons: a drawing for every name in use, within its square, unlike any other, in the colour and size asked for."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QColor, QImage, QImageReader, QPainterPathStroker
from PySide6.QtQuick import QQuickItem

from kiosk.view import Choice
from kiosk.vocabulary.names import ICONS
from kiosk.words import Data
from tests.house.doors import ROOT
from tests.ui.audit import findings
from tests.ui.icon_sheet import DIGEST, digest
from tests.ui.pixels import count_colours, snapshot
from tests.ui.sample_views import Samples
from tests.ui.window_harness import WindowHarness, class_name, rect
from ui.icon_drawing import GENERAL, STROKE, UNITS, drawings
from ui.icon_paths import BadPath, parse
from ui.icons import KEPT, Icons

TABLE = drawings()
SIZE = 48
IN_QML = re.compile(r'^ *(?:symbol|name|"done"|"attention"|readonly property string mark): (.*)', re.MULTILINE)
"""Lines of QML that name icons."""


def drawn(name: str, colour: str = "000000", size: int = SIZE) -> QImage:
    return Icons().requestImage(f"{name}/{colour}", QSize(), QSize(size, size))


def ink(image: QImage) -> bytes:
    """Return how much of each pixel is covered."""
    alpha = image.convertToFormat(QImage.Format.Format_Alpha8)
    return bytes(alpha.constBits())


def test_every_icon_that_qml_names_is_drawn() -> None:
    asked: set[str] = set()
    for path in (ROOT / "ui" / "qml").rglob("*.qml"):
        for line in IN_QML.findall(path.read_text(encoding="utf-8")):
            asked |= set(re.findall(r'(?<!= )"([a-z-]+)"', line))
    assert len(asked) > 15
    assert asked <= TABLE.keys()


def test_every_icon_of_an_item_is_drawn() -> None:
    assert set(ICONS) <= TABLE.keys()


def test_the_sheet_for_authors_shows_the_icons_as_they_are() -> None:
    """Red after a change of names or drawings: python -m tests.ui.icon_sheet docs/icons.png"""
    assert QImage(str(ROOT / "docs" / "icons.png")).text(DIGEST) == digest()


@pytest.mark.parametrize("name", TABLE)
def test_an_icon_keeps_within_its_square(name: str) -> None:
    pen = QPainterPathStroker()
    pen.setWidth(STROKE)
    stroked = pen.createStroke(parse(TABLE[name])).boundingRect()
    edges = (stroked.left(), stroked.top(), UNITS - stroked.right(), UNITS - stroked.bottom())
    assert min(edges) >= 0, f"{name} is cut: {edges}"
    assert max(stroked.width(), stroked.height()) > UNITS / 2 or name in {"wait"}, f"{name} is small"


def test_no_icon_looks_like_another() -> None:
    """Two drawings differ in a twentieth of their ink at least."""
    inks = {name: ink(drawn(name, size=24)) for name in TABLE}
    names = sorted(inks)
    near = [
        (one, other)
        for place, one in enumerate(names)
        for other in names[place + 1 :]
        if _difference(inks[one], inks[other]) < 0.05
    ]
    assert not near


def _difference(one: bytes, other: bytes) -> float:
    apart = int.from_bytes(one, "big") ^ int.from_bytes(other, "big")
    if not apart:
        return 0.0
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / max(sum(one), sum(other))


@pytest.mark.parametrize("name", TABLE)
def test_an_icon_is_drawn_as_qt_draws_svg(name: str) -> None:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="{TABLE[name]}" fill="none" '
        'stroke="#000000" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
    buffer = QBuffer()
    buffer.setData(svg.encode())
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, b"svg")
    reader.setScaledSize(QSize(SIZE, SIZE))
    theirs, ours = ink(reader.read()), ink(drawn(name))
    assert sum(theirs) > 0
    # Curves are cut into lines at other places: a few pixels of the edge differ by a shade.
    assert sum(abs(a - b) > 100 for a, b in zip(theirs, ours, strict=True)) <= 8


@pytest.mark.parametrize("data", ["M3", "M3 3q1 1 2 2", "3 3", "M3 3z4", "M3 Hh", "M3 3a1 1 0 0"])
def test_unknown_path_data_is_refused(data: str) -> None:
    with pytest.raises(BadPath):
        parse(data)


def test_an_unknown_icon_is_drawn_as_the_general_one() -> None:
    assert ink(drawn("submarine")) == ink(drawn(GENERAL)) == ink(drawn("<script>"))


@pytest.mark.parametrize(("size", "expected"), [(-1, 1), (0, 1), (1, 1), (105, 105), (100_000, 1024)])
def test_an_icon_has_the_size_asked_for(size: int, expected: int) -> None:
    given = QSize()
    image = Icons().requestImage("check/112233", given, QSize(size, size))
    assert (image.size(), given) == (QSize(expected, expected), QSize(expected, expected))


def test_an_icon_is_drawn_once_and_few_are_kept() -> None:
    icons, one = Icons(), QSize(1, 1)
    first = icons.requestImage("check/000000", QSize(), QSize(SIZE, SIZE))
    assert icons.requestImage("check/000000", QSize(), QSize(SIZE, SIZE)).cacheKey() == first.cacheKey()
    for number in range(KEPT + 1):
        icons.requestImage(f"check/{number:06x}", QSize(), one)
    assert icons.requestImage("check/000000", QSize(), QSize(SIZE, SIZE)).cacheKey() != first.cacheKey()


def shown(harness: WindowHarness, icon: str) -> QQuickItem:
    """Return the icon of a choice on a page."""
    view = Samples("en").all()["for-whom"]
    harness.show(Samples("en").all()["notice"])
    harness.show(replace(view, choices=(Choice("one", Data("One"), icon=icon),)))
    found = icon_in(harness.item("one"))
    assert found is not None
    return found


def icon_in(item: QQuickItem) -> QQuickItem | None:
    if class_name(item).startswith("Icon_"):
        return item
    return next((found for child in item.childItems() if (found := icon_in(child)) is not None), None)


def test_an_icon_on_a_page_has_ink_in_its_colour(harness: WindowHarness) -> None:
    icon = shown(harness, "elder")
    colour = icon.property("color")
    assert isinstance(colour, QColor)
    found = count_colours(snapshot(harness), rect(icon).toAlignedRect())
    assert found[colour.rgb() & 0xFFFFFF] > 100


def test_an_unknown_icon_on_a_page_leaves_no_hole(harness: WindowHarness) -> None:
    known = shown(harness, GENERAL)
    before = snapshot(harness).copy(rect(known).toAlignedRect())
    unknown = shown(harness, "submarine")
    assert snapshot(harness).copy(rect(unknown).toAlignedRect()) == before


def test_the_audit_sees_an_icon_without_a_drawing(harness: WindowHarness) -> None:
    shown(harness, "submarine")
    assert "the icon 'submarine' has no drawing" in findings(harness, elder=False)


def test_the_audit_sees_an_icon_with_little_contrast(harness: WindowHarness) -> None:
    icon = shown(harness, "elder")
    view = harness.screen.bridge.view
    assert view is not None
    assert not [each for each in findings(harness, view, elder=False) if "icon" in each]
    icon.setProperty("color", QColor("#b0c0d8"))
    assert any(
        each.startswith("the icon 'elder' has a contrast of 1.") for each in findings(harness, view, elder=False)
    )
