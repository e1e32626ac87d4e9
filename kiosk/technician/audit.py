"""Lines of the audit log about staff: who entered, was refused or left, and every act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from kiosk.effects import AskChallenge, Audit, AuditKind, CheckStaff, Effect, Job, SetService

KINDS: Mapping[str, AuditKind] = MappingProxyType(
    {
        "entered": AuditKind.STAFF_ENTERED,
        "refused": AuditKind.STAFF_REFUSED,
        "locked": AuditKind.STAFF_LOCKED,
        "left": AuditKind.STAFF_LEFT,
        "act": AuditKind.STAFF_ACT,
    }
)


def audit(kind: str, code: str = "") -> Audit:
    return Audit(0, KINDS[kind], code)


def act_of(effect: Effect) -> str:
    """The code of an effect in the audit log: what is done, to which part."""
    match effect:
        case Job():
            return f"{effect.device}.{effect.verb}"
        case SetService():
            return f"service:{effect.message or 'back'}"
    return type(effect).__name__


def audited(effects: Iterable[Effect]) -> Iterator[Effect]:
    """The effects, each after its line of the audit log. The checks of an entry have their own lines."""
    for effect in effects:
        if not isinstance(effect, Audit | CheckStaff | AskChallenge):
            yield audit("act", act_of(effect))
        yield effect
