"""The control panel acts on the simulators; production does not import it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMetaObject, QThread, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow

from devices import FakeClock
from kiosk.scenario.world import World, build_world
from kiosk.words import text
from tests import frozen
from tests.devices.document_printer.documents import pdf
from tests.house.doors import ROOT, imports_of
from ui.app import application
from ui.rehearsal.control_panel import ControlPanel
from ui.rehearsal.rehearsal_app import PANEL

SHIPPED = ROOT / "config"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = build_world(frozen.config(), tmp_path / "t", tmp_path / "s", FakeClock(), lambda view: None)
    made.terminal.start()
    yield made
    made.close()


@contextmanager
def panel_of(world: World, qapp: QGuiApplication) -> Iterator[tuple[ControlPanel, QQuickWindow]]:
    application(["test"])
    words = world.terminal.languages.words("zh-CN")
    panel = ControlPanel(world, FakeClock(), lambda key: words.text(text(key)) if words.has(key) else None)
    panel.stop()
    engine = QQmlApplicationEngine()
    engine.setInitialProperties({"panel": panel})
    engine.load(QUrl.fromLocalFile(str(PANEL)))
    (window,) = engine.rootObjects()
    assert isinstance(window, QQuickWindow)
    try:
        yield panel, window
    finally:
        window.close()
        engine.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        qapp.processEvents()


def test_cards_and_troubles_act_on_the_simulators(world: World, qapp: QGuiApplication) -> None:
    with panel_of(world, qapp) as (panel, window):
        seen = []
        panel.put("wang_old")
        seen.append(world.cards.on_reader)
        panel.act("id_reader", "lift_card")
        seen.append(world.cards.on_reader)
        assert seen == [True, False]
        cut = []
        for _ in range(2):
            panel.toggle("receipt_printer", "paper_out")
            panel.toggle("id_reader", "unplugged")
            panel.toggleNetwork()
            cut += [world.platform.cable.is_cut, len(panel.property("on"))]
        assert cut == [True, 3, False, 0]
        assert item_named(window, "panel:receipt_printer:cutter_stuck") is not None


def test_every_device_of_the_profile_has_its_handles_and_sheets_are_seen_and_taken(
    tmp_path: Path, qapp: QGuiApplication
) -> None:
    clock = FakeClock()
    world = build_world(SHIPPED, tmp_path / "t", tmp_path / "s", clock, lambda view: None, profile="hall")
    world.terminal.start()
    try:
        with panel_of(world, qapp) as (panel, window):
            assert [each["id"] for each in panel.property("devices")] == list(world.terminal.devices)
            for each in panel.property("devices"):
                for handle in each["actions"] + each["troubles"]:
                    assert item_named(window, f"panel:{each['id']}:{handle['id']}") is not None
                    assert not handle["label"].isascii() or handle["label"].isdigit(), handle
            lamps_and_sensors(world, panel, window)
            printer: Any = world.terminal.devices["a4_printer"].simulator
            printer.engine.add("job", "yike", pdf(2))
            clock.move(60)
            panel.poll()
            pictures = [QImage.fromData(base64.b64decode(each.partition(",")[2])) for each in sheets_on(panel)]
            assert [(each.width(), each.height()) for each in pictures] == [(496, 702)] * 2
            assert pictures[0] != pictures[1], "each page is drawn"
            assert item_named(window, "panel:paper:a4_printer:1") is not None
            panel.act("a4_printer", "take_sheets")
            assert sheets_on(panel) == []
            printer.engine.add("job", "yike", b"%PDF-1.4 nothing of the kind")
            clock.move(60)
            panel.poll()
            assert len(sheets_on(panel)) == 1, "a blank sheet"
    finally:
        world.close()


def lamps_and_sensors(world: World, panel: ControlPanel, window: QQuickWindow) -> None:
    """The drawing of the cabinet shows the lamp that is lit, and what the sensors see is said."""
    cabinet: Any = panel._cabinet
    lamp = item_named(window, "panel:lamp:id_reader")
    assert lamp is not None
    dark = lamp.property("color")
    board: Any = world.terminal.devices["guide_lights"].simulator
    board.board.coils[0] = True
    for action in ("come_near", "open_door"):
        panel.act("sensors", action)
    cabinet.look()
    assert (cabinet.property("lit"), len(cabinet.property("sensed"))) == (["id_reader"], 2)
    assert lamp.property("color") != dark
    board.board.coils[0] = False
    for action in ("go_away", "close_door"):
        panel.act("sensors", action)
    cabinet.look()
    assert (cabinet.property("lit"), cabinet.property("sensed"), lamp.property("color")) == ([], [], dark)


def test_codes_are_held_before_the_scanner_and_taken_away(tmp_path: Path, qapp: QGuiApplication) -> None:
    world = build_world(SHIPPED, tmp_path / "t", tmp_path / "s", FakeClock(), lambda view: None)
    world.terminal.start()
    try:
        with panel_of(world, qapp) as (panel, window):
            scanner: Any = world.terminal.devices["code_scanner"].simulator
            held = []
            for name in ("show_code:poster", "take_code_away", "show_code:link"):
                button = item_named(window, f"panel:code_scanner:{name}")
                assert button is not None
                QMetaObject.invokeMethod(button, "clicked")
                held.append(scanner.code_there)
            assert held == [True, False, True]
            panel.act("code_scanner", "take_code_away")
            panel.actWithCode("code_scanner", "show_code", "slip")
            panel.actWithText("code_scanner", "show_code", "")
            assert not scanner.code_there, "no slip came out, and no text was typed"
            panel.actWithText("code_scanner", "show_code", "any text")
            assert scanner.code_there
    finally:
        world.close()


def test_a_file_is_dropped_under_the_scanner_page_by_page(tmp_path: Path, qapp: QGuiApplication) -> None:
    world = build_world(SHIPPED, tmp_path / "t", tmp_path / "s", FakeClock(), lambda view: None, profile="hall")
    contract, text_file = tmp_path / "lease | page.pdf", tmp_path / "lease.pdf"
    contract.write_bytes(pdf(3))
    text_file.write_text("no PDF", encoding="utf-8")
    world.terminal.start()
    try:
        with panel_of(world, qapp) as (panel, window):
            scanner: Any = world.terminal.devices["document_scanner"].simulator
            assert item_named(window, "panel:drop:document_scanner:put_stack") is not None
            panel.drop("document_scanner", "put_stack", [QUrl.fromLocalFile(str(contract))])
            pages = [QImage.fromData(each) for each in scanner.stack]
            assert [(each.width(), each.height()) for each in pages] == [(1240, 1755)] * 3
            assert pages[0] != pages[1]
            panel.drop("document_scanner", "put_paper", [QUrl.fromLocalFile(str(contract))])
            assert QImage.fromData(scanner.on_glass) == pages[0]
            assert panel.property("trouble") == ""
            panel.drop("document_scanner", "put_paper", [QUrl.fromLocalFile(str(text_file))])
            assert panel.property("trouble").endswith("lease.pdf"), "nothing is put there, and the panel says so"
            assert QImage.fromData(scanner.on_glass) == pages[0]
            panel.stop()
    finally:
        world.close()


def test_the_phone_sends_to_the_code_on_the_screen_or_says_that_there_is_none(
    world: World, qapp: QGuiApplication
) -> None:
    with panel_of(world, qapp) as (panel, window):
        assert item_named(window, "panel:phone:zip_bomb") is not None
        panel.send("zip_bomb")
        until(qapp, lambda: panel.property("trouble") != "")
        assert "no code" in panel.property("trouble")


def until(qapp: QGuiApplication, true: Callable[[], bool]) -> None:
    for _ in range(200):
        if true():
            return
        qapp.processEvents()
        QThread.msleep(10)


def test_papers_are_put_under_the_scanner_and_taken_away(tmp_path: Path, qapp: QGuiApplication) -> None:
    world = build_world(SHIPPED, tmp_path / "t", tmp_path / "s", FakeClock(), lambda view: None, profile="hall")
    world.terminal.start()
    try:
        with panel_of(world, qapp) as (_, window):
            scanner: Any = world.terminal.devices["document_scanner"].simulator
            there = []
            for name in ("put_paper:register", "put_stack:pages", "take_original"):
                button = item_named(window, f"panel:document_scanner:{name}")
                assert button is not None
                QMetaObject.invokeMethod(button, "clicked")
                there.append((scanner.on_glass is not None, len(scanner.stack)))
            assert there == [(True, 0), (True, 3), (False, 0)]
            assert item_named(window, "panel:document_scanner:put_paper:slip") is None, "a code is no paper"
    finally:
        world.close()


def sheets_on(panel: ControlPanel) -> list[str]:
    papers: list[str] = panel.property("papers")["a4_printer"]
    return papers


def item_named(window: QQuickWindow, name: str) -> QQuickItem | None:
    waiting = [window.contentItem()]
    while waiting:
        item = waiting.pop()
        if item.objectName() == name:
            return item
        waiting += item.childItems()
    return None


def test_production_imports_no_rehearsal() -> None:
    for name in ("production.py", "terminal_runner.py", "app.py", "bridge.py"):
        known = imports_of(ROOT / "ui" / name)
        assert not [each for each in known if each.startswith(("kiosk.scenario", "ui.rehearsal"))], name
