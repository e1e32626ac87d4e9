"""ipptool, the test client of CUPS, on our simulated printer: a client that is not ours finds a printer that keeps the
rules of IPP 1.1 and 2.0."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from devices import SystemClock
from devices.document_printer.simulator import IppSimulator
from devices.socket_wire import Server
from tests.devices.document_printer import ipp_printer
from tests.devices.document_printer.documents import pdf

pytestmark = pytest.mark.skipif(
    ipp_printer.program("ipptool") is None, reason="no ipptool: apt-get install cups-ipp-utils"
)


@pytest.fixture
def served() -> Iterator[tuple[IppSimulator, str]]:
    clock = SystemClock()
    simulator = IppSimulator(clock, {"page_s": 0.02, "warm_up_s": 0.02})
    server = Server(simulator, clock)
    yield simulator, f"ipp://127.0.0.1:{server.port}/ipp/print"
    server.close()


def test_it_keeps_the_rules_of_every_ipp_printer(served: tuple[IppSimulator, str], tmp_path: Path) -> None:
    """The suite of 2.0, which begins with that of 1.1."""
    (tmp_path / "two.pdf").write_bytes(pdf(2))
    ran = ipp_printer.run_ipptool(served[1], "ipp-2.0.test", "-f", str(tmp_path / "two.pdf"))
    assert ran.returncode == 0, ran.stdout


def test_what_another_client_prints_comes_out(served: tuple[IppSimulator, str], tmp_path: Path) -> None:
    (tmp_path / "two.pdf").write_bytes(pdf(2))
    for test in ("validate-job.test", "print-job.test", "get-jobs.test"):
        ran = ipp_printer.run_ipptool(served[1], test, "-f", str(tmp_path / "two.pdf"))
        assert ran.returncode == 0, ran.stdout
    wait = SystemClock()
    ends = wait.monotonic() + 10
    while len(served[0].sheets) < 2 and wait.monotonic() < ends:
        ipp_printer.run_ipptool(served[1], "get-completed-jobs.test")
    assert [(sheet.number, sheet.pages, sheet.pdf) for sheet in served[0].sheets] == [(1, 2, pdf(2)), (2, 2, pdf(2))]
    assert served[0].complaints == ()


def test_a_busy_printer_says_so_to_another_client(served: tuple[IppSimulator, str], tmp_path: Path) -> None:
    (tmp_path / "one.pdf").write_bytes(pdf())
    served[0].begin("busy")
    ran = ipp_printer.run_ipptool(served[1], "print-job.test", "-f", str(tmp_path / "one.pdf"))
    assert ran.returncode != 0
    assert "server-error-busy" in ran.stdout
