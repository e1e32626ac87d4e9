"""Copies of a certificate: each is permitted by the platform and printed once, and its outcome is reported as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from uuid import NAMESPACE_OID, uuid5

from devices.document_printer import contract
from devices.print_outcome import Paper, PrintOutcome
from kiosk.effects import AskPermit, Audit, AuditKind, Job, PrintDocument, ReportPaper
from kiosk.events import NotAnswered
from kiosk.platform.documents import CopyReason, PaperOutcome, PermitRequest
from kiosk.platform.gateway import FailureKind
from kiosk.steps.asking import fresh
from kiosk.steps.certificate_state import PAPER, PERMIT, PRINT, PRINT_A4, REASON, CertificateState
from kiosk.steps.fault import not_answered
from kiosk.visit import InMatter, Turn, numbered, unawaited

AUDIT_OF: Mapping[Paper, AuditKind] = MappingProxyType(
    {
        Paper.CAME_OUT: AuditKind.DOCUMENT_OUT,
        Paper.DID_NOT: AuditKind.DOCUMENT_NOT_OUT,
        Paper.UNCONFIRMED: AuditKind.DOCUMENT_UNCONFIRMED,
    }
)
NEEDS_REASON = frozenset({"already-printed", "reason-required"})
"""Refusals of a permit after which the citizen is asked why another copy is wanted."""


def ask_permit(session: InMatter, reason: CopyReason) -> Turn:
    state = session.own(CertificateState)
    document = state.document
    assert document is not None
    copy = document.next_copy
    # Made from what it is for: asked again after a lost answer, it is the same permit.
    permit = str(uuid5(NAMESPACE_OID, f"{session.visit} {document.document} {copy} {state.copies}"))
    printing = session.with_own(replace(state, permit=permit, copies=state.copies + 1, paper=None, fault=""))
    asking, number = numbered(fresh(printing), PERMIT)
    request = PermitRequest(permit, document.document, copy, reason, session.visit, session.matter.proof)
    return Turn(asking, (AskPermit(number, request),), PAPER)


def print_copy(session: InMatter) -> Turn:
    state = session.own(CertificateState)
    device = session.status.device_for(PRINT_A4)
    if not device or state.held is None:
        return end_copy(session, PrintOutcome(Paper.DID_NOT))
    printing, number = numbered(session, PRINT)
    return Turn(printing, (Job(number, device, contract.PRINT.name, PrintDocument(state.held)),))


def end_copy(session: InMatter, outcome: PrintOutcome) -> Turn:
    """Note and report the outcome. The copy counts as printed unless the printer says that nothing came out."""
    state = session.own(CertificateState)
    document, paper = state.document, outcome.paper
    assert document is not None
    code = outcome.fault.code if outcome.fault else ""
    counted = document if paper is Paper.DID_NOT else replace(document, next_copy=document.next_copy + 1)
    outcomes = (*state.outcomes, paper)
    noted = session.with_own(replace(state, document=counted, paper=paper, outcomes=outcomes, fault=code))
    reporting, number = unawaited(noted)
    after, line = unawaited(reporting)
    report = ReportPaper(number, state.permit, PaperOutcome(paper.value))
    return Turn(after, (report, Audit(line, AUDIT_OF[paper], code)))


def not_permitted(session: InMatter, event: NotAnswered) -> Turn:
    state = session.own(CertificateState)
    document = state.document
    if event.trouble is FailureKind.REFUSED and event.reason in NEEDS_REASON and document is not None:
        # Printed elsewhere meanwhile: the platform counts, not this page.
        counted = replace(document, next_copy=document.next_copy + (event.reason == "already-printed"))
        return Turn(session.with_own(replace(state, document=counted)), go=REASON)
    return not_answered(session, event)
