"""A slip that nobody took: the printer is told once to take it back, and the page says what became of it.

What the printer reports later of a slip that went by the printer's own timer is noted here as well.
"""

from __future__ import annotations

from dataclasses import replace

from devices import Presence
from devices.lazy_dataclass import dataclass
from devices.receipt_printer import contract
from devices.receipt_printer.contract import Retraction, RetractOutcome
from kiosk.effects import Audit, AuditKind, Effect, Job
from kiosk.steps.slip_printing import PRINT_SLIP
from kiosk.visit import RETRACT, Session, StepState, Turn, numbered, seen, unawaited

RETRACT_SLIP = contract.RETRACT.capability

AUDIT_OF = {
    Retraction.TAKEN_BACK: AuditKind.SLIP_TAKEN_BACK,
    Retraction.STILL_THERE: AuditKind.SLIP_NOT_TAKEN_BACK,
    Retraction.DID_NOT: AuditKind.SLIP_NOT_TAKEN_BACK,
    Retraction.UNCONFIRMED: AuditKind.SLIP_BACK_UNCONFIRMED,
}
"""A slip that was no longer there leaves no line: it was taken."""
BY_ITSELF = "by_itself"
"""Code of the line about a slip that the printer took back without being told to."""


@dataclass(frozen=True)
class SlipBack(StepState):
    """`asked`: the printer was told to take the slip back. `went_back`: it did, told to or by itself."""

    asked: bool = False
    went_back: bool = False


def retract_job(number: int, device: str) -> Job:
    """The effect that takes a slip back."""
    return Job(number, device, contract.RETRACT.name, None)


def audit_of_retraction(number: int, outcome: RetractOutcome) -> tuple[Audit, ...]:
    """The line about a retraction, for the outcomes that have one."""
    kind = AUDIT_OF.get(outcome.retraction)
    return (Audit(number, kind, outcome.fault.code if outcome.fault else ""),) if kind else ()


def can_take_back(session: Session) -> bool:
    """Return whether the printer of slips takes them back."""
    printer = session.status.devices.get(session.status.device_for(PRINT_SLIP))
    return printer is not None and RETRACT_SLIP in printer.capabilities


def to_take_back(session: Session) -> bool:
    """Return whether a slip waits that the printer was not told to take back yet."""
    return session.slip_at_presenter is True and can_take_back(session) and not session.own(SlipBack).asked


def slip_goes_back(session: Session) -> bool:
    """Return whether the slip of this visit is being taken back; one of the visit before may be as well."""
    return session.own(SlipBack).asked and session.awaits(RETRACT)


def slip_went_back(session: Session) -> bool:
    return session.own(SlipBack).went_back


def take_back(session: Session) -> Turn:
    """Tell the printer to take the slip back, once."""
    asked, number = numbered(session.with_own(replace(session.own(SlipBack), asked=True)), RETRACT)
    return Turn(asked, (retract_job(number, session.status.device_for(PRINT_SLIP)),))


def retraction_ended(session: Session, outcome: RetractOutcome) -> Turn:
    """Note what became of the slip."""
    fresh, number = unawaited(session)
    gone = outcome.retraction in (Retraction.TAKEN_BACK, Retraction.NOTHING_THERE)
    back = outcome.retraction is Retraction.TAKEN_BACK
    fresh = replace(fresh, slip_at_presenter=False if gone else session.slip_at_presenter)
    return Turn(fresh.with_own(replace(fresh.own(SlipBack), went_back=back)), audit_of_retraction(number, outcome))


def retraction_audited(session: Session, outcome: RetractOutcome) -> Turn:
    """Note in the audit log what became of a slip of the visit before; no page of this one speaks of it."""
    # Not numbered: a watch that began before would begin anew, and a card that is being read would be lost.
    return Turn(session, audit_of_retraction(0, outcome))


def presence_seen(session: Session, presence: Presence) -> Turn:
    """Note whether a slip waits, and one that the printer took back by itself."""
    effects: tuple[Effect, ...] = ()
    session = replace(session, slip_at_presenter=seen(presence))
    if presence is Presence.TAKEN_BACK and not slip_went_back(session):
        session, number = unawaited(session)
        session = session.with_own(replace(session.own(SlipBack), went_back=True))
        effects = (Audit(number, AuditKind.SLIP_TAKEN_BACK, BY_ITSELF),)
    return Turn(session, effects)
