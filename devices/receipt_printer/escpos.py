"""The driver of ESC/POS receipt printers. Printed means that the printer confirmed it after the last byte.

Before a job: real-time status, and nothing is sent to a printer that cannot print. After it: a buffered status request,
answered only when everything before it is on paper, then real-time status again. Nothing is ever printed twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from devices.clock import Cancelled, Clock, DeadlineReached, Wait
from devices.faults import DeviceFault, Fault, Next
from devices.raster import NoFont
from devices.readings import DeviceState, DeviceStatus, Presence
from devices.receipt_printer import commands, layout
from devices.receipt_printer.contract import (
    Document,
    Paper,
    PrintOutcome,
    ReceiptPrinter,
    ReceiptPrinterCapability,
)
from devices.transport import Pipe, Port

QUIET_S = 0.06
"""After so many seconds without a byte, nothing is on its way."""
ANSWER_S = 0.5
"""Seconds a real-time status may take; it is answered at once, even without paper."""
LOOK_AGAIN_S = 0.5
"""Seconds between two looks for trouble while a job prints."""
SILENT_LOOKS = 6
"""After so many looks without an answer, the printer counts as silent."""


def create(port: Port, clock: Clock, model: Mapping[str, Any], options: Mapping[str, Any]) -> ReceiptPrinter:
    """The driver for a port and a model profile; nothing is opened yet. mypy checks it against the contract here."""
    return EscposPrinter(port, clock, model)


NO_ANSWER = Fault("receipt_printer.no_answer", Next.CALL_STAFF)


class EscposPrinter:
    """See `contract.ReceiptPrinter`. Used by one thread."""

    def __init__(self, port: Port, clock: Clock, profile: Mapping[str, Any]) -> None:
        self._port = port
        self._clock = clock
        self._profile = profile
        self._pipe: Pipe | None = None
        self._owed = False
        self._presenter = profile.get("presenter") == "gs_e"
        sensing = {ReceiptPrinterCapability.SENSE_SLIP_TAKEN} if self._presenter else set()
        self._capabilities: frozenset[str] = frozenset({ReceiptPrinterCapability.PRINT_SLIP, *sensing})

    def status(self, wait: Wait) -> DeviceStatus:
        try:
            statuses = self._statuses(wait)
        except DeviceFault as trouble:
            state = DeviceState.ABSENT if trouble.fault.code.startswith("transport.") else DeviceState.FAULT
            return DeviceStatus(state, (trouble.fault,), {"paper": "unknown"}, self._capabilities)
        faults = tuple(Fault(code, following) for code, following in commands.faults_in(statuses))
        paper = commands.paper_level(statuses)
        state = DeviceState.FAULT if faults else DeviceState.WARNING if paper == "near_end" else DeviceState.READY
        return DeviceStatus(state, faults, {"paper": paper}, self._capabilities)

    def print(self, document: Document, wait: Wait) -> PrintOutcome:
        try:
            job = layout.encode(document, self._profile)
        except NoFont:
            return PrintOutcome(Paper.DID_NOT, Fault("receipt_printer.no_font", Next.CALL_STAFF))
        try:
            before = self.status(wait)
            wait.check()  # the answer may have come long after the deadline
        except (Cancelled, DeadlineReached):
            return PrintOutcome(Paper.DID_NOT, NO_ANSWER)
        if before.faults:
            return PrintOutcome(Paper.DID_NOT, before.faults[0])
        # From the first byte on a job is not abandoned: a wait that only the deadline ends.
        return self._send(job, Wait(self._clock, wait.remaining()))

    def waiting(self, wait: Wait) -> Presence:
        if not self._presenter:
            return Presence.UNKNOWN
        byte = self._ask(commands.EJECTOR_STATUS, wait)
        return Presence.PRESENT if byte & commands.TICKET_WAITING else Presence.GONE

    def close(self) -> None:
        # Forgotten first: a pipe that cannot even be closed must not be used again.
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            pipe.close()

    def _send(self, job: bytes, wait: Wait) -> PrintOutcome:
        try:
            self._write(job + commands.BUFFERED_STATUS)
            fault = self._until_printed(wait)
        except DeviceFault as trouble:
            return PrintOutcome(Paper.UNCONFIRMED, trouble.fault)
        if fault is None:
            return PrintOutcome(Paper.CAME_OUT)
        self._clear_buffer()
        return PrintOutcome(Paper.UNCONFIRMED, fault)

    def _until_printed(self, wait: Wait) -> Fault | None:
        """Wait for the buffered answer, looking for trouble meanwhile; None when all is on paper and all is well."""
        unanswered = 0
        while unanswered <= SILENT_LOOKS:
            try:
                answer = self._read(wait.within(LOOK_AGAIN_S))
            except DeadlineReached:
                if wait.remaining() == 0.0:
                    return NO_ANSWER
                unanswered += 1
                self._write(commands.real_time_status(1))
                continue
            for byte in answer:
                if not byte & commands.REAL_TIME:
                    return self._trouble(wait)
                unanswered = 0
                if byte & commands.OFFLINE:
                    return self._trouble(wait) or Fault("receipt_printer.offline", Next.CALL_STAFF)
        return NO_ANSWER

    def _trouble(self, wait: Wait) -> Fault | None:
        """The first fault that the printer reports now. A silent printer is a fault too once time is up."""
        try:
            statuses = self._statuses(wait)
        except DeadlineReached:
            return NO_ANSWER
        except DeviceFault as trouble:
            if trouble.fault.code.startswith("transport."):
                raise
            return trouble.fault
        faults = commands.faults_in(statuses)
        return Fault(*faults[0]) if faults else None

    def _clear_buffer(self) -> None:
        """Have the printer drop what it did not print, so that it does not come out for the next person."""
        if self._profile.get("clear_buffer", False):
            try:
                self._write(commands.CLEAR_BUFFER)
            except DeviceFault:
                return

    def _statuses(self, wait: Wait) -> Mapping[int, int]:
        return {number: self._ask(commands.real_time_status(number), wait) for number in commands.STATUS_NUMBERS}

    def _ask(self, question: bytes, wait: Wait) -> int:
        """Ask a question of one byte's answer; bytes that cannot be an answer are noise."""
        wait.check()
        self._discard_owed_answer(wait)
        self._write(question)
        self._owed = True
        limit = wait.within(ANSWER_S)
        fixed = bool(self._profile.get("status_fixed_bits", True))
        real_time = question[0] == commands.REAL_TIME
        while True:
            try:
                answer = self._read(limit)
            except DeadlineReached:
                wait.check()
                raise DeviceFault(NO_ANSWER.code, NO_ANSWER.next) from None
            for byte in answer:
                if not real_time or commands.plausible(byte, fixed_bits=fixed):
                    self._owed = False
                    return byte

    def _discard_owed_answer(self, wait: Wait) -> None:
        """Discard the answer that a cancelled caller left behind: it must not answer the next question."""
        if not self._owed:
            return
        try:
            while True:
                self._read(wait.within(QUIET_S))
        except DeadlineReached:
            wait.check()
        self._owed = False

    def _write(self, data: bytes) -> None:
        try:
            self._open().write(data)
        except DeviceFault:
            self.close()
            raise

    def _read(self, wait: Wait) -> bytes:
        try:
            return self._open().read(wait)
        except DeviceFault:
            self.close()
            raise

    def _open(self) -> Pipe:
        if self._pipe is None:
            self._pipe = self._port.open()
        return self._pipe
