"""The slip at the mouth of a printer: whether it waits, was taken or went back, and taking it back.

Gone is not yet taken: some presenters take a slip back by themselves, and say so in bit 7 of DLE EOT 1 ("paper not
taken", KP-628E manual), or do it after a time that the model states.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from devices.clock import Cancelled, Clock, DeadlineReached, Wait
from devices.faults import DeviceFault, Fault, Next
from devices.readings import Presence
from devices.receipt_printer.answers import NOT_TAKEN
from devices.receipt_printer.contract import ReceiptPrinterCapability, Retraction, RetractOutcome
from devices.receipt_printer.conversation import Conversation, no_answer
from devices.receipt_printer.presenters import PRESENTERS

RETRACT_S = 6.0
"""Seconds after which a slip that is still at the mouth did not go back."""
LOOK_AGAIN_S = 0.3
NEARLY_S = 1.0
"""A slip that went so shortly before the printer's own time may have been taken back as well."""


class Mouth:
    """Of one printer, used by its thread."""

    def __init__(self, conversation: Conversation, clock: Clock, profile: Mapping[str, Any]) -> None:
        self._conversation = conversation
        self._clock = clock
        self._presenter = PRESENTERS[str(profile.get("presenter", ""))]
        self._not_taken_bit = bool(profile.get("not_taken_bit", False))
        self._own_retract_s = float(profile.get("own_retract_s", 0.0))
        self._bin_holds = int(profile.get("bin_holds", 0))
        self._came_out_at: float | None = None
        """When a slip came out that is not known to be gone."""
        self._empty = False
        """Nothing can be at the mouth of a printer without a sensor: it was told to take back since the last slip."""
        self._went = Presence.GONE
        """The end of the last slip, for looks after it."""
        self._retracted = 0
        self._fault: Fault | None = None
        """Of the last retraction, until the mouth is seen empty."""

    @property
    def capabilities(self) -> frozenset[str]:
        presenter, can = self._presenter, ReceiptPrinterCapability
        sensing = {can.SENSE_SLIP_TAKEN} if presenter.ask else set()
        return frozenset({*sensing, *({can.RETRACT_SLIP} if presenter.retract else set())})

    @property
    def fault(self) -> Fault | None:
        """The reason why the last slip could not be taken back, while it is still there."""
        return self._fault

    def came_out(self) -> None:
        """A slip was printed, or may have been."""
        self._came_out_at, self._empty, self._went = self._clock.monotonic(), False, Presence.GONE

    def waiting(self, wait: Wait) -> Presence:
        """Whether a slip waits. Raises DeviceFault, DeadlineReached, Cancelled."""
        if not self._presenter.ask:
            return Presence.UNKNOWN
        if self._slip_there(wait):
            return Presence.PRESENT
        if self._came_out_at is not None:
            went = Presence.TAKEN_BACK if self._went_back(self._came_out_at, wait) else Presence.GONE
            self._went, self._came_out_at = went, None
            self._retracted += went is Presence.TAKEN_BACK
        self._fault = None
        return self._went

    def levels(self, wait: Wait) -> Mapping[str, str]:
        """For the status of a printer that takes slips back; nothing for another. Raises DeadlineReached, Cancelled."""
        if not self._presenter.retract:
            return {}
        try:
            waiting = self.waiting(wait)
        except DeviceFault:
            waiting = Presence.UNKNOWN
        there = {Presence.PRESENT: "slip", Presence.UNKNOWN: "empty" if self._empty else "unknown"}
        return {"mouth": there.get(waiting, "empty"), "retracted": str(self._retracted)}

    def retract(self, wait: Wait) -> RetractOutcome:
        """See `contract.ReceiptPrinter.retract`."""
        if not self._presenter.retract:
            return RetractOutcome(Retraction.DID_NOT, Fault("receipt_printer.not_retracted", Next.CALL_STAFF))
        try:
            if self._presenter.ask and self.waiting(wait) is not Presence.PRESENT:
                return RetractOutcome(Retraction.NOTHING_THERE)
            wait.check()
        except DeviceFault as trouble:
            return RetractOutcome(Retraction.DID_NOT, trouble.fault)
        except (Cancelled, DeadlineReached):
            return RetractOutcome(Retraction.DID_NOT, no_answer().fault)
        # From here on it is not abandoned: a wait that only the deadline ends.
        try:
            return self._told(Wait(self._clock, wait.remaining()))
        except DeviceFault as trouble:
            return RetractOutcome(Retraction.UNCONFIRMED, trouble.fault)
        except DeadlineReached:
            return RetractOutcome(Retraction.UNCONFIRMED, no_answer().fault)

    def _told(self, wait: Wait) -> RetractOutcome:
        presenter = self._presenter
        self._conversation.send(presenter.retract)
        if not presenter.ask:
            self._came_out_at, self._empty = None, True
            return RetractOutcome(Retraction.UNCONFIRMED)
        until = wait.within(RETRACT_S)
        while not until.spent():
            wait.pause(LOOK_AGAIN_S)
            if not self._slip_there(wait):
                self._retracted += 1
                self._went, self._came_out_at, self._fault = Presence.TAKEN_BACK, None, None
                return RetractOutcome(Retraction.TAKEN_BACK)
        byte = self._conversation.single_byte(presenter.ask, wait)
        self._fault = Fault(self._reason(byte), Next.CALL_STAFF)
        return RetractOutcome(Retraction.STILL_THERE, self._fault)

    def _reason(self, byte: int) -> str:
        """A full bin has no bit of its own in any dialect: it is known by the number of slips in it."""
        if byte & self._presenter.jammed:
            return "receipt_printer.jam"
        full = 0 < self._bin_holds <= self._retracted
        return "receipt_printer.bin_full" if full else "receipt_printer.not_retracted"

    def _slip_there(self, wait: Wait) -> bool:
        return bool(self._conversation.single_byte(self._presenter.ask, wait) & self._presenter.waits)

    def _went_back(self, came_out_at: float, wait: Wait) -> bool:
        if self._not_taken_bit and self._conversation.printer_status(wait) & NOT_TAKEN:
            return True
        own = self._own_retract_s
        return 0 < own <= self._clock.monotonic() - came_out_at + NEARLY_S
