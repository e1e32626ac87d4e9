"""The levels of the rating are all in sight at once and equally large, so that none is favoured."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from kiosk.view import Modes
from tests.ui.sample_views import Samples
from tests.ui.window_harness import WindowHarness, rect, reference_screen

LEVELS = [f"rate:{level}" for level in (5, 4, 3, 2, 1)]
REFERENCE = reference_screen()
SCREENS = {
    "reference": REFERENCE,
    "large": replace(REFERENCE, px_per_mm=2.71),
    "800 pixels": replace(REFERENCE, width=800, height=1280, px_per_mm=800 / 268),
}


@pytest.mark.parametrize("screen", SCREENS)
def test_all_levels_are_in_sight_at_once_and_equally_large(screen: str) -> None:
    harness = WindowHarness(SCREENS[screen])
    try:
        for language, elder, low in product(("zh-CN", "en"), (False, True), (False, True)):
            case = f"{language} {'elder' if elder else 'standard'} {'low' if low else 'normal'}"
            harness.show(replace(Samples(language).all()["rate"], modes=Modes(elder=elder, low=low)))
            # Where there is too little room, card and slip have the screens before.
            while harness.item("turn-down").isEnabled() if harness.find("turn-down") else False:
                harness.touch("turn-down")
            zone = rect(harness.item("content")).adjusted(-1, -1, 1, 1)
            places = [rect(harness.item(level)) for level in LEVELS]
            assert all(zone.contains(place) for place in places), case
            assert len({(round(place.width()), round(place.height())) for place in places}) == 1, case
            assert not any(a.intersects(b) for n, a in enumerate(places) for b in places[:n]), case
            words = [item for item in harness.items() if item.inherits("QQuickText") and item.property("truncated")]
            assert not words, case
    finally:
        harness.close()
