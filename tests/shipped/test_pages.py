"""Every page of every shipped item on the reference screen: nothing cut, overlapped or out of reach."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, product

import pytest

from kiosk.view import View
from tests.kiosk.session.anything import texts_in
from tests.languages import LANGUAGES
from tests.shipped.test_items import EVERY, languages, walks
from tests.ui.audit import every_turn, findings
from tests.ui.gallery import LOOKS, dressed
from tests.ui.glass import Glass


@pytest.fixture(scope="module")
def pane() -> Iterator[Glass]:
    glass = Glass()
    yield glass
    glass.close()


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


@EVERY
def test_every_page_of_every_path_passes_the_screen_audit(pane: Glass, name: str) -> None:
    """Show each view in one language and look, by turns."""
    pane.words = lambda: languages(name)
    grid, wrong = cycle(product(LOOKS, LANGUAGES)), []
    for plain, (look, language) in zip(views_of(name), grid, strict=False):
        view = dressed(plain, language, LOOKS[look])
        pane.show(view)
        for turn in every_turn(pane):
            lines = findings(pane, view, elder=view.modes.elder)
            wrong += [f"{view.id}, {language}, {look}, turn {turn + 1}: {line}" for line in lines]
    assert not wrong, "\n".join(wrong)
