"""The eSCL driver meets dialogues written down from the specification, to the last byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices import FakeClock, Wait
from devices.document_scanner.contract import ScanRequest, Source
from devices.document_scanner.escl import EsclScanner
from tests.devices.transcript import scripted

HERE = Path(__file__).parent / "transcripts"
GLASS = ScanRequest(75, colour=False)
FEEDER = ScanRequest(75, colour=False, source=Source.FEEDER, pages_most=10)
A4 = (620, 877, 75)


@pytest.mark.parametrize(
    ("name", "request_", "pages", "fault"),
    [
        ("flatbed_page", GLASS, [A4], ""),
        ("feeder_two_pages", FEEDER, [A4, (620, 600, 75)], ""),
        ("feeder_jam", FEEDER, [], "document_scanner.jam"),
        ("begin_refused", GLASS, [], "document_scanner.refused"),
        ("aborted", GLASS, [], "document_scanner.aborted"),
        ("too_coarse", GLASS, [], "document_scanner.not_supported"),
    ],
)
def test_a_dialogue(name: str, request_: ScanRequest, pages: list[tuple[int, int, int]], fault: str) -> None:
    clock = FakeClock(auto=True)
    port, peer = scripted(HERE / f"{name}.txt", clock)
    found = EsclScanner(port, clock, {}).scan(request_, Wait(clock, 60))
    assert [(page.width, page.height, page.dpi) for page in found.pages] == pages
    assert (found.fault.code if found.fault else "") == fault
    assert found.feeder_empty is (True if name == "feeder_two_pages" else None)
    peer.finish()
