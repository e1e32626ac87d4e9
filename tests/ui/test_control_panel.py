"""The control panel acts on the simulators; production does not import it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMetaObject, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow

from devices import FakeClock
from kiosk.scenario.actors import simulator_of
from kiosk.scenario.world import World, build_world
from kiosk.words import text
from tests import frozen
from tests.house.doors import ROOT, imports_of
from ui.app import application
from ui.rehearsal.control_panel import ControlPanel
from ui.rehearsal.rehearsal_app import PANEL


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = build_world(frozen.config(), tmp_path / "t", tmp_path / "s", FakeClock(), lambda view: None)
    made.terminal.start()
    yield made
    made.close()


@pytest.fixture
def with_scanner(tmp_path: Path) -> Iterator[World]:
    made = build_world(ROOT / "config", tmp_path / "t", tmp_path / "s", FakeClock(), lambda view: None)
    made.terminal.start()
    yield made
    made.close()


def test_codes_are_held_before_the_scanner_and_taken_away(with_scanner: World, qapp: QGuiApplication) -> None:
    words = with_scanner.terminal.languages.words("zh-CN")
    panel = ControlPanel(with_scanner, FakeClock(), lambda key: words.text(text(key)))
    panel.stop()
    engine = QQmlApplicationEngine()
    engine.setInitialProperties({"panel": panel})
    engine.load(QUrl.fromLocalFile(str(PANEL)))
    (window,) = engine.rootObjects()
    assert isinstance(window, QQuickWindow)
    held = simulator_of(with_scanner.terminal.devices["code_scanner"])
    seen = []
    for button in ("code-poster", "code-away", "code-link"):
        found = next(each for each in items_of(window) if each.objectName() == f"panel:{button}")
        QMetaObject.invokeMethod(found, "clicked")
        seen.append(held.code_there)
    assert seen == [True, False, True]
    assert {each["id"]: each["enabled"] for each in panel.property("codes")}["slip"] is False
    panel.hold("slip")
    panel.hold_text("any text")
    panel.toggle("scanner_unplugged")
    assert [s["id"] for s in panel.property("switches") if s["on"]] == ["scanner_unplugged"]
    window.close()
    engine.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    qapp.processEvents()


def items_of(window: QQuickWindow) -> list[QQuickItem]:
    """All items of a window, in depth."""
    found, waiting = [], [window.contentItem()]
    while waiting:
        item = waiting.pop()
        found.append(item)
        waiting += item.childItems()
    return found


def test_a_terminal_without_a_scanner_has_no_codes_on_its_panel(world: World, qapp: QGuiApplication) -> None:
    panel = ControlPanel(world, FakeClock(), lambda key: key)
    panel.stop()
    assert panel.property("codes") == []
    assert "scanner_unplugged" not in {s["id"] for s in panel.property("switches")}


def test_cards_and_switches_act_on_the_simulators(world: World, qapp: QGuiApplication) -> None:
    application(["test"])
    words = world.terminal.languages.words("zh-CN")
    panel = ControlPanel(world, FakeClock(), lambda key: words.text(text(key)))
    panel.stop()
    engine = QQmlApplicationEngine()
    engine.setInitialProperties({"panel": panel})
    engine.load(QUrl.fromLocalFile(str(PANEL)))
    (window,) = engine.rootObjects()
    assert isinstance(window, QQuickWindow)
    seen = []
    panel.put("wang_old")
    seen.append(world.cards.on_reader)
    panel.lift()
    seen.append(world.cards.on_reader)
    assert seen == [True, False]
    for switch in ("paper_out", "reader_unplugged", "network_off"):
        panel.toggle(switch)
    cut = [world.platform.cable.is_cut]
    assert {s["id"] for s in panel.property("switches") if s["on"]} == {"paper_out", "reader_unplugged", "network_off"}
    for switch in ("paper_out", "reader_unplugged", "network_off"):
        panel.toggle(switch)
    cut.append(world.platform.cable.is_cut)
    assert cut == [True, False]
    assert not [s for s in panel.property("switches") if s["on"]]
    window.close()
    engine.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    qapp.processEvents()


def test_production_imports_no_rehearsal() -> None:
    for name in ("production.py", "terminal_runner.py", "app.py", "bridge.py"):
        known = imports_of(ROOT / "ui" / name)
        assert not [each for each in known if each.startswith(("kiosk.scenario", "ui.rehearsal"))], name
