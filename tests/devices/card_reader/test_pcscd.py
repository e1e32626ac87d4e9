"""The driver on pcscd and vpcd, which are not ours: every card, a card that hangs or is pulled, the daemon's death.

No other program's readers are touched: see `laboratory`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from devices import DeadlineReached, DeviceFault, DeviceSpec, DeviceState, Presence, SystemClock, Wait, open_device
from devices.card_reader.answers import read_record, select_name
from devices.pcsc_port import PcscPort
from devices.pcsc_wire import CONNECT, REFUSED, SOCIAL_SECURITY, STATE, TRANSMIT, Frames, frame
from devices.transport import Pipe
from tests.contracts.test_card_reader import LIS_CARD, MODELS
from tests.devices.card_reader.laboratory import READER, Laboratory, missing
from tests.devices.card_reader.test_gate import FORBIDDEN

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())
ADDRESS = f"pcsc:{READER} 00 00"
CLOCK = SystemClock()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    laboratory = Laboratory(tmp_path_factory.mktemp("pcsc"))
    yield laboratory
    laboratory.close()


@pytest.fixture
def laboratory(whole: Laboratory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Laboratory]:
    monkeypatch.setenv("PCSCLITE_CSOCK_NAME", str(whole.socket))
    yield whole
    whole.do("eject")


@pytest.fixture
def reader(laboratory: Laboratory) -> Iterator[Any]:
    device = opened()
    gone(device)
    yield device
    device.close()


def opened(address: str = ADDRESS) -> Any:
    return open_device(DeviceSpec("card_reader", "pcsc", address), CLOCK, MODELS).device


def gone(device: Any) -> None:
    """Wait until pcscd has seen that the slot is empty: it looks every 400 ms."""
    while device.presence(Wait(CLOCK, 5)) is not Presence.GONE:
        time.sleep(0.05)


def fault_of(device: Any, seconds: float = 5.0) -> str:
    with pytest.raises(DeviceFault) as caught:
        device.read(Wait(CLOCK, seconds))
    return caught.value.fault.code


def faults_of_status(device: Any) -> list[str]:
    return [fault.code for fault in device.status(Wait(CLOCK, 3)).faults]


def test_a_social_security_card_is_read_and_its_leaving_seen(laboratory: Laboratory, reader: Any) -> None:
    assert reader.status(Wait(CLOCK, 3)).state is DeviceState.READY
    laboratory.do("insert", "social")
    assert reader.read(Wait(CLOCK, 5)) == LIS_CARD
    assert reader.presence(Wait(CLOCK, 3)) is Presence.PRESENT
    laboratory.do("eject")
    gone(reader)


@pytest.mark.parametrize(("kind", "commands"), [("bank", 3), ("id", 0)])
def test_another_card_is_named_and_not_read(laboratory: Laboratory, reader: Any, kind: str, commands: int) -> None:
    laboratory.do("insert", kind)
    assert fault_of(reader) == f"card_reader.{kind}_card"
    sent = laboratory.do("commands")
    assert len(sent) == commands
    assert all(command.startswith("00a40400") for command in sent)


def test_a_card_that_is_pulled_in_a_command(laboratory: Laboratory, reader: Any) -> None:
    laboratory.do("eject_at", "4")
    laboratory.do("insert", "social")
    assert fault_of(reader) in ("card_reader.pulled_away", "card_reader.unreadable")


def test_a_card_that_hangs_holds_nobody_up(laboratory: Laboratory, reader: Any) -> None:
    laboratory.do("slow", "4")
    laboratory.do("insert", "social")
    began = time.monotonic()
    with pytest.raises(DeadlineReached):
        reader.read(Wait(CLOCK, 1.5))
    reader.close()
    assert time.monotonic() - began < 1.9
    laboratory.do("slow", "0")


def ask(pipe: Pipe, kind: bytes, data: bytes = b"") -> tuple[bytes, bytes]:
    frames = Frames()
    pipe.write(frame(kind, data))
    while not (found := frames.feed(pipe.read(Wait(CLOCK, 5)))):
        pass
    return found[0]


def test_a_forbidden_command_never_reaches_the_card(laboratory: Laboratory, reader: Any) -> None:
    """Not even when somebody else than our driver writes to the port."""
    laboratory.do("insert", "social")
    reader.read(Wait(CLOCK, 5))
    reader.close()
    before = laboratory.do("commands")
    pipe = PcscPort(ADDRESS).open()
    assert ask(pipe, CONNECT) == (CONNECT, b"")
    assert ask(pipe, TRANSMIT, select_name(SOCIAL_SECURITY)) == (TRANSMIT, bytes.fromhex("9000"))
    for command in FORBIDDEN.values():
        assert ask(pipe, TRANSMIT, bytes.fromhex(command)) == (REFUSED, b"")
    # It is connected, so another program that asks for the card is refused it.
    other = opened()
    assert fault_of(other) == "transport.busy"
    other.close()
    pipe.close()
    assert laboratory.do("commands")[len(before) :] == [select_name(SOCIAL_SECURITY).hex()]


def test_a_process_that_is_sent_nonsense_ends(laboratory: Laboratory) -> None:
    pipe = PcscPort(ADDRESS).open()
    assert ask(pipe, TRANSMIT, read_record(1)) == (REFUSED, b"")
    pipe.write(b"\x00" * 40)
    with pytest.raises(DeviceFault) as caught:
        ask(pipe, STATE)
    assert caught.value.fault.code == "transport.lost"
    pipe.close()


def test_a_reader_is_found_by_its_whole_name_only_where_two_share_it(laboratory: Laboratory) -> None:
    for address, code in ((f"pcsc:{READER}", "several"), ("pcsc:Nobody's reader", "no such reader")):
        device = opened(address)
        (fault,) = device.status(Wait(CLOCK, 3)).faults
        assert (fault.code, code in fault.detail) == ("transport.absent", True), fault
        device.close()


def test_the_daemon_dies_and_comes_back(laboratory: Laboratory, reader: Any) -> None:
    laboratory.do("stop_pcscd")
    assert set(faults_of_status(reader)) <= {"transport.lost", "transport.absent"}
    assert faults_of_status(reader) == ["transport.absent"]
    laboratory.do("start_pcscd")
    assert reader.status(Wait(CLOCK, 3)).state is DeviceState.READY
    laboratory.do("insert", "social")
    assert reader.read(Wait(CLOCK, 5)) == LIS_CARD
