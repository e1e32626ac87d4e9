"""The PC/SC driver meets dialogues written down from the standard and the notes, to the last byte."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest

from devices import DeviceFault, FakeClock, Wait
from devices.card_reader import pcsc
from devices.card_reader.contract import CardReader, SocialCard
from tests.devices.transcript import ScriptedPeer, scripted

HERE = Path(__file__).parent / "transcripts"


def reader_of(dialogue: str) -> tuple[CardReader, FakeClock, ScriptedPeer]:
    clock = FakeClock(auto=True)
    port, peer = scripted(HERE / f"{dialogue}.txt", clock)
    return pcsc.create(port, clock, MappingProxyType({}), MappingProxyType({})), clock, peer


def test_a_social_security_card() -> None:
    reader, clock, peer = reader_of("social_card")
    assert reader.read(Wait(clock, 5)) == SocialCard(
        "李样例", "990101198506120016", "", "1", date(1985, 6, 12), "19850612", valid_from=date(2020, 5, 20)
    )
    peer.finish()


@pytest.mark.parametrize("dialogue", ["bank_card", "needs_pin"])
def test_a_card_that_is_left_alone(dialogue: str) -> None:
    reader, clock, peer = reader_of(dialogue)
    with pytest.raises(DeviceFault) as caught:
        reader.read(Wait(clock, 5))
    assert caught.value.fault.code == f"card_reader.{dialogue}"
    peer.finish()
