"""The rules of the screen, measured on what is really drawn: nothing cut, overlapped, outside, too small, or nameless.

Each function gives sentences, one a finding; a clean page gives none. Sizes are the millimetres of the profile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible, QFont, QFontMetricsF
from PySide6.QtQml import QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickItem

from kiosk.view import View
from tests.ui.pixels import SYMBOLS, pale, without_visible_focus
from tests.ui.pseudo import PSEUDO
from tests.ui.rules import out_of_reach, written_into_the_program
from tests.ui.window_harness import WindowHarness, ancestors, clip_of, inside, painted, rect

DRAWINGS = ("Cabinet", "QuarterMark", "Face_")
SLACK = 1.5
"""Pixels that rounding may take."""
ROLES = {
    QAccessible.Role.Button,
    QAccessible.Role.RadioButton,
    QAccessible.Role.CheckBox,
    QAccessible.Role.EditableText,
}
LEAST_NAME, LEAST_TO_DECIDE = 28, 7.3
"""Pixels of a name's font, millimetres of a letter."""
RARE = re.compile("[\u3400-\u4dbf\U00020000-\U0003ffff]")
TERM = re.compile("[\u4e00-\u9fff]{2,4}")
"""So few hanzi stand on one line."""
HANZI = 0.92
"""Of the em square is filled by a hanzi."""
WORD = re.compile(r"[A-Za-zÀ-ž0-9'-]+")


def every_turn(harness: WindowHarness) -> Iterator[int]:
    """Turn the page by its own button until its end, as a citizen would."""
    turn = 0
    yield turn
    while (down := harness.find("turn-down")) is not None and down.isEnabled():
        harness.touch("turn-down")
        turn += 1
        assert turn < 20, "the page has no end"
        yield turn


def findings(harness: WindowHarness, view: View | None = None, *, elder: bool, focus: bool = False) -> list[str]:
    """Everything that is wrong with what is drawn now; with its view also what only the view tells."""
    texts = [t for t in harness.items() if t.inherits("QQuickText") and str(t.property("text")).strip()]
    controls = harness.controls()
    drawings = [item for item in harness.items() if _class(item).startswith(DRAWINGS) and _shows(item, rect(item))]
    if (over := harness.find("more-time")) is not None or (over := harness.find("curtain-off")) is not None:
        cover = _overlay(over)
        texts = [t for t in texts if inside(t, cover)]
        controls = [c for c in controls if inside(c, cover)]
        drawings = []
    seen = [t for t in texts if _shows(t, painted(t))]
    reachable = [c for c in controls if _shows(c, rect(c))]
    inputs = [c for c in reachable if c.inherits("QQuickTextInput")]
    found = [
        *_cut(harness, seen),
        *_cut_controls(harness, reachable),
        *_broken(seen),
        *_overlapping(seen),
        *_over_others(seen, reachable, drawings),
        *_small_letters(harness, [*seen, *inputs], elder=elder),
        *_small_for_their_matter(harness, [*seen, *inputs]),
        *_small_targets(harness, reachable, elder=elder),
        *_close_targets(harness, reachable),
        *_nameless(controls),
    ]
    if view is not None:
        found += pale(harness, seen, reachable, strong=elder or view.modes.contrast)
        if view.modes.low:
            found += out_of_reach(harness, reachable)
        if view.language == PSEUDO:
            found += written_into_the_program(view, seen, [str(harness.screen.bridge.time)])
    if focus:
        found += without_visible_focus(harness, reachable)
    return found


def _overlay(item: QQuickItem) -> QQuickItem:
    """The whole cover that an overlay's button stands on."""
    return next(above for above in ancestors(item) if _class(above).startswith(("CountdownOverlay", "Curtain")))


def _class(item: QQuickItem) -> str:
    return str(item.metaObject().className())


def _shows(item: QQuickItem, area: QRectF) -> bool:
    """Is any of it to be seen (not on another turn of the page)?"""
    clip = clip_of(item)
    if clip is None:
        return True
    there = clip.intersected(area)
    return there.width() > SLACK and there.height() > SLACK


def _said(item: QQuickItem) -> str:
    return repr(str(item.property("text"))[:24])


def _cut(harness: WindowHarness, texts: Sequence[QQuickItem]) -> Iterator[str]:
    window = QRectF(0, 0, harness.profile.width, harness.profile.height)
    for text in texts:
        area = painted(text)
        if bool(text.property("truncated")):
            yield f"{_said(text)} is elided"
        if float(text.property("contentWidth")) > text.width() + SLACK:
            yield f"{_said(text)} is wider than its place"
        if not window.adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(area):
            yield f"{_said(text)} stands outside the window"
        clip = clip_of(text)
        if clip is not None and not clip.adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(area):
            yield f"{_said(text)} is cut by the page's edge"
        button = _button_of(text)
        if button is not None and not rect(button).adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(area):
            yield f"{_said(text)} stands over the edge of {button.objectName()!r}"


def _cut_controls(harness: WindowHarness, controls: Sequence[QQuickItem]) -> Iterator[str]:
    """What a finger aims at stands in sight whole."""
    window = QRectF(0, 0, harness.profile.width, harness.profile.height)
    for control in controls:
        area = rect(control).adjusted(SLACK, SLACK, -SLACK, -SLACK)
        if not window.contains(area):
            yield f"{control.objectName()!r} stands outside the window"
        elif (clip := clip_of(control)) is not None and not clip.contains(area):
            yield f"{control.objectName()!r} is cut by the page's edge"


def _broken(texts: Sequence[QQuickItem]) -> Iterator[str]:
    for text in texts:
        font = text.property("font")
        assert isinstance(font, QFont)
        wide = QFontMetricsF(font).horizontalAdvance
        for word in WORD.findall(str(text.property("text"))):
            if wide(word) > max(text.width(), float(text.property("contentWidth"))) + SLACK:
                yield f"{word!r} is broken in mid-word"
        if TERM.fullmatch(str(text.property("text"))) and int(text.property("lineCount")) > 1:
            yield f"{_said(text)} is broken in mid-word"


def _button_of(item: QQuickItem) -> QQuickItem | None:
    return next((above for above in ancestors(item) if above.inherits("QQuickAbstractButton")), None)


def _overlapping(texts: Sequence[QQuickItem]) -> Iterator[str]:
    areas = [(text, painted(text).adjusted(SLACK, SLACK, -SLACK, -SLACK)) for text in texts]
    for place, (one, here) in enumerate(areas):
        for other, there in areas[place + 1 :]:
            if here.intersects(there):
                yield f"{_said(one)} and {_said(other)} overlap"


def _over_others(
    texts: Sequence[QQuickItem], controls: Sequence[QQuickItem], drawings: Sequence[QQuickItem]
) -> Iterator[str]:
    """Letters over a control or a drawing that they do not belong to."""
    # The words in an empty field are its box's, as it is.
    grounds = [(c, c.parentItem() if c.inherits("QQuickTextInput") else c) for c in controls]
    for text in texts:
        area = painted(text).adjusted(SLACK, SLACK, -SLACK, -SLACK)
        for item, ground in [*grounds, *((each, each) for each in drawings)]:
            if area.intersects(rect(item)) and not inside(text, ground):
                yield f"{_said(text)} stands over {item.objectName() or _class(item).partition('_')[0]!r}"


def _small_letters(harness: WindowHarness, texts: Sequence[QQuickItem], *, elder: bool) -> Iterator[str]:
    least = max(20.0, (9.0 if elder else 6.0) * harness.profile.px_per_mm)
    for text in texts:
        if text.property("font").family() != SYMBOLS and (size := drawn_size(text) * HANZI) < least - 0.5:
            yield f"{_said(text)} has letters of {size / harness.profile.px_per_mm:.1f} mm"


def _small_for_their_matter(harness: WindowHarness, texts: Sequence[QQuickItem]) -> Iterator[str]:
    """Names, values and rare characters; what is needed to decide."""
    for text in texts:
        size, said = drawn_size(text), str(text.property("text"))
        if (RARE.search(said) or _is_value(text, said)) and size < LEAST_NAME:
            yield f"the name or value {_said(text)} is drawn at {size:.0f} px"
        millimetres = size * HANZI / harness.profile.px_per_mm
        if _decides(text, said) and millimetres < LEAST_TO_DECIDE - 0.1:
            yield f"{_said(text)}, needed to decide, has letters of {millimetres:.1f} mm"


def _is_value(text: QQuickItem, said: str) -> bool:
    """The value of a row, or what is written in a field."""
    row = next((above for above in ancestors(text) if _class(above).startswith("BlockRow")), None)
    return text.inherits("QQuickTextInput") or (row is not None and said == row.property("value"))


def _decides(text: QQuickItem, said: str) -> bool:
    """A note, or why something cannot be done."""
    if any(_class(above).startswith(("BlockNote", "BlockStatus")) for above in ancestors(text)):
        return bool(text.property("font").family() != SYMBOLS)
    button = _button_of(text)
    return button is not None and any(said == button.property(each) for each in ("note", "whyNot"))


def drawn_size(text: QQuickItem) -> float:
    """Pixels of the font as it is drawn: a text may be made smaller than its font until it fits."""
    if text.inherits("QQuickTextInput"):
        return float(text.property("font").pixelSize())
    return float(qml(text, "fontInfo.pixelSize"))


def qml(item: QQuickItem, what: str) -> Any:
    """What an expression of QML gives there, for what Python has no words for."""
    around = qmlContext(item)
    assert around is not None
    given: Any = QQmlExpression(around, item, what).evaluate()
    return given[0] if isinstance(given, tuple) else given


def _small_targets(harness: WindowHarness, controls: Sequence[QQuickItem], *, elder: bool) -> Iterator[str]:
    least = (20 if elder else 15) * harness.profile.px_per_mm
    for control in controls:
        if min(control.width(), control.height()) < least - SLACK:
            size = min(control.width(), control.height()) / harness.profile.px_per_mm
            yield f"{control.objectName()!r} is only {size:.1f} mm"


def _close_targets(harness: WindowHarness, controls: Sequence[QQuickItem]) -> Iterator[str]:
    gap = 3 * harness.profile.px_per_mm - SLACK
    for place, one in enumerate(controls):
        wide = rect(one).adjusted(-gap / 2, -gap / 2, gap / 2, gap / 2)
        for other in controls[place + 1 :]:
            if wide.intersects(rect(other).adjusted(-gap / 2, -gap / 2, gap / 2, gap / 2)):
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
