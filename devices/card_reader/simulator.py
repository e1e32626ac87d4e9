"""A simulated PC/SC reader at the other end of the wire, and the cards that people put into its slot."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from devices.card_reader.simulated_cards import (
    BankCard,
    Card,
    Holder,
    IdentityCard,
    MuteCard,
    OtherCard,
    SocialSecurityCard,
)
from devices.clock import Clock
from devices.misfortunes import LOST, PERSON, Action, Misfortune, SimulatedDevice, Simulator
from devices.pcsc_wire import (
    CONNECT,
    DISCONNECT,
    FAILED,
    IN_USE,
    MUTE,
    PRESENT,
    REFUSED,
    STATE,
    TRANSMIT,
    BadFrame,
    Frames,
    Gate,
    frame,
)
from devices.transport import Peer, Wire

TIMES = MappingProxyType({"times": 0})
MISFORTUNES = (
    Misfortune("unreadable", "The chip answers with errors", ("card_reader.unreadable",), TIMES),
    Misfortune("mute", "The chip does not answer at all", ("card_reader.mute",)),
    Misfortune("needs_pin", "The card shows its data only after its PIN", ("card_reader.needs_pin",)),
    Misfortune(
        "pulled_away",
        "The card is pulled out while it is read",
        ("card_reader.pulled_away",),
        MappingProxyType({"times": 1}),
    ),
    Misfortune("cut_records", "Records break off in the middle", ("card_reader.unreadable",)),
    Misfortune("busy", "Another program has the card", ("transport.busy",)),
    Misfortune("slow", "The card takes its time", ("card_reader.no_answer",), MappingProxyType({"seconds": 1.5})),
    Misfortune("silent", "The card hangs and nothing comes back", ("card_reader.no_answer",)),
    Misfortune("garbled", "What comes are no frames", ("transport.noise",)),
    Misfortune("service_down", "The PC/SC service does not run", LOST),
    Misfortune("reader_gone", "The service has lost the reader", LOST),
    Misfortune("unplugged", "The plug is pulled", LOST),
    Misfortune("unplugged_during", "The plug is pulled in an answer", LOST, MappingProxyType({"after_bytes": 30})),
)
ACTIONS = (
    Action("insert_card", "An invented person's social security card is put in", PERSON),
    Action("insert_bank_card", "A bank card is put in"),
    Action("insert_id_card", "An identity card is put in"),
    Action("insert_other_card", "A card that is neither is put in"),
    Action("insert_upside_down", "A card is put in the wrong way round"),
    Action("take_card", "The card is taken out"),
)
THINK_S: Mapping[bytes, float] = MappingProxyType({STATE: 0.002, CONNECT: 0.1, TRANSMIT: 0.02, DISCONNECT: 0.01})
"""Seconds until an answer: power, reset and ATR of a card, and a short command."""
CODES: Mapping[str, int] = MappingProxyType({"service_down": 0x8010001D, "reader_gone": 0x80100017})
NO_SMARTCARD, NOT_TRANSACTED, UNRESPONSIVE, SHARING_VIOLATION = 0x8010000C, 0x80100016, 0x80100066, 0x8010000B


def create(clock: Clock, options: Mapping[str, Any]) -> Simulator:
    """A reader with nothing in its slot."""
    return PcscSimulator(clock)


class PcscSimulator(SimulatedDevice):
    """Answers the driver, as the process that calls PC/SC does. It complains of commands that may not be sent."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock, MISFORTUNES)
        self.card: Card | None = None
        """The card in the slot."""
        self._count = 0
        self._left_to_send = -1
        """Bytes until the plug is pulled, -1 for no such moment."""

    def insert_card(self, person: Holder) -> None:
        """Put a person's social security card in, in place of any other."""
        self.insert(SocialSecurityCard(person))

    def insert_bank_card(self) -> None:
        self.insert(BankCard())

    def insert_id_card(self) -> None:
        self.insert(IdentityCard())

    def insert_other_card(self) -> None:
        self.insert(OtherCard())

    def insert_upside_down(self) -> None:
        self.insert(MuteCard())

    def insert(self, card: Card) -> None:
        with self._lock:
            self._count += 1 if self.card is None else 2
            self.card = card

    def take_card(self) -> None:
        with self._lock:
            self._count += self.card is not None
            self.card = None

    def begin(self, misfortune: str, **parameters: Any) -> None:
        with self._lock:
            super().begin(misfortune, **parameters)
            if misfortune == "unplugged_during":
                self._left_to_send = int(self.misfortunes.on(misfortune)["after_bytes"])

    def end(self, misfortune: str) -> None:
        with self._lock:
            if misfortune == "unplugged_during":
                self._left_to_send = -1
            super().end(misfortune)

    def received(self, data: bytes) -> None:
        """Without a connection nothing is listened to."""

    def connection(self, wire: Wire) -> Peer:
        """A driver opened its port: a new process, for which the card has no power."""
        return _Process(self, wire)

    def answer(self, process: _Process, kind: bytes, data: bytes) -> None:
        """Answer one request of a process."""
        with self._lock:
            if self.misfortunes.on("silent"):
                return
            answer = self._answered(process, kind, data)
            slow = self.misfortunes.on("slow")
            after = THINK_S.get(kind, 0.0) + (float(slow["seconds"]) if slow else 0.0)
            if self.misfortunes.on("garbled"):
                answer = bytes(0x80 | (73 * place + byte) % 64 for place, byte in enumerate(answer))
            if 0 <= self._left_to_send < len(answer):
                process.wire.send(answer[: self._left_to_send] or b"?", after)
                self._wire.cut()
                return
            if self._left_to_send >= 0:
                self._left_to_send -= len(answer)
            process.wire.send(answer, after)

    def _answered(self, process: _Process, kind: bytes, data: bytes) -> bytes:
        for name, code in CODES.items():
            if self.misfortunes.on(name):
                return _failed(code)
        if kind == STATE:
            return frame(STATE, self._state())
        if kind == DISCONNECT:
            process.powered = None
            return frame(DISCONNECT)
        if kind == CONNECT:
            return self._connected(process)
        if kind != TRANSMIT:
            self.complain(f"request {kind.hex()}")
            return _failed(3)
        if not process.gate.passes(data):
            self.complain(f"command {data.hex(' ')} may not be sent")
            return frame(REFUSED)
        return self._transmitted(process, data)

    def _state(self) -> bytes:
        card = self.card
        on = self.misfortunes.on
        mute = card is not None and (card.mute or bool(on("mute")))
        flags = PRESENT * (card is not None) | MUTE * mute | IN_USE * bool(card is not None and on("busy"))
        return bytes((flags,)) + (self._count & 0xFFFF).to_bytes(2) + (b"" if card is None or mute else card.atr)

    def _connected(self, process: _Process) -> bytes:
        process.gate.reset()
        if self.card is None:
            return _failed(NO_SMARTCARD)
        if self.misfortunes.on("busy"):
            return _failed(SHARING_VIOLATION)
        if self.card.mute or self.misfortunes.on("mute"):
            return _failed(UNRESPONSIVE)
        self.card.power()
        process.powered = self.card
        return frame(CONNECT)

    def _transmitted(self, process: _Process, command: bytes) -> bytes:
        card = process.powered
        if card is None:
            self.complain("a command to a card without power")
        if card is not None and card is self.card and command[1] == 0xB2 and self.misfortunes.once("pulled_away"):
            self.take_card()
        if card is None or card is not self.card:
            process.powered = None
            return _failed(NOT_TRANSACTED)
        if isinstance(card, SocialSecurityCard):
            card.pin_needed = bool(self.misfortunes.on("needs_pin"))
            if command[1] == 0xB2 and self.misfortunes.once("unreadable"):
                return frame(TRANSMIT, bytes.fromhex("6F00"))
        answer = card.answer(command)
        if self.misfortunes.on("cut_records") and len(answer) > 2:
            answer = answer[: len(answer) // 2] + answer[-2:]
        return frame(TRANSMIT, answer)


class _Process:
    """The process behind one open port: its end of the wire, the card that it has powered, and its gate."""

    def __init__(self, reader: PcscSimulator, wire: Wire) -> None:
        self._reader = reader
        self._frames = Frames()
        self.wire = wire
        self.powered: Card | None = None
        self.gate = Gate()

    def attach(self, wire: Wire) -> None:
        self.wire = wire

    def received(self, data: bytes) -> None:
        try:
            requests = self._frames.feed(data)
        except BadFrame as bad:
            self._reader.complain(str(bad))
            self.wire.hang_up()
            return
        for kind, content in requests:
            self._reader.answer(self, kind, content)


def _failed(code: int) -> bytes:
    return frame(FAILED, code.to_bytes(4))
