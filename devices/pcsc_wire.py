"""The wire to a card in a PC/SC reader: frames both ways, and the only card commands that may travel on it.

PC/SC is an interface of functions, no stream of bytes. A process calls them (`pcsc_child`), and what it is asked and
answers are these frames: one byte of kind, two of length (big-endian), and the data. Pure, and of the standard library
alone: that process imports nothing else.
"""

from __future__ import annotations

STATE, CONNECT, TRANSMIT, DISCONNECT = b"S", b"C", b"T", b"D"
"""Kinds of requests: the reader's state; power the card; send it a command; take its power. An answer has its kind."""
FAILED, REFUSED = b"E", b"R"
"""Kinds of answers besides: a function failed, with its code in four bytes; the command may not be sent."""
KINDS = STATE + CONNECT + TRANSMIT + DISCONNECT + FAILED + REFUSED

PRESENT, MUTE, IN_USE = 1, 2, 4
"""Bits in the first byte of an answered STATE. Two bytes count the cards that came and went, the rest is the ATR."""
STATE_HEAD = 3

HEAD = 3
DATA_MOST = 264
"""Bytes of data: the longest answer of a card is 256 and a status of two (ISO 7816-3), the longest ATR 33."""

SOCIAL_SECURITY = bytes.fromhex("73 78 31 2E 73 68 2E C9 E7 BB E1 B1 A3 D5 CF")
"""AID of the social security application: "sx1.sh." and 社会保障 in GBK (devices' notes, eight public programs)."""
PAYMENT_SYSTEMS = (b"2PAY.SYS.DDF01", b"1PAY.SYS.DDF01")
"""Directories of payment applications, contactless and contact (EMV book 1, section 12; book B)."""
ISSUER_FILE, HOLDER_FILE = bytes.fromhex("EF05"), bytes.fromhex("EF06")

SELECT, READ_RECORD, GET_RESPONSE = 0xA4, 0xB2, 0xC0
BY_NAME, UNDER_CURRENT, BY_ID = 0x04, 0x02, 0x00
"""P1 of SELECT (ISO 7816-4, table 39)."""
BY_NUMBER, BY_TAG = 0x04, 0x00
"""P2 of READ RECORD: P1 is a record's number; cards of social security also take its tag."""
RECORDS = range(1, 0x21)
"""Numbers and tags of the records of both files."""


class BadFrame(Exception):
    """Bytes that are no frame; the message says why."""


def frame(kind: bytes, data: bytes = b"") -> bytes:
    return kind + len(data).to_bytes(2) + data


class Frames:
    """Finds the frames in bytes that arrive in pieces."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> list[tuple[bytes, bytes]]:
        """The frames that are whole, as kind and data. Raises BadFrame, after which the wire is of no more use."""
        self._held += data
        found = []
        while self._held:
            kind = self._held[:1]
            if kind not in KINDS:
                raise BadFrame(f"no frame begins with {kind.hex()}")
            if len(self._held) < HEAD:
                break
            end = HEAD + int.from_bytes(self._held[1:HEAD])
            if end > HEAD + DATA_MOST:
                raise BadFrame(f"a frame of {end} bytes")
            if len(self._held) < end:
                break
            found.append((kind, self._held[HEAD:end]))
            self._held = self._held[end:]
        return found


class Gate:
    """Lets the commands through that read the public data of a social security card, and no others.

    No command that verifies, changes, writes or pays passes, whoever asks. After a payment application was selected
    nothing of it can be read: the next command that passes selects another application.
    """

    def __init__(self) -> None:
        self._reads = False
        """The social security application was selected."""

    def reset(self) -> None:
        """The card lost its power: nothing is selected."""
        self._reads = False

    def passes(self, command: bytes) -> bool:
        """Whether this command may be sent now; it counts as sent then."""
        name = _selected_name(command)
        if name is not None:
            self._reads = name == SOCIAL_SECURITY
            return True
        return self._reads and _reads_public_data(command)


def _selected_name(command: bytes) -> bytes | None:
    """The application that a command selects, if it is one that may be."""
    for name in (SOCIAL_SECURITY, *PAYMENT_SYSTEMS):
        if command == bytes((0, SELECT, BY_NAME, 0, len(name))) + name:
            return name
    return None


def _reads_public_data(command: bytes) -> bool:
    if len(command) == 7:
        head = command[:5]
        chosen = head in (bytes((0, SELECT, by, 0, 2)) for by in (UNDER_CURRENT, BY_ID))
        return chosen and command[5:] in (ISSUER_FILE, HOLDER_FILE)
    if len(command) != 5:
        return False
    if command[:4] == bytes((0, GET_RESPONSE, 0, 0)):
        return True
    return command[:2] == bytes((0, READ_RECORD)) and command[2] in RECORDS and command[3] in (BY_NUMBER, BY_TAG)
