"""Contrast and focus, measured on the pixels that are really painted.

Each function gives sentences, one a finding. The ground of a text is the colour most of its place has; its ink is the
colour that stands out most from the ground and is there more than by chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtQuick import QQuickItem

from tests.ui.window_harness import WindowHarness, clip_of, rect

SYMBOLS = "Material Design Icons"
LETTERS, STRONG_LETTERS, SIGNS = 4.5, 7.0, 3.0
"""Least contrast of letters, of letters in elder and contrast mode, of icons, outlines and the focus."""
ROUNDING = 0.05
RING_MM = 2.5


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio by WCAG 2: 1 to 21."""
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
    """The window as it is painted now."""
    return harness.screen.window.grabWindow().convertToFormat(QImage.Format.Format_RGB32)


def colours(picture: QImage, area: QRect) -> Counter[int]:
    """How often each colour occurs there."""
    there = picture.copy(area.intersected(picture.rect()))
    found: Counter[int] = Counter()
    # Counted as they are, millions of them; the few colours lose their fourth byte afterwards.
    for pixel, count in Counter(memoryview(there.constBits()).cast("I")).items():
        found[pixel & 0xFFFFFF] += count
    return found


def pale(
    harness: WindowHarness, texts: Sequence[QQuickItem], controls: Sequence[QQuickItem], *, strong: bool
) -> Iterator[str]:
    """Letters, icons and outlines that do not stand out from what they stand on."""
    picture = snapshot(harness)
    for text in texts:
        sign = _family(text) == SYMBOLS
        least = SIGNS if sign else STRONG_LETTERS if strong else LETTERS
        found = _stands_out(colours(picture, _letters(text)))
        if found < least - ROUNDING:
            name = "an icon" if sign else repr(str(text.property("text"))[:24])
            yield f"{name} has a contrast of {found:.1f}:1, not {least}:1"
    for control in controls:
        if control.isEnabled() and not control.inherits("QQuickTextInput"):
            found = _edge(picture, rect(control).toAlignedRect())
            if found < SIGNS - ROUNDING:
                yield f"the outline of {control.objectName()!r} has a contrast of {found:.1f}:1"


def _family(text: QQuickItem) -> str:
    return str(text.property("font").family())


def _letters(text: QQuickItem) -> QRect:
    """Where letters are, without what a wide item leaves empty."""
    area = rect(text)
    clip = clip_of(text)
    return (area if clip is None else area.intersected(clip)).toAlignedRect()


def _stands_out(found: Counter[int]) -> float:
    if not found:
        return 21.0
    ground, _ = found.most_common(1)[0]
    least = max(3, sum(found.values()) // 2000)
    return max((_ratio(ground, colour) for colour, count in found.items() if count >= least), default=1.0)


def _edge(picture: QImage, area: QRect) -> float:
    """From outside a control to its inside, at the middle of each side: the strongest step, the weakest side."""
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
    """Every control is given the keys' focus; the pixels around it must change as a person sees."""
    harness.activate()
    _let_go(harness)
    calm = snapshot(harness)
    for control in controls:
        if not control.isEnabled():
            continue
        control.forceActiveFocus(Qt.FocusReason.TabFocusReason)
        _paint()
        # A field's box stands around what is written in it.
        shown = control.parentItem() if control.inherits("QQuickTextInput") else control
        if _changed(calm, snapshot(harness), _around(harness, rect(shown))) < control.width():
            yield f"{control.objectName()!r} does not show that it has the focus"
    _let_go(harness)


def _let_go(harness: WindowHarness) -> None:
    """Nothing has the focus."""
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
    """Pixels that changed by 3:1 and more."""
    there = area.intersected(before.rect())
    # Both pictures must live while their bytes are read.
    was, now = before.copy(there), after.copy(there)
    old, new = memoryview(was.constBits()).cast("I"), memoryview(now.constBits()).cast("I")
    changes = Counter((a & 0xFFFFFF, b & 0xFFFFFF) for a, b in zip(old, new, strict=True) if a != b)
    return sum(count for (a, b), count in changes.items() if _ratio(a, b) >= SIGNS)
