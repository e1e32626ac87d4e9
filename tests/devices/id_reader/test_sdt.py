"""Frames to the last byte, as the manuals print them, and what a cable may do to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.id_reader.sdt import (
    REACTIONS,
    BadFrame,
    Command,
    Parser,
    Reaction,
    card_parts,
    reaction,
    read_reply,
    reply,
    request,
    sam_number,
)

FRAMES = {
    Command.RESET: "AAAAAA9669 0003 10FF EC",
    Command.STATUS: "AAAAAA9669 0003 11FF ED",
    Command.NUMBER: "AAAAAA9669 0003 12FF EE",
    Command.FIND: "AAAAAA9669 0003 2001 22",
    Command.SELECT: "AAAAAA9669 0003 2002 21",
    Command.READ: "AAAAAA9669 0003 3001 32",
    Command.READ_WITH_FINGERPRINT: "AAAAAA9669 0003 3010 23",
    Command.READ_APPENDED_ADDRESS: "AAAAAA9669 0003 3003 30",
}


@pytest.mark.parametrize("command", Command)
def test_a_request_is_the_manuals_to_the_last_byte(command: Command) -> None:
    assert request(command) == bytes.fromhex(FRAMES[command])


@pytest.mark.parametrize(
    ("frame", "sw3", "data"),
    [
        ("AAAAAA9669 0008 00009F 00000000 97", 0x9F, 4),
        ("AAAAAA9669 0004 000080 84", 0x80, 0),
        ("AAAAAA9669 000C 000090 0000000000000000 9C", 0x90, 8),
        ("AAAAAA9669 0004 000081 85", 0x81, 0),
        ("AAAAAA9669 0004 000041 45", 0x41, 0),
        ("AAAAAA9669 0004 000032 36", 0x32, 0),
    ],
)
def test_a_reply_is_read_as_it_was_seen_in_the_field(frame: str, sw3: int, data: int) -> None:
    (content,) = Parser().feed(bytes.fromhex(frame))
    assert isinstance(content, bytes)
    found = read_reply(content)
    assert (found.sw3, len(found.data)) == (sw3, data)
    assert reply(sw3, found.data) == bytes.fromhex(frame)


@pytest.mark.parametrize(("fingerprint", "total"), [(None, 1295), (0, 1297), (512, 1809), (1024, 2321)])
def test_a_reading_has_the_length_of_its_parts(fingerprint: int | None, total: int) -> None:
    lengths = b"\x01\x00\x04\x00" + (b"" if fingerprint is None else fingerprint.to_bytes(2))
    data = lengths + b"T" * 256 + b"P" * 1024 + b"F" * (fingerprint or 0)
    frame = reply(0x90, data)
    assert len(frame) == total
    (content,) = Parser().feed(frame)
    assert isinstance(content, bytes)
    parts = card_parts(read_reply(content).data)
    assert parts == (b"T" * 256, b"P" * 1024, b"F" * (fingerprint or 0))


@pytest.mark.parametrize("data", [b"", b"\x01\x00\x04\x00", b"\x01\x00\x04\x00" + bytes(100), bytes(3)])
def test_lengths_that_do_not_add_up_are_no_card(data: bytes) -> None:
    assert card_parts(data) is None


def test_the_readers_number_is_unsigned() -> None:
    assert sam_number(bytes.fromhex("05000100 40420F00 15CD5B07 FFFFFFFF")) == "05.01-01000000-0123456789-4294967295"
    assert sam_number(bytes(15)) is None


@given(st.lists(st.binary(max_size=40), max_size=6), st.data())
def test_however_the_bytes_are_cut_the_frames_are_the_same(noise: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(piece + reply(0x90, piece) for piece in noise)
    whole = [c for c in Parser().feed(stream) if isinstance(c, bytes)]
    parser, pieces, at = Parser(), [], 0
    while at < len(stream):
        step = data.draw(st.integers(1, 17))
        pieces += [c for c in parser.feed(stream[at : at + step]) if isinstance(c, bytes)]
        at += step
    assert pieces == whole


@given(st.binary(max_size=60))
def test_a_frame_after_quiet_noise_is_never_lost(noise: bytes) -> None:
    parser = Parser()
    quiet = noise.replace(b"\x96", b"\x00")
    found = [c for c in parser.feed(quiet + reply(0x80)) if isinstance(c, bytes)]
    assert found == [b"\x00\x00\x80"]


def test_a_fourth_preamble_byte_does_not_lose_the_frame() -> None:
    assert Parser().feed(b"\xaa" + reply(0x80)) == [b"\x00\x00\x80"]
    assert Parser().feed(b"\xaa\xaa\xaa\x96" + reply(0x80)) == [b"\x00\x00\x80"]


def test_a_wrong_checksum_is_reported_and_the_next_frame_found() -> None:
    bad = reply(0x90, b"data")
    bad = bad[:-1] + bytes([bad[-1] ^ 1])
    assert Parser().feed(bad + reply(0x80)) == [BadFrame("checksum"), b"\x00\x00\x80"]


def test_a_wrong_length_is_reported_and_the_next_frame_found() -> None:
    lie = bytes.fromhex("AAAAAA9669 FFFF 000090")
    assert Parser().feed(lie + reply(0x80)) == [BadFrame("length"), b"\x00\x00\x80"]


@given(st.binary(max_size=20_000))
def test_memory_stays_bounded_whatever_comes(noise: bytes) -> None:
    parser = Parser()
    parser.feed(noise)
    assert parser.pending <= 4096 + 7


@given(st.integers(0, 255))
def test_every_status_has_a_reaction(sw3: int) -> None:
    assert reaction(sw3) is REACTIONS.get(sw3, Reaction.BROKEN)
