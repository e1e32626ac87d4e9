"""Rules that concern several items: reach, same places on every page, and texts missing from the language files.

Each function yields one sentence per finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from PySide6.QtCore import QRectF
from PySide6.QtQuick import QQuickItem

from kiosk.catalogue.terms import Term, read_terms
from kiosk.view import View
from tests.languages import FOLDER, TABLE
from tests.ui.reachable import data_in
from tests.ui.window_harness import WindowHarness, ancestors, class_name, clip_of, rect
from ui.app import BRAND

REACH = (380.0, 1220.0)
"""Height above the floor, in millimetres, that a seated person reaches."""
SLACK_MM = 0.6
WORDS_OF_FILES = re.compile(r"‹[^‹›]*›")
LETTERS = re.compile(r"[A-Za-z\u3400-\u9fff]{2,}")
PLACES = ("left", "middle", "right")


def out_of_reach(harness: WindowHarness, controls: Sequence[QQuickItem]) -> Iterator[str]:
    """Low position: controls too high or too low, unless a second one with the same key is in reach. Of a field that is
    longer than a screen of its page the part that is seen counts."""
    low, high = REACH
    reached, missed = set(), {}
    for control in controls:
        clip = clip_of(control)
        area = rect(control) if clip is None else rect(control).intersected(clip)
        over = [_above_floor(harness, y) for y in (area.bottom(), area.top())]
        if low - SLACK_MM <= over[0] and over[1] <= high + SLACK_MM:
            reached.add(control.objectName())
        else:
            missed[control.objectName()] = over
    for key, (under, over_) in missed.items():
        if key not in reached:
            yield f"{key!r} is {under:.0f} to {over_:.0f} mm above the floor"


def _above_floor(harness: WindowHarness, y: float) -> float:
    return harness.profile.screen_bottom_mm + (harness.profile.height - y) / harness.profile.px_per_mm


def written_into_the_program(view: View, texts: Sequence[QQuickItem], known: Sequence[str] = ()) -> Iterator[str]:
    """Pseudo-locale: texts that are neither from a language file nor data."""
    months = {month for row in TABLE for month in row.months}
    data = sorted({*data_in(view), *known, *months, BRAND}, key=len, reverse=True)
    for text in texts:
        if _written(text):
            continue
        said = left = str(text.property("text"))
        for each in data:
            left = left.replace(each, "") if len(each) > 1 else left
        left = WORDS_OF_FILES.sub("", left)
        if LETTERS.search(left):
            yield f"{said[:40]!r} is in no language file"


def words_that_are_not_ours(view: View, texts: Sequence[QQuickItem]) -> Iterator[str]:
    """Texts with a word that the language must not use (config/languages/terms.toml), whatever wrote them."""
    for text in texts:
        said = str(text.property("text"))
        for term, never in _terms(view.language):
            if found := never.search(said):
                yield f"{said[:40]!r} says {found[0]!r}: write {term.write}"


@cache
def _terms(language: str) -> tuple[tuple[Term, re.Pattern[str]], ...]:
    terms, wrong = read_terms(FOLDER)
    assert not wrong, wrong
    return tuple((term, re.compile("|".join(term.never))) for term in terms if term.language == language)


def _written(text: QQuickItem) -> bool:
    """Return whether it is a key's label or a preedit."""
    return text.objectName() == "composition" or any(
        above.objectName().startswith(("key:", "choose:")) for above in ancestors(text)
    )


def zones(harness: WindowHarness) -> Mapping[str, tuple[float, float, float]]:
    """Return position and size of the zones and bar buttons: left, width, and top (status) or bottom (actions)."""
    found: dict[str, tuple[float, float, float]] = {}
    for item in harness.items():
        name = class_name(item).partition("_QMLTYPE")[0]
        if name == "StatusBar":
            found["status"] = _place(rect(item), rect(item).top())
        elif name == "ActionBar":
            found["actions"] = _place(rect(item), rect(item).bottom())
            for key, child in zip(PLACES, _buttons(item), strict=True):
                if child.isVisible():
                    found[key] = _place(rect(child), rect(item).bottom())
        elif name == "CabinetPicture" or item.objectName() == "content":
            # Their vertical extent depends on the page; `findings` detects overlaps.
            found["guidance" if name == "CabinetPicture" else "content"] = _place(rect(item), 0)
        elif item.objectName() in ("language", "larger") and _in_status(item):
            found[item.objectName()] = _place(rect(item), rect(item).top())
    return found


def _place(area: QRectF, edge: float) -> tuple[float, float, float]:
    return round(area.left()), round(area.width()), round(edge)


def _buttons(bar: QQuickItem) -> list[QQuickItem]:
    found: list[QQuickItem] = []
    for child in bar.childItems():
        found += [each for each in child.childItems() if each.inherits("QQuickAbstractButton")]
    return found


def _in_status(item: QQuickItem) -> bool:
    return any(class_name(above).startswith("StatusBar") for above in ancestors(item))


def moved(
    first: Mapping[str, tuple[float, float, float]], now: Mapping[str, tuple[float, float, float]]
) -> Iterator[str]:
    """Yield zones that differ from those of the first page in the same language and look."""
    for name in first.keys() & now.keys():
        if any(abs(a - b) > 1.5 for a, b in zip(first[name], now[name], strict=True)):
            yield f"the place of {name!r} is {now[name]}, on other pages {first[name]}"
