"""Contrast and focus, measured on painted pixels.

Each function yields one sentence per finding. The background of a text is the most frequent colour of its area; its
text colour is the one with the highest contrast to it that covers more than a few pixels.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from PIL import Image
from PySide6.QtCore import QCoreApplication, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtQuick import QQuickItem

from tests.ui.window_harness import WindowHarness, clip_of, rect

TEXT_RATIO, STRONG_TEXT_RATIO, GRAPHIC_RATIO = 4.5, 7.0, 3.0
"""Minimum contrast of text, of text in elder and contrast mode, and of icons, outlines and the focus ring."""
ROUNDING = 0.05
RING_MM = 2.5
DIFFERENT = re.compile(b"[^\\x00]+(?:\\x00{1,3}[^\\x00]+)*")
"""A run of bytes that differ; inside a pixel some may be equal."""


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of WCAG 2: 1 to 21."""
    return _ratio(one.rgb() & 0xFFFFFF, other.rgb() & 0xFFFFFF)


@lru_cache(maxsize=100_000)
def _ratio(one: int, other: int) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=100_000)
def _luminance(rgb: int) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear((rgb >> shift & 0xFF) / 255) for shift in (16, 8, 0))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def snapshot(harness: WindowHarness) -> QImage:
    """Return the window's current pixels."""
    return harness.screen.window.grabWindow().convertToFormat(QImage.Format.Format_RGB32)


def count_colours(picture: QImage, area: QRect) -> Counter[int]:
    """Count the pixels of each colour in an area."""
    there = picture.copy(area.intersected(picture.rect()))
    found: Counter[int] = Counter()
    if there.isNull():
        return found
    pixels = Image.frombuffer("RGBA", (there.width(), there.height()), bytes(there.constBits()), "raw", "BGRA", 0, 1)
    counted: Any = pixels.getcolors(maxcolors=there.width() * there.height())
    for count, (red, green, blue, _) in counted:
        found[red << 16 | green << 8 | blue] += count
    return found


def low_contrast(
    harness: WindowHarness,
    texts: Sequence[QQuickItem],
    icons: Sequence[QQuickItem],
    controls: Sequence[QQuickItem],
    *,
    strong: bool,
) -> Iterator[str]:
    """Yield texts, icons and outlines with too little contrast to their background."""
    picture = snapshot(harness)
    least = STRONG_TEXT_RATIO if strong else TEXT_RATIO
    for text in texts:
        found = _text_contrast(count_colours(picture, _visible_area(text)))
        if found < least - ROUNDING:
            yield f"{str(text.property('text'))[:24]!r} has a contrast of {found:.1f}:1, not {least}:1"
    for icon in icons:
        found = _text_contrast(count_colours(picture, _visible_area(icon)))
        if found < GRAPHIC_RATIO - ROUNDING:
            yield f"the icon {icon.property('drawing')!r} has a contrast of {found:.1f}:1, not {GRAPHIC_RATIO}:1"
    for control in controls:
        if control.isEnabled() and not control.inherits("QQuickTextInput"):
            found = _outline_contrast(picture, rect(control).toAlignedRect())
            if found < GRAPHIC_RATIO - ROUNDING:
                yield f"the outline of {control.objectName()!r} has a contrast of {found:.1f}:1"


def _visible_area(item: QQuickItem) -> QRect:
    """Return the visible area of a text or an icon."""
    area = rect(item)
    clip = clip_of(item)
    return (area if clip is None else area.intersected(clip)).toAlignedRect()


def _text_contrast(found: Counter[int]) -> float:
    if not found:
        return 21.0
    ground, _ = found.most_common(1)[0]
    least = max(3, sum(found.values()) // 2000)
    return max((_ratio(ground, colour) for colour, count in found.items() if count >= least), default=1.0)


def _outline_contrast(picture: QImage, area: QRect) -> float:
    """Return the strongest colour step at each side of a control, of the weaker side."""
    weakest = 21.0
    middle = area.center()
    for out, step in (
        ((area.left() - 4, middle.y()), (1, 0)),
        ((middle.x(), area.top() - 4), (0, 1)),
    ):
        line = [
            picture.pixel(out[0] + step[0] * n, out[1] + step[1] * n) & 0xFFFFFF
            for n in range(12)
            if picture.valid(out[0] + step[0] * n, out[1] + step[1] * n)
        ]
        if line:
            weakest = min(weakest, max(_ratio(line[0], each) for each in line))
    return weakest


def without_visible_focus(harness: WindowHarness, controls: Sequence[QQuickItem]) -> Iterator[str]:
    """Focus every control; the pixels around it must change by GRAPHIC_RATIO."""
    harness.activate()
    _clear_focus(harness)
    unfocused = snapshot(harness)
    for control in controls:
        if not control.isEnabled():
            continue
        control.forceActiveFocus(Qt.FocusReason.TabFocusReason)
        _paint()
        # The focus ring of a field is around its box.
        shown = control.parentItem() if control.inherits("QQuickTextInput") else control
        if _changed(unfocused, snapshot(harness), _around(harness, rect(shown))) < control.width():
            yield f"{control.objectName()!r} does not show that it has the focus"
    _clear_focus(harness)


def _clear_focus(harness: WindowHarness) -> None:
    """Take the focus from every control."""
    if (held := harness.focused()) is not None:
        held.setFocus(False)
    _paint()


def _paint() -> None:
    for _ in range(2):
        QCoreApplication.processEvents()


def _around(harness: WindowHarness, area: QRectF) -> QRect:
    ring = RING_MM * harness.profile.px_per_mm
    return area.adjusted(-ring, -ring, ring, ring).toAlignedRect()


def _changed(before: QImage, after: QImage, area: QRect) -> int:
    """Count the pixels that changed by GRAPHIC_RATIO or more."""
    there = area.intersected(before.rect())
    # Both copies must be referenced while their memory is read.
    was, now = before.copy(there), after.copy(there)
    old, new = bytes(was.constBits()), bytes(now.constBits())
    # Few pixels differ: their places are found by one operation on all bytes.
    differing = (int.from_bytes(old, "little") ^ int.from_bytes(new, "little")).to_bytes(len(old), "little")
    changes: Counter[tuple[int, int]] = Counter()
    pixels = memoryview(old).cast("I"), memoryview(new).cast("I")
    for run in DIFFERENT.finditer(differing):
        start, end = run.start() // 4, -(-run.end() // 4)
        changes.update(zip(pixels[0][start:end], pixels[1][start:end], strict=True))
    return sum(count for (a, b), count in changes.items() if _ratio(a & 0xFFFFFF, b & 0xFFFFFF) >= GRAPHIC_RATIO)
