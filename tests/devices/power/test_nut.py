"""The driver of NUT on NUT's own server, and our serial supply read by NUT's own driver nutdrv_qx."""

from __future__ import annotations

import os
import select
import signal
import threading
import time
import tty
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from devices import DeviceSpec, SystemClock, Wait, open_device
from devices.power.contract import CHARGE, SUPPLY
from devices.registry import create_simulator
from tests.devices.power.nut_server import NAME, NutServer, missing, nut_server
from tests.house.doors import ROOT

CLOCK = SystemClock()
LONGEST_S = 12.0
ALL = os.environ.get("YIKE_LINES") == "all"
"""In `make soak`: also what takes seconds of waiting."""
SUPPLY_FILE = """ups.status: OL
battery.charge: 90
battery.runtime: 1800
"""


def opened(server: NutServer) -> Any:
    spec = DeviceSpec("power", "nut", server.address, options={"ups": NAME})
    return open_device(spec, CLOCK, ROOT / "config" / "models").device


def told(supply: Any) -> tuple[str, tuple[str, ...]]:
    status = supply.status(Wait(CLOCK, 3))
    return status.levels[SUPPLY], tuple(fault.code for fault in status.faults)


def until(supply: Any, wanted: Callable[[tuple[str, tuple[str, ...]]], bool], server: NutServer) -> tuple[str, ...]:
    """Look until the supply tells what is wanted; its faults then."""
    seen, end = told(supply), time.monotonic() + LONGEST_S
    while not wanted(seen) and time.monotonic() < end:
        time.sleep(0.1)
        seen = told(supply)
    assert wanted(seen), f"{seen}\n{server.log()}"
    return seen[1]


@pytest.mark.skipif(bool(missing("dummy-ups")), reason=missing("dummy-ups"))
def test_the_driver_reads_nuts_own_server(tmp_path: Path) -> None:
    (tmp_path / "kiosk.dev").write_text(SUPPLY_FILE, encoding="ascii")
    with nut_server(tmp_path, "dummy-ups", str(tmp_path / "kiosk.dev"), "mode = dummy-loop") as server:
        supply = opened(server)
        until(supply, lambda seen: seen == ("line", ()), server)
        assert supply.status(Wait(CLOCK, 3)).levels[CHARGE] == "90%"
        for status, state, faults in (
            ("OB DISCHRG", "battery", ("power.on_battery",)),
            ("OB LB", "low", ("power.low",)),
            *((("OL CHRG RB", "line", ("power.replace_battery",)),) if ALL else ()),
        ):
            assert server.set("ups.status", status) == "OK"
            assert until(supply, lambda seen, state=state: seen[0] == state, server) == faults  # type: ignore[misc]
        if ALL:
            # Its driver hangs: old data, said as that.
            os.kill(server.driver.pid, signal.SIGSTOP)
            assert until(supply, lambda seen: "power.stale" in seen[1], server) == ("power.stale",)
            os.kill(server.driver.pid, signal.SIGCONT)
            until(supply, lambda seen: seen[0] == "line", server)
        server.driver.kill()
        faults = until(supply, lambda seen: seen[1] != ("power.low",), server)
        assert set(faults) <= {"power.driver_away", "power.stale", "power.lost_on_battery"}
        server.server.kill()
        faults = until(supply, lambda seen: "transport" in seen[1][0], server)
        assert set(faults) <= {"transport.lost", "transport.absent", "power.lost_on_battery"}
        supply.close()


class SerialLine:
    """A simulator at the end of a serial line (a pseudo-terminal) that a program opens."""

    def __init__(self, simulator: Any) -> None:
        self.simulator = simulator
        self._ours, self._theirs = os.openpty()
        tty.setraw(self._theirs)
        self.path = os.ttyname(self._theirs)
        self._ended = threading.Event()
        simulator.attach(self)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def send(self, data: bytes, after: float = 0.0) -> None:
        os.write(self._ours, data)

    def close(self) -> None:
        self._ended.set()
        self._thread.join(2)
        os.close(self._ours)
        os.close(self._theirs)

    def _serve(self) -> None:
        while not self._ended.is_set():
            if select.select([self._ours], [], [], 0.05)[0]:
                self.simulator.received(os.read(self._ours, 256))


@pytest.fixture
def serial_line() -> Iterator[SerialLine]:
    line = SerialLine(create_simulator("power", "megatec", CLOCK, {}))
    yield line
    line.close()


@pytest.mark.skipif(bool(missing("nutdrv_qx")), reason=missing("nutdrv_qx"))
def test_nuts_own_driver_reads_our_supply(tmp_path: Path, serial_line: SerialLine) -> None:
    extra = ("protocol = megatec", "default.battery.voltage.high = 27.2", "default.battery.voltage.low = 21.0")
    with nut_server(tmp_path, "nutdrv_qx", serial_line.path, *extra) as server:
        supply = opened(server)
        until(supply, lambda seen: seen[0] == "line", server)
        assert supply.status(Wait(CLOCK, 3)).levels[CHARGE] == "100%"
        for act, state in (("cut_mains", "battery"), ("run_down", "low"), ("restore_mains", "line")):
            getattr(serial_line.simulator, act)()
            until(supply, lambda seen, state=state: seen[0] == state, server)  # type: ignore[misc]
        assert serial_line.simulator.complaints == ()
        supply.close()
