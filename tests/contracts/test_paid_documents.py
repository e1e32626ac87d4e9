"""Documents of applications that cost something, of every gateway against a real sandbox."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.platform.documents import CopyReason, DocumentRequest, Documents, IssuedDocument, PermitRequest
from kiosk.platform.gateway import FailureKind
from kiosk.platform.listing import Cases, CaseState, Delivery
from tests.contracts.gateway_harness import GatewayHarness, wait
from tests.contracts.test_orders import OPEN, application, do, happens
from tests.contracts.test_platform_gateway import proof, question
from tests.kiosk.platform.refusals import refusal_of

PAID_ITEM = "test-strict"


def asked(harness: GatewayHarness, token: str, of: str) -> Documents:
    question_ = replace(question("documents", token, application=of), item_id=PAID_ITEM)
    answer = harness.gateway.ask(question_, wait())
    assert isinstance(answer, Documents)
    return answer


def paid(harness: GatewayHarness) -> tuple[str, str]:
    """Pay for an application, and return its id and the proof of its applicant."""
    of = application(harness)
    happens(harness, do(harness, OPEN, of), "pay")
    return of, proof(harness)


def only(harness: GatewayHarness, of: str, token: str) -> IssuedDocument:
    (document,) = asked(harness, token, of).documents
    return document


def test_a_document_is_issued_when_the_fee_is_paid_and_decides_the_case(harness: GatewayHarness) -> None:
    of, token = application(harness), proof(harness)
    assert asked(harness, token, of) == Documents(())
    happens(harness, do(harness, OPEN, of), "pay")
    row = only(harness, of, token)
    assert (row.kind, row.item_id, row.application, row.next_copy) == ("no-house", PAID_ITEM, of, 1)
    assert row.reprint_until > row.issued_on
    assert harness.gateway.fetch(DocumentRequest(row.document, "visit-1", token), wait()).startswith(b"%PDF-")
    assert only(harness, of, token) == row
    cases = harness.gateway.ask(question("cases.of_person", token), wait())
    assert isinstance(cases, Cases)
    (case,) = (each for each in cases.cases if each.detail.application == of)
    assert (case.state, case.detail.delivery) == (CaseState.DECIDED, Delivery.TERMINAL)


def test_who_logs_in_is_told_of_what_was_issued_and_nothing_is_issued_by_that(harness: GatewayHarness) -> None:
    of, token = paid(harness)
    listed = harness.gateway.ask(replace(question("documents", token), item_id="case-progress"), wait())
    assert isinstance(listed, Documents)
    assert [each.application for each in listed.documents] == [of]


def test_no_document_of_an_application_is_told_to_another_person(harness: GatewayHarness) -> None:
    other = {"number": "990101198506120016", "name": "李样例", "kind": "resident"}
    of, _ = paid(harness)
    sent = replace(question("code.send"), identity=other)
    harness.gateway.ask(sent, wait())
    code = harness.sandbox.newest_code("19900000005")
    verified = harness.gateway.ask(replace(sent, name="code.verify", parameters={"code": code}), wait())
    theirs = {**other, "proof": verified.proof}  # type: ignore[attr-defined]  # CodeVerified
    answer = harness.gateway.ask(
        replace(question("documents", application=of), item_id=PAID_ITEM, identity=theirs), wait()
    )
    assert answer == Documents(())


def test_a_fee_that_was_given_back_takes_the_document_with_it(harness: GatewayHarness) -> None:
    of = application(harness)
    order = do(harness, OPEN, of)
    happens(harness, order, "pay")
    token = proof(harness)
    row = only(harness, of, token)
    happens(harness, order, "refund")
    assert asked(harness, token, of) == Documents(())
    request = PermitRequest("permit-0001", row.document, 1, CopyReason.NONE, "visit-1", token)
    assert refusal_of(lambda: harness.gateway.permit(request, wait())) == (FailureKind.REFUSED, "unknown")


def test_an_office_that_is_late_is_still_making_it(harness: GatewayHarness) -> None:
    harness.sandbox.begin("department_trouble", {"kind": "late"})
    of, token = paid(harness)
    assert asked(harness, token, of) == Documents((), making=True)
    harness.sandbox.end_misfortunes()
    assert only(harness, of, token).application == of


@pytest.mark.parametrize("of", ["", "00000000-0000-7000-8000-000000000000"])
def test_an_application_that_nobody_has_is_refused_or_has_none(harness: GatewayHarness, of: str) -> None:
    token = proof(harness)
    if of:
        assert asked(harness, token, of) == Documents(())
    else:
        assert refusal_of(lambda: asked(harness, token, of))[0] is FailureKind.REFUSED
