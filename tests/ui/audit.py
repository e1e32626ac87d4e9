"""The rules of the screen, measured on the items drawn: nothing cut, overlapping, outside, too small, or nameless.

Each function yields one sentence per finding. Sizes are in millimetres of the profile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import QMetaObject, QRectF
from PySide6.QtGui import QAccessible, QFont, QFontMetricsF
from PySide6.QtQml import QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickItem

from kiosk.catalogue.lengths import LONGEST, width_of
from kiosk.view import View
from tests.ui.pixels import low_contrast, without_visible_focus
from tests.ui.pseudo import PSEUDO
from tests.ui.rules import out_of_reach, words_that_are_not_ours, written_into_the_program
from tests.ui.window_harness import WindowHarness, ancestors, class_name, clip_of, inside, painted, rect
from ui.icon_drawing import drawings

DRAWINGS = ("CabinetPicture", "CardPicture", "Face_", "QrCode", "QuarterMark", "SlipPicture")
SLACK = 1.5
"""Tolerance for rounding, in pixels."""
ROLES = {
    QAccessible.Role.Button,
    QAccessible.Role.RadioButton,
    QAccessible.Role.CheckBox,
    QAccessible.Role.EditableText,
}
VALUE_AT_LEAST_PX, DECISION_AT_LEAST_MM = 28, 7.3
"""Minimum font size of names and values in pixels; minimum character height of text needed to decide in millimetres."""
RARE_CHARACTER = re.compile("[\u3400-\u4dbf\U00020000-\U0003ffff]")
SHORT_TERM = re.compile("[\u4e00-\u9fff]{2,4}")
"""Terms that must not be broken over two lines."""
HANZI = 0.92
"""Share of the em square that a Chinese character fills."""
WORD = re.compile(r"[A-Za-zÀ-ž0-9'-]+")


def every_turn(harness: WindowHarness) -> Iterator[int]:
    """Yield the number of each screen of a page, the first one being 0, turning it by its own buttons.

    A page keeps its turn while its content changes, so a view of the page shown before may begin anywhere."""
    while (up := harness.find("turn-up")) is not None and up.isEnabled():
        _click(harness, up)
    turn = 0
    yield turn
    while (down := harness.find("turn-down")) is not None and down.isEnabled():
        _click(harness, down)
        turn += 1
        assert turn < 100, "the page has no end"
        yield turn


def _click(harness: WindowHarness, button: QQuickItem) -> None:
    """Not by a finger, which waits after a new page until a second tap can no longer be one of the page before."""
    QMetaObject.invokeMethod(button, "click")
    harness.settle()


def findings(harness: WindowHarness, view: View | None = None, *, elder: bool, focus: bool = False) -> list[str]:
    """Return all findings on the items drawn now; those that need the view only if it is given."""
    items = [(item, _class(item)) for item in harness.items()]
    texts = [t for t, _ in items if t.inherits("QQuickText") and str(t.property("text")).strip()]
    icons = [item for item, kind in items if kind.startswith("Icon_") and _is_visible(item, rect(item))]
    controls = harness.controls()
    drawings = [item for item, kind in items if kind.startswith(DRAWINGS) and _is_visible(item, rect(item))]
    if (over := harness.find("more-time")) is not None or (over := harness.find("curtain-off")) is not None:
        cover = _overlay(over)
        texts = [t for t in texts if inside(t, cover)]
        controls = [c for c in controls if inside(c, cover)]
        icons = [each for each in icons if inside(each, cover)]
        drawings = []
    seen = [t for t in texts if _is_visible(t, painted(t))]
    reachable = [c for c in controls if _is_visible(c, rect(c))]
    inputs = [c for c in reachable if c.inherits("QQuickTextInput")]
    found = [
        *_cut(harness, seen),
        *_cut_controls(harness, reachable),
        *_broken(seen),
        *_overlapping(seen),
        *_over_other_items(seen, reachable, [*drawings, *icons]),
        *_small_letters(harness, [*seen, *inputs], elder=elder),
        *_small_values(harness, [*seen, *inputs]),
        *_small_targets(harness, reachable, elder=elder),
        *_close_targets(harness, reachable),
        *_nameless(controls),
        *_undrawn(icons),
    ]
    if view is not None:
        found += low_contrast(harness, seen, icons, reachable, strong=elder or view.modes.contrast)
        if view.modes.low:
            found += out_of_reach(harness, reachable)
        if view.language == PSEUDO:
            found += written_into_the_program(view, seen, [str(harness.screen.bridge.time)])
        found += words_that_are_not_ours(view, seen)
    if focus:
        found += without_visible_focus(harness, reachable)
    return found


def _undrawn(icons: Sequence[QQuickItem]) -> Iterator[str]:
    """Icons without a drawing, in whose place the general one is drawn."""
    for name in {str(each.property("drawing")) for each in icons} - drawings().keys():
        yield f"the icon {name!r} has no drawing"


def _overlay(item: QQuickItem) -> QQuickItem:
    """Return the overlay with this button."""
    return next(above for above in ancestors(item) if _class(above).startswith(("CountdownOverlay", "Curtain")))


def _class(item: QQuickItem) -> str:
    return class_name(item)


def _is_visible(item: QQuickItem, area: QRectF) -> bool:
    """Return whether part of an area is visible (not on another screen of the page)."""
    clip = clip_of(item)
    if clip is None:
        return True
    there = clip.intersected(area)
    return there.width() > SLACK and there.height() > SLACK


def _quoted(item: QQuickItem) -> str:
    return repr(str(item.property("text"))[:24])


def _cut(harness: WindowHarness, texts: Sequence[QQuickItem]) -> Iterator[str]:
    window = QRectF(0, 0, harness.profile.width, harness.profile.height)
    for text in texts:
        area = painted(text)
        if bool(text.property("truncated")) and width_of(str(text.property("text"))) <= LONGEST["summary"]:
            yield f"{_quoted(text)} is elided"
        if float(text.property("contentWidth")) > text.width() + SLACK:
            yield f"{_quoted(text)} is wider than its place"
        clip = clip_of(text)
        if clip is not None and not clip.adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(area):
            if _is_split_between_lines(text, area, clip):
                area = area.intersected(clip)
            else:
                yield f"{_quoted(text)} is cut by the page's edge"
        if not window.adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(area):
            yield f"{_quoted(text)} is outside the window"
        button = _button_of(text)
        if button is not None and not rect(button).adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(area):
            yield f"{_quoted(text)} is over the edge of {button.objectName()!r}"


def _is_split_between_lines(text: QQuickItem, area: QRectF, clip: QRectF) -> bool:
    """Return whether a text that is higher than its zone goes on on the next screen, with whole lines on each."""
    if area.height() <= clip.height() or area.left() < clip.left() - SLACK or area.right() > clip.right() + SLACK:
        return False
    line = area.height() / int(text.property("lineCount"))
    edges = [edge for edge in (clip.top(), clip.bottom()) if area.top() + SLACK < edge < area.bottom() - SLACK]
    return all(abs((edge - area.top()) / line - round((edge - area.top()) / line)) * line < 2 * SLACK for edge in edges)


def _seen(text: QQuickItem) -> QRectF:
    """Return the part of a text's glyphs that is not on another screen of the page."""
    clip = clip_of(text)
    area = painted(text)
    return (area if clip is None else area.intersected(clip)).adjusted(SLACK, SLACK, -SLACK, -SLACK)


def _goes_on(control: QQuickItem, clip: QRectF) -> bool:
    """Return whether what is written in a field is higher than its zone: it goes on on the next screen."""
    return bool(control.inherits("QQuickTextInput")) and control.height() > clip.height()


def _area(control: QQuickItem) -> QRectF:
    """Return the rectangle of a control, of a field that goes on on the next screen its part on this one."""
    clip = clip_of(control)
    return rect(control) if clip is None or not _goes_on(control, clip) else rect(control).intersected(clip)


def _cut_controls(harness: WindowHarness, controls: Sequence[QQuickItem]) -> Iterator[str]:
    """Controls must be completely visible."""
    window = QRectF(0, 0, harness.profile.width, harness.profile.height)
    for control in controls:
        area = _area(control).adjusted(SLACK, SLACK, -SLACK, -SLACK)
        if not window.contains(area):
            yield f"{control.objectName()!r} is outside the window"
        elif (clip := clip_of(control)) is not None and not clip.contains(area) and not _goes_on(control, clip):
            yield f"{control.objectName()!r} is cut by the page's edge"


def _broken(texts: Sequence[QQuickItem]) -> Iterator[str]:
    for text in texts:
        font = text.property("font")
        assert isinstance(font, QFont)
        wide = QFontMetricsF(font).horizontalAdvance
        for word in WORD.findall(str(text.property("text"))):
            if wide(word) > max(text.width(), float(text.property("contentWidth"))) + SLACK:
                yield f"{word!r} is broken in mid-word"
        if SHORT_TERM.fullmatch(str(text.property("text"))) and int(text.property("lineCount")) > 1:
            yield f"{_quoted(text)} is broken in mid-word"


def _button_of(item: QQuickItem) -> QQuickItem | None:
    return next((above for above in ancestors(item) if above.inherits("QQuickAbstractButton")), None)


def _overlapping(texts: Sequence[QQuickItem]) -> Iterator[str]:
    areas = [(text, _seen(text)) for text in texts]
    for place, (one, here) in enumerate(areas):
        for other, there in areas[place + 1 :]:
            if here.intersects(there):
                yield f"{_quoted(one)} and {_quoted(other)} overlap"


def _over_other_items(
    texts: Sequence[QQuickItem], controls: Sequence[QQuickItem], drawings: Sequence[QQuickItem]
) -> Iterator[str]:
    """Texts over a control or drawing that they are not part of."""
    # The hint of an empty field belongs to the field's box, as the input does.
    grounds = [(c, c.parentItem() if c.inherits("QQuickTextInput") else c) for c in controls]
    there = [(item, ground, _area(item)) for item, ground in [*grounds, *((each, each) for each in drawings)]]
    for text in texts:
        here = _seen(text)
        for item, ground, area in there:
            if here.intersects(area) and not inside(text, ground):
                yield f"{_quoted(text)} is over {item.objectName() or _class(item).partition('_')[0]!r}"


def _small_letters(harness: WindowHarness, texts: Sequence[QQuickItem], *, elder: bool) -> Iterator[str]:
    least = max(20.0, (9.0 if elder else 6.0) * harness.millimetre)
    for text in texts:
        if (size := drawn_size(text) * HANZI) < least - 0.5:
            yield f"{_quoted(text)} has letters of {size / harness.millimetre:.1f} mm"


def _small_values(harness: WindowHarness, texts: Sequence[QQuickItem]) -> Iterator[str]:
    """Names, values, rare characters, and text needed to decide."""
    for text in texts:
        size, said = drawn_size(text), str(text.property("text"))
        if (RARE_CHARACTER.search(said) or _is_value(text, said)) and size < VALUE_AT_LEAST_PX:
            yield f"the name or value {_quoted(text)} is drawn at {size:.0f} px"
        millimetres = size * HANZI / harness.millimetre
        if _is_needed_to_decide(text, said) and millimetres < DECISION_AT_LEAST_MM - 0.1:
            yield f"{_quoted(text)}, needed to decide, has letters of {millimetres:.1f} mm"


def _is_value(text: QQuickItem, said: str) -> bool:
    """Return whether it is the value of a row or the text of a field."""
    row = next((above for above in ancestors(text) if _class(above).startswith(("BlockRow", "BlockFact"))), None)
    return text.inherits("QQuickTextInput") or (row is not None and said == row.property("value"))


def _is_needed_to_decide(text: QQuickItem, said: str) -> bool:
    """Return whether it is a note, or the reason why something is disabled."""
    if any(_class(above).startswith(("BlockNote", "BlockStatus")) for above in ancestors(text)):
        return True
    button = _button_of(text)
    return button is not None and any(said == button.property(each) for each in ("note", "whyNot"))


def drawn_size(text: QQuickItem) -> float:
    """Return the drawn font size in pixels: a text may be shrunk to fit."""
    if text.inherits("QQuickTextInput"):
        return float(text.property("font").pixelSize())
    return float(evaluate_qml(text, "fontInfo.pixelSize"))


def evaluate_qml(item: QQuickItem, what: str) -> Any:
    """Return the value of a QML expression in the scope of an item, for what has no Python API."""
    around = qmlContext(item)
    assert around is not None
    given: Any = QQmlExpression(around, item, what).evaluate()
    return given[0] if isinstance(given, tuple) else given


def _small_targets(harness: WindowHarness, controls: Sequence[QQuickItem], *, elder: bool) -> Iterator[str]:
    least = (20 if elder else 15) * harness.millimetre
    for control in controls:
        if min(control.width(), control.height()) < least - SLACK:
            size = min(control.width(), control.height()) / harness.millimetre
            yield f"{control.objectName()!r} is only {size:.1f} mm"


def _close_targets(harness: WindowHarness, controls: Sequence[QQuickItem]) -> Iterator[str]:
    gap = 3 * harness.millimetre - SLACK
    areas = [(each, _area(each).adjusted(-gap / 2, -gap / 2, gap / 2, gap / 2)) for each in controls]
    for place, (one, wide) in enumerate(areas):
        for other, area in areas[place + 1 :]:
            if wide.intersects(area):
                yield f"{one.objectName()!r} and {other.objectName()!r} are closer than 3 mm"


def _nameless(controls: Sequence[QQuickItem]) -> Iterator[str]:
    QAccessible.setActive(True)
    for control in controls:
        spoken = QAccessible.queryAccessibleInterface(control)
        if not control.objectName():
            yield f"a control of {_class(control)} has no key"
        if spoken is None or not spoken.text(QAccessible.Text.Name).strip("， "):
            yield f"{control.objectName()!r} has no accessible name"
        elif spoken.role() not in ROLES:
            yield f"{control.objectName()!r} has the role {spoken.role()}"
