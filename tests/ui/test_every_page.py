"""Every reachable page, audited in one combination of language, look and pixel density each.

Auditing a page takes a tenth of a second and more, so the further views of a page take turns from day to day;
`make gallery` audits all of them in every look.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from random import Random

import pytest

from kiosk.terminal_facts import trouble_key
from kiosk.view import Modes, Traits, View
from tests import daily
from tests.house.doors import ROOT
from tests.kiosk.session.citizen import FACTS
from tests.kiosk.session.fault_pages import families_of_no_page
from tests.shipped.sample import all_or_some
from tests.shipped.test_items import walks
from tests.ui.audit import every_turn, findings
from tests.ui.gallery import DENSITIES, LANGUAGES, LOOKS, with_modes
from tests.ui.pseudo import PSEUDO
from tests.ui.reachable import reachable
from tests.ui.rules import moved, zones
from tests.ui.sample_views import Samples
from tests.ui.typing_samples import FIELD, PINYIN_SHOWN, TYPING, FixedEngine, type_into, typing_views
from tests.ui.window_harness import WindowHarness, clip_of, rect, reference_screen
from tests.view_texts import texts_in

NOT_IN_VISITS = {"Starting": "the first picture, before there is anything to visit; tests/ui/test_window.py"}
"""Page files that no session uses, and why."""
IN_BOTH_DENSITIES, DAYS = 1, 6
"""Number of views of a page that are audited in both densities every day. Of further ones, which differ in text, one in
DAYS is, in one density."""
TODAY = daily.seed()
OF_OTHER_SHAPE = [look for look, modes in LOOKS.items() if not modes.dark]
"""Light on black has the places and sizes of black on white; its colours are judged on every page of the grid."""
GRID = [(language, look, low) for look, low, language in product(LOOKS, (False, True), LANGUAGES)]


@pytest.fixture(scope="module", params=DENSITIES)
def sized(request: pytest.FixtureRequest) -> Iterator[WindowHarness]:
    """The window at one pixel density."""
    harness = WindowHarness(replace(reference_screen(), px_per_mm=request.param), FixedEngine)
    harness.screen.bridge.set_time("21:40")
    yield harness
    harness.close()


def findings_on(harness: WindowHarness, view: View, *, focus: bool = False) -> list[str]:
    harness.show(view)
    return findings_now(harness, view, focus=focus)


def findings_now(harness: WindowHarness, view: View, *, focus: bool = False) -> list[str]:
    return [
        f"{view.id}, {view.language}, turn {turn + 1}: {line}"
        for turn in every_turn(harness)
        for line in findings(harness, view, elder=view.modes.elder, focus=focus)
    ]


@pytest.mark.parametrize("part", range(8))
def test_every_reachable_page_keeps_the_rules(sized: WindowHarness, part: int) -> None:
    shift = int(sized.profile.px_per_mm * 100)
    wrong = []
    for number, (name, view) in list(enumerate(reachable().items()))[part::8]:
        rank = int(name.partition("~")[2] or 1)
        if rank > IN_BOTH_DENSITIES and number // 8 % 2 == (sized.profile.px_per_mm > 4):
            continue
        if rank > IN_BOTH_DENSITIES and (rank + TODAY) % DAYS:
            continue
        language, look, low = GRID[(number * 7 + shift) % len(GRID)]
        wrong += findings_on(sized, with_modes(view, language, replace(LOOKS[look], low=low)))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("look", OF_OTHER_SHAPE)
def test_the_longest_words_fit_everywhere(sized: WindowHarness, look: str) -> None:
    views = Samples(PSEUDO).all()
    wrong = [
        line
        for number, view in enumerate(views.values())
        if (number + OF_OTHER_SHAPE.index(look) + TODAY) % DAYS == 2 * (sized.profile.px_per_mm > 4)
        for line in findings_on(sized, with_modes(view, PSEUDO, replace(LOOKS[look], low=number // 2 % 2 == 1)))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", TYPING)
def test_the_open_keyboard_keeps_the_rules_high_and_low(sized: WindowHarness, name: str) -> None:
    wrong = []
    place = list(TYPING).index(name)
    for number, look in enumerate(OF_OTHER_SHAPE):
        if (number + place) % 2 == (sized.profile.px_per_mm < 4):
            continue  # The two densities take turns.
        language, low = (PSEUDO, "zh-CN")[number % 2], (number + place) // 2 % 2 == 1
        view = with_modes(typing_views(language)[name], language, replace(LOOKS[look], low=low))
        sized.show(view)
        type_into(sized, name)
        field = rect(sized.item(FIELD))
        if (clip := clip_of(sized.item(FIELD))) is not None and not clip.adjusted(0, -1.5, 0, 1.5).contains(field):
            wrong.append(f"{look}, low={low}: the field is not in sight while it is written into")
        wrong += findings_now(sized, view)
    assert not wrong, "\n".join(wrong)


def test_a_long_composition_shows_its_end() -> None:
    writing = WindowHarness(engine=FixedEngine)
    try:
        writing.show(typing_views("zh-CN")["keyboard-chinese"])
        type_into(writing, "keyboard-chinese")
        shown = str(writing.item("composition").property("text"))
        assert shown.startswith("…")
        assert PINYIN_SHOWN.endswith(shown[1:])
        assert len(shown) > 5
        writing.screen.keyboard.press("delete")
        writing.settle()
        assert str(writing.item("composition").property("text")).endswith("gu")
    finally:
        writing.close()


@pytest.mark.parametrize(("bottom", "px"), [(300, 2.71), (600, 4.03), (900, 4.03), (900, 2.71)])
def test_low_position_is_within_reach_wherever_the_screen_hangs(bottom: float, px: float) -> None:
    """For other mounting heights than the reference profile's."""
    sized = WindowHarness(replace(reference_screen(), px_per_mm=px, screen_bottom_mm=bottom), FixedEngine)
    modes = Modes(low=True, elder=px > 4)
    views = {**Samples("zh-CN").all(), **typing_views("zh-CN")}
    wrong = []
    for name in ("identify", "consent", "home", "countdown", "curtain", "keyboard-chinese"):
        view = with_modes(views[name], "zh-CN", modes)
        sized.show(view)
        if name in TYPING:
            type_into(sized, name)
        wrong += [f"{name}: {line}" for line in findings_now(sized, view)]
    sized.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("look", Random(TODAY).sample(["standard", "elder", "contrast", "elder-dark"], 2))
def test_keyboard_focus_is_visible_on_every_control(harness: WindowHarness, look: str) -> None:
    views = Samples("zh-CN").all()
    wrong = [
        line
        for name in ("attract", "home", "identify", "consent", "form", "review", "rate", "help", "countdown", "curtain")
        for line in findings_on(harness, with_modes(views[name], "zh-CN", LOOKS[look]), focus=True)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("low", [False, True], ids=["normal", "low"])
@pytest.mark.parametrize("look", OF_OTHER_SHAPE)
def test_the_zones_are_in_the_same_place_on_every_page(harness: WindowHarness, look: str, low: bool) -> None:
    first: dict[str, tuple[float, float, float]] = {}
    wrong = []
    for view in Samples("en").all().values():
        if not view.offers_modes and (low or look != "standard"):
            continue
        harness.show(with_modes(view, "en", replace(LOOKS[look], low=low)))
        now = zones(harness)
        wrong += [f"{view.page}: {line}" for line in moved(first, now)]
        first = {**now, **first}
    assert not wrong, "\n".join(wrong)
    assert {"status", "actions", "left", "middle", "right", "content", "guidance", "language", "larger"} <= first.keys()


def test_every_page_file_is_reached_by_a_visit() -> None:
    files = {path.stem for path in (ROOT / "ui" / "qml" / "pages").glob("*.qml")}
    reached = {view.traits.scaffold for view in reachable().values()}
    reached |= {view.traits.scaffold for name in all_or_some() for walk in walks(name) for view in walk.views}
    assert reached <= files
    assert files - reached == NOT_IN_VISITS.keys()


NOT_SHIPPED = {
    (
        "Home",
        Traits("Home", mode_strip=True, explains_keys=True, paired_choices=True, kept=True),
    ): "the shipped items need no groups",
}
"""Page and traits of samples that no shipped item leads to, with the reason."""


def test_the_samples_have_the_traits_of_the_real_pages() -> None:
    samples = {(view.page, view.traits) for view in Samples("en").all().values()}
    real = {(view.page, view.traits) for view in reachable().values()}
    assert samples - real == NOT_SHIPPED.keys()


def test_every_fault_of_the_table_is_on_an_audited_page() -> None:
    said = {text.key for view in reachable().values() for text in texts_in(view)}
    codes = {code for code in FACTS.faults if code.partition(".")[0] not in families_of_no_page()}
    assert not {code for code in codes if trouble_key(code) not in said}


def test_practice_rehearsal_voice_and_helpers_are_audited() -> None:
    views = reachable().values()
    assert len({view.page for view in views if view.practice}) > 3
    assert len({view.page for view in views if view.rehearsal}) > 10
    assert {view.id for view in views} >= {"identify/helper", "identify/companion", "way/slip", "progress", "lookup"}
    assert "start:voice" in {choice.key for view in views for choice in view.choices}
