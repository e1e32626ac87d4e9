"""A simulated SAM-V reader, byte for byte, and the cards that a citizen lays on it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from devices.clock import Clock
from devices.id_reader import card_text, sdt
from devices.id_reader.contract import IdCard
from devices.id_reader.sdt import Command
from devices.misfortunes import LOST, PERSON, Action, Misfortune, SimulatedDevice, Simulator

MISFORTUNES = (
    Misfortune("unreadable", "The chip cannot be read", ("id_reader.lift_and_retry",), MappingProxyType({"times": 0})),
    Misfortune("wrong_card", "The card is no identity card", ("id_reader.wrong_card",)),
    Misfortune("card_rejected", "The reader rejects the card, maybe a forged one", ("id_reader.card_rejected",)),
    Misfortune(
        "not_authenticated",
        "Authentication fails until the card is lifted",
        ("id_reader.lift_and_retry",),
    ),
    Misfortune(
        "pulled_away",
        "The card is pulled away while it is read",
        ("id_reader.lift_and_retry",),
        MappingProxyType({"times": 1}),
    ),
    Misfortune("slow", "The reader takes its time", ("id_reader.no_answer",), MappingProxyType({"seconds": 1.5})),
    Misfortune("silent", "The reader does not answer", ("id_reader.no_answer",)),
    Misfortune(
        "wrong_checksum",
        "Answers arrive with a wrong checksum",
        ("transport.noise", "id_reader.no_answer"),
        MappingProxyType({"times": 0}),
    ),
    Misfortune(
        "truncated",
        "Answers break off in the middle",
        ("transport.noise", "id_reader.no_answer"),
        MappingProxyType({"times": 0}),
    ),
    Misfortune("garbage", "Noise precedes every answer"),
    Misfortune("noise", "Every answer is noise, as at a wrong baud rate", ("transport.noise",)),
    Misfortune(
        "weak_coupling",
        "A reading fails and the next one works, the card lying still",
        parameters=MappingProxyType({"times": 1}),
    ),
    Misfortune("self_test_failed", "The security module failed its self test", ("id_reader.self_test_failed",)),
    Misfortune("not_authorised", "The security module has no key", ("id_reader.not_authorised",)),
    Misfortune("unplugged", "The plug is pulled", LOST),
)

SW3_OF: Mapping[str, int] = MappingProxyType(
    {"unreadable": 0x41, "wrong_card": 0x40, "card_rejected": 0x32, "not_authenticated": 0x31}
)
"""Misfortune of the card → SW3 of a reading."""

OUT_OF_ORDER: Mapping[str, int] = MappingProxyType({"self_test_failed": 0x60, "not_authorised": 0x66})
THINK_S: Mapping[Command, float] = MappingProxyType({Command.FIND: 0.02, Command.SELECT: 0.03, Command.READ: 0.45})
"""Seconds that card and reader need before they answer."""
PHOTO = bytes(1024)
"""An empty picture: invented people have no face."""
NUMBER = bytes.fromhex("05000100" + "40420F00" + "15CD5B07" + "B168DE3A")

SEEN_BAD: Mapping[str, int] = MappingProxyType({"checksum": 0x10, "length": 0x11})
"""Fault of a frame → SW3 of the answer."""
READINGS = (Command.READ, Command.READ_WITH_FINGERPRINT, Command.READ_APPENDED_ADDRESS)
ANY = (None, Command.FIND, Command.SELECT, Command.READ)
AFTER: Mapping[Command, tuple[Command | None, ...]] = MappingProxyType(
    {
        Command.FIND: ANY,
        Command.SELECT: (Command.FIND, Command.SELECT),
        Command.READ: (Command.SELECT, Command.READ),
        Command.READ_WITH_FINGERPRINT: (Command.SELECT, Command.READ),
        Command.READ_APPENDED_ADDRESS: (Command.READ,),
    }
)
"""Command → the steps that may come before it."""
WRONG_COMMAND = 0x21
"""SW3 of a command, a parameter or an order that the reader does not know."""


ACTIONS = (
    Action("put_card", "An invented person's card is laid on the reader", PERSON),
    Action("lift_card", "The card is lifted"),
)


def create(clock: Clock, options: Mapping[str, Any]) -> Simulator:
    """A reader with no card on it."""
    return SamvSimulator(clock)


class SamvSimulator(SimulatedDevice):
    """Answers the driver at the other end. It complains of requests that are unknown, of a wrong length or out of
    order."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock, MISFORTUNES)
        self._parser = sdt.Parser(shortest=3)
        self._card: IdCard | None = None
        self._was_read = False
        self._stuck = False
        self._selected = False
        self._asked: Command | None = None
        """The newest of FIND, SELECT and READ that came in order."""

    @property
    def card(self) -> IdCard | None:
        """The card on the reader."""
        return self._card

    def put_card(self, card: IdCard) -> None:
        """Lay a card on the reader, in place of any other."""
        with self._lock:
            self._card, self._was_read, self._stuck, self._selected = card, False, False, False

    def lift_card(self) -> None:
        with self._lock:
            self._card, self._was_read, self._stuck, self._selected = None, False, False, False

    def end(self, misfortune: str) -> None:
        with self._lock:
            if misfortune == "unplugged":
                self._parser = sdt.Parser(shortest=3)
            super().end(misfortune)

    def received(self, data: bytes) -> None:
        with self._lock:
            for content in self._parser.feed(data):
                if isinstance(content, bytes):
                    self._answer(content)
                else:
                    self._send(self._refused(f"frame of a wrong {content.why}", SEEN_BAD[content.why]), 0.0)

    def _refused(self, complaint: str, sw3: int = WRONG_COMMAND) -> bytes:
        self.complain(complaint)
        return sdt.reply(sw3)

    def _answer(self, content: bytes) -> None:
        if self.misfortunes.on("silent"):
            return
        command = next((each for each in Command if each.value == content[:2]), None)
        out_of_order = [sw3 for name, sw3 in OUT_OF_ORDER.items() if self.misfortunes.on(name)]
        if out_of_order:
            frame = sdt.reply(out_of_order[0])
        elif command is None:
            frame = self._refused(f"unknown command {content[:2].hex(' ')}")
        elif len(content) != len(command.value):
            frame = self._refused(f"{command.name} with {len(content) - 2} bytes of data", SEEN_BAD["length"])
        elif not self._in_order(command):
            frame = self._refused(f"{command.name} out of order")
        else:
            frame = self._frame(command)
        think = THINK_S.get(command, 0.005) if command else 0.005
        slow = self.misfortunes.on("slow")
        self._send(frame, think + (float(slow["seconds"]) if slow else 0.0))

    def _in_order(self, command: Command) -> bool:
        """Every reading needs a find and a selection; the last step may be repeated when its answer was lost."""
        if command not in AFTER:
            return True
        if self._asked not in AFTER[command]:
            return False
        self._asked = Command.READ if command in READINGS else command
        return True

    def _frame(self, command: Command) -> bytes:
        match command:
            case Command.STATUS | Command.RESET:
                return sdt.reply(sdt.OK)
            case Command.NUMBER:
                return sdt.reply(sdt.OK, NUMBER)
            case Command.FIND:
                self._selected = False
                there = self._card is not None and not self._was_read and not self._stuck
                return sdt.reply(sdt.FOUND, bytes(4)) if there else sdt.reply(sdt.NO_CARD)
            case Command.SELECT:
                self._selected = self._card is not None and not self._was_read and not self._stuck
                return sdt.reply(sdt.OK, bytes(8)) if self._selected else sdt.reply(0x81)
            case Command.READ | Command.READ_WITH_FINGERPRINT:
                return self._reading(command)
            case Command.READ_APPENDED_ADDRESS:
                return sdt.reply(sdt.NO_CONTENT)

    def _reading(self, command: Command) -> bytes:
        card = self._card
        if card is None or not self._selected:
            return sdt.reply(0x21)
        if self.misfortunes.once("pulled_away"):
            self.lift_card()
            return sdt.reply(0x41)
        if self.misfortunes.once("weak_coupling"):
            self._selected = False
            return sdt.reply(0x41)
        for name, sw3 in SW3_OF.items():
            if self.misfortunes.once(name):
                self._stuck = True
                return sdt.reply(sw3)
        self._was_read = True
        text = card_text.encode(card)
        photo = card.photo or PHOTO
        lengths = len(text).to_bytes(2) + len(photo).to_bytes(2)
        if command is Command.READ_WITH_FINGERPRINT:
            lengths += bytes(2)
        return sdt.reply(sdt.OK, lengths + text + photo)

    def _send(self, frame: bytes, after: float) -> None:
        if self.misfortunes.once("wrong_checksum"):
            frame = frame[:-1] + bytes([frame[-1] ^ 0x55])
        if self.misfortunes.once("truncated"):
            frame = frame[: max(1, len(frame) // 2)]
        if self.misfortunes.on("garbage"):
            frame = bytes.fromhex("00FFAAAA0505AAAAAA") + frame
        if self.misfortunes.on("noise"):
            frame = bytes((73 * place + byte) % 251 for place, byte in enumerate(frame))
        self._wire.send(frame, after)
