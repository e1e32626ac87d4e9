"""The driver of readers behind PC/SC: looks for a card, recognises its kind, and reads a social security card.

Social security is asked for first: a card of the second and third generation is a bank card too. Each question has a
deadline; whoever does not keep it is disconnected, so that a late answer reaches nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any

from devices.card_reader import answers, records
from devices.card_reader.answers import CardFailed, SlotState
from devices.card_reader.contract import CardReader, CardReaderCapability, SocialCard
from devices.card_reader.records import Record
from devices.clock import Cancelled, Clock, DeadlineReached, Wait
from devices.family import Begun, silently
from devices.faults import DeviceFault, Next
from devices.pcsc_wire import (
    BY_ID,
    BY_NUMBER,
    BY_TAG,
    CONNECT,
    DISCONNECT,
    FAILED,
    PAYMENT_SYSTEMS,
    REFUSED,
    SOCIAL_SECURITY,
    STATE,
    TRANSMIT,
    UNDER_CURRENT,
    BadFrame,
    Frames,
    frame,
)
from devices.readings import DeviceState, DeviceStatus, Presence, failed_status
from devices.transport import Pipe, Port, busy, noise

POLL_S = 0.3
"""Seconds between two looks at an empty slot."""
AGAIN_S = 5.0
"""Seconds until a card that stays in the slot is read, or refused, again."""
ANSWER_S: Mapping[bytes, float] = MappingProxyType({STATE: 1.0, CONNECT: 3.0, TRANSMIT: 3.0, DISCONNECT: 1.0})
"""Seconds until an answer. A card that is powered on may take a second (ISO 7816-3), one that computes more."""
FIRST_S = 1.5
"""Seconds more for the first answer after opening: a process starts."""
PARTS_MOST = 4
"""Times that a card may say that there is more."""
CAPABILITIES: frozenset[str] = frozenset(CardReaderCapability)


def create(port: Port, clock: Clock, model: Mapping[str, Any], options: Mapping[str, Any]) -> CardReader:
    """The driver for a port; nothing is opened yet. Its return type has mypy check it against the contract."""
    return PcscReader(port, clock)


def no_answer(kind: bytes) -> DeviceFault:
    return DeviceFault("card_reader.no_answer", Next.CALL_STAFF, f"request {kind.decode('ascii')} without an answer")


def broken(detail: str) -> DeviceFault:
    return DeviceFault("card_reader.broken", Next.CALL_STAFF, detail)


class PcscReader:
    """See `contract.CardReader`. Used by one thread."""

    def __init__(self, port: Port, clock: Clock) -> None:
        self._port = port
        self._clock = clock
        self._pipe: Pipe | None = None
        self._frames = Frames()
        self._done = -1
        """Count of the card that was read or refused last."""
        self._done_at = float("-inf")

    def status(self, wait: Wait) -> DeviceStatus:
        try:
            self._state(wait)
        except DeviceFault as trouble:
            return failed_status(trouble.fault, CAPABILITIES)
        except DeadlineReached:
            return failed_status(no_answer(STATE).fault, CAPABILITIES)
        return DeviceStatus(DeviceState.READY, capabilities=CAPABILITIES)

    def read(self, wait: Wait, begun: Begun = silently) -> SocialCard:
        while True:
            slot = self._state(wait)
            if slot.present and not self._waits_again(slot):
                begun()
                return self._read_card(slot, wait)
            wait.pause(POLL_S)

    def presence(self, wait: Wait) -> Presence:
        return Presence.PRESENT if self._state(wait).present else Presence.GONE

    def close(self) -> None:
        # Forgotten first: a pipe that cannot even be closed must not be used again.
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            pipe.close()

    def _waits_again(self, slot: SlotState) -> bool:
        return slot.count == self._done and self._clock.monotonic() - self._done_at < AGAIN_S

    def _state(self, wait: Wait) -> SlotState:
        try:
            state = answers.slot_state(self._ask(STATE, b"", wait))
        except CardFailed as failed:
            # No card is asked for the state of its slot.
            self.close()
            raise broken(str(failed)) from failed
        if state is None:
            raise self._disturbed("a state that is too short")
        return state

    def _read_card(self, slot: SlotState, wait: Wait) -> SocialCard:
        """Read the card that was found, once; a failure of the card is a fault by what became of it."""
        self._done, self._done_at = slot.count, self._clock.monotonic()
        if answers.ID_CARD_ATQB in slot.atr:
            raise answers.ask_citizen("id_card")
        if slot.in_use:
            raise busy(f"{self._port.address}: another program has the card", "unknown")
        if slot.mute:
            raise answers.ask_citizen("mute", "no answer to reset")
        try:
            self._ask(CONNECT, b"", wait)
            try:
                return self._social_card(wait)
            finally:
                self._take_power(wait)
        except CardFailed as failed:
            now = self._state(wait)
            pulled = not now.present or now.count != slot.count
            raise answers.ask_citizen("pulled_away" if pulled else "unreadable", str(failed)) from failed
        finally:
            self._done_at = self._clock.monotonic()

    def _take_power(self, wait: Wait) -> None:
        """Take the card's power; a card that was read counts, whatever becomes of it now."""
        if self._pipe is not None:
            with suppress(DeviceFault, CardFailed, DeadlineReached, Cancelled):
                self._ask(DISCONNECT, b"", wait)

    def _social_card(self, wait: Wait) -> SocialCard:
        _, status = self._command(answers.select_name(SOCIAL_SECURITY), wait)
        if status != answers.OK:
            raise self._other_card(wait)
        values: dict[Record, bytes] = {}
        chosen = b""
        for record in records.READ:
            if record.file != chosen and not self._choose(record.file, wait):
                continue
            chosen = record.file
            value = self._value(record, wait)
            if value is not None:
                values[record] = value
        card = records.decode(values)
        if card is None:
            raise answers.ask_citizen("unreadable", "no number or no name on it")
        return card

    def _other_card(self, wait: Wait) -> DeviceFault:
        """Recognise a bank card by its directory; what the directory says is not asked for."""
        for name in PAYMENT_SYSTEMS:
            answer = self._transmit(answers.select_name(name), wait)
            if answer[-2:] == bytes((0x90, 0)) or answer[-2] == answers.MORE:
                return answers.ask_citizen("bank_card")
        return answers.ask_citizen("other_card", "neither social security nor payment on it")

    def _choose(self, file: bytes, wait: Wait) -> bool:
        """Select a file; cards want it by either of two parameters. False where the card has none."""
        for by in (UNDER_CURRENT, BY_ID):
            _, status = self._command(answers.select_file(file, by), wait)
            if status == answers.OK:
                return True
            self._check_pin(status)
        return False

    def _value(self, record: Record, wait: Wait) -> bytes | None:
        """The value of a record, by its number or, where another is there, by its tag."""
        for place, by in ((record.number, BY_NUMBER), (record.tag, BY_TAG)):
            data, status = self._command(answers.read_record(place, by), wait)
            if record in records.NEEDED:
                self._check_pin(status)
            value = records.value_of(data, record.tag) if status == answers.OK else None
            if value is not None:
                return value
        return None

    def _check_pin(self, status: int) -> None:
        if status in answers.PIN_NEEDED:
            raise answers.ask_citizen("needs_pin", f"status {status:04X}")

    def _command(self, command: bytes, wait: Wait) -> tuple[bytes, int]:
        """Data and status of a command, as many times as the card needs to hand it over."""
        answer = self._transmit(command, wait)
        if answer[-2] == answers.OTHER_LENGTH and len(command) == 5:
            answer = self._transmit(command[:4] + answer[-1:], wait)
        data = answer[:-2]
        for _ in range(PARTS_MOST):
            if answer[-2] != answers.MORE:
                break
            answer = self._transmit(answers.get_response(answer[-1]), wait)
            data += answer[:-2]
        return data, int.from_bytes(answer[-2:])

    def _transmit(self, command: bytes, wait: Wait) -> bytes:
        answer = self._ask(TRANSMIT, command, wait)
        if len(answer) < 2:
            # So it is when the card is pulled in the middle of a command.
            raise CardFailed("an answer without a status")
        return answer

    def _ask(self, kind: bytes, data: bytes, wait: Wait) -> bytes:
        """One question and its answer. Raises CardFailed for a failure that may be the card's."""
        wait.check()
        try:
            pipe, longest_s = self._open(ANSWER_S[kind])
            pipe.write(frame(kind, data))
            answered, content = self._answer(pipe, kind, wait, longest_s)
        except (DeviceFault, DeadlineReached, Cancelled):
            # An answer may be owed, which must not answer the next question.
            self.close()
            raise
        if answered == FAILED:
            failed = answers.failure(content)
            if isinstance(failed, DeviceFault) and failed.fault.next is Next.CALL_STAFF:
                self.close()
            raise failed
        if answered == REFUSED:
            raise broken("the port does not let this command through")
        if answered != kind:
            raise self._disturbed("an answer to another question")
        return content

    def _answer(self, pipe: Pipe, kind: bytes, wait: Wait, longest_s: float) -> tuple[bytes, bytes]:
        limit = wait.within(longest_s)
        while True:
            try:
                found = self._frames.feed(pipe.read(limit))
            except DeadlineReached:
                wait.check()
                raise no_answer(kind) from None
            except BadFrame as bad:
                raise noise(str(bad)) from bad
            if found:
                return found[0]

    def _open(self, answer_s: float) -> tuple[Pipe, float]:
        """The open pipe, and the seconds until its next answer."""
        if self._pipe is not None:
            return self._pipe, answer_s
        self._pipe = self._port.open()
        self._frames = Frames()
        self._done = -1
        return self._pipe, answer_s + FIRST_S

    def _disturbed(self, why: str) -> DeviceFault:
        self.close()
        return noise(why)
