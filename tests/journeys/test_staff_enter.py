"""Staff at a running terminal with a real list from a real platform: in with two factors, locked out, in by phone."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from kiosk.platform.one_time_codes import code_of, step_of
from kiosk.scenario.actors import Platform
from kiosk.staff.tries import WRONG_MOST
from kiosk.view import BlockKind
from kiosk.words import Data, text
from kiosk.workers.staff_list_fetch import EVERY_S
from tests.journeys.hand_driven import START, HandDrivenWorld

STAFF, PIN = "4711", "975310"


class Technician:
    """A technician with an authenticator app."""

    def __init__(self, platform: Platform, driven: HandDrivenWorld) -> None:
        self.platform, self.driven = platform, driven
        address = platform.request("PUT", f"/sandbox/staff/{STAFF}", {"pin": PIN})["address"]
        words = parse_qs(urlsplit(address).query)["secret"][0]
        self.secret = base64.b32decode(words + "=" * (-len(words) % 8))

    def code(self) -> str:
        """By the platform's time, which the terminal takes for its own: the machine's clock is days behind here."""
        clock = self.driven.world.terminal.clock
        return code_of(self.secret, step_of(clock.now().timestamp()))

    def enters(self, code: str | None = None) -> str:
        """Type everything and touch "enter"; the page that is shown then."""
        typed = (("staff", STAFF), ("pin", PIN), ("proof", code or self.code()))
        self.driven.play(*typed, ("touch", "enter"))
        return self.driven.stage.view().id


@pytest.fixture
def driven(platform: Platform, data: Path) -> Iterator[HandDrivenWorld]:
    world = HandDrivenWorld(platform, data, START)
    yield world
    world.world.close()


@pytest.fixture
def technician(platform: Platform, driven: HandDrivenWorld) -> Technician:
    made = Technician(platform, driven)
    driven.stage.advance(EVERY_S + 60)  # the next list comes
    driven.play(("touch", "staff-entry"))
    return made


def test_both_factors_open_the_terminal(technician: Technician) -> None:
    assert technician.enters() == "technician/map"


def test_locked_out_and_in_by_phone(technician: Technician, platform: Platform, driven: HandDrivenWorld) -> None:
    for _ in range(WRONG_MOST):
        assert technician.enters("000000") == "technician/login"
    assert not driven.stage.view().fields, "no code is taken any more"
    driven.play(("touch", "way:answer"), ("staff", STAFF), ("pin", PIN))
    (shown,) = (block for block in driven.stage.view().blocks if block.kind is BlockKind.BIG_NUMBER)
    assert isinstance(shown.value, Data)
    order = {"terminal": "WT02", "challenge": shown.value.text.replace("-", ""), "unlock": True}
    answer = platform.request("POST", f"/sandbox/staff/{STAFF}/answer", order)["answer"]
    driven.play(("proof", answer), ("touch", "enter"))
    assert driven.stage.view().id == "technician/map"


def test_who_was_revoked_is_out_with_the_next_list(
    technician: Technician, platform: Platform, driven: HandDrivenWorld
) -> None:
    platform.request("DELETE", f"/sandbox/staff/{STAFF}")
    driven.play(("touch", "leave"))
    driven.stage.advance(EVERY_S + 60)
    driven.play(("touch", "staff-entry"))
    assert technician.enters() == "technician/login"


def test_the_way_to_the_platform_is_tried_from_the_screen(technician: Technician, driven: HandDrivenWorld) -> None:
    assert technician.enters() == "technician/map"
    driven.play(("touch", "tab:network"), ("touch", "try"))
    view = driven.stage.view()
    assert (view.id, view.title) == ("technician/network", text("tech-way-well"))
    driven.world.platform.cable.cut()
    driven.play(("touch", "try"))
    view = driven.stage.view()
    assert view.title != text("tech-way-well")
    assert any(str(block.words).find("path-do-") >= 0 for block in view.blocks), "a remedy is named"
