"""A host we did not write, python-escpos, finds our simulated printer to be a printer."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from typing import Any

import pytest
import zxingcpp
from escpos.printer import Network
from PIL import Image

from devices import SystemClock
from devices.receipt_printer.simulator import EscposSimulator
from devices.socket_wire import Server


@pytest.fixture
def simulator() -> EscposSimulator:
    return EscposSimulator(SystemClock())


@pytest.fixture
def host(simulator: EscposSimulator) -> Iterator[Any]:
    server = Server(simulator, SystemClock())
    printer = Network("127.0.0.1", port=server.port, timeout=2)
    yield printer
    printer.close()
    server.close()


def test_it_reads_our_status(host: Any, simulator: EscposSimulator) -> None:
    assert host.is_online()
    assert host.paper_status() == 2
    simulator.begin("near_end")
    assert host.paper_status() == 1
    simulator.begin("paper_out")
    assert host.paper_status() == 0
    assert not host.is_online()


def test_it_prints_on_our_paper(host: Any, simulator: EscposSimulator) -> None:
    host._raw(b"\x1c&" + "凭条号\n".encode("gb18030") + b"\x1c.")
    host.text("WT02-0001\n")
    host.qr("WT02-0001-7K3Q-D", size=6, native=True)
    host.cut()
    ends = time.monotonic() + 5
    while not simulator.slips and time.monotonic() < ends:
        time.sleep(0.01)
    assert simulator.slips[0].lines[:2] == ("凭条号", "WT02-0001")
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(simulator.slips[0].png)))
    assert found.text == "WT02-0001-7K3Q-D"
