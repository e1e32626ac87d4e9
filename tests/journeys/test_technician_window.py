"""The technician's area on the real window: in by the corners of the screen, and again with keys alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from devices import FakeClock
from kiosk.effects import CheckStaff
from kiosk.scenario.actors import Platform, simulator_of
from kiosk.scenario.world import World, build_world
from kiosk.staff.entry import StaffRole, StaffVerdict, VerdictKind
from kiosk.staff_events import StaffChecked
from kiosk.view import View
from tests import frozen
from tests.journeys.hand_driven import START
from tests.journeys.keyed_stage import KeyedStage
from tests.ui.recording_loudspeaker import RecordingLoudspeaker
from ui.app import Screen, create_screen
from ui.profile import load_screen
from ui.terminal_runner import connect
from ui.voice import Voice

K = Qt.Key
TYPED = {"staff": "0731", "pin": "135790", "proof": "246802"}
HIDDEN_KEYS = (K.Key_9, K.Key_1, K.Key_9, K.Key_1, K.Key_Asterisk, K.Key_NumberSign)


class Site:
    """A terminal with its window, and somebody before it."""

    def __init__(self, screen: Screen, platform: Platform, data: Path) -> None:
        clock = FakeClock(START)
        self.data = data
        self.stage = KeyedStage(screen, clock)
        self.world: World = build_world(frozen.config(), data, data, clock, self._publish, platform=platform)
        connect(screen, self.world.terminal)
        Voice(screen.window, screen.bridge, RecordingLoudspeaker(), self.world.terminal.post, screen.keyboard)
        terminal: Any = self.world.terminal
        entered = StaffVerdict(VerdictKind.ENTERED, StaffRole.TECHNICIAN, "0731")
        terminal._parts.runner._takers[CheckStaff] = lambda visit, effect: terminal.post(
            StaffChecked(visit, effect.number, entered)
        )
        terminal.start()
        self.stage.settle()
        self.stage.advance(3)

    def _publish(self, view: View) -> None:
        self.stage.publish(view, self.world.terminal.languages.words(view.language))

    @property
    def page(self) -> str:
        return self.stage.view().id

    def audit(self) -> list[str]:
        lines = (self.data / "audit" / "audit.jsonl").read_text("utf-8").splitlines()
        return [json.loads(line)["kind"] for line in lines]


@pytest.fixture
def site(qapp: QGuiApplication, platform: Platform, data: Path) -> Iterator[Site]:
    screen = create_screen(load_screen(frozen.TERMINALS / "rehearsal.toml"))
    there = Site(screen, platform, data)
    yield there
    there.world.close()
    screen.close()
    qapp.processEvents()


def test_by_touch_the_corners_open_it_and_begin_no_visit(site: Site) -> None:
    site.stage.touch("staff-entry")
    site.stage.settle()
    assert site.page == "technician/login"
    for name, text in TYPED.items():
        site.stage.type_text(name, text)
        site.stage.settle()
    site.stage.touch("enter")
    site.stage.settle()
    assert site.page == "technician/map"
    site.stage.touch("tab:tests")
    site.stage.settle()
    assert site.page == "technician/tests"
    site.stage.touch("leave")
    site.stage.settle()
    assert site.page == "attract"
    assert "visit_began" not in site.audit()
    for key in ("start", "staff-entry"):
        site.stage.touch(key)
        site.stage.settle()
    assert site.page.endswith("?staff"), "in a visit the corners are seen too, and it is asked"


def test_by_keys_alone_to_the_instruction_and_out(site: Site) -> None:
    simulator_of(site.world.device_actions.devices["receipt_printer"]).begin("paper_out")
    site.stage.advance(4)
    site.stage.press(*HIDDEN_KEYS)
    if site.page != "technician/login":
        # The first key woke the voice, or began a visit: it is asked.
        site.stage.press(K.Key_Return)
    assert site.page == "technician/login"
    for text in TYPED.values():
        for digit in text:
            site.stage.press(getattr(K, f"Key_{digit}"))
    site.stage.tab_to("enter")
    assert site.page == "technician/map"
    site.stage.press(K.Key_1)
    assert site.page == "technician/instruction/P1"
    site.stage.press(K.Key_1)
    view = site.stage.view()
    assert view.blocks
    site.stage.press(K.Key_Escape, K.Key_Escape, K.Key_Escape)
    assert site.page == "attract"
