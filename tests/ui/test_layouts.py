"""Layouts: chosen by the profile, exchangeable without a change of the window; unknown ones are refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.ui.sample_views import Samples
from tests.ui.window_harness import WindowHarness, languages, rect, reference_screen
from ui.app import LAYOUTS, CannotShow, create_screen
from ui.profile import load_screen

BARE = Path(__file__).parent / "layouts" / "Bare.qml"


@pytest.fixture(scope="module")
def bare() -> Iterator[WindowHarness]:
    """The window with a layout that is not part of the program."""
    harness = WindowHarness(replace(reference_screen(), layout="bare"), layouts={**LAYOUTS, "bare": BARE})
    yield harness
    harness.close()


def test_every_known_layout_has_its_file() -> None:
    assert all(path.is_file() for path in LAYOUTS.values())
    folder = LAYOUTS["portrait"].parent.resolve()
    # That of staff is no choice of the profile: their pages have it whatever the screen.
    assert {path.resolve() for path in LAYOUTS.values()} | {folder / "Technician.qml"} == set(folder.glob("*.qml"))


def test_the_profile_names_the_layout(tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_text('[screen]\nlayout = "side_keys"\n', "utf-8")
    assert load_screen(path).layout == "side_keys"
    path.write_text("[screen]\nwidth = 1080\n", "utf-8")
    assert load_screen(path).layout in LAYOUTS


def test_an_unknown_layout_is_refused_at_start(harness: WindowHarness) -> None:
    with pytest.raises(CannotShow, match=r"screen\.layout: no layout 'sideways'; known: portrait"):
        create_screen(replace(reference_screen(), layout="sideways"))


@pytest.mark.qt_log_ignore("non-existent property")
def test_a_layout_that_does_not_load_is_refused_at_start(harness: WindowHarness, tmp_path: Path) -> None:
    broken = tmp_path / "Broken.qml"
    broken.write_text("import QtQuick\nItem { nothing: 1 }\n", "utf-8")
    with pytest.raises(CannotShow, match=r"Broken\.qml cannot be loaded"):
        create_screen(replace(reference_screen(), layout="broken"), layouts={"broken": broken})


def test_another_layout_shows_every_page(bare: WindowHarness) -> None:
    for name, view in Samples("zh-CN").all().items():
        bare.show(view)
        shown = {str(item.property("text") or "") for item in bare.items()}
        assert languages().words("zh-CN").text(view.title) in shown, name
    assert not bare.find("language"), "the layout has no status bar"


def test_another_layout_puts_the_actions_elsewhere_and_they_answer(bare: WindowHarness) -> None:
    bare.show(Samples("zh-CN").all()["declare"])
    bare.forget()
    bare.touch("declare")
    assert bare.touched == ["declare"]
    assert rect(bare.item("bare-actions")).top() == 0
