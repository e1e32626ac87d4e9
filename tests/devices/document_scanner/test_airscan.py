"""sane-airscan, a client that is not ours, on our simulated eSCL scanner: flatbed, feeder, and its faults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from devices import SystemClock
from devices.document_scanner.picture import read_size
from devices.document_scanner.simulator import EsclSimulator
from devices.socket_wire import Server
from tests.devices.document_scanner import sane

pytestmark = pytest.mark.skipif(bool(sane.missing("airscan")), reason=sane.missing("airscan"))
DEVICE = "airscan:e0:Kiosk"
SETTINGS = '[devices]\n"Kiosk" = http://127.0.0.1:{port}/eSCL, eSCL\n[options]\ndiscovery = disable\n'


@dataclass
class Served:
    simulator: EsclSimulator
    folder: Path

    def scan(self, *arguments: str) -> tuple[int, bytes, str]:
        return sane.scanimage(
            self.folder, DEVICE, "--format=jpeg", "--mode", "Gray", "--resolution", "75", *sane.A4, *arguments
        )

    def stack(self) -> tuple[int, list[bytes], str]:
        """Scan a stack into files."""
        code, _, said = self.scan("--source", "ADF", f"--batch={self.folder}/page%d.jpg")
        return code, [path.read_bytes() for path in sorted(self.folder.glob("page*.jpg"))], said


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    clock = SystemClock()
    simulator = EsclSimulator(clock, {"page_s": 0.02})
    server = Server(simulator, clock)
    yield Served(simulator, sane.config(tmp_path, "airscan", SETTINGS.format(port=server.port)))
    server.close()
    assert simulator.complaints == (), "it understood all of it"
    assert simulator.open_jobs == 0


def test_a_page_of_the_glass(served: Served) -> None:
    served.simulator.put_paper("户口簿 household register")
    code, page, said = served.scan("--source", "Flatbed")
    assert code == 0, said
    size = read_size(page)
    assert (round(size.width, -1), round(size.height, -1)) == (620, 870)
    served.simulator.take_original()
    assert served.scan("--source", "Flatbed")[1] != page, "an empty glass looks otherwise"


def test_a_stack_ends_when_the_feeder_is_empty(served: Served) -> None:
    served.simulator.put_stack("one|two|three")
    code, pages, said = served.stack()
    assert code == 0, said
    assert len(set(pages)) == 3
    assert "out of documents" in said


@pytest.mark.parametrize(
    ("misfortune", "words"),
    [("", "out of documents"), ("jam", "jammed"), ("no_paper", "out of documents"), ("cover_open", "device I/O")],
)
def test_trouble_of_the_feeder_is_understood(served: Served, misfortune: str, words: str) -> None:
    if misfortune:
        served.simulator.put_stack("one|two|three")
        served.simulator.begin(misfortune)
    _, pages, said = served.stack()
    assert pages == []
    assert words in said


def test_a_jam_after_a_page_is_understood(served: Served) -> None:
    served.simulator.put_stack("one|two|three")
    served.simulator.begin("jam_during")
    _, pages, said = served.stack()
    assert len(pages) == 1
    assert "jammed" in said


@pytest.mark.parametrize("misfortune", ["cut_during", "other_service", "garbled"])
def test_an_answer_that_is_broken_gives_no_page(served: Served, misfortune: str) -> None:
    served.simulator.begin(misfortune)
    code, page, _ = served.scan("--source", "Flatbed")
    assert (code != 0, page) == (True, b"")
