"""A device whose port raises what no driver expects: the fault is reported and the device polled again."""

from __future__ import annotations

from typing import Any

import pytest

from devices import DeviceSpec, DeviceState, FakeClock, open_device
from devices.serial_port import SerialPort
from kiosk.workers.device import DeviceWorker
from kiosk.workers.notices import StatusSeen
from tests.house.doors import ROOT
from tests.loops import loop_of


def test_an_unexpected_error_of_a_port_is_reported_and_the_port_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[float] = []
    clock = FakeClock()

    def refuse(port: SerialPort) -> None:
        opened.append(clock.monotonic())
        raise NotImplementedError("write_timeout is currently not supported")

    monkeypatch.setattr(SerialPort, "open", refuse)
    spec = DeviceSpec("id_reader", "samv", "rfc2217://127.0.0.1:1")
    posted: list[Any] = []
    worker = DeviceWorker(open_device(spec, clock, ROOT / "config" / "models"), clock, posted.append)
    loop = loop_of(worker, clock)
    loop.start()
    clock.advance(30)
    loop.stop()
    loop.join(5)
    states = [each.status.state for each in posted if isinstance(each, StatusSeen)]
    assert states, "no status was posted"
    assert DeviceState.READY not in states
    assert len(opened) > 1, "the port was not tried again"
