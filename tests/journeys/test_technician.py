"""A technician at a running terminal: in during a visit, which is wiped; faults found and cured by the screen alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.effects import CheckStaff
from kiosk.scenario.actors import Platform, simulator_of
from kiosk.staff.entry import StaffRole, StaffVerdict, VerdictKind
from kiosk.staff_events import StaffChecked
from kiosk.view import BlockKind
from tests.journeys.hand_driven import START, TO_REVIEW, HandDrivenWorld
from tests.journeys.test_wipe import sessions_with_a_card

ENTERED = StaffVerdict(VerdictKind.ENTERED, StaffRole.TECHNICIAN, "0731")
LOCKED = StaffVerdict(VerdictKind.LOCKED, locked_s=840.0)
CODE = (("staff", "0731"), ("pin", "135790"), ("proof", "246802"))


@pytest.fixture
def driven(platform: Platform, data: Path) -> Iterator[HandDrivenWorld]:
    world = HandDrivenWorld(platform, data, START)
    verdict(world, ENTERED)
    yield world
    world.world.close()


def verdict(driven: HandDrivenWorld, given: StaffVerdict) -> None:
    """From now on an entry has this verdict."""
    terminal: Any = driven.world.terminal
    terminal._parts.runner._takers[CheckStaff] = lambda visit, effect: terminal.post(
        StaffChecked(visit, effect.number, given)
    )


def enter(driven: HandDrivenWorld) -> None:
    driven.play(("touch", "staff-entry"), *CODE, ("touch", "enter"))


def shown(driven: HandDrivenWorld) -> str:
    return driven.stage.view().id


def audit(data: Path) -> list[str]:
    return [json.loads(line)["kind"] for line in (data / "audit" / "audit.jsonl").read_text("utf-8").splitlines()]


def test_entering_in_a_visit_asks_and_wipes_it(driven: HandDrivenWorld, data: Path) -> None:
    driven.play(*TO_REVIEW, ("touch", "staff-entry"))
    assert shown(driven).endswith("?staff")
    driven.play(("touch", "back"))
    assert "?" not in shown(driven), "the citizen goes on where they were"
    driven.play(("touch", "staff-entry"), ("touch", "staff-enter-now"))
    assert shown(driven) == "technician/login"
    driven.play(*CODE, ("touch", "enter"))
    assert shown(driven) == "technician/map"
    assert not sessions_with_a_card()
    driven.play(("touch", "leave"))
    assert shown(driven) == "attract"
    kinds = audit(data)
    assert kinds[kinds.index("ended_by_staff") :] == [
        "ended_by_staff", "visit_ended", "wiped", "staff_entered", "staff_left"
    ]  # fmt: skip


def test_a_lock_is_shown_and_the_terminal_serves_on(driven: HandDrivenWorld) -> None:
    verdict(driven, LOCKED)
    enter(driven)
    right = driven.stage.view().actions.right
    assert right is not None
    assert not right.enabled
    driven.stage.advance(35 + 25)
    assert shown(driven) == "attract"
    driven.play(("touch", "start"))
    assert shown(driven) == "home"


def follow(driven: HandDrivenWorld, hands: Iterator[Callable[[], None]]) -> None:
    """Do what the instruction says: its buttons for what the machine cannot see, `hands` for what it watches."""
    for _ in range(9):
        view = driven.stage.view()
        ready = view.actions.right
        if ready is not None and ready.enabled:
            driven.play(("touch", ready.key))
            driven.stage.advance(8)
            if shown(driven) == "technician/map":
                return
            continue
        by_hand = [block.change for block in view.blocks if block.kind is BlockKind.TASK and block.change]
        if by_hand:
            driven.play(("touch", by_hand[0].key))
        else:
            next(hands)()
            driven.stage.advance(4)
    raise AssertionError(f"the instruction does not end: {driven.stage.view()}")


def broken(driven: HandDrivenWorld) -> list[str]:
    return [block.sign.code for block in driven.stage.view().blocks if block.kind is BlockKind.FINDING and block.sign]


def test_two_faults_are_found_and_cured_by_the_screen_alone(driven: HandDrivenWorld) -> None:
    devices = driven.world.device_actions.devices
    printer, reader = simulator_of(devices["receipt_printer"]), simulator_of(devices["id_reader"])
    printer.begin("paper_out")
    reader.begin("unplugged")
    driven.stage.advance(6)
    enter(driven)
    assert sorted(broken(driven)) == ["D2", "P1"]

    def put_in_paper() -> None:
        printer.end("paper_out")
        printer.end("cover_open")

    acts: dict[str, list[Callable[[], None]]] = {
        "fix:id_reader": [lambda: reader.end("unplugged")],
        "fix:receipt_printer": [
            lambda: printer.begin("cover_open"),
            put_in_paper,
        ],
    }
    for key, hands in acts.items():
        driven.play(("touch", key))
        follow(driven, iter(hands))
    assert broken(driven) == []
    assert len(driven.world.slips.all) == 1, "the test page"


def test_what_is_taken_out_of_service_stays_so_over_a_restart(
    driven: HandDrivenWorld, platform: Platform, data: Path
) -> None:
    enter(driven)
    driven.play(("touch", "tab:service"), ("touch", "service:paper"), ("touch", "leave"))
    assert driven.stage.view().page == "OutOfService"
    driven.world.terminal.stop()
    again = HandDrivenWorld(platform, data, START)
    try:
        assert again.stage.view().page == "OutOfService"
        verdict(again, ENTERED)
        enter(again)
        again.play(("touch", "tab:service"), ("touch", "service:"), ("touch", "leave"))
        assert shown(again) == "attract"
    finally:
        again.world.close()
