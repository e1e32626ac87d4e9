"""The test of document scanners: a page on the glass."""

from __future__ import annotations

from devices.document_scanner.contract import RESOLUTIONS, SCAN, DocumentScanner, ScanOutcome, ScanRequest
from devices.family import Needs, Test
from devices.verdict import Verdict, failed


def _pages(values: tuple[ScanOutcome, ...]) -> Verdict:
    outcome = values[-1]
    saw = tuple(f"page={page.width}x{page.height}" for page in outcome.pages)
    if outcome.fault is not None:
        return failed(outcome.fault, *saw)
    return Verdict(None, ("pages=1", *saw)) if saw else Verdict(False, ("pages=0",))


TESTS: tuple[Test[DocumentScanner], ...] = (
    Test(
        "scan_page",
        SCAN.name,
        lambda _: ScanRequest(RESOLUTIONS[0], colour=False),
        Needs.SHEET,
        _pages,
        ("pages=1",),
        longest_s=SCAN.longest_s,
        by_eye=True,
    ),
)
"""An empty glass gives a page too: a person says whether it is the one that was laid down."""
