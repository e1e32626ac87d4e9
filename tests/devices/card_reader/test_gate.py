"""A card is sent what reads public data of social security, and nothing else, whoever asks."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from devices.card_reader.answers import get_response, read_record, select_file, select_name
from devices.pcsc_wire import BY_TAG, HOLDER_FILE, ISSUER_FILE, PAYMENT_SYSTEMS, RECORDS, SOCIAL_SECURITY, Gate

NAMES = (SOCIAL_SECURITY, *PAYMENT_SYSTEMS)
FORBIDDEN = {
    "VERIFY": "00 20 00 00 03 12 34 56",
    "VERIFY without a PIN": "00 20 00 00",
    "CHANGE PIN": "80 5E 01 00 06 12 34 56 65 43 21",
    "UPDATE RECORD": "00 DC 01 04 03 08 01 31",
    "WRITE BINARY": "00 D6 81 00 01 00",
    "READ BINARY": "00 B0 85 00 10",
    "GET CHALLENGE": "00 84 00 00 08",
    "EXTERNAL AUTHENTICATE": "00 82 00 00 08 00 00 00 00 00 00 00 00",
    "GET DATA, tries of the PIN": "80 CA 9F 17 00",
    "GET PROCESSING OPTIONS": "80 A8 00 00 02 83 00",
    "INITIALIZE FOR PURCHASE": "80 50 01 02 0B 01 00 00 00 01 00 00 00 00 00 01 0F",
    "SELECT a debit application": "00 A4 04 00 08 A0 00 00 03 33 01 01 01",
    "SELECT another file": "00 A4 02 00 02 EF 07",
    "SELECT the master file": "00 A4 00 00 02 3F 00",
    "READ RECORD of another file by its short name": "00 B2 01 0C 00",
    "READ RECORD 0": "00 B2 00 04 00",
    "READ RECORD in another class": "04 B2 01 04 00",
    "READ RECORD with a tail": "00 B2 01 04 00 00 20 00 00",
    "SELECT with a tail": (select_name(SOCIAL_SECURITY) + b"\x00\x20").hex(),
    "a reader's own command": "FF CA 00 00 00",
    "nothing": "",
}


def allowed() -> Iterator[bytes]:
    """Each command that may be sent while the social security application is selected."""
    yield from (select_name(name) for name in NAMES)
    yield from (select_file(file, by) for file in (ISSUER_FILE, HOLDER_FILE) for by in (0x00, 0x02))
    for length in range(256):
        yield get_response(length)
        for number in RECORDS:
            yield read_record(number)[:4] + bytes((length,))
            yield read_record(number, BY_TAG)[:4] + bytes((length,))


def opened() -> Gate:
    gate = Gate()
    assert gate.passes(select_name(SOCIAL_SECURITY))
    return gate


@pytest.mark.parametrize("name", FORBIDDEN)
def test_a_forbidden_command_does_not_pass(name: str) -> None:
    gate = opened()
    assert not gate.passes(bytes.fromhex(FORBIDDEN[name]))
    assert gate.passes(read_record(1))


def test_nothing_passes_but_what_is_allowed() -> None:
    every, chosen = sorted(set(allowed())), random.Random(20)
    known = set(every)
    for _ in range(20_000):
        command = bytearray(chosen.choice(every))
        for _ in range(chosen.randrange(3)):
            command[chosen.randrange(len(command))] = chosen.randrange(256)
        command += chosen.randbytes(chosen.choice((0, 0, 0, 1, 8)))
        assert opened().passes(bytes(command)) is (bytes(command) in known), command.hex(" ")


@pytest.mark.parametrize("name", PAYMENT_SYSTEMS)
def test_nothing_of_a_payment_application_is_read(name: bytes) -> None:
    gate = opened()
    assert gate.passes(select_name(name))
    for command in (read_record(1), get_response(0x1E), select_file(HOLDER_FILE, 0x02)):
        assert not gate.passes(command)
    assert gate.passes(select_name(SOCIAL_SECURITY))
    gate.reset()
    assert not gate.passes(read_record(1))
