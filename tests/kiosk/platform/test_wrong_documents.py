"""Every way in which the sandbox breaks a document is refused for its reason, and the next try brings the right one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from devices import SystemClock, Wait
from kiosk.document_roots import load_document_roots
from kiosk.papers.pdf_reader import PdfReader
from kiosk.papers.pdf_verdict import Why, accepted
from kiosk.platform.client import HttpGateway
from kiosk.platform.documents import DocumentRequest, Documents, IssuedDocument
from kiosk.platform.gateway import CodeVerified, FailureKind, PlatformFailure, Question
from kiosk.platform.sandbox.document_faults import KINDS
from kiosk.platform.sandbox.misfortunes import DOCUMENT_KINDS
from tests.kiosk.platform.refusals import refusal_of
from tests.sandbox_process import ITEM_ID, WANG, SandboxProcess

MakeWait = Callable[[float], Wait]
PATH = "/v1/documents/"
WHY = {
    "unsigned": Why.UNSIGNED,
    "other_root": Why.UNTRUSTED,
    "expired": Why.EXPIRED,
    "appended": Why.APPENDED,
    "changed": Why.CHANGED,
    "two_signatures": Why.TWO_SIGNATURES,
    "many_pages": Why.TOO_MANY_PAGES,
    "not_pdf": Why.NOT_PDF,
    "other_person": Why.OTHER_DOCUMENT,
}


@pytest.fixture(scope="module")
def reader() -> Iterator[PdfReader]:
    reader = PdfReader(load_document_roots([], rehearsal=True), SystemClock())
    yield reader
    reader.close()


def ask(gateway: HttpGateway, wait: Wait, name: str, proof: str = "", **parameters: str) -> object:
    return gateway.ask(Question(name, ITEM_ID, "visit-1", "proof", {**WANG, "proof": proof}, parameters), wait)


def wanted(sandbox: SandboxProcess, gateway: HttpGateway, wait: Wait) -> tuple[IssuedDocument, DocumentRequest]:
    ask(gateway, wait, "code.send")
    verified = ask(gateway, wait, "code.verify", code=sandbox.newest_code("19900000001"))
    assert isinstance(verified, CodeVerified)
    listed = ask(gateway, wait, "documents", verified.proof)
    assert isinstance(listed, Documents)
    (row,) = listed.documents
    return row, DocumentRequest(row.document, "visit-1", verified.proof)


def test_every_kind_is_made_and_named() -> None:
    assert set(KINDS) == DOCUMENT_KINDS == {*WHY, "huge"}


@pytest.mark.parametrize("kind", sorted(WHY))
def test_a_broken_document_is_refused_and_the_next_try_is_right(
    sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait, reader: PdfReader, kind: str
) -> None:
    wait = make_wait(30)
    row, request = wanted(sandbox, gateway, wait)
    sandbox.begin("wrong_document", {"kind": kind}, path=PATH, times=1)
    verdict = reader.check(gateway.fetch(request, wait), wait, holds=(row.number, WANG["name"]))
    assert (verdict.accepted, verdict.why) == (False, WHY[kind])
    again = reader.check(gateway.fetch(request, wait), wait, holds=(row.number, WANG["name"]))
    assert again == accepted(row.pages)


def test_a_document_of_50_megabytes_is_not_taken(
    sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    wait = make_wait(30)
    _, request = wanted(sandbox, gateway, wait)
    sandbox.begin("wrong_document", {"kind": "huge"}, path=PATH, times=1)
    assert refusal_of(lambda: gateway.fetch(request, wait)) == (FailureKind.BROKEN, "too-large")


@pytest.mark.parametrize(
    ("misfortune", "kind"),
    [
        ("slow", FailureKind.SLOW),
        ("half_body", FailureKind.OFFLINE),
        ("login_page", FailureKind.NOT_THE_PLATFORM),
    ],
)
def test_a_document_that_does_not_arrive_is_asked_for_again(
    sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait, misfortune: str, kind: FailureKind
) -> None:
    _, request = wanted(sandbox, gateway, make_wait(30))
    sandbox.begin(misfortune, path=PATH, times=1)
    with pytest.raises(PlatformFailure) as caught:
        gateway.fetch(request, make_wait(0.4))
    assert caught.value.kind is kind
    assert gateway.fetch(request, make_wait(30)).startswith(b"%PDF-")


def test_an_unknown_kind_is_refused_at_once(sandbox: SandboxProcess) -> None:
    with suppress(Exception):
        sandbox.begin("wrong_document", {"kind": "lovely"})
    assert sandbox.get("/sandbox/misfortunes")["active"] == []
