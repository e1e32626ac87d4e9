"""Modbus software that is not ours: pymodbus's server answers our drivers, and its client asks our simulator."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import threading
import tty
from collections.abc import Iterator
from typing import Any

import pytest
from pymodbus import FramerType
from pymodbus.client import ModbusTcpClient

from devices import DeviceFault, DeviceSpec, DeviceState, PortsInUse, Presence, SystemClock, Wait, open_device
from devices.indicators.contract import GuideLights, Light
from devices.registry import create_simulator
from devices.sensors.contract import Door, Sensed
from devices.socket_wire import Server
from tests.house.doors import ROOT

MODELS = ROOT / "config" / "models"
CLOCK = SystemClock()
SERVER = """
import asyncio, sys
from pymodbus.server import StartAsyncSerialServer
from pymodbus.simulator import DataType, SimData, SimDevice

def bits(*values):
    return [SimData(0, values=list(values), datatype=DataType.BITS)]

async def main():
    words = [SimData(0, values=[0] * 8, datatype=DataType.REGISTERS)]
    device = SimDevice(1, simdata=(bits(*[False] * 16), bits(*[True, False] * 8), words, words))
    print("ready", flush=True)
    await StartAsyncSerialServer(device, port=sys.argv[1], baudrate=9600)

asyncio.run(main())
"""
"""Unit 1 at 9600 baud: eight dark lamps, and inputs 0, 2, 4, 6 closed."""


@pytest.fixture(scope="module")
def line() -> Iterator[str]:
    """A serial line: two pseudo terminals with a wire between them, and the server at the far one."""
    ends = [os.openpty() for _ in range(2)]
    for _, far in ends:
        tty.setraw(far)
    masters = [near for near, _ in ends]
    over, stop = os.pipe()

    def carry() -> None:
        while True:
            ready, _, _ = select.select([*masters, over], [], [])
            if over in ready:
                return
            for fd in ready:
                os.write(masters[1 - masters.index(fd)], os.read(fd, 256))

    thread = threading.Thread(target=carry, daemon=True)
    thread.start()
    command = [sys.executable, "-W", "ignore", "-c", SERVER, os.ttyname(ends[1][1])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "ready\n"
        yield os.ttyname(ends[0][1])
        server.kill()
    os.write(stop, b".")
    thread.join(5)
    for fd in (*masters, *(far for _, far in ends), over, stop):
        os.close(fd)


def answered(device: Any) -> None:
    """Ask until the server listens: it says so before it has opened its port."""
    for _ in range(20):
        if device.status(Wait(CLOCK, 5)).state is DeviceState.READY:
            return
    raise AssertionError("the server does not answer")


def test_its_server_answers_our_drivers(line: str) -> None:
    in_use = PortsInUse()
    wired: dict[str, Any] = {
        "baud": 9600,
        "doors": [{"input": 0, "normally_closed": True}],
        "person": {"input": 2},
        "slots": {"camera": {"input": 5}},
    }
    lamps = {"baud": 9600, "lamps": {"id_reader": 0, "receipt_printer": 1, "camera": 7}}
    lights: Any = open_device(DeviceSpec("indicators", "modbus", line, options=lamps), CLOCK, MODELS, in_use=in_use)
    sensors: Any = open_device(DeviceSpec("sensors", "modbus", line, options=wired), CLOCK, MODELS, in_use=in_use)
    answered(lights.device)
    seen = sensors.device.sense(Wait(CLOCK, 5))
    assert seen == Sensed(Door.CLOSED, Presence.PRESENT, (("camera", Presence.GONE),))
    on = GuideLights((("id_reader", Light.ON), ("receipt_printer", Light.ON)))
    lights.device.light(on, Wait(CLOCK, 5))
    lights.device.light(GuideLights((("camera", Light.ON),)), Wait(CLOCK, 5))
    # As the server holds them: read by another device with other lamps.
    other = DeviceSpec("indicators", "modbus", line, options={"baud": 9600, "lamps": {}}, name="other")
    board = open_device(other, CLOCK, MODELS, in_use=in_use).device._board  # type: ignore[attr-defined]
    assert board.read(1, 0, 8, Wait(CLOCK, 5)) == (*[False] * 7, True)
    with pytest.raises(DeviceFault, match=r"indicators\.refused"):
        board.read(1, 200, 8, Wait(CLOCK, 5))
    assert sensors.device.sense(Wait(CLOCK, 5)) == seen
    lights.device.close()


def test_its_client_asks_our_simulator() -> None:
    wired = {"doors": [{"input": 0, "normally_closed": True}], "person": {"input": 1}}
    sensors: Any = create_simulator("sensors", "modbus", CLOCK, wired)
    server = Server(sensors, CLOCK)
    client: Any = ModbusTcpClient("127.0.0.1", port=server.port, framer=FramerType.RTU, timeout=2, retries=0)
    try:
        assert client.connect()
        sensors.come_near()
        assert client.read_discrete_inputs(0, count=8, device_id=1).bits == [True, True, *[False] * 6]
        assert not client.write_coil(3, True, device_id=1).isError()
        assert not client.write_coils(0, [True, False, True], device_id=1).isError()
        assert client.read_coils(0, count=8, device_id=1).bits == [True, False, True, True, *[False] * 4]
        refused = client.read_coils(6, count=8, device_id=1)
        assert (refused.isError(), refused.exception_code) == (True, 2)
        sensors.begin("refuses")
        assert client.read_coils(0, count=8, device_id=1).exception_code == 4
    finally:
        client.close()
        server.close()
