"""The driver of ESC/POS receipt printers. Printed means that the printer confirmed it after the last byte.

Before a job: real-time status, and nothing is sent to a printer that cannot print. After it: a buffered status request,
answered only when everything before it is on paper, and once more; then real-time status. Nothing is printed twice.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from devices.clock import Cancelled, Clock, DeadlineReached, Wait
from devices.faults import DeviceFault, Fault, Next
from devices.identifying import answer_to
from devices.raster import NoFont
from devices.readings import DeviceState, DeviceStatus, Inventory, Presence, failed_status
from devices.receipt_printer import commands, layout
from devices.receipt_printer.answers import FIXED, REAL_TIME_BITS
from devices.receipt_printer.contract import (
    Document,
    Paper,
    PrintOutcome,
    ReceiptPrinter,
    ReceiptPrinterCapability,
    RetractOutcome,
)
from devices.receipt_printer.conversation import Conversation, no_answer
from devices.receipt_printer.mouth import Mouth
from devices.transport import Pipe, Port


def create(port: Port, clock: Clock, model: Mapping[str, Any], options: Mapping[str, Any]) -> ReceiptPrinter:
    """The driver for a port and a model profile; nothing is opened yet. mypy checks it against the contract here."""
    return EscposPrinter(port, clock, model)


class EscposPrinter:
    """See `contract.ReceiptPrinter`. Used by one thread."""

    def __init__(self, port: Port, clock: Clock, profile: Mapping[str, Any]) -> None:
        self._clock = clock
        self._profile = profile
        self._conversation = Conversation(port, clock, profile)
        self._mouth = Mouth(self._conversation, clock, profile)
        self._capabilities = frozenset({ReceiptPrinterCapability.PRINT_SLIP, *self._mouth.capabilities})

    def status(self, wait: Wait) -> DeviceStatus:
        status = self._printing_status(wait)
        if status.faults:
            # What can print nothing may not answer its presenter's question either.
            return status
        levels = {**status.levels, **self._mouth.levels(wait)}
        if self._mouth.fault is None:
            return replace(status, levels=levels)
        return replace(status, state=DeviceState.WARNING, faults=(self._mouth.fault,), levels=levels)

    def _printing_status(self, wait: Wait) -> DeviceStatus:
        try:
            statuses = self._conversation.statuses(wait)
        except DeviceFault as trouble:
            return failed_status(trouble.fault, self._capabilities, {"paper": "unknown"})
        faults = tuple(Fault(code, following) for code, following in commands.faults_in(statuses))
        paper = commands.paper_level(statuses)
        state = DeviceState.FAULT if faults else DeviceState.WARNING if paper == "near_end" else DeviceState.READY
        return DeviceStatus(state, faults, {"paper": paper}, self._capabilities)

    def inventory(self, wait: Wait) -> Inventory:
        """Only a model whose manual has the command is asked: another one may print it."""
        if not self._profile.get("names_itself", False):
            return Inventory()
        return Inventory(*(self._conversation.block(commands.identity(number), wait) for number in commands.NAMES))

    def print(self, document: Document, wait: Wait) -> PrintOutcome:
        try:
            job = layout.encode(document, self._profile)
        except NoFont:
            return PrintOutcome(Paper.DID_NOT, Fault("receipt_printer.no_font", Next.CALL_STAFF))
        try:
            before = self._printing_status(wait)
            wait.check()  # the answer may have come long after the deadline
        except (Cancelled, DeadlineReached):
            return PrintOutcome(Paper.DID_NOT, no_answer().fault)
        if before.faults:
            return PrintOutcome(Paper.DID_NOT, before.faults[0])
        # From the first byte on a job is not abandoned: a wait that only the deadline ends.
        return self._send(job, Wait(self._clock, wait.remaining()))

    def line_s(self, document: Document) -> float:
        try:
            return self._conversation.line_s(len(layout.encode(document, self._profile)))
        except NoFont:
            return 0.0

    def waiting(self, wait: Wait) -> Presence:
        return self._mouth.waiting(wait)

    def retract(self, wait: Wait) -> RetractOutcome:
        return self._mouth.retract(wait)

    def close(self) -> None:
        self._conversation.close()

    def _send(self, job: bytes, wait: Wait) -> PrintOutcome:
        self._mouth.came_out()
        try:
            self._conversation.send(job)
            self._conversation.confirm(wait, lambda: self._raise_fault(wait))
            self._raise_fault(wait)
        except DeviceFault as trouble:
            self._clear_buffer()
            return PrintOutcome(Paper.UNCONFIRMED, trouble.fault)
        self._mouth.came_out()
        return PrintOutcome(Paper.CAME_OUT)

    def _raise_fault(self, wait: Wait) -> None:
        """Raise the first fault that the printer reports now. A silent printer is a fault too once time is up."""
        try:
            statuses = self._conversation.statuses(wait)
        except DeadlineReached:
            raise no_answer() from None
        for code, following in commands.faults_in(statuses):
            raise DeviceFault(code, following)

    def _clear_buffer(self) -> None:
        """Have the printer drop what it did not print, so that it does not come out for the next person."""
        if self._profile.get("clear_buffer", False):
            with contextlib.suppress(DeviceFault):
                self._conversation.clear_buffer()


def identify(pipe: Pipe, wait: Wait) -> Inventory | None:
    """Whether a printer answered DLE EOT 1: one byte with its fixed bits, and no other. It gives no name."""
    return answer_to(pipe, wait, lambda c: Inventory() if len(c) == 1 and c[0] & FIXED == REAL_TIME_BITS else None)
