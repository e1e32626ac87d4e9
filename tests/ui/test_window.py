"""The window: opened on the software renderer, refused where text would not be drawn, fed from any thread."""

from __future__ import annotations

import re
import sys
import threading
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtQuick import QSGRendererInterface
from PySide6.QtTest import QTest

from kiosk.view import View
from tests.house.doors import ROOT
from tests.languages import FOLDER, LANGUAGES
from tests.ui.sample_payments import payments
from tests.ui.sample_views import Samples
from tests.ui.staff_views import staff_views
from tests.ui.window_harness import WindowHarness, class_name, languages, reference_screen
from ui import app
from ui.app import CannotShow
from ui.profile import ScreenProfile, load_screen
from ui.rows import CHROME

QML = ROOT / "ui" / "qml"


def test_none_keeps_its_references(harness: WindowHarness) -> None:
    """PySide6 6.12.0 on Python 3.11 loses one reference to None per call, until the process aborts."""
    timer = QTimer()
    timer.setInterval(1)
    before = sys.getrefcount(None)
    for _ in range(500):
        timer.setInterval(1)
    assert abs(sys.getrefcount(None) - before) < 50


def test_the_renderer_is_the_software_one(harness: WindowHarness) -> None:
    assert harness.screen.window.rendererInterface().graphicsApi() == QSGRendererInterface.GraphicsApi.Software


def test_qt_virtual_keyboard_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_IM_MODULE", "qtvirtualkeyboard")
    with pytest.raises(CannotShow, match="QT_IM_MODULE"):
        app.prepare()


def test_a_machine_without_chinese_letters_is_refused(harness: WindowHarness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "PROBE_CHARACTERS", (0x4E2D, 0x10FFFF))
    with pytest.raises(CannotShow, match="fonts-noto-cjk"):
        app.application(["tests"])


def test_every_page_file_is_shown_by_a_sample() -> None:
    files = {path.stem for path in (QML / "pages").glob("*.qml")}
    shown = [*Samples("en").all().values(), *payments(), *staff_views()]
    assert {view.traits.scaffold for view in shown} | {"Starting"} == files


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_screens_own_texts_have_a_spoken_form(language: str) -> None:
    source = (FOLDER / f"ui.{language}.ftl").read_text(encoding="utf-8")
    messages = re.split(r"\n(?=ui-)", source)[1:]
    mute = [message.split(" =")[0] for message in messages if ".speech" not in message]
    assert not mute
    words = languages().words(language)
    assert not [key for key in CHROME if not words.has(key) and not words.has(f"ui-{key}")]


def test_a_view_from_another_thread_arrives(harness: WindowHarness) -> None:
    view = Samples("en").all()["help"]
    before = harness.screen.views_shown
    thread = threading.Thread(target=lambda: harness.screen.show(view, languages().words("en")))
    thread.start()
    thread.join(5)
    assert harness.screen.views_shown == before
    QCoreApplication.processEvents()
    assert harness.screen.views_shown == before + 1
    assert harness.screen.bridge.view is view


def test_a_smaller_window_shows_the_whole_page_and_answers_touches() -> None:
    small = WindowHarness(reference_screen())
    try:
        small.screen.window.resize(405, 720)
        small.show(Samples("zh-CN").all()["declare"])
        small.touch("declare")
        assert small.touched == ["declare"]
        corner = small.item("declare").mapToScene(small.item("declare").boundingRect().bottomRight())
        assert corner.x() <= 405
        assert corner.y() <= 720
    finally:
        small.close()


def test_page_changes_leak_no_objects(harness: WindowHarness) -> None:
    """No items in the window, no objects of the bridge; a day has thousands of pages."""
    views: list[View] = [Samples(lang).all()[name] for lang in ("zh-CN", "en") for name in ("guide", "review", "home")]

    def left_after(times: int) -> tuple[Counter[str], int]:
        for number in range(times):
            view = views[number % len(views)]
            harness.screen.bridge.show(view, languages().words(view.language))
        harness.show(views[0])
        while harness.find("double-tap-guard"):
            QTest.qWait(20)
        items = Counter(class_name(item) for item in harness.items())
        return items, len(harness.screen.bridge.findChildren(QObject))

    first = left_after(12)
    assert left_after(60) == first


def test_the_profile_says_what_the_screen_is(tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_text(
        "[screen]\nwidth = 1024\nheight = 768\npx_per_mm = 3.37\nbottom_mm = 900\nspeaks = true\n"
        "[cabinet]\nsize = [1, 2]\n[devices.id_reader]\n[devices.a4_printer]\nfamily = 'document_printer'\n",
        "utf-8",
    )
    made = load_screen(path)
    assert (made.width, made.height, made.px_per_mm, made.screen_bottom_mm) == (1024, 768, 3.37, 900)
    assert made.speaks
    assert made.cabinet["size"] == [1, 2]
    assert made.families == {"a4_printer": "document_printer"}


@pytest.mark.parametrize(
    "content", ["", "screen = 3", "[screen]\nwidth = 'wide'", "not toml [", "[screen]\npx_per_mm = []", "devices = 3"]
)
def test_a_broken_profile_still_opens_a_window(tmp_path: Path, content: str) -> None:
    """The window opens before the settings are read, which report the error."""
    path = tmp_path / "broken.toml"
    path.write_text(content, "utf-8")
    assert load_screen(path) == ScreenProfile()
    assert load_screen(tmp_path / "missing.toml") == ScreenProfile()


def test_a_voice_button_is_shown_only_with_audio_output() -> None:
    mute = WindowHarness(replace(reference_screen(), speaks=False))
    try:
        mute.show(Samples("en").all()["notice"])
        assert mute.find("voice") is None
    finally:
        mute.close()
    speaking = WindowHarness(replace(reference_screen(), speaks=True))
    try:
        speaking.show(Samples("en").all()["notice"])
        speaking.touch("voice")
        assert speaking.touched == ["voice"]
    finally:
        speaking.close()
