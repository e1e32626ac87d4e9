"""Every effect has an outcome: the longest time to wait for it, and which outcome it has when none came.

Two outcomes an effect may be given here: `not_begun` when handing it over failed, so that it surely did not happen, and
`no_answer` when its time is over, so that nobody knows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from devices import Fault, JobKind, Next
from kiosk.delays import DELAYS
from kiosk.effects import Ask, Effect, Job, Keep
from kiosk.events import Event, JobEnded, KeepUnconfirmed, NotAnswered, NotKept
from kiosk.platform.gateway import FailureKind

PROGRAM = Fault("device.driver_error", Next.CALL_STAFF)
JOB_GRACE_S = 15.0
"""So much longer than a job's own deadline: its worker gives it up first, unless the worker is gone."""


@dataclass(frozen=True)
class Outcomes:
    """`longest_s` seconds after it was handed over an effect is given the outcome `no_answer`."""

    longest_s: float
    not_begun: Callable[[], Event]
    no_answer: Callable[[], Event]


def outcomes_of(visit: str, effect: Effect, job_kind: Callable[[Job], JobKind[Any, Any, Any]]) -> Outcomes | None:
    """The outcomes of an effect; None for one that nobody waits for (a rating, an audit line).

    `job_kind` finds a job's kind in its device's family. Raises what it raises.
    """
    number = effect.number
    match effect:
        case Keep():
            return Outcomes(
                DELAYS["keep_longest"],
                lambda: NotKept(visit, number, "program"),
                lambda: KeepUnconfirmed(visit, number),
            )
        case Ask():
            return Outcomes(
                DELAYS["question_longest"],
                lambda: NotAnswered(visit, number, FailureKind.BROKEN, "program"),
                lambda: NotAnswered(visit, number, FailureKind.SLOW),
            )
        case Job():
            kind = job_kind(effect)
            return Outcomes(
                kind.longest_s + JOB_GRACE_S,
                lambda: JobEnded(visit, number, kind.not_begun(PROGRAM)),
                lambda: JobEnded(visit, number, kind.surprised(PROGRAM)),
            )
    return None
