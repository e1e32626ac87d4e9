"""Every sample page in every language and look: nothing cut, overlapping, outside, too small or nameless."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.view import Modes, View
from kiosk.words import Words
from tests.languages import LANGUAGES
from tests.ui.audit import every_turn, findings
from tests.ui.sample_parts import LONG_ADDRESS
from tests.ui.sample_views import Samples
from tests.ui.window_harness import WindowHarness, languages
from ui.app import BRAND

LOOKS = {
    "standard": Modes(),
    "elder": Modes(elder=True),
    "elder-contrast-low": Modes(elder=True, contrast=True, low=True),
}
NAMES = tuple(Samples("zh-CN").all())


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_page_can_be_read_and_touched(harness: WindowHarness, name: str, language: str, look: str) -> None:
    view = Samples(language, LOOKS[look]).all()[name]
    harness.show(view)
    wrong = {turn: findings(harness, elder=view.modes.elder) for turn in every_turn(harness)}
    assert not any(wrong.values()), "\n".join(f"turn {t + 1}: {line}" for t, lines in wrong.items() for line in lines)


def texts_of(view: View) -> Iterator[Words | None]:
    """Yield the texts of a view, except those that only some pages show, such as the hint of an empty field."""
    yield from (view.title, view.lead, *view.wrong)
    tiles = view.traits.scaffold == "Attract"  # A tile there is touched itself: the words of its button are not drawn.
    for block in view.blocks:
        yield from (block.words, block.value, block.source, block.change.label if block.change and not tiles else None)
    for choice in (*view.choices, view.actions.left, view.actions.middle, view.actions.right):
        if choice is not None:
            yield from (choice.label, choice.note if choice.enabled else choice.why_not, choice.tag)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_text_of_a_view_is_on_the_screen(harness: WindowHarness, name: str, language: str) -> None:
    view = Samples(language).all()[name]
    harness.show(view)
    shown = "\n".join(str(item.property("text") or "") for item in harness.items())
    words = languages().words(language)
    missing = [said for each in texts_of(view) if each is not None and (said := words.text(each)) not in shown]
    assert not missing
    if view.where is not None:
        # A name that has no room on one line gives its place to the product's: it stands in Help.
        assert {words.text(view.where), BRAND} & set(shown.split("\n"))


def test_the_longest_address_takes_twelve_lines_where_letters_are_large(harness: WindowHarness) -> None:
    harness.show(Samples("zh-CN", LOOKS["elder"]).all()["review"])
    (address,) = (each for each in harness.items() if each.property("text") == LONG_ADDRESS)
    assert int(address.property("lineCount")) >= 12
