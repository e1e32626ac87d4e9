"""The SAM-V driver meets recorded dialogues to the last byte."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from devices import DeadlineReached, DeviceFault, DeviceState, FakeClock, Next, Wait
from devices.id_reader.contract import CardKind, IdCard
from devices.id_reader.samv import SamvReader
from tests.devices.transcript import ScriptedPeer, scripted

HERE = Path(__file__).parent / "transcripts"
CARD = IdCard(
    CardKind.RESIDENT,
    "张样例",
    "990101199001020014",
    sex_code="1",
    ethnic_code="01",
    birth=date(1990, 1, 2),
    address="青禾县样例路一号",
    issuer="青禾县公安局",
    valid_from=date(2020, 1, 1),
    valid_to=date(2040, 1, 1),
    photo=bytes(1024),
)


def reader_of(name: str) -> tuple[SamvReader, FakeClock, ScriptedPeer]:
    clock = FakeClock(auto=True)
    port, peer = scripted(HERE / f"{name}.txt", clock)
    return SamvReader(port, clock), clock, peer


def test_a_resident_card_is_found_selected_and_read() -> None:
    reader, clock, peer = reader_of("resident_card")
    assert reader.read(Wait(clock, 5)) == CARD
    assert reader.sam_number == "05.03-20190615-0000000042-4294967294"
    peer.finish()


def test_without_a_card_the_reader_is_asked_again() -> None:
    reader, clock, peer = reader_of("no_card")
    with pytest.raises(DeadlineReached):
        reader.read(Wait(clock, 0.5))
    peer.finish()


def test_a_damaged_answer_is_asked_for_once_more() -> None:
    reader, clock, peer = reader_of("wrong_checksum")
    with pytest.raises(DeviceFault) as caught:
        reader.read(Wait(clock, 10))
    assert (caught.value.fault.code, caught.value.fault.next) == ("id_reader.lift_and_retry", Next.ASK_CITIZEN)
    assert caught.value.fault.detail == "SW 000041"
    peer.finish()


def test_the_status_is_ready_until_the_self_test_fails() -> None:
    reader, clock, peer = reader_of("status")
    assert reader.status(Wait(clock, 5)).state is DeviceState.READY
    failed = reader.status(Wait(clock, 5))
    assert [fault.code for fault in failed.faults] == ["id_reader.self_test_failed"]
    peer.finish()
