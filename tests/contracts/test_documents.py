"""Documents, permits and outcomes of every gateway, against a real sandbox."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

import pytest
import requests

from devices import SystemClock
from kiosk.platform.documents import (
    CopyReason,
    DocumentLink,
    DocumentRequest,
    Documents,
    IssuedDocument,
    PaperOutcome,
    PermitRequest,
)
from kiosk.platform.gateway import FailureKind, PlatformFailure, Question
from kiosk.platform.sandbox.codes import Codes
from kiosk.platform.sandbox.keys import published_keys
from tests.contracts.gateway_harness import GatewayHarness, wait
from tests.contracts.test_platform_gateway import proof, question
from tests.kiosk.platform.refusals import refusal_of
from tests.sandbox_process import ITEM_ID, TERMINAL

VISIT = "visit-1"
NOBODYS = "00000000-0000-7000-8000-000000000000"


def listed(harness: GatewayHarness, token: str) -> IssuedDocument:
    answer = harness.gateway.ask(question("documents", token), wait())
    assert isinstance(answer, Documents)
    (row,) = answer.documents
    return row


def asked(
    row: IssuedDocument, token: str, permit: str = "permit-0001", copy: int = 1, reason: CopyReason = CopyReason.NONE
) -> PermitRequest:
    return PermitRequest(permit, row.document, copy, reason, VISIT, token)


def test_a_person_is_told_their_documents(harness: GatewayHarness) -> None:
    row = listed(harness, proof(harness))
    assert (row.kind, row.item_id, row.pages) == ("pension-enrolment", ITEM_ID, 1)
    assert (row.printed, row.next_copy) == (0, 1)
    assert set(row.titles) == {"zh-CN", "en"}
    assert row.reprint_until > row.issued_on


def test_somebody_without_a_record_has_no_document(harness: GatewayHarness) -> None:
    nobody = {"number": "990101198001010021", "name": "无话机", "kind": "resident"}

    def ask(name: str, proof: str = "", **parameters: str) -> object:
        asked = Question(name, "", VISIT, "proof", {**nobody, "proof": proof}, parameters)
        return harness.gateway.ask(asked, wait())

    codes = Codes(published_keys(), SystemClock().monotonic)
    token = codes.proof((TERMINAL, VISIT, nobody["number"]), SystemClock().now())
    assert ask("documents", token) == Documents(())


def test_a_list_is_answered_to_the_person_only(harness: GatewayHarness) -> None:
    assert refusal_of(lambda: harness.gateway.ask(question("documents", "forged"), wait())) == (
        FailureKind.REFUSED,
        "proof-required",
    )


def test_a_document_is_always_the_same_bytes(harness: GatewayHarness) -> None:
    token = proof(harness)
    wanted = DocumentRequest(listed(harness, token).document, VISIT, token)
    first = harness.gateway.fetch(wanted, wait())
    assert first.startswith(b"%PDF-")
    assert harness.gateway.fetch(wanted, wait()) == first
    assert listed(harness, token).document == wanted.document


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"proof": "forged"}, "proof-required"),
        ({"visit": "another-visit"}, "proof-required"),
        ({"document": NOBODYS}, "unknown"),
    ],
)
def test_a_document_is_sent_to_its_person_only(harness: GatewayHarness, change: dict[str, str], reason: str) -> None:
    token = proof(harness)
    wanted = replace(DocumentRequest(listed(harness, token).document, VISIT, token), **change)
    assert refusal_of(lambda: harness.gateway.fetch(wanted, wait())) == (FailureKind.REFUSED, reason)


def test_a_phone_fetches_the_electronic_copy_once(harness: GatewayHarness) -> None:
    token = proof(harness)
    row = listed(harness, token)
    asked_for = replace(question("document.link", token), parameters={"document": row.document})
    link = harness.gateway.ask(asked_for, wait())
    assert isinstance(link, DocumentLink)
    # Both kinds of platform name the address of the sandbox behind them.
    path = urlsplit(link.url).path
    fetched = requests.get(harness.sandbox.url + path, timeout=10)
    assert fetched.content == harness.gateway.fetch(DocumentRequest(row.document, VISIT, token), wait())
    assert row.number in fetched.headers["Content-Disposition"]
    assert requests.get(harness.sandbox.url + path, timeout=10).status_code == 404


@pytest.mark.parametrize("document", [NOBODYS, ""])
def test_nobody_gets_an_address_of_a_document_that_is_not_theirs(harness: GatewayHarness, document: str) -> None:
    asked_for = replace(question("document.link", proof(harness)), parameters={"document": document})
    assert refusal_of(lambda: harness.gateway.ask(asked_for, wait())) == (FailureKind.REFUSED, "unknown")


def test_a_permit_is_for_one_copy_and_repeated_without_another(harness: GatewayHarness) -> None:
    token = proof(harness)
    request = asked(listed(harness, token), token)
    harness.drop_next_answer()
    with pytest.raises(PlatformFailure):
        harness.gateway.permit(request, wait())
    permit = harness.gateway.permit(request, wait())
    assert (permit.permit, permit.document, permit.copy) == ("permit-0001", request.document, 1)
    assert timedelta() < permit.until - SystemClock().now() <= timedelta(minutes=10)
    assert harness.gateway.permit(request, wait()) == permit
    assert listed(harness, token).printed == 1


def test_an_unknown_outcome_counts_as_printed(harness: GatewayHarness) -> None:
    """Only `did_not` makes a copy free again; everything else leaves the next one, which needs a reason."""
    token = proof(harness)
    row = listed(harness, token)
    harness.gateway.permit(asked(row, token), wait())
    second = asked(row, token, "permit-0002")
    assert refusal_of(lambda: harness.gateway.permit(second, wait())) == (FailureKind.REFUSED, "already-printed")
    harness.gateway.put_outcome("permit-0001", PaperOutcome.UNCONFIRMED, wait())
    row = listed(harness, token)
    assert (row.printed, row.next_copy) == (1, 2)
    second = replace(second, copy=2)
    assert refusal_of(lambda: harness.gateway.permit(second, wait())) == (FailureKind.REFUSED, "reason-required")
    assert harness.gateway.permit(replace(second, reason=CopyReason.NOT_OUT), wait()).copy == 2


def test_a_copy_that_did_not_come_out_is_free_again(harness: GatewayHarness) -> None:
    token = proof(harness)
    row = listed(harness, token)
    harness.gateway.permit(asked(row, token), wait())
    harness.gateway.put_outcome("permit-0001", PaperOutcome.DID_NOT, wait())
    assert listed(harness, token) == row
    again = asked(row, token)
    assert refusal_of(lambda: harness.gateway.permit(again, wait())) == (FailureKind.REFUSED, "already-printed")
    assert harness.gateway.permit(replace(again, permit="permit-0002"), wait()).copy == 1


def test_a_first_copy_that_turns_out_not_printed_leaves_the_second(harness: GatewayHarness) -> None:
    token = proof(harness)
    row = listed(harness, token)
    harness.gateway.permit(asked(row, token), wait())
    harness.gateway.permit(asked(row, token, "permit-0002", copy=2, reason=CopyReason.NOT_OUT), wait())
    harness.gateway.put_outcome("permit-0001", PaperOutcome.DID_NOT, wait())
    row = listed(harness, token)
    assert (row.printed, row.next_copy) == (1, 3)


def test_unknown_becomes_known_and_never_back(harness: GatewayHarness) -> None:
    token, gateway = proof(harness), harness.gateway
    for number, (first, then) in enumerate(itertools.product(PaperOutcome, PaperOutcome)):
        row, permit = listed(harness, token), f"permit-{number:04d}"
        gateway.permit(asked(row, token, permit, row.next_copy, CopyReason.LOST), wait())
        gateway.put_outcome(permit, first, wait())
        gateway.put_outcome(permit, first, wait())
        report = partial(gateway.put_outcome, permit, then, wait())
        if first in (then, PaperOutcome.UNCONFIRMED):
            report()
        else:
            assert refusal_of(report) == (FailureKind.REFUSED, "outcome-final")


def test_no_copy_is_permitted_after_the_time_for_reprints(harness: GatewayHarness) -> None:
    token = proof(harness)
    row = listed(harness, token)
    harness.gateway.permit(asked(row, token), wait())
    harness.sandbox.put("/sandbox/clock", {"offset_s": 31 * 86_400})
    token = proof(harness)
    late = asked(row, token, "permit-0002", copy=2, reason=CopyReason.LOST)
    assert refusal_of(lambda: harness.gateway.permit(late, wait())) == (FailureKind.REFUSED, "reprint-over")
    assert listed(harness, token).document != row.document


def test_an_outcome_of_no_permit_is_refused(harness: GatewayHarness) -> None:
    refused = refusal_of(lambda: harness.gateway.put_outcome("permit-9999", PaperOutcome.CAME_OUT, wait()))
    assert refused == (FailureKind.REFUSED, "unknown")
