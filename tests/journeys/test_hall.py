"""A visit at the terminal with every device there is, played as a scenario; its A4 printer acts and fails by name."""

from __future__ import annotations

from pathlib import Path

from devices import FakeClock
from devices.document_printer.simulator import IppSimulator
from kiosk.scenario.__main__ import play_bare
from kiosk.scenario.leaks import find_in_printer
from tests.devices.document_printer.documents import pdf

VISIT = """
title = "At the hall"
start = "2026-11-24T10:15:00+08:00"
profile = "hall"

[[step]]
expect = { page = "Attract", message = "network-ok", sheets = 2 }

[[step]]
begin = { of = "a4_printer", name = "jam" }

[[step]]
begin = { of = "document_printer", name = "dies_during", parameters = { after_page = 2 } }

[[step]]
touch = ["start", "item:old-age-allowance"]

[[step]]
act = { at = "a4_printer", action = "take_sheets" }

[[step]]
act = { at = "document_scanner", action = "put_paper", text = "户口簿" }

[[step]]
begin = { of = "document_scanner", name = "jam_during", parameters = { after_page = 2 } }

[[step]]
act = { at = "document_scanner", action = "take_original" }

[[step]]
touch = ["leave", "finish"]

[[step]]
expect = { page = "Attract", sheets = 0, nothing_left = true }
"""


def test_a_visit_at_the_hall_in_which_only_the_sheets_are_missing(tmp_path: Path) -> None:
    path = tmp_path / "hall.toml"
    path.write_text(VISIT, encoding="utf-8")
    report = play_bare(path, None)
    assert [each.what for each in report.failures] == ["sheets: expected 2, came out 0"]


def test_a_document_that_waits_in_the_printer_is_a_leak() -> None:
    clock = FakeClock()
    printer = IppSimulator(clock)
    printer.begin("paper_out")
    printer.engine.add("job", "yike", pdf(2))
    assert find_in_printer(printer) == ["printer: bytes wait in its buffer"]
    printer.end("paper_out")
    clock.move(60)
    assert find_in_printer(printer) == []
