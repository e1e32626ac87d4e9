"""The map says what to mend, the instruction ticks by what is seen, and a test passes only by what came of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devices import Fault, Next
from devices.print_outcome import Paper, PrintOutcome
from kiosk.console_view import Mark
from kiosk.effects import Job, LookAtPart
from kiosk.events import JobEnded, ReadingCame
from kiosk.remedies.instruction import load_instructions
from kiosk.technician.state import Technician
from kiosk.technician.workshop import Workshop
from kiosk.view import BlockKind
from tests.house.doors import ROOT
from tests.kiosk.session.citizen import FACTS, invented_card
from tests.kiosk.technician.staff import VISIT, Staff, info, status

EMPTY = info("fault", "receipt_printer.paper_out", paper="out")


def entered() -> Staff:
    staff = Staff()
    staff.enter()
    return staff


def marks(staff: Staff) -> dict[str, Mark]:
    (picture,) = (block for block in staff.view.blocks if block.kind is BlockKind.CABINET)
    return {spot.part: spot.sign.mark for spot in picture.spots}


def test_what_is_not_known_is_never_good() -> None:
    staff = entered()
    staff.sees(id_reader=info("unknown"), slips=EMPTY, sensors=info("of the future"))
    assert marks(staff) == {
        "id_reader": Mark.UNKNOWN, "slips": Mark.FAULT, "sensors": Mark.UNKNOWN, "platform": Mark.GOOD
    }  # fmt: skip


def test_paper_is_changed_by_following_the_screen() -> None:
    staff = entered()
    staff.sees(slips=EMPTY)
    right = staff.view.actions.right
    assert right is not None
    staff.touch(right.key)
    assert staff.view.id == "technician/instruction/P1"
    assert not _tests(staff)
    staff.touch("tick:0", "tick:2")
    assert staff.now.ticked == frozenset(), "what the machine sees is not ticked by hand, nor out of order"
    staff.sees(sensors=info("ready", door="open"))
    staff.sees(slips=info("fault", "receipt_printer.cover_open", paper="unknown"))
    staff.touch("tick:2")
    staff.sees(slips=info("ready", paper="ok"))
    staff.sees(sensors=info("ready", door="closed"))
    assert staff.now.ticked == frozenset({0, 1, 2, 3}), "the door was open, and may be closed again"
    assert _tests(staff)
    staff.touch("test")
    (job,) = staff.asked(Job)
    staff.post(JobEnded(VISIT, job.number, PrintOutcome(Paper.CAME_OUT)))
    assert staff.view.id == "technician/instruction/P1", "the machine has seen paper; a person says whether it is good"
    staff.touch("seen-well")
    assert staff.view.id == "technician/map"
    assert marks(staff)["slips"] is Mark.GOOD


def _tests(staff: Staff) -> bool:
    right = staff.view.actions.right
    return right is not None and right.enabled


@pytest.mark.parametrize(
    ("outcome", "passed"),
    [
        (PrintOutcome(Paper.CAME_OUT), None),
        (PrintOutcome(Paper.DID_NOT, Fault("receipt_printer.cutter", Next.CALL_STAFF)), False),
        (PrintOutcome(Paper.UNCONFIRMED), None),
        ("of the future", None),
    ],
)
def test_a_test_says_only_what_was_seen(outcome: object, passed: bool | None) -> None:
    staff = entered()
    staff.touch("tab:tests", "test:slips:print_page", "test:id_reader:read_test_card")
    (job,) = staff.asked(Job)
    staff.post(JobEnded(VISIT, job.number, outcome))
    assert staff.now.doing is not None
    assert (staff.now.doing.passed, staff.now.doing.asks) == (passed, passed is None)
    staff.touch("seen-not")
    assert staff.now.doing.passed is False


def test_a_card_that_is_read_in_a_test_leaves_nothing() -> None:
    staff = entered()
    staff.touch("tab:tests", "test:id_reader:read_test_card")
    (watch,) = staff.now.watches()
    card = invented_card()
    staff.post(ReadingCame(VISIT, watch, card))
    assert staff.now.doing is not None
    assert staff.now.doing.passed
    assert card.number not in repr(staff.now)
    assert staff.now.doing.values == ()
    assert not staff.now.watches()


def test_a_part_is_looked_up_when_its_page_comes() -> None:
    staff = entered()
    staff.touch("part:slips")
    assert [effect.part for effect in staff.asked(LookAtPart) if isinstance(effect, LookAtPart)] == ["slips"]


def test_a_platform_that_does_not_answer_has_its_code_and_its_instruction() -> None:
    codes = {code: note.code for code, note in FACTS.faults.items()}
    shipped = load_instructions(ROOT / "config" / "instructions.toml", codes)
    staff = Staff(Technician(VISIT, FACTS, replace(status(), online=False, asked=True), Workshop((), shipped)))
    staff.enter()
    staff.touch("fix:platform")
    assert staff.view.id == "technician/instruction/N1"
