"""Emptiness of a page: the largest run of rows of its work zone in which nothing is, as share of the zone.

The work zone reaches from below the page's title and lead to what is below the page: the keyboard, the strip of modes
or the action bar. It is measured from the rectangles of the items of the window, not from pixels. A text, a field, a
button, a drawing and a card are something; a thin line and a background of the whole zone are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor
from PySide6.QtQml import QQmlProperty
from PySide6.QtQuick import QQuickItem

from kiosk.view import BlockKind, FieldKind, Modes, View
from tests.ui.pseudo import PSEUDO
from tests.ui.window_harness import WindowHarness, class_name, clip_of, painted, rect

LIMIT = 0.35
"""Largest share of a page's zone that may be empty."""
LIMIT_OF_FIRST = 0.55
"""Of a screen that others follow: the next part was too high for what is left."""
FEW, LIMIT_OF_FEW = 4, 0.7
"""A page of at most so many rows, sentences, fields and choices may be emptier: a choice or a row as high as a third of
the screen looks like a page of its own."""
ONE_THING: Mapping[str, str] = {
    "starting": "the logo, before anything can be said",
    "staff": "one question to staff: whether to end this visit",
}
"""Ids of pages whose content is one picture or one sentence, with the reason; they have no limit. Nor has a page with
no blocks, fields or choices, which is one sentence, or a search, which shows as few as were found."""
LINE_MM = 2.0
"""Height in millimetres under which a rectangle is a line between parts."""
CONTENT = ("QQuickTextInput", "QQuickAbstractButton", "QQuickShape", "QQuickImage")


@dataclass(frozen=True)
class Space:
    """The work zone of a page and its largest empty run of rows, each from top to bottom in pixels of the window."""

    zone: tuple[float, float]
    empty: tuple[float, float]

    @property
    def share(self) -> float:
        """Return the share of the zone that is empty, 0 to 1."""
        height = self.zone[1] - self.zone[0]
        return (self.empty[1] - self.empty[0]) / height if height > 0 else 0.0


def space_of(harness: WindowHarness) -> Space | None:
    """Measure the page that is shown; None if it has no work zone, or something covers it."""
    items = harness.items()
    names = {class_name(item).partition("_QMLTYPE")[0]: item for item in items}
    page = next((item for item in items if item.objectName() == "page"), None)
    if page is None or names.keys() & {"CountdownOverlay", "Curtain"}:
        return None
    area = rect(page)
    head = names.get("PageHead")
    top = area.top()
    if head is not None and (seen := _seen(head, rect(head))) is not None:
        top = seen.bottom()
    zone = QRectF(area.left(), top, area.width(), max(0.0, area.bottom() - top))
    parts = [part for item in _below(page) if (part := _rows_of(item, zone, harness)) is not None]
    return Space((zone.top(), zone.bottom()), largest_gap((zone.top(), zone.bottom()), parts))


def largest_gap(zone: tuple[float, float], parts: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Return the largest run of the zone that no part touches, the first of several."""
    at, largest = zone[0], (zone[0], zone[0])
    for top, bottom in [*sorted(parts), (zone[1], zone[1])]:
        if min(top, zone[1]) - at > largest[1] - largest[0]:
            largest = (at, min(top, zone[1]))
        at = max(at, bottom)
    return largest


def too_empty(harness: WindowHarness, view: View) -> Iterator[str]:
    """Yield one sentence if a page in the standard look is emptier than its limit.

    Not judged are the last of several screens of a page, which ends where its content ends, and words that are longer
    than any language's."""
    if view.modes != Modes(companion=view.modes.companion) or view.language == PSEUDO:
        return
    if _is_one_thing(view) or _is_last_of_several(harness):
        return
    limit = LIMIT_OF_FIRST if harness.find("turn-down") is not None else LIMIT_OF_FEW if _is_short(view) else LIMIT
    space = space_of(harness)
    if space is not None and space.share > limit:
        yield f"{space.share:.0%} of the work zone is empty, more than {limit:.0%}"


def _is_one_thing(view: View) -> bool:
    searched = any(field.kind is FieldKind.SEARCH and field.value for field in view.fields)
    return page_name(view) in ONE_THING or searched or not (view.blocks or view.fields or view.choices)


def _is_short(view: View) -> bool:
    things = sum(block.kind not in (BlockKind.BOX_START, BlockKind.BOX_END) for block in view.blocks)
    return things + len(view.fields) + len(view.choices) <= FEW


def page_name(view: View) -> str:
    """Return the page's id, without that of the page that it lies over: help is the same over every page."""
    return view.id.rpartition("?")[2]


def _is_last_of_several(harness: WindowHarness) -> bool:
    up, down = (harness.find(key) for key in ("turn-up", "turn-down"))
    return up is not None and up.isEnabled() and (down is None or not down.isEnabled())


def _below(item: QQuickItem) -> Iterator[QQuickItem]:
    """Yield the visible items below an item."""
    for child in item.childItems():
        if child.isVisible():
            yield child
            yield from _below(child)


def _seen(item: QQuickItem, area: QRectF) -> QRectF | None:
    """Return the part of an area that is not clipped, None if there is none."""
    clip = clip_of(item)
    seen = area if clip is None else area.intersected(clip)
    return seen if seen.width() > 1 and seen.height() > 1 else None


def _rows_of(item: QQuickItem, zone: QRectF, harness: WindowHarness) -> tuple[float, float] | None:
    """Return top and bottom of what an item draws in the zone, None if that is nothing."""
    if item.inherits("QQuickText"):
        area = painted(item) if str(item.property("text")).strip() else None
    elif item.inherits("QQuickRectangle"):
        area = rect(item) if _is_card(item, zone, harness) else None
    else:
        area = rect(item) if any(item.inherits(name) for name in CONTENT) else None
    if area is None or (seen := _seen(item, area)) is None or not seen.intersects(zone):
        return None
    return max(seen.top(), zone.top()), min(seen.bottom(), zone.bottom())


def _is_card(item: QQuickItem, zone: QRectF, harness: WindowHarness) -> bool:
    """Return whether a rectangle is visible, no line, and no background of the whole zone."""
    if item.height() < LINE_MM * harness.profile.px_per_mm or rect(item).adjusted(-1, -1, 1, 1).contains(zone):
        return False
    # The border itself has no type that Python knows, its values have.
    width, edge = (QQmlProperty(item, f"border.{name}").read() for name in ("width", "color"))
    return any(isinstance(each, QColor) and each.alpha() > 0 for each in (item.property("color"), width and edge))
