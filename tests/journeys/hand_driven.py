"""A world on the bare stage, driven by test code: for what no scenario file can express."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from devices import FakeClock
from kiosk.scenario.actors import Platform
from kiosk.scenario.stage import BareStage
from kiosk.scenario.world import World, build_world
from tests import frozen

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TO_REVIEW = (
    ("touch", "start"), ("touch", "item:old-age-allowance"), ("touch", "continue"), ("touch", "for:self"),
    ("touch", "continue"), ("card", "wang_old"), ("touch", "continue"), ("touch", "agree:consent-record"),
    ("touch", "continue"), ("touch", "continue"), ("answer:phone", "19900000001"),
    ("touch", "continue"), ("touch", "option:bank:rural"),
    ("answer:bank_card", "6200000000000000000"),
)  # fmt: skip


class HandDrivenWorld:
    """A world on the bare stage, driven by `play` and by its parts."""

    def __init__(self, platform: Platform, data: Path, start: datetime = START) -> None:
        self.clock = FakeClock(start)
        self.stage = BareStage(self.clock)
        self.world: World = build_world(frozen.config(), data, data, self.clock, self.stage.publish, platform=platform)
        self.stage.post = self.world.terminal.post
        self.world.terminal.start()
        self.stage.settle()
        self.stage.advance(3)

    def play(self, *steps: tuple[str, str]) -> None:
        for verb, value in steps:
            if verb == "touch":
                self.stage.touch(value)
            elif verb == "card":
                self.world.cards.put(value)
                self.stage.advance(2)
            else:
                self.stage.type_text(verb, value)
            self.stage.settle()
