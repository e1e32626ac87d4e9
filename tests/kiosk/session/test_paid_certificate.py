"""The document of a fee: passed over by who has not paid, never lost, and said truly on ending, slip and farewell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devices.print_outcome import Paper, PrintOutcome
from kiosk.documents.slip import SlipContent
from kiosk.effects import Ask, AskOrder, AskPermit, Fetch, Job
from kiosk.events import Fetched, JobEnded, NotAnswered, NotFetched, Permitted, TerminalStatus
from kiosk.papers.pdf_verdict import Why
from kiosk.platform.documents import CopyReason, Documents, IssuedDocument
from kiosk.platform.gateway import FailureKind
from kiosk.platform.listing import CaseAction, Cases, CaseState
from kiosk.session.advance import _go
from kiosk.steps.pay import open_pay
from kiosk.words import Text
from tests.frozen import charged
from tests.kiosk.session.case_samples import case_in
from tests.kiosk.session.citizen import ALL_WELL, Citizen, devices
from tests.kiosk.session.fault_pages import says_it_all
from tests.kiosk.session.paying import APPLICATION, CLOSED, OPEN, PAID, Payer, order
from tests.kiosk.session.test_certificate import HELD, SHEETS
from tests.kiosk.session.ways import a_case_is_asked_by_its_slip, cases_are_asked_by_card
from tests.view_texts import texts_in

ITEM = "no-house-print"
ISSUED = IssuedDocument(
    "document-1", "no-house", ITEM, {"zh-CN": "无房证明"}, "9901-1", "2026-11-24", 1, 0, 1, "2026-12-24", APPLICATION
)
FREE = replace(ISSUED, document="document-2", kind="pension-enrolment", item_id="pension-certificate", application="")
NO_A4 = replace(ALL_WELL, devices={name: each for name, each in devices().items() if name != "a4_printer"})


def keys(citizen: Citizen) -> set[str]:
    return {each.key for each in texts_in(citizen.view)}


def touchable(citizen: Citizen) -> set[str]:
    ends = (citizen.view.actions.left, citizen.view.actions.middle, citizen.view.actions.right)
    return {each.key for each in (*citizen.view.choices, *ends) if each is not None and each.enabled}


def at_list(status: TerminalStatus = ALL_WELL) -> Payer:
    payer = Payer(status, ITEM)
    payer.sees_code()
    payer.rings("order_read")
    payer.order_comes(order(PAID))
    payer.touch("continue")
    assert payer.page == "certificate"
    return payer


def at_preview(status: TerminalStatus = ALL_WELL) -> Payer:
    payer = at_list(status)
    payer.answers("documents", Documents((ISSUED,)))
    payer.happens(Fetched("visit-1", payer.awaited("fetch"), HELD, SHEETS[:1]))
    return payer


def copies(payer: Payer, *papers: Paper) -> Payer:
    """Print so many copies, with these outcomes, and come to the ending."""
    for number, paper in enumerate(papers):
        payer.touch("stop", "print") if number else payer.touch("print")
        if payer.page == "certificate/reason":
            payer.touch("reason:not_out")
        payer.happens(Permitted("visit-1", payer.awaited("permit")))
        payer.happens(JobEnded("visit-1", payer.awaited("print_a4"), PrintOutcome(paper)))
    payer.touch("continue")
    assert payer.page == "ending"
    return payer


def slip_keys(payer: Payer) -> set[str]:
    slip = payer.last(Job).argument
    assert isinstance(slip, SlipContent)
    return {line.value.key for line in slip.lines if isinstance(line.value, Text)}


def test_what_was_paid_for_is_asked_for_by_its_application_alone() -> None:
    payer = at_list()
    asked = payer.last(Ask).question
    assert (asked.name, dict(asked.parameters), asked.purpose) == (
        "documents",
        {"application": APPLICATION},
        "consent-record",
    )
    payer.answers("documents", Documents((ISSUED,)))
    assert payer.last(Fetch).request.document == "document-1"


@pytest.mark.parametrize(
    ("papers", "said"),
    [
        ((), "proof-not-printed"),
        ((Paper.CAME_OUT,), "proof-printed"),
        ((Paper.DID_NOT,), "proof-not-printed"),
        ((Paper.DID_NOT, Paper.CAME_OUT), "proof-printed"),
        ((Paper.UNCONFIRMED,), "proof-unsure"),
        ((Paper.UNCONFIRMED, Paper.CAME_OUT), "proof-unsure"),
    ],
)
def test_the_ending_the_slip_and_the_farewell_say_what_came_out(papers: tuple[Paper, ...], said: str) -> None:
    payer = copies(at_preview(), *papers)
    assert {"money-paid", said} <= keys(payer)
    assert "stage-result" not in keys(payer), "nothing is still to come"
    assert said in slip_keys(payer)
    payer.happens(JobEnded("visit-1", payer.awaited("print"), PrintOutcome(Paper.CAME_OUT)))
    payer.touch("continue")
    assert (payer.page, said in keys(payer)) == ("farewell", True)


@pytest.mark.parametrize("way", ["cash", "unsure", "leave"])
def test_who_has_not_paid_passes_over_it_and_is_told_when_it_is_printed(way: str) -> None:
    payer = Payer(ALL_WELL, ITEM)
    payer.sees_code()
    if way == "unsure":
        payer.touch("claimed", "go")
    elif way == "cash":
        payer.touch("cash", "continue")
        payer.order_comes(order(CLOSED))
    else:
        payer.touch("leave")
        payer.order_comes(order(CLOSED))
    assert payer.page == "ending"
    assert "proof-after-payment" in keys(payer)
    assert payer.count(Fetch) == 0


def test_an_office_that_is_still_making_it_keeps_nobody_here() -> None:
    payer = at_list()
    payer.answers("documents", Documents((), making=True))
    assert {"document-making", "money-paid"} <= keys(payer)
    payer.touch("again")
    assert payer.last(Ask).question.name == "documents"
    payer.answers("documents", Documents((), making=True))
    payer.touch("continue")
    assert "proof-to-come" in keys(payer)


@pytest.mark.parametrize("purpose", ["documents", "fetch"])
def test_a_document_that_does_not_come_leaves_the_payment_and_the_number(purpose: str) -> None:
    payer = at_list()
    if purpose == "fetch":
        payer.answers("documents", Documents((ISSUED,)))
    payer.happens(NotAnswered("visit-1", payer.awaited(purpose), FailureKind.SLOW))
    says_it_all(payer.view, "platform.slow")
    assert {"document-not-now", "document-safe-paid"} <= keys(payer)
    assert "back" not in touchable(payer)
    payer.touch("continue")
    assert payer.page == "ending"
    assert {"money-paid", "proof-not-printed" if purpose == "fetch" else "proof-to-come"} <= keys(payer)


def test_one_that_is_not_what_it_must_be_is_refused_and_said_to_the_end() -> None:
    payer = at_list()
    payer.answers("documents", Documents((ISSUED,)))
    payer.happens(NotFetched("visit-1", payer.awaited("fetch"), Why.OTHER_DOCUMENT.value))
    payer.touch("continue")
    assert {"money-paid", "proof-refused"} <= keys(payer)


def test_whoever_leaves_it_has_the_number_first() -> None:
    payer = at_preview()
    payer.touch("leave")
    assert payer.page == "ending"


def test_without_an_a4_printer_the_phone_and_other_terminals_remain() -> None:
    payer = at_preview(NO_A4)
    payer.touch_in_vain("print")
    assert "document-print-elsewhere" in keys(payer)
    assert "phone" in touchable(payer)


def test_in_practice_no_document_is_asked_for() -> None:
    payer = Payer(ALL_WELL, ITEM)
    payer.session = replace(payer.session, practice=True)
    item = charged().find(ITEM)
    assert item is not None
    payer.session, _ = _go(open_pay(payer.session, (item,), APPLICATION))
    payer.touch("continue")
    assert (payer.page, payer.count(Ask)) == ("farewell", 0)


def at_progress(*documents: IssuedDocument, cases: tuple[object, ...] = ()) -> Citizen:
    citizen = cases_are_asked_by_card()
    citizen.session = replace(citizen.session, catalogue=charged())
    citizen.answers("cases", Cases(cases))  # type: ignore[arg-type]  # cases of the samples
    citizen.answers("proofs", Documents(documents))
    return citizen


def test_a_document_printed_before_is_printed_again_for_a_reason_alone() -> None:
    case = case_in(CaseState.DECIDED, item_id=ITEM, application=APPLICATION)
    citizen = at_progress(FREE, replace(ISSUED, printed=1, next_copy=2), cases=(case,))
    assert {"progress-reprint", "progress-proofs"} <= keys(citizen)
    citizen.touch("reprint:1")
    assert (citizen.page, citizen.last(Fetch).request.document) == ("certificate", "document-1")
    citizen.happens(Fetched("visit-1", citizen.awaited("fetch"), HELD, SHEETS[:1]))
    citizen.touch("print", "reason:lost")
    request = citizen.last(AskPermit).request
    assert (request.copy, request.reason, request.proof) == (2, CopyReason.LOST, "proof")
    citizen.no_answer("permit", FailureKind.REFUSED, "reprint-over")
    says_it_all(citizen.view, "platform.reprint_over")
    citizen.touch("again", "continue")
    assert citizen.page == "farewell"


def test_documents_without_a_case_are_listed_with_what_can_be_printed_here() -> None:
    citizen = at_progress(FREE, ISSUED)
    assert {"progress-none", "progress-proofs"} <= keys(citizen)
    citizen.touch("proofs")
    assert [each.key for each in citizen.view.choices if each.enabled] == ["reprint:1"], "no item gives the other here"
    citizen.touch_in_vain("reprint:0")
    citizen.touch("back")
    assert citizen.page == "progress"
    citizen.world(online=False)
    citizen.touch("proofs")
    citizen.touch_in_vain("reprint:1")


def test_documents_that_are_not_answered_are_said_and_keep_the_cases() -> None:
    citizen = cases_are_asked_by_card()
    citizen.answers("cases", Cases((case_in(CaseState.DECIDED),)))
    citizen.no_answer("proofs", FailureKind.SLOW)
    assert {"progress-proofs-unknown", "state-decided"} <= keys(citizen)


def test_nobody_gets_a_document_by_slip_number_alone() -> None:
    citizen = a_case_is_asked_by_its_slip()
    citizen.answers("by_slip", Cases((case_in(CaseState.DECIDED, item_id=ITEM, application=APPLICATION),)))
    assert "progress-by-slip" in keys(citizen)
    assert [each for each in citizen.effects if isinstance(each, Ask)][-1].question.name == "case.by_slip"


@pytest.mark.parametrize("way", ["card", "slip"])
def test_who_pays_later_gets_it_after_the_payment_if_they_are_known(way: str) -> None:
    citizen = cases_are_asked_by_card() if way == "card" else a_case_is_asked_by_its_slip()
    citizen.session = replace(citizen.session, catalogue=charged())
    due = case_in(CaseState.RECEIVED, item_id=ITEM, application=APPLICATION, actions=frozenset({CaseAction.PAY}))
    citizen.answers("cases" if way == "card" else "by_slip", Cases((due,)))
    citizen.touch("pay")
    payer = Payer(ALL_WELL, ITEM)
    payer.session, payer.effects = citizen.session, citizen.effects
    assert payer.count(AskOrder) == 1
    payer.order_comes(order(OPEN))
    payer.rings("order_read")
    payer.order_comes(order(PAID))
    payer.touch("continue")
    assert payer.page == ("certificate" if way == "card" else "farewell")
    if way == "slip":
        assert "proof-to-come" in keys(payer)
