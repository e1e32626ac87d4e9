"""The table of effects: the longest time to wait for an outcome, and which outcome an effect has when none came.

Two outcomes an effect may be given here: `not_begun` when handing it over failed, so that it surely did not happen, and
`no_answer` when its time is over, so that nobody knows. Which worker takes an effect is in `assembly`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from devices import Fault, JobKind, Next
from devices.lazy_dataclass import dataclass
from kiosk.case_events import KeepUnconfirmed, Kept, KeptFound, NotKept
from kiosk.delays import DELAYS
from kiosk.effects import (
    Ask,
    AskChallenge,
    AskOrder,
    AskPermit,
    Audit,
    CheckStaff,
    Effect,
    Fetch,
    FindKept,
    ForgetPapers,
    Job,
    Keep,
    LookAtPart,
    OpenRelay,
    Rate,
    Recut,
    ReportPaper,
    SetService,
    ShutDown,
    TakePhoto,
    TryWay,
)
from kiosk.events import Event, JobEnded, NotAnswered
from kiosk.paper_events import NoPhoto, PageLost
from kiosk.papers.scan_verdict import WhyNot
from kiosk.platform.gateway import FailureKind
from kiosk.platform.orders import OrderDeed
from kiosk.relay_events import RelayEnded
from kiosk.staff.entry import StaffVerdict, VerdictKind
from kiosk.staff_events import ChallengeCame, PartLooked, StaffChecked, WayTried

PROGRAM = Fault("device.driver_error", Next.CALL_STAFF)
JOB_GRACE_S = 15.0
"""Added to a job's own deadline, so that its worker reports first unless the worker is gone. The deadline counts from
when the worker began the job and said how long it may take (notices.JobBegun)."""


@dataclass(frozen=True)
class Outcomes:
    """`longest_s` seconds after it was handed over an effect is given the outcome `no_answer`."""

    longest_s: float
    not_begun: Callable[[], Event]
    no_answer: Callable[[], Event]


JobKindOf = Callable[[Job], JobKind[Any, Any, Any]]


def _keep(visit: str, keep: Keep, job_kind: JobKindOf) -> Outcomes:
    return Outcomes(
        DELAYS["keep_longest"],
        lambda: NotKept(visit, keep.number, "program"),
        lambda: KeepUnconfirmed(visit, keep.number),
    )


def _find(visit: str, find: FindKept, job_kind: JobKindOf) -> Outcomes:
    return Outcomes(
        DELAYS["keep_longest"],
        lambda: KeptFound(visit, find.number),
        lambda: KeptFound(visit, find.number),
    )


def _answered(delay: str, visit: str, asked: Effect, job_kind: JobKindOf) -> Outcomes:
    """Of what the platform is asked, within the delay of this name."""
    return Outcomes(
        DELAYS[delay],
        lambda: NotAnswered(visit, asked.number, FailureKind.BROKEN, "program"),
        lambda: NotAnswered(visit, asked.number, FailureKind.SLOW),
    )


def _recut(visit: str, recut: Recut, job_kind: JobKindOf) -> Outcomes:
    return Outcomes(
        DELAYS["page_longest"],
        lambda: PageLost(visit, recut.number, WhyNot.NO_ANSWER),
        lambda: PageLost(visit, recut.number, WhyNot.NO_ANSWER),
    )


def _photo(visit: str, photo: TakePhoto, job_kind: JobKindOf) -> Outcomes:
    return Outcomes(
        DELAYS["photo_longest"],
        lambda: NoPhoto(visit, photo.number, PROGRAM.code),
        lambda: NoPhoto(visit, photo.number, PROGRAM.code),
    )


def _job(visit: str, job: Job, job_kind: JobKindOf) -> Outcomes:
    kind = job_kind(job)
    return Outcomes(
        kind.longest_s + JOB_GRACE_S,
        lambda: JobEnded(visit, job.number, kind.not_begun(PROGRAM)),
        lambda: JobEnded(visit, job.number, kind.surprised(PROGRAM)),
    )


def _staff(visit: str, check: CheckStaff, job_kind: JobKindOf) -> Outcomes:
    def unknown() -> Event:
        return StaffChecked(visit, check.number, StaffVerdict(VerdictKind.WRONG))

    return Outcomes(DELAYS["staff_longest"], unknown, unknown)


def _challenge(visit: str, ask: AskChallenge, job_kind: JobKindOf) -> Outcomes:
    def none() -> Event:
        return ChallengeCame(visit, ask.number, "")

    return Outcomes(DELAYS["staff_longest"], none, none)


def _way(visit: str, tried: TryWay, job_kind: JobKindOf) -> Outcomes:
    def none() -> Event:
        return WayTried(visit, tried.number, ())

    return Outcomes(DELAYS["way_longest"] + JOB_GRACE_S, none, none)


def _part(visit: str, look: LookAtPart, job_kind: JobKindOf) -> Outcomes:
    def none() -> Event:
        return PartLooked(visit, look.number, None)

    return Outcomes(DELAYS["staff_longest"], none, none)


def _relay(visit: str, relay: OpenRelay, job_kind: JobKindOf) -> Outcomes:
    return Outcomes(
        DELAYS["relay_longest"],
        lambda: NotAnswered(visit, relay.number, FailureKind.BROKEN, "program"),
        lambda: RelayEnded(visit, relay.number, "program"),
    )


def _order(visit: str, ask: AskOrder, job_kind: JobKindOf) -> Outcomes:
    charge = ask.request.deed is OrderDeed.CHARGE
    return _answered("order_charge_longest" if charge else "order_longest", visit, ask, job_kind)


@dataclass(frozen=True)
class EffectKind:
    """Row of an effect. `outcomes`: None for an effect without an outcome. `local`: also carried out in a practice
    visit, because it never leaves the terminal; any other is refused there, or has a stand-in (workers.practice)."""

    outcomes: Callable[[str, Any, JobKindOf], Outcomes] | None = None
    local: bool = False


EFFECTS: Mapping[type[Effect], EffectKind] = MappingProxyType(
    {
        Keep: EffectKind(_keep),
        FindKept: EffectKind(_find),
        Ask: EffectKind(partial(_answered, "question_longest")),
        Fetch: EffectKind(partial(_answered, "document_longest")),
        AskPermit: EffectKind(partial(_answered, "question_longest")),
        TakePhoto: EffectKind(_photo, local=True),
        ReportPaper: EffectKind(),
        Job: EffectKind(_job, local=True),
        Recut: EffectKind(_recut, local=True),
        ForgetPapers: EffectKind(local=True),
        Rate: EffectKind(),
        ShutDown: EffectKind(local=True),
        Audit: EffectKind(local=True),
        OpenRelay: EffectKind(_relay),
        AskOrder: EffectKind(_order),
        CheckStaff: EffectKind(_staff, local=True),
        AskChallenge: EffectKind(_challenge, local=True),
        LookAtPart: EffectKind(_part, local=True),
        TryWay: EffectKind(_way, local=True),
        SetService: EffectKind(local=True),
    }
)

IRREVERSIBLE = (Kept, NotKept, KeepUnconfirmed, JobEnded)
"""Outcomes of acts that cannot be undone: one that comes too late for any screen is reported."""


def outcomes_of(visit: str, effect: Effect, job_kind: JobKindOf) -> Outcomes | None:
    """The outcomes of an effect; None for one that nobody waits for (a rating, an audit line).

    `job_kind` finds a job's kind in its device's family. Raises what it raises.
    """
    outcomes = EFFECTS[type(effect)].outcomes
    return None if outcomes is None else outcomes(visit, effect, job_kind)
