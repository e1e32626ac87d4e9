"""A host we did not write, receiptio of npm, reads our simulated printer's status and prints on its paper."""

from __future__ import annotations

import io
import shutil
import subprocess
import time
from collections.abc import Iterator

import pytest
import zxingcpp
from PIL import Image

from devices import SystemClock
from devices.receipt_printer.simulator import EscposSimulator
from devices.socket_wire import Server
from tests.house.doors import ROOT

PORT = 9100
"""The only one that receiptio knows."""
CLI = ROOT / "build" / "receiptio" / "node_modules" / "receiptio" / "bin" / "cli.js"
RECEIPT = "^^凭条号\n\n姓名 | 王测试\n{code:WT02-0001-7K3Q-D; option:qrcode,6,M}\n"
GENERIC = ("-l", "zh-hans", "-p", "generic", "-t", "10")
"""Chinese, and the commands that all ESC/POS printers have: QR codes by GS ( k."""


@pytest.fixture(scope="module")
def simulator() -> Iterator[EscposSimulator]:
    if shutil.which("node") is None or not CLI.exists():
        pytest.skip("no receiptio (node and npm): scripts/setup.sh proofs")
    printer = EscposSimulator(SystemClock())
    try:
        server = Server(printer, SystemClock(), PORT)
    except OSError:
        pytest.skip(f"port {PORT} is taken on this machine")
    yield printer
    server.close()


def receiptio(*options: str, receipt: str = "") -> tuple[int, str]:
    """The exit code and the word for it, which receiptio writes to its error stream."""
    command = ["node", str(CLI), "-d", "127.0.0.1", *options]
    done = subprocess.run(command, input=receipt, capture_output=True, text=True, timeout=30, check=False)
    return done.returncode, done.stderr.strip()


def test_it_reads_our_status(simulator: EscposSimulator) -> None:
    assert receiptio("-q") == (100, "online")
    for misfortune, said in {
        "near_end": (100, "online"),
        "cover_open": (101, "coveropen"),
        "paper_out": (102, "paperempty"),
        "broken": (103, "error"),
    }.items():
        simulator.begin(misfortune)
        assert receiptio("-q") == said, misfortune
        simulator.end(misfortune)


def test_it_prints_a_receipt_whose_text_and_code_are_read_back(simulator: EscposSimulator) -> None:
    assert receiptio(*GENERIC, receipt=RECEIPT) == (0, "success")
    ends = time.monotonic() + 5
    while not simulator.slips and time.monotonic() < ends:
        time.sleep(0.01)
    (slip,) = simulator.slips
    assert {"凭条号", "姓名王测试"} <= {line.strip() for line in slip.lines}
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(slip.png)))
    assert found.text == "WT02-0001-7K3Q-D"
