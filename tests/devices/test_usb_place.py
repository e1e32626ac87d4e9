"""A serial line is found by the USB socket it is plugged into, whatever its name is now."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from devices import DeviceFault, SystemClock, Wait, usb_place
from devices.ports import PortKind, PortSettings, kind_of, open_port
from tests.devices.usb_sockets import Sockets


@pytest.fixture
def sockets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sockets:
    found = Sockets(tmp_path)
    monkeypatch.setattr(usb_place, "SYS", found.sys)
    monkeypatch.setattr(usb_place, "DEV", found.dev)
    return found


def pseudo_terminal() -> tuple[int, str]:
    near, far = os.openpty()
    return near, os.ttyname(far)


def test_a_line_is_the_same_when_it_comes_back_under_another_name(sockets: Sockets) -> None:
    near, line = pseudo_terminal()
    port = open_port("usb:1-2.3", PortSettings(SystemClock(), baud=115200))
    with pytest.raises(DeviceFault) as absent:
        port.open()
    assert absent.value.fault.code == "transport.absent"
    sockets.plug("1-2.3:1.0", "ttyUSB0", line)
    for name in ("ttyUSB0", "ttyUSB7"):
        pipe = port.open()
        pipe.write(b"here")
        assert os.read(near, 4) == b"here"
        os.write(near, b"yes")
        assert pipe.read(Wait(SystemClock(), 2.0)) == b"yes"
        pipe.close()
        if name == "ttyUSB0":
            sockets.pull("1-2.3:1.0", "ttyUSB0")
            sockets.plug("1-2.3:1.0", "ttyUSB7", line)


def test_an_adapter_with_two_lines_has_a_place_for_each(sockets: Sockets) -> None:
    sockets.plug("1-4:1.0", "ttyACM0", "/dev/null", cdc=True)
    sockets.plug("1-4:1.2", "ttyACM1", "/dev/null", cdc=True)
    assert [(line.place, Path(line.path).name, line.model) for line in usb_place.lines()] == [
        ("1-4:1.0", "ttyACM0", "USB Serial"),
        ("1-4:1.2", "ttyACM1", "USB Serial"),
    ]
    assert usb_place.path_of("1-4:1.2") == sockets.dev / "ttyACM1"
    assert usb_place.path_of("1-4") == sockets.dev / "ttyACM0"


@pytest.mark.parametrize("address", ["usb:1-2.3", "usb:1-2:1.0", "USB:12-1.2.3.4.5.6.7"])
def test_addresses_of_sockets(address: str) -> None:
    assert kind_of(address) is PortKind.SERIAL


@pytest.mark.parametrize("address", ["usb:", "usb:1", "usb:1-2/../../dev", "usb:1-2.3.4.5.6.7.8.9", "usb:*"])
def test_what_names_no_socket_is_refused(address: str) -> None:
    assert kind_of(address) is None
