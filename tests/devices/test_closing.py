"""A driver that is closed opens its port again when it is next used, also when the closing failed."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from devices import DeviceSpec, FakeClock, Wait, open_device, ports
from devices.driver_table import DRIVERS, DriverRow
from devices.transport import Pipe, Port
from tests.house.doors import ROOT


@dataclass
class Stubborn:
    """A pipe that cannot be closed, and says nothing more after that."""

    pipe: Pipe
    closed: bool = False

    def write(self, data: bytes) -> None:
        assert not self.closed, "written to after it was closed"
        self.pipe.write(data)

    def read(self, wait: Wait, limit: int = 4096) -> bytes:
        assert not self.closed, "read after it was closed"
        return self.pipe.read(wait, limit)

    def arrives_in(self) -> float:
        return self.pipe.arrives_in()

    def close(self) -> None:
        self.closed = True
        raise OSError("input/output error")


@dataclass
class StubbornPort:
    port: Port
    opened: list[Stubborn] = field(default_factory=list)

    @property
    def address(self) -> str:
        return self.port.address

    def line_s(self, length: int) -> float:
        return self.port.line_s(length)

    def open(self) -> Pipe:
        self.opened.append(Stubborn(self.port.open()))
        return self.opened[-1]


@pytest.mark.parametrize("row", [row for row in DRIVERS if row.simulator], ids=lambda row: f"{row.family}-{row.name}")
def test_a_pipe_that_cannot_be_closed_is_not_used_again(row: DriverRow, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[StubbornPort] = []
    real = ports.open_port

    def stubborn(address: str, settings: ports.PortSettings) -> Port:
        made.append(StubbornPort(real(address, settings)))
        return made[-1]

    monkeypatch.setattr(ports, "open_port", stubborn)
    clock = FakeClock(auto=True)
    device = open_device(DeviceSpec(row.family, row.name, "sim:"), clock, ROOT / "config" / "models").device
    before = device.status(Wait(clock, 5))
    if not made[0].opened[-1].closed:
        with pytest.raises(OSError, match="input/output"):
            device.close()
    assert device.status(Wait(clock, 5)) == before
    assert len(made[0].opened) == 2
