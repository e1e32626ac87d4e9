"""Between two visits: a slip of the one before that still waits is taken back, before the next person finds it.

The printer's status says whether one waits. It is given a while, so that nobody's slip is pulled out of their hand, but
not into the next visit. Each time it is told once: a slip that does not go back is the printer's fault to show.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from devices.lazy_dataclass import dataclass
from devices.receipt_printer.contract import PRESENCE, RetractOutcome
from kiosk.delays import DELAYS
from kiosk.effects import Effect
from kiosk.events import DeviceInfo, TerminalStatus, Timer
from kiosk.steps.slip_retraction import RETRACT_SLIP, audit_of_retraction, retract_job
from kiosk.steps.table import START
from kiosk.visit import RETRACT, Session

NUMBER = 0
"""Of the effect: a visit counts its own from 1."""
MOUTH = "mouth"
"""The level of a printer that says whether a slip waits."""


@dataclass(frozen=True)
class ForgottenSlip:
    """`asked`: the printer was told to take the slip back; `ended`: its outcome came."""

    asked: bool = False
    ended: bool = False

    @property
    def awaiting(self) -> frozenset[int]:
        return frozenset({NUMBER}) if self.asked and not self.ended else frozenset()

    def timers(self, status: TerminalStatus) -> frozenset[Timer]:
        return frozenset({Timer("slip_left", DELAYS["slip_left"], 0)} if self._printer(status) else ())

    def seen(self, status: TerminalStatus) -> ForgottenSlip:
        """With an empty mouth the next slip may be taken back again."""
        empty = any(each.levels.get(MOUTH) == "empty" for each in status.devices.values())
        return ForgottenSlip() if self.ended and empty else self

    def take_back(self, status: TerminalStatus) -> tuple[ForgottenSlip, tuple[Effect, ...]]:
        device = self._printer(status)
        return (ForgottenSlip(asked=True), (retract_job(NUMBER, device),)) if device else (self, ())

    def came(self, outcome: RetractOutcome) -> tuple[ForgottenSlip, tuple[Effect, ...]]:
        return replace(self, ended=True), audit_of_retraction(NUMBER, outcome)

    def before(self, session: Session, effects: tuple[Effect, ...]) -> tuple[Session, tuple[Effect, ...]]:
        """A visit that begins: what still waits is taken back at once, and the visit awaits the outcome."""
        asked, more = self.take_back(session.status)
        for number in asked.awaiting:
            awaiting = MappingProxyType({**session.awaiting, number: RETRACT})
            session = replace(
                session, awaiting=awaiting, asked_on=MappingProxyType({**session.asked_on, number: START})
            )
        return session, (*effects, *more)

    def _printer(self, status: TerminalStatus) -> str:
        """The printer whose slip is to be taken back; "" if there is none, or it was told to already."""
        if self.asked:
            return ""
        return next((name for name, each in status.devices.items() if _waits(each)), "")


def _waits(printer: DeviceInfo) -> bool:
    """A printer that cannot see its mouth does not know: then a slip may be there."""
    unsure = () if PRESENCE.capability in printer.capabilities else ("unknown",)
    return printer.can(RETRACT_SLIP) and printer.levels.get(MOUTH) in ("slip", *unsure)
