"""Time to show and paint every page of the longest shipped bundle, on the window alone."""

from __future__ import annotations

import gc
from functools import partial
from itertools import pairwise
from statistics import median

from kiosk.view import View
from tests.bench import touching
from tests.bench.figures import Figure, excess
from tests.bench.loop import run_loop, time_to_paint
from tests.shipped.sample import IDS, is_bundle
from tests.shipped.test_items import languages, walks
from tests.ui.window_harness import WindowHarness

ROUNDS = 4
"""Times that each page is shown; the first does not count, because it loads what the page is made of."""
REST_S = 0.02
GUI_LONGEST_MS = 50.0
"""As for every other page: nothing keeps the GUI thread from a touch for longer."""


def longest_bundle() -> tuple[str, list[View]]:
    """Return the shipped bundle with the longest way through it, and the first view of each page of that way."""
    ways = [(name, _pages(walk.views)) for name in IDS if is_bundle(name) for walk in walks(name)]
    return max(ways, key=lambda way: len(way[1]))


def _pages(views: list[View]) -> list[View]:
    """Leave out views of the page before them: some change nothing that is painted."""
    return [*views[:1], *(view for before, view in pairwise(views) if before.page != view.page)]


def measure(bare: bytes) -> list[Figure]:
    """Measure from a new view to its painted frame, beside touches on the bare toolkit's page."""
    name, pages = longest_bundle()
    harness = WindowHarness()
    harness.words = lambda: languages(name)
    gc.collect()
    gc.freeze()  # as ui.terminal_runner does
    gc.disable()
    rounds = [[_paint(harness, view) for view in pages] for _ in range(ROUNDS)]
    harness.close()
    gc.enable()
    samples = [each for times in rounds[1:] for each in times]
    slowest = max(range(len(pages)), key=lambda place: median(times[place] for times in rounds[1:]))
    own, _ = touching.bare(bare, len(samples))
    return [
        Figure(f"{name}, {len(pages)} pages, shown to painted", samples, "ms"),
        Figure("page of the longest bundle over bare, median", [median(excess(samples, own))], "ms", 12.0),
        Figure(
            f"its slowest page, {pages[slowest].id}", [times[slowest] for times in rounds[1:]], "ms", GUI_LONGEST_MS
        ),
    ]


def _paint(harness: WindowHarness, view: View) -> float:
    window = harness.screen.window
    words = harness.words().words(view.language)
    taken = time_to_paint(window, partial(harness.screen.bridge.show, view, words), lambda: True)
    run_loop(REST_S)
    return taken
