"""The promises of every document printer: nothing is called printed that may not be, and nothing prints twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from devices import Clock, DeviceSpec, DeviceState, FakeClock, SystemClock, Wait, open_device
from devices.document_printer.contract import PRINT, PdfDocument
from devices.print_outcome import Paper, PrintOutcome
from devices.registry import create_simulator, drivers_of, misfortunes
from devices.socket_wire import Server
from tests.devices.document_printer.documents import document
from tests.house.doors import ROOT

MODELS = ROOT / "config" / "models"
MODEL = "ipp_a4"
FAST = {"page_s": 0.05, "warm_up_s": 0.05}
"""Of a simulator whose time is real."""
PAGES = 3
ONE_COPY = [1, 2, 3]
Act = Callable[["Bench"], None]


@dataclass
class Bench:
    printer: Any
    simulator: Any
    clock: Clock

    def print(self, what: PdfDocument | None = None) -> PrintOutcome:
        what = what or document(PAGES)
        outcome: PrintOutcome = self.printer.print(what, Wait(self.clock, PRINT.limit_s(self.printer, what)))
        return outcome

    def outcome(self) -> tuple[Paper, str]:
        found = self.print()
        return found.paper, found.fault.code if found.fault else ""

    def pages(self) -> list[int]:
        return [sheet.number for sheet in self.simulator.sheets if sheet.whole]

    def later(self, seconds: float, act: Act) -> None:
        """Do something to the printer while it prints: at the first look after so many seconds."""
        due, plain, left = self.clock.monotonic() + seconds, self.simulator.engine.advance, [act]

        def advance() -> None:
            plain()
            if left and self.clock.monotonic() >= due:
                left.pop()(self)

        self.simulator.engine.advance = advance


@pytest.fixture(params=drivers_of("document_printer"))
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """A printer on a wire in this process, in the time of a fake clock."""
    clock = FakeClock(auto=True)
    opened = open_device(DeviceSpec("document_printer", request.param, "sim:", MODEL), clock, MODELS)
    yield Bench(opened.device, opened.simulator, clock)
    assert opened.simulator is not None
    assert getattr(opened.simulator, "complaints", ()) == (), "nothing but what a strict printer understands"


@pytest.fixture(params=drivers_of("document_printer"))
def socket_bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    clock = SystemClock()
    simulator: Any = create_simulator("document_printer", request.param, clock, FAST)
    server = Server(simulator, clock)
    spec = DeviceSpec("document_printer", request.param, f"socket://127.0.0.1:{server.port}", MODEL)
    opened = open_device(spec, clock, MODELS)
    yield Bench(opened.device, simulator, clock)
    opened.device.close()
    server.close()
    assert simulator.complaints == ()


def test_a_document_comes_out_once_and_whole(bench: Bench) -> None:
    assert bench.outcome() == (Paper.CAME_OUT, "")
    assert bench.pages() == ONE_COPY
    assert {sheet.pdf for sheet in bench.simulator.sheets} == {document(PAGES).pdf}


def test_over_a_socket_too(socket_bench: Bench) -> None:
    assert socket_bench.printer.status(Wait(socket_bench.clock, 5)).state is DeviceState.READY
    assert [socket_bench.outcome() for _ in range(2)] == [(Paper.CAME_OUT, "")] * 2
    assert socket_bench.pages() == ONE_COPY * 2


def test_unplugged_over_a_socket_and_back(socket_bench: Bench) -> None:
    socket_bench.simulator.begin("unplugged")
    assert socket_bench.outcome() in {(Paper.DID_NOT, "transport.absent"), (Paper.DID_NOT, "transport.lost")}
    socket_bench.simulator.end("unplugged")
    assert socket_bench.outcome() == (Paper.CAME_OUT, "")
    assert socket_bench.pages() == ONE_COPY


def test_the_sheets_wait_until_they_are_taken(bench: Bench) -> None:
    bench.print()
    assert len(bench.simulator.waiting) == PAGES
    assert len(bench.simulator.take_sheets()) == PAGES
    assert bench.simulator.waiting == []


@pytest.mark.parametrize(
    ("misfortune", "code"),
    [
        ("paper_out", "document_printer.paper_out"),
        ("jam", "document_printer.jam"),
        ("cover_open", "document_printer.cover_open"),
        ("toner_empty", "document_printer.toner_empty"),
        ("busy", "document_printer.busy"),
        ("silent", "document_printer.no_answer"),
        ("garbled", "transport.noise"),
        ("other_service", "document_printer.other_service"),
        ("unplugged", "transport.absent"),
    ],
)
def test_a_printer_that_cannot_prints_nothing_and_the_exact_fault_is_kept(
    bench: Bench, misfortune: str, code: str
) -> None:
    bench.simulator.begin(misfortune)
    assert bench.outcome() == (Paper.DID_NOT, code)
    bench.simulator.end(misfortune)
    assert bench.pages() == [], "nothing waited in the printer"
    assert bench.outcome() == (Paper.CAME_OUT, "")
    assert bench.pages() == ONE_COPY


@pytest.mark.parametrize(
    ("misfortune", "code", "printed"),
    [
        ("paper_out_during", "document_printer.paper_out", [1]),
        ("jam_during", "document_printer.jam", [1]),
        ("aborts", "document_printer.aborted", [1]),
        ("dies_during", "transport.absent", [1]),
        ("unplugged_during", "transport.absent", ONE_COPY),
        ("cancelled_but_printed", "document_printer.cancelled", ONE_COPY),
        ("completes_without_paper", "document_printer.incomplete", []),
    ],
)
def test_trouble_after_the_first_byte_is_unconfirmed_whatever_the_printer_says(
    bench: Bench, misfortune: str, code: str, printed: list[int]
) -> None:
    bench.simulator.begin(misfortune)
    assert bench.outcome() == (Paper.UNCONFIRMED, code)
    Wait(bench.clock, None).pause(60)
    assert bench.pages() == printed, "what it said was true, and nothing was sent again"


@pytest.mark.parametrize(
    ("misfortune", "code"),
    [
        ("silent", "document_printer.no_answer"),
        ("garbled", "transport.noise"),
        ("other_service", "document_printer.other_service"),
        ("busy", ""),
        ("toner_low", ""),
        ("toner_empty", "document_printer.toner_empty"),
    ],
)
def test_trouble_that_begins_while_it_prints(bench: Bench, misfortune: str, code: str) -> None:
    bench.later(8, lambda at: at.simulator.begin(misfortune))
    assert bench.outcome() == ((Paper.UNCONFIRMED, code) if code else (Paper.CAME_OUT, ""))
    bench.simulator.end(misfortune)
    Wait(bench.clock, None).pause(60)
    assert bench.pages() in ([], ONE_COPY)
    assert bench.outcome() == (Paper.CAME_OUT, "")


def test_paper_that_is_loaded_in_time_is_waited_for(bench: Bench) -> None:
    bench.simulator.begin("paper_out_during", after_page=2)
    bench.later(40, lambda at: at.simulator.end("paper_out"))
    assert bench.outcome() == (Paper.CAME_OUT, "")
    assert bench.pages() == ONE_COPY


@pytest.mark.parametrize("misfortune", ["paper_out", "jam"])
def test_what_did_not_come_out_in_time_does_not_come_out_for_the_next_person(bench: Bench, misfortune: str) -> None:
    bench.simulator.begin(f"{misfortune}_during")
    assert bench.print().paper is Paper.UNCONFIRMED
    bench.simulator.end(misfortune)
    Wait(bench.clock, None).pause(60)
    assert bench.pages() == [1]
    assert bench.outcome() == (Paper.CAME_OUT, "")


def test_a_job_left_in_a_printer_that_was_away_is_cancelled_once_it_is_back(bench: Bench) -> None:
    bench.simulator.begin("paper_out_during")
    bench.later(30, lambda at: at.simulator.begin("unplugged"))
    assert bench.print().paper is Paper.UNCONFIRMED
    bench.simulator.end("unplugged")
    found = [each.code for each in bench.printer.status(Wait(bench.clock, 3)).faults]
    assert found == ["document_printer.paper_out", "document_printer.old_job"]
    bench.simulator.end("paper_out")
    Wait(bench.clock, None).pause(60)
    assert bench.pages() == [1]


@pytest.mark.parametrize(
    ("misfortune", "levels"),
    [("paper_low", {"paper": "near_end", "toner": "ok"}), ("toner_low", {"paper": "ok", "toner": "near_end"})],
)
def test_what_is_nearly_used_up_warns_and_prints(bench: Bench, misfortune: str, levels: dict[str, str]) -> None:
    bench.simulator.begin(misfortune)
    status = bench.printer.status(Wait(bench.clock, 5))
    assert (status.state, status.levels, status.faults) == (DeviceState.WARNING, levels, ())
    assert bench.outcome() == (Paper.CAME_OUT, "")


@pytest.mark.parametrize(
    ("misfortune", "levels"),
    [("paper_out", {"paper": "out", "toner": "ok"}), ("toner_empty", {"paper": "ok", "toner": "out"})],
)
def test_what_is_used_up_is_a_level_and_a_fault(bench: Bench, misfortune: str, levels: dict[str, str]) -> None:
    bench.simulator.begin(misfortune)
    status = bench.printer.status(Wait(bench.clock, 5))
    assert (status.state, status.levels) == (DeviceState.FAULT, levels)


def test_a_slow_printer_is_waited_for(bench: Bench) -> None:
    bench.simulator.begin("slow", factor=4)
    assert bench.outcome() == (Paper.CAME_OUT, "")


def test_one_that_is_not_done_by_the_deadline_is_unfinished(bench: Bench) -> None:
    bench.simulator.begin("slow", factor=40)
    began = bench.clock.monotonic()
    limit = PRINT.limit_s(bench.printer, document(PAGES))
    assert bench.outcome() == (Paper.UNCONFIRMED, "document_printer.unfinished")
    assert bench.clock.monotonic() - began <= limit + 0.1


def test_a_status_is_never_an_exception(bench: Bench) -> None:
    assert bench.printer.status(Wait(bench.clock, 5)).state is DeviceState.READY
    bench.simulator.begin("unplugged")
    absent = bench.printer.status(Wait(bench.clock, 5))
    assert (absent.state, absent.levels["paper"]) == (DeviceState.ABSENT, "unknown")
    bench.simulator.end("unplugged")
    assert bench.printer.status(Wait(bench.clock, 5)).state is DeviceState.READY


def test_a_cancel_before_the_first_byte_prints_nothing_and_one_after_it_changes_nothing(bench: Bench) -> None:
    wait = Wait(bench.clock, 90)
    wait.cancel()
    assert bench.printer.print(document(PAGES), wait).paper is Paper.DID_NOT
    late = Wait(bench.clock, 90)
    bench.later(8, lambda at: late.cancel())
    assert bench.printer.print(document(PAGES), late).paper is Paper.CAME_OUT
    assert bench.pages() == ONE_COPY


def test_without_a_deadline_it_waits_until_the_job_is_over(bench: Bench) -> None:
    assert bench.printer.print(document(PAGES), Wait(bench.clock, None)).paper is Paper.CAME_OUT


def test_the_deadline_grows_with_the_pages(bench: Bench) -> None:
    short, long = (PRINT.limit_s(bench.printer, document(pages)) for pages in (1, 20))
    assert long - short > 19
    assert bench.print(document(20)).paper is Paper.CAME_OUT


@pytest.mark.parametrize(
    "name",
    sorted(
        {each.name for driver in drivers_of("document_printer") for each in misfortunes("document_printer", driver)}
    ),
)
def test_every_misfortune_leads_to_its_faults_alone_and_ends(bench: Bench, name: str) -> None:
    (row,) = (each for each in misfortunes("document_printer", "ipp") if each.name == name)
    bench.simulator.begin(name)
    paper, code = bench.outcome()
    assert code in {"", *row.faults}
    assert (paper is Paper.CAME_OUT) == (code == "")
    for each in (name, "paper_out", "jam"):
        bench.simulator.end(each)
    before = len(bench.pages())
    assert bench.outcome() == (Paper.CAME_OUT, "")
    assert len(bench.pages()) >= before + PAGES
