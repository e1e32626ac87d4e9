"""The meaning of a printer's attributes: by its reasons and trays, never by its state alone."""

from __future__ import annotations

import pytest

from devices.document_printer.ipp_coding import Attribute, Group, Tag, Value
from devices.document_printer.ipp_state import JobPhase, JobState, PrinterState

FULL = b"type=sheetFeedAutoRemovableTray;mediafeed=29700;mediaxfeed=21000;maxcapacity=250;level=200;status=0;name=main;"
LETTER = b"mediafeed=27940;mediaxfeed=21590;maxcapacity=250;level=250;name=second;"


def tray(level: int, capacity: int = 250, sides: tuple[int, int] = (29700, 21000)) -> bytes:
    return b"mediafeed=%d;mediaxfeed=%d;maxcapacity=%d;level=%d;name=main;" % (*sides, capacity, level)


def printer(*reasons: str, trays: tuple[bytes, ...] = (), state: int = 3, **more: tuple[int, Value]) -> PrinterState:
    attributes = [
        Attribute("printer-state", Tag.ENUM, (state,)),
        Attribute("printer-state-reasons", Tag.KEYWORD, reasons or ("none",)),
    ]
    if trays:
        attributes.append(Attribute("printer-input-tray", Tag.OCTETS, trays))
    attributes += [Attribute(name.replace("_", "-"), tag, (value,)) for name, (tag, value) in more.items()]
    return PrinterState.of(Group(Tag.PRINTER, tuple(attributes)))


def faults(state: PrinterState) -> list[str]:
    return [each.code.removeprefix("document_printer.") for each in state.faults]


@pytest.mark.parametrize("state", [3, 4])
@pytest.mark.parametrize("ending", ["", "-report", "-warning", "-error"])
@pytest.mark.parametrize(
    ("reason", "fault"),
    [("media-jam", "jam"), ("cover-open", "cover_open"), ("media-empty", "paper_out"), ("toner-empty", "toner_empty")],
)
def test_what_stops_paper_is_a_fault_however_mildly_it_is_said(
    reason: str, ending: str, fault: str, state: int
) -> None:
    assert faults(printer(reason + ending, state=state)) == [fault]


@pytest.mark.parametrize("reason", ["marker-supply-empty", "fuser-over-temp", "input-tray-missing", "other"])
def test_what_may_concern_another_part_is_a_fault_only_as_an_error(reason: str) -> None:
    assert faults(printer(f"{reason}-warning")) == faults(printer(f"{reason}-report")) == []
    assert printer(f"{reason}-warning").warns
    assert len(faults(printer(reason))) == len(faults(printer(f"{reason}-error"))) == 1
    assert len(faults(printer(f"{reason}-warning", f"{reason}-error"))) == 1, "the worst counts"


def test_a_reason_that_nobody_knows_is_no_fault_and_no_state_is_ready_by_itself() -> None:
    assert faults(printer("com.example-cat-on-top-error")) == []
    assert faults(printer(state=5)) == ["stopped"], "stopped without a reason"
    assert faults(printer("media-jam", state=5)) == ["jam"], "the exact fault"
    assert faults(printer(printer_is_accepting_jobs=(Tag.BOOLEAN, False))) == ["stopped"]


@pytest.mark.parametrize(
    ("trays", "reasons", "paper", "fault"),
    [
        ((FULL,), (), "ok", []),
        ((tray(20),), (), "near_end", []),
        ((tray(0),), (), "out", []),
        ((tray(0),), ("media-empty-report",), "out", ["paper_out"]),
        ((tray(-3),), (), "ok", []),
        ((tray(-2),), ("media-low-warning",), "near_end", []),
        ((FULL, LETTER), ("media-empty-report",), "ok", []),
        ((FULL,), ("media-empty-error",), "out", ["paper_out"]),
        ((LETTER,), ("media-empty-report",), "out", ["paper_out"]),
        ((tray(20), FULL), (), "ok", []),
        ((tray(0, sides=(21000, 29700)), FULL), ("media-empty-warning",), "ok", []),
        ((tray(3, capacity=0),), (), "ok", []),
        ((b"mediafeed=29700;mediaxfeed=21000;level=many;",), (), "ok", []),
        ((b"\xff\xfe=;=;;level",), ("media-low",), "near_end", []),
    ],
)
def test_the_level_of_paper_is_that_of_the_fullest_tray_with_a4(
    trays: tuple[bytes, ...], reasons: tuple[str, ...], paper: str, fault: list[str]
) -> None:
    found = printer(*reasons, trays=trays)
    assert (found.paper, faults(found)) == (paper, fault)


def test_other_paper_or_a_printer_without_pdf_cannot_print() -> None:
    assert faults(printer(media_ready=(Tag.KEYWORD, "na_letter_8.5x11in"))) == ["wrong_paper"]
    assert faults(printer(media_ready=(Tag.KEYWORD, "iso_a4_210x297mm"))) == []
    assert faults(printer(document_format_supported=(Tag.MIME_TYPE, "image/urf"))) == ["no_pdf"]


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"job-id": 3, "job-state": 9}, JobState(3, "", JobPhase.COMPLETED, frozenset(), None)),
        (
            {"job-id": 3, "job-state": 5, "job-media-sheets-completed": 2},
            JobState(3, "", JobPhase.PROCESSING, frozenset(), 2),
        ),
        (
            {"job-id": 3, "job-state": 5, "job-impressions-completed": -1},
            JobState(3, "", JobPhase.PROCESSING, frozenset(), None),
        ),
        ({"job-id": 3, "job-state": 77}, None),
        ({"job-state": 9}, None),
        ({"job-id": 3}, None),
    ],
)
def test_a_job_without_number_or_state_is_none(attributes: dict[str, int], expected: JobState | None) -> None:
    group = Group(Tag.JOB, tuple(Attribute(name, Tag.INTEGER, (value,)) for name, value in attributes.items()))
    assert JobState.of(group) == expected
