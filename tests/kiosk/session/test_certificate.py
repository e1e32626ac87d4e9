"""A certificate: refused with its reason, shown with names covered, printed once, its outcome reported as it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devices import Fault, Next
from devices.document_printer.contract import PRINT
from devices.print_outcome import Paper, PrintOutcome
from kiosk.case.blobs import BlobRef
from kiosk.effects import Ask, AskPermit, Audit, AuditKind, Fetch, Job, PrintDocument, ReportPaper
from kiosk.events import Fetched, JobEnded, NotAnswered, NotFetched, Permitted
from kiosk.papers.pdf_verdict import Why
from kiosk.papers.sheet import Sheet
from kiosk.platform.documents import CopyReason, DocumentLink, Documents, IssuedDocument, PaperOutcome
from kiosk.platform.gateway import FailureKind
from kiosk.view import BlockKind, View
from kiosk.words import Data, Text
from tests.kiosk.session.citizen import ALL_WELL, Citizen, devices
from tests.kiosk.session.fault_pages import heard, of, says_it_all
from tests.kiosk.session.ways import PROVEN, SENT, WANG

HELD = BlobRef(1, "0" * 64, 20_000, 2, "application/pdf")
COVERED = ((0.1, 0.2, 0.3, 0.02),)
SHEETS = (Sheet("1", 992, 1403, COVERED), Sheet("2", 992, 1403, COVERED))
ISSUED = IssuedDocument("document-1", "pension-enrolment", "", {}, "9901-1", "2026-11-24", 2, 0, 1)
OLDER = IssuedDocument("document-0", "pension-enrolment", "", {}, "9901-0", "2026-10-01", 2, 1, 2)
OTHER = IssuedDocument("document-9", "no-house", "", {}, "9909-9", "2026-11-25", 1, 0, 1)


def at_list(citizen: Citizen | None = None) -> Citizen:
    citizen = citizen or Citizen()
    citizen.touch("item:pension-certificate", "continue", "continue")
    citizen.lays_card(WANG)
    citizen.touch("continue")
    citizen.answers("code.send", SENT)
    citizen.types("code", "123456")
    citizen.touch("continue")
    citizen.answers("code.verify", PROVEN)
    citizen.touch("agree:consent-certificate")
    assert citizen.page == "certificate"
    return citizen


def at_fetch(document: IssuedDocument = ISSUED) -> Citizen:
    citizen = at_list()
    citizen.answers("documents", Documents((OLDER, document, OTHER)))
    return citizen


def at_preview(document: IssuedDocument = ISSUED) -> Citizen:
    citizen = at_fetch(document)
    citizen.happens(Fetched("visit-1", citizen.awaited("fetch"), HELD, SHEETS))
    return citizen


def at_print() -> Citizen:
    citizen = at_preview()
    citizen.touch("print")
    citizen.happens(Permitted("visit-1", citizen.awaited("permit")))
    return citizen


def printed(citizen: Citizen, paper: Paper, code: str = "") -> None:
    fault = Fault(code, Next.CALL_STAFF) if code else None
    citizen.happens(JobEnded("visit-1", citizen.awaited("print_a4"), PrintOutcome(paper, fault)))


def sheet_of(view: View) -> Sheet:
    (block,) = (block for block in view.blocks if block.kind is BlockKind.SHEET)
    assert block.sheet is not None
    return block.sheet


def title(citizen: Citizen) -> str:
    assert isinstance(citizen.view.title, Text)
    return citizen.view.title.key


def test_the_newest_document_of_the_items_kind_is_fetched_for_this_person_and_must_hold_its_number() -> None:
    fetch: Fetch = at_fetch().last(Fetch)
    assert (fetch.request.document, fetch.request.visit, fetch.request.proof) == ("document-1", "visit-1", "proof")
    assert (fetch.holds, fetch.covers, fetch.pages_most) == (("9901-1", WANG.name), (WANG.name, WANG.number), 3)
    assert "9901" not in repr(fetch)


def test_nobody_without_a_document_is_shown_one() -> None:
    citizen = at_list()
    citizen.answers("documents", Documents((OTHER,)))
    assert title(citizen) == "document-none"
    assert citizen.count(Fetch) == 0
    citizen.touch("continue")
    assert citizen.page == "farewell"


@pytest.mark.parametrize("why", [each for each in Why if each is not Why.NONE])
def test_a_document_that_is_not_what_it_must_be_is_not_shown_and_says_why(why: Why) -> None:
    citizen = at_fetch()
    citizen.happens(NotFetched("visit-1", citizen.awaited("fetch"), why.value))
    says_it_all(citizen.view, f"document.{why.value}")
    assert not any(block.kind is BlockKind.SHEET for block in citizen.view.blocks)
    citizen.touch_in_vain("print")
    lines = [(e.kind, e.code) for e in citizen.effects if isinstance(e, Audit)]
    assert (AuditKind.DOCUMENT_REFUSED, why.value) in lines
    citizen.touch("continue")
    assert citizen.page == "farewell"


def test_every_reason_to_refuse_a_document_has_a_fault_of_its_own() -> None:
    assert {f"document.{each.value}" for each in Why if each is not Why.NONE} == set(of("document"))


def test_names_are_covered_until_asked_for_and_again_after_ten_seconds() -> None:
    citizen = at_preview()
    assert sheet_of(citizen.view).covered == COVERED
    citizen.touch("reveal:sheet")
    assert sheet_of(citizen.view).covered == ()
    assert AuditKind.VALUE_SHOWN in {e.kind for e in citizen.effects if isinstance(e, Audit)}
    citizen.rings("reveal")
    assert sheet_of(citizen.view).covered == COVERED


def test_every_page_is_seen_small_and_large() -> None:
    citizen = at_preview()
    citizen.touch("sheet:1", "large")
    assert (citizen.page, sheet_of(citizen.view).key) == ("certificate/large", "2")
    citizen.touch("small")
    assert citizen.page == "certificate"
    citizen.touch_in_vain("sheet:7")


def test_a_copy_is_printed_once_after_its_permit_and_reported() -> None:
    citizen = at_print()
    permit: AskPermit = citizen.last(AskPermit)
    assert (permit.request.document, permit.request.copy, permit.request.reason) == ("document-1", 1, CopyReason.NONE)
    job: Job = citizen.last(Job)
    assert (job.device, job.verb, job.argument) == ("a4_printer", PRINT.name, PrintDocument(HELD))
    printed(citizen, Paper.CAME_OUT)
    report: ReportPaper = citizen.last(ReportPaper)
    assert (report.permit, report.outcome) == (permit.request.permit, PaperOutcome.CAME_OUT)
    assert title(citizen) == "document-out-title"
    assert citizen.count(Job) == 1


@pytest.mark.parametrize(
    ("paper", "page", "outcome"),
    [
        (Paper.DID_NOT, "document-not-out-title", PaperOutcome.DID_NOT),
        (Paper.UNCONFIRMED, "document-unsure-title", PaperOutcome.UNCONFIRMED),
    ],
)
def test_a_copy_that_did_not_come_out_is_never_printed_again_by_itself(
    paper: Paper, page: str, outcome: PaperOutcome
) -> None:
    citizen = at_print()
    printed(citizen, paper, "document_printer.jam")
    assert (title(citizen), citizen.last(ReportPaper).outcome, citizen.count(Job)) == (page, outcome, 1)
    says_it_all(citizen.view, "document_printer.jam")
    citizen.touch("stop", "print")
    assert citizen.page == "certificate/reason", "another copy needs a reason"
    citizen.touch("reason:not_out")
    again: AskPermit = citizen.last(AskPermit)
    first = next(effect for effect in citizen.effects if isinstance(effect, AskPermit))
    assert again.request.permit != first.request.permit
    assert again.request.copy == (1 if paper is Paper.DID_NOT else 2)
    assert again.request.reason is CopyReason.NOT_OUT


@pytest.mark.parametrize("code", of("document_printer", "transport", "device"))
def test_every_fault_of_the_printer_is_named_on_the_page(code: str) -> None:
    citizen = at_print()
    printed(citizen, Paper.UNCONFIRMED, code)
    says_it_all(citizen.view, code)


def test_a_document_printed_before_needs_a_reason_at_once() -> None:
    citizen = at_preview(IssuedDocument("document-1", "pension-enrolment", "", {}, "9901-1", "2026-11-24", 2, 1, 2))
    citizen.touch("print", "reason:lost")
    request = citizen.last(AskPermit).request
    assert (request.copy, request.reason) == (2, CopyReason.LOST)


@pytest.mark.parametrize(("reason", "copy"), [("already-printed", 2), ("reason-required", 1)])
def test_a_copy_printed_elsewhere_meanwhile_asks_for_the_reason(reason: str, copy: int) -> None:
    citizen = at_preview()
    citizen.touch("print")
    citizen.no_answer("permit", FailureKind.REFUSED, reason)
    assert citizen.page == "certificate/reason"
    citizen.touch("reason:another")
    assert citizen.last(AskPermit).request.copy == copy


def test_without_a_permit_nothing_is_printed_and_the_page_says_so() -> None:
    citizen = at_preview()
    citizen.touch("print")
    citizen.no_answer("permit", FailureKind.SLOW)
    says_it_all(citizen.view, "platform.slow")
    assert citizen.count(Job) == 0
    citizen.touch("again")
    assert citizen.page == "certificate"


@pytest.mark.parametrize("paper", Paper)
def test_the_farewell_says_what_became_of_the_paper(paper: Paper) -> None:
    citizen = at_print()
    printed(citizen, paper)
    citizen.touch("continue")
    assert citizen.view.lead == Text(f"farewell-document-{paper.value.replace('_', '-')}")
    reminded = Text("farewell-document-check") in [block.words for block in citizen.view.blocks]
    assert reminded is (paper is not Paper.DID_NOT)


def test_who_only_looked_is_told_that_nothing_stays() -> None:
    citizen = at_preview()
    citizen.touch("continue")
    assert citizen.view.lead == Text("farewell-looked-up")


def test_a_phone_fetches_the_copy_by_an_address_that_is_asked_for_and_never_spoken() -> None:
    citizen = at_preview()
    citizen.touch("phone")
    asked = citizen.last(Ask).question
    assert (asked.name, dict(asked.parameters), asked.identity["proof"]) == (
        "document.link",
        {"document": "document-1"},
        "proof",
    )
    citizen.answers("link", DocumentLink("https://platform.invalid/copies/abcdefghijklmnopqrstuv", 600))
    (code,) = (block for block in citizen.view.blocks if block.kind is BlockKind.QR)
    assert code.value == Data("https://platform.invalid/copies/abcdefghijklmnopqrstuv")
    assert "copies" not in heard(citizen.view)
    citizen.touch("again")
    assert citizen.count(Ask) == 5, "another address: the first may have been used"
    citizen.no_answer("link", FailureKind.OFFLINE)
    says_it_all(citizen.view, "platform.offline")
    citizen.touch("again")
    assert citizen.page == "certificate/phone"


def test_no_certificate_is_begun_in_practice() -> None:
    citizen = Citizen()
    citizen.session = replace(citizen.session, practice=True)
    citizen.touch_in_vain("item:pension-certificate")


def test_without_a_network_no_phone_is_offered_a_copy() -> None:
    citizen = at_preview()
    citizen.world(online=False)
    citizen.touch_in_vain("phone")


def test_nobody_leaves_before_the_fate_of_the_paper_is_known() -> None:
    citizen = at_print()
    citizen.touch_in_vain("leave")
    assert citizen.page == "certificate/paper"


def test_a_printer_that_failed_since_the_permit_prints_nothing_and_reports_it() -> None:
    citizen = at_preview()
    citizen.touch("print")
    citizen.world(devices={name: each for name, each in devices().items() if name != "a4_printer"})
    citizen.happens(Permitted("visit-1", citizen.awaited("permit")))
    assert citizen.count(Job) == 0
    assert citizen.last(ReportPaper).outcome is PaperOutcome.DID_NOT


def test_a_list_or_document_that_does_not_come_can_be_asked_for_again() -> None:
    citizen = at_list()
    citizen.no_answer("documents", FailureKind.OFFLINE)
    says_it_all(citizen.view, "platform.offline")
    citizen.touch("again")
    citizen.answers("documents", Documents((ISSUED,)))
    citizen.happens(NotAnswered("visit-1", citizen.awaited("fetch"), FailureKind.SLOW))
    citizen.touch("again")
    assert citizen.count(Fetch) == 2


def test_the_item_is_not_begun_where_nothing_prints_on_a4() -> None:
    without = {name: each for name, each in devices().items() if name != "a4_printer"}
    citizen = Citizen(ALL_WELL.__class__(online=True, devices=without, now=ALL_WELL.now))
    citizen.touch_in_vain("item:pension-certificate")
