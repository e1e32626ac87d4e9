"""Cards as they answer commands, byte by byte: of social security, of a bank, and others. For rehearsals and proofs.

They answer as ISO 7816-4 and the devices' notes say, and know more commands than the driver may send: a PIN that came
by mistake would be counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from devices.pcsc_wire import HOLDER_FILE, ISSUER_FILE, PAYMENT_SYSTEMS, SOCIAL_SECURITY

ATR = bytes.fromhex("3B 6D 00 00 00 81 54 44 86 60 53 33 90 00 00 00 00")
"""T=0, thirteen historical bytes."""
ID_CARD_ATR = bytes.fromhex("3B 88 80 01 D1 03 86 0C 00 80 80 00 51")
VALID_YEARS = 10
VERIFY = 0x20

Records = Mapping[bytes, Mapping[int, tuple[int, bytes]]]
"""File → number → tag and value."""


class Holder(Protocol):
    """A person whose card it is."""

    @property
    def name(self) -> str: ...

    @property
    def number(self) -> str: ...

    @property
    def sex_code(self) -> str: ...

    @property
    def birth(self) -> date | None: ...


class Card:
    """A card without any application. `commands` has each command that it was sent."""

    atr = ATR
    applications: tuple[bytes, ...] = ()
    mute = False

    def __init__(self) -> None:
        self.commands: list[bytes] = []
        self.selected = b""

    def power(self) -> None:
        """Power was put on, or taken."""
        self.selected = b""

    def answer(self, command: bytes) -> bytes:
        """Data and status."""
        self.commands.append(command)
        if len(command) < 4:
            return bytes.fromhex("6700")
        if command[:3] == bytes.fromhex("00A404") and len(command) >= 5:
            name = command[5 : 5 + command[4]]
            if name not in self.applications:
                return bytes.fromhex("6A82")
            self.selected = name
            return self.chosen(name)
        return self.asked(command)

    def chosen(self, name: bytes) -> bytes:
        return bytes.fromhex("9000")

    def asked(self, command: bytes) -> bytes:
        """Answer a command that selects no application."""
        return bytes.fromhex("6D00")


class OtherCard(Card):
    """An entrance card: nothing on it is known here."""


class MuteCard(Card):
    """A card the wrong way round, or without a chip."""

    atr = b""
    mute = True


class IdentityCard(Card):
    """A resident identity card on a reader that is not made for it."""

    atr = ID_CARD_ATR


class BankCard(Card):
    """A debit card. Records are there, and reading one is counted in `read`."""

    applications = (PAYMENT_SYSTEMS[1],)

    def __init__(self) -> None:
        super().__init__()
        self.read = 0

    def chosen(self, name: bytes) -> bytes:
        # A template waits for GET RESPONSE.
        return bytes.fromhex("611E")

    def asked(self, command: bytes) -> bytes:
        self.read += 1
        return bytes.fromhex("6A83")


class SocialSecurityCard(Card):
    """A person's card. It wants the exact length of a record, as cards with T=0 do, and its PIN for writing."""

    applications = (SOCIAL_SECURITY, *PAYMENT_SYSTEMS)

    def __init__(self, holder: Holder, issued: date = date(2020, 5, 20)) -> None:
        super().__init__()
        self._file = b""
        self.pin_needed = False
        self.tries = 0
        """Times that a PIN was sent."""
        expires = issued.replace(year=issued.year + VALID_YEARS)
        born = holder.birth.isoformat() if holder.birth else "00000000"
        self.records: Records = {
            ISSUER_FILE: {
                1: (0x01, bytes.fromhex("990101" + "00" * 13)),
                2: (0x02, b"3"),
                3: (0x03, b"3.00"),
                4: (0x04, bytes.fromhex("99" * 12)),
                5: (0x05, bytes.fromhex(issued.strftime("%Y%m%d"))),
                6: (0x06, bytes.fromhex(expires.strftime("%Y%m%d"))),
                7: (0x07, b"T00000001"),
            },
            HOLDER_FILE: {
                1: (0x08, holder.number.encode("ascii").ljust(18, b"\0")),
                2: (0x09, holder.name.encode("gb18030")[:30].ljust(30, b"\0")),
                3: (0x0A, holder.sex_code.encode("ascii")[:1]),
                4: (0x0B, bytes.fromhex("01")),
                5: (0x0C, bytes.fromhex("990101")),
                6: (0x0D, bytes.fromhex(born.replace("-", ""))),
            },
        }

    def power(self) -> None:
        super().power()
        self._file = b""

    def asked(self, command: bytes) -> bytes:
        if self.selected != SOCIAL_SECURITY:
            return bytes.fromhex("6985")
        if command[1] == VERIFY:
            self.tries += 1
            return bytes.fromhex("63C2")
        if command[1] == 0xA4:
            return self._choose(command[5:7])
        if command[1] == 0xB2 and len(command) == 5:
            return self._record(command[2], command[3], command[4])
        return bytes.fromhex("6D00")

    def _choose(self, file: bytes) -> bytes:
        self._file = file if file in self.records else b""
        return bytes.fromhex("9000" if self._file else "6A82")

    def _record(self, place: int, by: int, length: int) -> bytes:
        if not self._file:
            return bytes.fromhex("6986")
        if self.pin_needed and self._file == HOLDER_FILE:
            return bytes.fromhex("6982")
        records = self.records[self._file]
        found = records.get(place) if by == 0x04 else next((r for r in records.values() if r[0] == place), None)
        if found is None:
            return bytes.fromhex("6A83")
        tag, value = found
        record = bytes((tag, len(value))) + value
        return record + bytes.fromhex("9000") if length == len(record) else bytes((0x6C, len(record)))
