"""Every effect has an outcome: the longest time to wait for it, and which outcome it has when none came.

Two outcomes an effect may be given here: `not_begun` when handing it over failed, so that it surely did not happen, and
`no_answer` when its time is over, so that nobody knows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from devices import Fault, Next
from devices.receipt_printer.contract import Paper, PrintOutcome
from kiosk.delays import DELAYS
from kiosk.effects import Ask, Effect, Keep, Print
from kiosk.events import Event, KeepUnconfirmed, NotAnswered, NotKept, PrintEnded
from kiosk.platform.gateway import FailureKind

PROGRAM = Fault("device.driver_error", Next.CALL_STAFF)
NO_ANSWER = Fault("receipt_printer.no_answer", Next.CALL_STAFF)


@dataclass(frozen=True)
class Outcomes:
    """`longest` names a delay of `kiosk.delays`."""

    longest: str
    not_begun: Callable[[str, Any], Event]
    no_answer: Callable[[str, Any], Event]

    @property
    def longest_s(self) -> float:
        return DELAYS[self.longest]


OUTCOMES: Mapping[type[Effect], Outcomes] = MappingProxyType(
    {
        Keep: Outcomes(
            "keep_longest",
            lambda visit, effect: NotKept(visit, effect.number, "program"),
            lambda visit, effect: KeepUnconfirmed(visit, effect.number),
        ),
        Print: Outcomes(
            "print_longest",
            lambda visit, effect: PrintEnded(visit, effect.number, PrintOutcome(Paper.DID_NOT, PROGRAM)),
            lambda visit, effect: PrintEnded(visit, effect.number, PrintOutcome(Paper.UNCONFIRMED, NO_ANSWER)),
        ),
        Ask: Outcomes(
            "question_longest",
            lambda visit, effect: NotAnswered(visit, effect.number, FailureKind.BROKEN, "program"),
            lambda visit, effect: NotAnswered(visit, effect.number, FailureKind.SLOW),
        ),
    }
)
"""Effects that nobody waits for (a rating, an audit line) have no row."""
