"""The driver of SAM-V readers: opens the port when needed, looks for a card, reads it.

Find and Select come before every reading. A card that was read does not answer again until it is lifted, so "no card"
does not prove that it is gone: after a reading, presence stays unknown until the next card is found.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from devices.clock import Clock, DeadlineReached, Wait
from devices.family import Begun, silently
from devices.faults import DeviceFault, Next
from devices.id_reader import card_text, sdt
from devices.id_reader.contract import IdCard, IdReader, IdReaderCapability
from devices.id_reader.sdt import Command, Reaction, Reply
from devices.identifying import answer_to
from devices.readings import DeviceState, DeviceStatus, Inventory, Presence, failed_status
from devices.transport import Pipe, Port, noise

POLL_S = 0.3
"""Seconds between two Finds at least (a vendor's advice; faster polling heats the field)."""

LATE_S = 1.0
"""Seconds after its deadline in which a late answer may still arrive."""
ALREADY_THERE_S = 0.05
"""Seconds to look for an answer that arrived while nobody was reading."""

ANSWER_S: Mapping[Command, float] = MappingProxyType(
    {
        Command.STATUS: 1.0,
        Command.NUMBER: 1.0,
        Command.FIND: 1.0,
        Command.SELECT: 1.0,
        Command.READ: 3.0,
    }
)
"""Seconds until an answer begins, from public programs; its bytes need the line's time besides."""
REPLY_BYTES: Mapping[Command, int] = MappingProxyType({Command.NUMBER: 27, Command.READ: 1295})
"""The longest reply to a command; SHORT_REPLY_BYTES to the others."""
SHORT_REPLY_BYTES = 19

FAULTS: Mapping[Reaction, tuple[str, Next]] = MappingProxyType(
    {
        Reaction.LIFT: ("id_reader.lift_and_retry", Next.ASK_CITIZEN),
        Reaction.WRONG_CARD: ("id_reader.wrong_card", Next.ASK_CITIZEN),
        Reaction.REJECTED: ("id_reader.card_rejected", Next.ASK_CITIZEN),
        Reaction.SELF_TEST: ("id_reader.self_test_failed", Next.CALL_STAFF),
        Reaction.NOT_AUTHORISED: ("id_reader.not_authorised", Next.CALL_STAFF),
        Reaction.BROKEN: ("id_reader.broken", Next.CALL_STAFF),
    }
)


TRIED_AGAIN = 2
"""Times that a card that could not be read is found, selected and read again before the citizen is asked: a weak
coupling fails once and works the next moment."""
TRIES_AGAIN = frozenset({"id_reader.lift_and_retry", "id_reader.card_rejected"})


CAPABILITIES: frozenset[str] = frozenset({IdReaderCapability.READ_ID_CARD, IdReaderCapability.DETECT_CARD_PRESENCE})


def create(port: Port, clock: Clock, model: Mapping[str, Any], options: Mapping[str, Any]) -> IdReader:
    """The driver for a port; nothing is opened yet. Its return type has mypy check it against the contract."""
    return SamvReader(port, clock)


def no_answer(command: Command) -> DeviceFault:
    return DeviceFault("id_reader.no_answer", Next.CALL_STAFF, f"{command.name} without an answer")


class SamvReader:
    """See `contract.IdReader`. Used by one thread."""

    def __init__(self, port: Port, clock: Clock) -> None:
        self._port = port
        self._clock = clock
        self._pipe: Pipe | None = None
        self._parser = sdt.Parser()
        self._owed_until: float | None = None
        self._noise = False
        """Since the last question bytes came that belong to no frame."""
        self._presence = Presence.UNKNOWN
        self._found_at = float("-inf")
        self.sam_number = ""

    def status(self, wait: Wait) -> DeviceStatus:
        try:
            answer = self._ask(Command.STATUS, wait)
        except DeviceFault as trouble:
            return failed_status(trouble.fault, CAPABILITIES)
        except DeadlineReached:
            silent = noise("noise for an answer") if self._noise else no_answer(Command.STATUS)
            return failed_status(silent.fault, CAPABILITIES)
        if answer.sw3 == sdt.OK:
            return DeviceStatus(DeviceState.READY, capabilities=CAPABILITIES)
        todo = sdt.reaction(answer.sw3)
        # No card is asked about, so a status that speaks of one is no answer to this.
        todo = todo if todo in FAULTS and FAULTS[todo][1] is Next.CALL_STAFF else Reaction.BROKEN
        return failed_status(self._fault(todo, answer).fault, CAPABILITIES)

    def inventory(self, wait: Wait) -> Inventory:
        """The reader's SAM number is asked for whenever its port is opened."""
        self._open(wait)
        return Inventory(serial=self.sam_number)

    def read(self, wait: Wait, begun: Begun = silently) -> IdCard:
        while True:
            if self._find(wait):
                begun()
                card = self._read_patiently(wait)
                if card is not None:
                    return card

    def presence(self, wait: Wait) -> Presence:
        if self._find(wait):
            self._presence = Presence.PRESENT
        elif self._presence is Presence.PRESENT:
            self._presence = Presence.GONE
        return self._presence

    def close(self) -> None:
        # Forgotten first: a pipe that cannot even be closed must not be used again.
        pipe, self._pipe = self._pipe, None
        self._owed_until = None
        if pipe is not None:
            pipe.close()

    def _find(self, wait: Wait) -> bool:
        """Look once, no sooner than allowed; True if a card answered."""
        early = self._found_at + POLL_S - self._clock.monotonic()
        if early > 0:
            wait.pause(early)
        answer = self._ask(Command.FIND, wait)
        todo = sdt.reaction(answer.sw3)
        if todo in FAULTS:
            raise self._fault(todo, answer)
        return answer.sw3 in (sdt.FOUND, sdt.OK)

    def _read_patiently(self, wait: Wait) -> IdCard | None:
        """Read the card that was found, after a failed reading once more and again; None to look for another."""
        tries = 0
        while True:
            try:
                return self._read_found(wait)
            except DeviceFault as failure:
                if failure.fault.code not in TRIES_AGAIN:
                    raise
                failed = failure
            found = False
            while not found and tries < TRIED_AGAIN:
                tries += 1
                try:
                    found = self._find(wait)
                except DeadlineReached:
                    break
            if not found:
                raise failed

    def _read_found(self, wait: Wait) -> IdCard | None:
        """Select and read the card that was found; None to look again."""
        for command in (Command.SELECT, Command.READ):
            answer = self._ask(command, wait)
            todo = sdt.reaction(answer.sw3)
            if todo in (Reaction.KEEP_LOOKING, Reaction.FIND_AGAIN, Reaction.EMPTY):
                return None
            if todo in FAULTS:
                raise self._fault(todo, answer)
        parts = sdt.card_parts(answer.data)
        if parts is None:
            raise noise("lengths of the reply do not add up")
        if not parts[0]:
            raise DeviceFault("id_reader.lift_and_retry", Next.ASK_CITIZEN, "a reply without text")
        self._presence = Presence.UNKNOWN
        return card_text.decode(parts[0], parts[1])

    def _fault(self, todo: Reaction, answer: Reply) -> DeviceFault:
        code, following = FAULTS[todo]
        return DeviceFault(code, following, f"SW {answer.sw1:02X}{answer.sw2:02X}{answer.sw3:02X}")

    def _ask(self, command: Command, wait: Wait) -> Reply:
        """Send a command and wait for its answer; once more if the reader did not understand or the answer was broken.

        Reading has no effect on a card, so it may be asked twice.
        """
        wait.check()
        for _ in range(2):
            answer = self._exchange(command, wait)
            if answer is not None and sdt.reaction(answer.sw3) is not Reaction.SEND_AGAIN:
                return answer
        raise noise(f"{command.name}: answer broken twice")

    def _exchange(self, command: Command, wait: Wait) -> Reply | None:
        """One question and its answer; None if the answer was damaged."""
        try:
            pipe = self._open(wait)
            self._discard_owed_answer(pipe, wait)
            if command is Command.FIND:
                self._found_at = self._clock.monotonic()
            pipe.write(sdt.request(command))
            self._owed_until = self._clock.monotonic() + self._answer_s(command)
            answer = self._answer(pipe, command, wait)
            self._owed_until = None
            return answer
        except DeviceFault as trouble:
            if trouble.fault.code.startswith("transport."):
                self.close()
            raise

    def _discard_owed_answer(self, pipe: Pipe, wait: Wait) -> None:
        """Discard the answer that a cancelled caller left behind: replies do not say which question they answer.

        Waits for it no longer than it may take.
        """
        if self._owed_until is None:
            return
        # Also after its deadline: it may have arrived while nobody was reading, and is still in the line's buffer.
        left = max(self._owed_until - self._clock.monotonic(), ALREADY_THERE_S)
        try:
            limit = wait.within(left)
            while not any(isinstance(content, bytes) for content in self._parser.feed(pipe.read(limit))):
                pass
        except DeadlineReached:
            wait.check()
        self._parser = sdt.Parser()
        self._owed_until = None

    def _answer(self, pipe: Pipe, command: Command, wait: Wait) -> Reply | None:
        limit = wait.within(self._answer_s(command))
        self._noise = False
        while True:
            try:
                data = pipe.read(limit)
            except DeadlineReached:
                wait.check()
                # What is still in the buffer belongs to an answer that will never be whole.
                self._parser = sdt.Parser()
                # A late answer must not answer the next question.
                self._owed_until = self._clock.monotonic() + LATE_S
                if self._noise:
                    return None
                raise no_answer(command) from None
            self._noise = self._noise or bool(data)
            for content in self._parser.feed(data):
                if isinstance(content, bytes):
                    self._noise = False
                    return sdt.read_reply(content)

    def _answer_s(self, command: Command) -> float:
        """Seconds in which the last byte of an answer comes."""
        return ANSWER_S[command] + self._port.line_s(REPLY_BYTES.get(command, SHORT_REPLY_BYTES))

    def _open(self, wait: Wait) -> Pipe:
        """The open pipe; a fresh one is asked for the reader's number first, which is also its greeting."""
        if self._pipe is None:
            self._pipe = self._port.open()
            self._parser = sdt.Parser()
            self._pipe.write(sdt.request(Command.NUMBER))
            self._owed_until = self._clock.monotonic() + self._answer_s(Command.NUMBER)
            answer = self._answer(self._pipe, Command.NUMBER, wait)
            number = sdt.sam_number(answer.data) if answer is not None and answer.sw3 == sdt.OK else None
            self.sam_number = number or self.sam_number
            # An answer without a number is to a question of before the port was opened: the one to this is still owed.
            if number is not None:
                self._owed_until = None
        return self._pipe


def identify(pipe: Pipe, wait: Wait) -> Inventory | None:
    """The reader that answered with its own number."""
    return answer_to(pipe, wait, _named)


def _named(came: bytes) -> Inventory | None:
    for content in sdt.Parser().feed(came):
        number = sdt.sam_number(sdt.read_reply(content).data) if isinstance(content, bytes) else None
        if number is not None:
            return Inventory(serial=number)
    return None
