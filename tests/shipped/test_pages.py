"""Every page of every shipped item on the reference screen: nothing cut, overlapped or out of reach."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, product

import pytest

from kiosk.view import View
from tests.languages import LANGUAGES
from tests.shipped.test_items import WALKED, languages, walks
from tests.ui.audit import every_turn, findings
from tests.ui.gallery import LOOKS, with_modes
from tests.ui.window_harness import WindowHarness
from tests.view_texts import texts_in


@pytest.fixture(scope="module")
def harness() -> Iterator[WindowHarness]:
    harness = WindowHarness()
    yield harness
    harness.close()


def views_of(name: str) -> list[View]:
    """The views of all walks through an item, without those that add no words to earlier ones of their page."""
    seen: set[tuple[str, str]] = set()
    found = []
    for view in (view for walk in walks(name) for view in walk.views):
        says = {(view.id, text.key) for text in texts_in(view)}
        if not says <= seen:
            seen |= says
            found.append(view)
    return found


@WALKED
def test_every_page_of_every_path_passes_the_screen_audit(harness: WindowHarness, name: str) -> None:
    """Show each view in one language and look, by turns."""
    harness.words = lambda: languages(name)
    grid, wrong = cycle(product(LOOKS, LANGUAGES)), []
    for plain, (look, language) in zip(views_of(name), grid, strict=False):
        view = with_modes(plain, language, LOOKS[look])
        harness.show(view)
        for turn in every_turn(harness):
            lines = findings(harness, view, elder=view.modes.elder)
            wrong += [f"{view.id}, {language}, {look}, turn {turn + 1}: {line}" for line in lines]
    assert not wrong, "\n".join(wrong)
