"""Several cases and several papers in one matter: each has an outcome for itself."""

from __future__ import annotations

from dataclasses import replace

from devices import Fault, Next
from devices.receipt_printer.contract import Paper, PrintOutcome
from kiosk.case_events import Kept, KeptCase
from kiosk.effects import Job
from kiosk.events import JobEnded
from kiosk.steps.slip_printing import PrintedSlip, PrintedSlips, print_slip, slip_blocks
from kiosk.words import Text
from tests.kiosk.session.citizen import NOW, Citizen
from tests.kiosk.session.ways import at_declare, at_ending, title

TWO = (KeptCase("case-1", "WT02-0001-ABCD-E", NOW), KeptCase("case-2", "WT02-0002-ABCD-E", NOW))


def two_kept() -> Citizen:
    citizen = at_declare()
    citizen.touch("declare")
    citizen.happens(Kept("visit-1", citizen.awaited("keep"), TWO))
    return citizen


def test_the_receipt_of_one_case_is_not_that_of_all() -> None:
    citizen = two_kept()
    citizen.receipt("case-2")
    assert citizen.page == "submit", "the other may still be handed over"
    assert [case.case_number for case in citizen.session.matter.cases] == ["", "3301-0001"]
    citizen.rings("receipt_wait")
    assert title(citizen) == "ending-kept-title"
    citizen.receipt("case-1")
    assert title(citizen) == "ending-handed-over-title"


def test_two_papers_of_one_page_have_each_an_outcome() -> None:
    citizen = at_ending()
    first = citizen.awaited("print")
    turn = print_slip(citizen.session, citizen.last(Job).argument)
    citizen.session, (another,) = turn.session, turn.effects
    second = another.number
    broken = PrintOutcome(Paper.DID_NOT, Fault("receipt_printer.jam", Next.CALL_STAFF))
    citizen.happens(JobEnded("visit-1", second, broken))
    citizen.happens(JobEnded("visit-1", first, PrintOutcome(Paper.CAME_OUT)))
    assert citizen.session.own(PrintedSlips).by_effect == {
        first: PrintedSlip("ending", Paper.CAME_OUT),
        second: PrintedSlip("ending", Paper.DID_NOT, "receipt_printer.jam"),
    }
    said = [block.words.key for block in slip_blocks(citizen.session) if isinstance(block.words, Text)]
    assert ("paper-out" in said, "paper-did-not" in said) == (True, True)


def test_the_papers_of_another_page_are_not_spoken_of_here() -> None:
    citizen = at_ending()
    assert slip_blocks(citizen.session)
    assert slip_blocks(replace(citizen.session, page="rate/reason")) == ()


def test_the_outcome_of_a_paper_comes_to_the_step_that_asked() -> None:
    citizen = at_ending()
    number = citizen.awaited("print")
    citizen.touch("help")
    citizen.printed(Paper.UNCONFIRMED)
    assert citizen.session.own(PrintedSlips).by_effect == {number: PrintedSlip("ending", Paper.UNCONFIRMED)}
