"""The pages of a pledge, of papers that follow later, and of handing them in by slip number."""

from __future__ import annotations

from collections.abc import Iterator

from devices.receipt_printer.contract import Paper
from kiosk.case_events import CaseNotReceived, ReceiptCame
from kiosk.platform.listing import CaseState
from kiosk.view import View
from tests.kiosk.session.case_samples import case_in
from tests.kiosk.session.citizen import NOW
from tests.kiosk.session.pledging import at_choice, put_off
from tests.kiosk.session.test_hand_in import BARE, PROOF, RECEIPT, by_slip, handed_in, waits
from tests.kiosk.session.test_missing_papers import submitted


def pledge_views() -> Iterator[View]:
    yield at_choice("record").view
    yield at_choice(whom="family").view
    citizen = at_choice()
    yield citizen.view
    citizen.touch("give:pledge")
    yield citizen.view
    citizen.touch("pledge")
    yield citizen.view
    citizen.touch("material:work-proof")
    yield citizen.view
    citizen = put_off()
    yield citizen.view
    citizen.touch("continue", "continue")
    yield citizen.view
    yield from _endings()
    yield from _by_slip()


def _endings() -> Iterator[View]:
    citizen = submitted()
    citizen.receipt()
    citizen.printed(Paper.CAME_OUT)
    yield citizen.view
    citizen = submitted()
    citizen.rings("receipt_wait")
    yield citizen.view


def _by_slip() -> Iterator[View]:
    yield by_slip(case_in(CaseState.UNDER_REVIEW, item_id="", **BARE)).view
    yield by_slip(case_in(CaseState.WITHDRAWN, item_id="", deadline="2026-12-04", **BARE)).view
    yield by_slip(waits(RECEIPT, PROOF, case_id="", digest="")).view
    citizen = by_slip(waits(RECEIPT, PROOF))
    yield citizen.view
    citizen.touch("correct")
    yield citizen.view
    for news in (
        ReceiptCame("visit-1", "case-2", "3301-0002", NOW),
        CaseNotReceived("visit-1", "case-2", "superseded"),
    ):
        citizen = by_slip(waits(RECEIPT))
        handed_in(citizen)
        citizen.happens(news)
        yield citizen.view
