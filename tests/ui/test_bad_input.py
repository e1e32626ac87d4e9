"""Profiles and items that do not fit: small screens, long names, many devices. Nothing breaks and nothing is cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest

from kiosk.events import Touched
from kiosk.session import begin, view_of
from kiosk.session.advance import advance
from kiosk.session.attract import Attract
from kiosk.settings import ScreenSection
from kiosk.terminal.fit import LEAST_SCALE, LONGEST_NAME, scale_of
from kiosk.view import Modes, View
from kiosk.words import Data
from tests.frozen import catalogue
from tests.kiosk.session.citizen import ALL_WELL
from tests.ui.audit import every_turn, findings
from tests.ui.gallery import with_modes
from tests.ui.sample_views import Samples
from tests.ui.starting_points import TERMINAL, VISIT
from tests.ui.typing_samples import TYPING, FixedEngine, type_into, typing_views
from tests.ui.window_harness import WindowHarness, class_name, reference_screen
from ui.profile import ScreenProfile

SMALL = {
    "800 by 1280": ScreenProfile(800, 1280, 3.7, moving=False, cabinet=reference_screen().cabinet),
    "600 by 1024": ScreenProfile(600, 1024, 2.9, moving=False, cabinet=reference_screen().cabinet),
}
LEAST_TARGET_MM = 14.5 * LEAST_SCALE
"""The smallest control on the glass of the smallest screen that the check of profiles does not refuse."""
LONG_NAME = "梧桐土家族苗族自治县凤凰山街道青松社区第十二网格党群服务中心一楼大厅西侧自助服务区"[:40]
LONG_TITLES = {
    "zh-CN": ("高龄津贴和残疾人两项补贴以及其他面向老年人、残疾人和困难家庭的各类生活补助联合申领" * 5)[:200],
    "en": ("Joint request for the old-age allowance, both disability allowances and all other support " * 3)[:200],
}
FOURTEEN = (*(f"device_{n}" for n in range(12)), "id_reader", "receipt_printer")


def wrong_on(harness: WindowHarness, view: View) -> list[str]:
    return [
        f"{view.id}, {view.language}, turn {turn + 1}: {line}"
        for turn in every_turn(harness)
        for line in findings(harness, view, elder=view.modes.elder)
    ]


@pytest.fixture(scope="module")
def small() -> Iterator[Mapping[str, WindowHarness]]:
    harnesses = {name: WindowHarness(profile, FixedEngine) for name, profile in SMALL.items()}
    yield harnesses
    for harness in harnesses.values():
        harness.close()


@pytest.mark.parametrize(
    ("screen", "name", "language", "elder"),
    [
        ("800 by 1280", "home", "en", False),
        ("800 by 1280", "review", "zh-CN", False),
        ("800 by 1280", "keyboard-chinese", "zh-CN", True),
        ("600 by 1024", "form", "en", True),
        ("600 by 1024", "keyboard-digits", "zh-CN", False),
    ],
)
def test_on_a_small_screen_everything_is_smaller_alike(
    small: Mapping[str, WindowHarness], screen: str, name: str, language: str, elder: bool
) -> None:
    harness = small[screen]
    view = with_modes({**Samples(language).all(), **typing_views(language)}[name], language, Modes(elder=elder))
    harness.show(view)
    if name in TYPING:
        type_into(harness, name)
    assert wrong_on(harness, view) == []
    sizes = {
        control.objectName(): min(control.width(), control.height()) / harness.profile.px_per_mm
        for control in harness.controls()
        if control.inherits("QQuickAbstractButton")
    }
    assert {key: size for key, size in sizes.items() if size < LEAST_TARGET_MM} == {}


def with_long_titles(view: View, language: str) -> View:
    """The page of an item whose name, short name and summary have 200 characters each."""
    title = Data(LONG_TITLES[language])
    choices = tuple(
        replace(each, label=title, note=title) if each.key.startswith("item:") else each for each in view.choices
    )
    blocks = tuple(
        replace(each, words=title) if each.change is not None and each.change.key.startswith("begin:") else each
        for each in view.blocks
    )
    return replace(
        view, where=title, choices=choices, blocks=blocks, title=title if view.page == "Guide" else view.title
    )


@pytest.mark.parametrize(
    ("name", "language", "elder"),
    [("home", "zh-CN", False), ("home", "en", False), ("guide", "zh-CN", True), ("attract", "en", False)],
)
def test_titles_of_two_hundred_characters(harness: WindowHarness, name: str, language: str, elder: bool) -> None:
    view = with_modes(with_long_titles(Samples(language).all()[name], language), language, Modes(elder=elder))
    harness.show(view)
    assert wrong_on(harness, view) == []


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_a_name_of_forty_characters_never_wraps_in_the_status_bar_and_stands_on_help(
    harness: WindowHarness, elder: bool
) -> None:
    assert len(LONG_NAME) == 40
    home, _ = begin(VISIT, replace(TERMINAL, name=LONG_NAME), catalogue(), ALL_WELL)
    helped, _ = advance(home, Touched(VISIT, "help"))
    for session in (home, helped):
        view = with_modes(view_of(session), "zh-CN", Modes(elder=elder))
        harness.show(view)
        (bar,) = (item for item in harness.items() if class_name(item).startswith("StatusBar"))
        texts = [item for item in bar.childItems() if item.inherits("QQuickText")]
        assert texts
        assert [item.property("lineCount") for item in texts] == [1] * len(texts)
        assert wrong_on(harness, view) == []
    assert LONG_NAME in {item.property("text") for item in harness.items()}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_name_of_which_the_profile_check_does_not_warn_is_in_the_status_bar(
    harness: WindowHarness, language: str
) -> None:
    name = "梧" * (LONGEST_NAME // 2)
    view = Attract(VISIT, replace(TERMINAL, name=name), catalogue(), ALL_WELL).view()
    harness.show(with_modes(view, language, Modes()))
    assert any(name in str(item.property("text")) for item in harness.items() if item.inherits("QQuickText"))


@pytest.mark.parametrize("screen", SMALL)
def test_the_profile_check_says_the_scale_in_which_pages_are_drawn(
    small: Mapping[str, WindowHarness], screen: str
) -> None:
    profile = SMALL[screen]
    theme = small[screen].screen.singleton("Yike", "Theme")
    assert theme is not None
    said = scale_of(ScreenSection(profile.width, profile.height, profile.px_per_mm))
    small[screen].show(Samples("en").all()["review"])
    assert said == pytest.approx(float(theme.property("scale")), abs=0.005)


def test_fourteen_devices_on_the_cabinet() -> None:
    places = {name: [20 + n % 4 * 145, 660 + n // 4 * 55, 120, 40] for n, name in enumerate(FOURTEEN)}
    cabinet = MappingProxyType({"size": [600, 900], "screen": [90, 60, 420, 560], **places})
    crowded = WindowHarness(replace(reference_screen(), cabinet=cabinet))
    try:
        view = with_modes(Samples("zh-CN").all()["identify"], "zh-CN", Modes())
        crowded.show(view)
        assert wrong_on(crowded, view) == []
    finally:
        crowded.close()
