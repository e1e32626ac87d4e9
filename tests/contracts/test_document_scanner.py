"""The promises of every document scanner: no page is handed on that is cut, or whose scan ended with an error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from devices import Clock, DeviceSpec, DeviceState, FakeClock, SystemClock, Wait, open_device
from devices.document_scanner.contract import (
    BYTES_MOST,
    GLANCE,
    SCAN,
    DocumentScannerCapability,
    Glance,
    ScanOutcome,
    ScanRequest,
    Source,
)
from devices.document_scanner.picture import read_size
from devices.ports import PortKind
from devices.registry import create_simulator, driver_row, drivers_of, misfortunes
from devices.socket_wire import Server
from tests.house.doors import ROOT

MODELS = ROOT / "config" / "models"
MODEL = "escl_a4"
FLATBED = ScanRequest(75)
GREY = ScanRequest(75, colour=False)
STACK = "第一页 one|第二页 two|第三页 three"
SIMULATED = [
    name for name in drivers_of("document_scanner") if PortKind.SIMULATED in driver_row("document_scanner", name).ports
]


def feeder(pages_most: int = 10) -> ScanRequest:
    return ScanRequest(75, source=Source.FEEDER, pages_most=pages_most)


@dataclass
class Bench:
    scanner: Any
    simulator: Any
    clock: Clock

    def scan(self, request: ScanRequest = FLATBED) -> ScanOutcome:
        wait = Wait(self.clock, SCAN.limit_s(self.scanner, request))
        outcome: ScanOutcome = self.scanner.scan(request, wait)
        assert not wait.spent(), "it ended before its deadline"
        return outcome

    def outcome(self, request: ScanRequest = FLATBED) -> tuple[int, str]:
        found = self.scan(request)
        return len(found.pages), found.fault.code.removeprefix("document_scanner.") if found.fault else ""


@pytest.fixture(params=SIMULATED)
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """A scanner on a wire in this process, in the time of a fake clock."""
    clock = FakeClock(auto=True)
    opened = open_device(DeviceSpec("document_scanner", request.param, "sim:", MODEL), clock, MODELS)
    made = Bench(opened.device, opened.simulator, clock)
    made.simulator.put_paper("户口簿 household register")
    yield made
    assert made.simulator.complaints == (), "nothing but what a strict scanner understands"


@pytest.fixture(params=SIMULATED)
def socket_bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    clock = SystemClock()
    simulator: Any = create_simulator("document_scanner", request.param, clock, {"page_s": 0.02})
    simulator.put_paper("户口簿 household register")
    server = Server(simulator, clock)
    spec = DeviceSpec("document_scanner", request.param, f"socket://127.0.0.1:{server.port}", MODEL)
    opened = open_device(spec, clock, MODELS)
    yield Bench(opened.device, simulator, clock)
    opened.device.close()
    server.close()
    assert simulator.complaints == ()


@pytest.mark.parametrize(
    ("request_", "size"), [(FLATBED, (620, 877)), (GREY, (620, 877)), (ScanRequest(200), (1653, 2338))]
)
def test_a_page_of_the_flatbed(bench: Bench, request_: ScanRequest, size: tuple[int, int]) -> None:
    found = bench.scan(request_)
    assert (found.fault, found.feeder_empty, len(found.pages)) == (None, None, 1)
    (page,) = found.pages
    assert (page.width, page.height, page.dpi, page.media_type) == (*size, request_.dpi, "image/jpeg")
    assert (read_size(page.data).width, read_size(page.data).height) == size
    assert bench.simulator.open_jobs == 0


def test_the_same_paper_gives_the_same_picture_and_repr_shows_none(bench: Bench) -> None:
    first, second = bench.scan(), bench.scan()
    assert first == second
    assert "data" not in repr(first.pages)


def test_all_pages_of_a_feeder_in_order(bench: Bench) -> None:
    bench.simulator.put_stack(STACK)
    found = bench.scan(feeder())
    assert (len(found.pages), found.fault, found.feeder_empty) == (3, None, True)
    assert len({page.data for page in found.pages}) == 3
    assert bench.simulator.open_jobs == 0


def test_no_more_pages_than_asked_for_and_the_rest_is_known_of(bench: Bench) -> None:
    bench.simulator.put_stack(STACK)
    found = bench.scan(feeder(2))
    assert (len(found.pages), found.fault, found.feeder_empty) == (2, None, False)
    assert len(bench.simulator.stack) == 1
    found = bench.scan(feeder(2))
    assert (len(found.pages), found.fault, found.feeder_empty) == (1, None, True)


def test_over_a_socket_too(socket_bench: Bench) -> None:
    assert socket_bench.scanner.status(Wait(socket_bench.clock, 5)).state is DeviceState.READY
    assert [socket_bench.outcome() for _ in range(2)] == [(1, "")] * 2
    socket_bench.simulator.put_stack(STACK)
    assert socket_bench.outcome(feeder()) == (3, "")


def test_unplugged_over_a_socket_and_back(socket_bench: Bench) -> None:
    socket_bench.simulator.begin("unplugged")
    assert socket_bench.outcome() in {(0, "transport.absent"), (0, "transport.lost")}
    socket_bench.simulator.end("unplugged")
    assert socket_bench.outcome() == (1, "")
    socket_bench.simulator.begin("unplugged_during")
    assert socket_bench.outcome() in {(0, "transport.absent"), (0, "transport.lost")}
    socket_bench.simulator.end("unplugged_during")
    assert socket_bench.outcome() == (1, "")


def test_a_glance_is_grey_and_small(bench: Bench) -> None:
    found: ScanOutcome = GLANCE.run(bench.scanner, Glance(), Wait(bench.clock, GLANCE.longest_s))
    (page,) = found.pages
    assert (found.fault, page.dpi, page.width) == (None, 75, 620)
    assert page.data[page.data.index(b"\xff\xc0") + 9] == 1, "one component"


@pytest.mark.parametrize(
    ("misfortune", "code"),
    [
        ("busy", "busy"),
        ("silent", "no_answer"),
        ("freezes_during", "no_answer"),
        ("cut_during", "transport.lost"),
        ("cut_picture", "cut_picture"),
        ("aborts", "aborted"),
        ("garbled", "other_service"),
        ("other_service", "other_service"),
        ("huge_picture", "too_large"),
        ("unplugged", "transport.absent"),
        ("unplugged_during", "transport.lost"),
    ],
)
def test_a_page_that_is_not_whole_or_not_well_is_none(bench: Bench, misfortune: str, code: str) -> None:
    bench.simulator.begin(misfortune)
    assert bench.outcome() == (0, code)
    bench.simulator.end(misfortune)
    assert bench.outcome() == (1, "")
    assert bench.simulator.open_jobs == 0, "what was abandoned is over"


@pytest.mark.parametrize("misfortune", ["jam", "no_paper", "cover_open", "multipick"])
def test_trouble_of_the_feeder_is_named_and_the_flatbed_works(bench: Bench, misfortune: str) -> None:
    bench.simulator.put_stack(STACK)
    bench.simulator.begin(misfortune)
    assert bench.outcome(feeder()) == (0, misfortune)
    assert bench.outcome() == (1, "")
    bench.simulator.end(misfortune)
    assert bench.outcome(feeder()) == (3, "")


def test_an_empty_feeder_is_no_fault_of_the_device(bench: Bench) -> None:
    assert bench.outcome(feeder()) == (0, "no_paper")
    assert bench.scanner.status(Wait(bench.clock, 5)).state is DeviceState.READY


def test_a_jam_in_a_stack_leaves_the_pages_before_it_and_is_resumed(bench: Bench) -> None:
    bench.simulator.put_stack(STACK)
    bench.simulator.begin("jam_during", after_page=2)
    found = bench.scan(feeder())
    assert (len(found.pages), found.fault and found.fault.code) == (2, "document_scanner.jam")
    assert bench.scanner.status(Wait(bench.clock, 5)).faults[0].code == "document_scanner.jam"
    bench.simulator.end("jam")
    assert bench.outcome(feeder()) == (1, "")


@pytest.mark.parametrize("misfortune", ["cut_during", "cut_picture", "aborts"])
def test_a_bad_page_in_a_stack_is_none_of_the_pages(bench: Bench, misfortune: str) -> None:
    bench.simulator.put_stack(STACK)
    bench.simulator.begin(misfortune)
    assert bench.scan(feeder()).pages == ()


@pytest.mark.parametrize("misfortune", ["blank_page", "blurred"])
def test_what_only_the_eye_sees_is_no_fault(bench: Bench, misfortune: str) -> None:
    clear = bench.scan().pages[0].data
    bench.simulator.begin(misfortune)
    assert bench.outcome() == (1, "")
    assert bench.scan().pages[0].data != clear


def test_a_slow_scanner_is_waited_for_until_the_deadline(bench: Bench) -> None:
    bench.simulator.begin("slow", factor=3)
    assert bench.outcome() == (1, "")
    bench.simulator.begin("slow", factor=300)
    began = bench.clock.monotonic()
    assert bench.outcome() == (0, "unfinished")
    assert bench.clock.monotonic() - began <= SCAN.limit_s(bench.scanner, FLATBED)


def test_a_cancel_ends_the_job_at_the_scanner(bench: Bench) -> None:
    wait = Wait(bench.clock, 60)
    plain: Callable[..., Any] = bench.simulator._picture

    def cancelled(*given: Any) -> Any:
        wait.cancel()
        return plain(*given)

    bench.simulator._picture = cancelled
    found = bench.scanner.scan(FLATBED, wait)
    assert (found.pages, found.fault.code) == ((), "document_scanner.cancelled")
    bench.simulator._picture = plain
    assert bench.outcome() == (1, "")
    assert bench.simulator.open_jobs == 0
    wait = Wait(bench.clock, 60)
    wait.cancel()
    assert bench.scanner.scan(FLATBED, wait).fault.code == "document_scanner.cancelled"


def test_a_cancel_in_the_middle_of_a_stack_leaves_no_job(bench: Bench) -> None:
    bench.simulator.put_stack(STACK)
    wait = Wait(bench.clock, 60)
    plain: Callable[..., Any] = bench.simulator._picture

    def cancelled(*given: Any) -> Any:
        wait.cancel()
        return plain(*given)

    bench.simulator._picture = cancelled
    began = bench.clock.monotonic()
    assert bench.scanner.scan(feeder(), wait).pages == ()
    assert bench.clock.monotonic() - began < 0.5
    assert bench.simulator.open_jobs == 0


def test_all_pages_together_have_a_limit(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.simulator.put_stack(STACK)
    size = len(bench.scan(feeder(1)).pages[0].data)
    monkeypatch.setattr("devices.document_scanner.escl.BYTES_MOST", size + 10)
    bench.simulator.put_stack(STACK)
    assert bench.outcome(feeder()) == (1, "too_large")
    assert BYTES_MOST == 20 * 2**20


def test_a_picture_file_lies_on_the_glass_as_well(bench: Bench, tmp_path: Any) -> None:
    text = bench.scan().pages[0].data
    (tmp_path / "paper.jpg").write_bytes(text)
    bench.simulator.put_paper(str(tmp_path / "paper.jpg"))
    assert bench.outcome() == (1, "")
    assert bench.scan().pages[0].data != text
    bench.simulator.take_original()
    assert bench.simulator.on_glass is None
    assert bench.outcome() == (1, ""), "an empty glass is a page, too"


def test_a_status_is_never_an_exception_and_names_what_it_can(bench: Bench) -> None:
    ready = bench.scanner.status(Wait(bench.clock, 5))
    assert (ready.state, ready.capabilities) == (DeviceState.READY, set(DocumentScannerCapability))
    bench.simulator.begin("unplugged")
    assert bench.scanner.status(Wait(bench.clock, 5)).state is DeviceState.ABSENT
    bench.simulator.end("unplugged")
    assert bench.scanner.status(Wait(bench.clock, 5)).state is DeviceState.READY


@pytest.mark.parametrize("given", [{"dpi": 100}, {"pages_most": 2}, {"pages_most": 0}, {"dpi": 10_000}])
def test_a_request_that_no_scanner_has_is_refused_at_once(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="dpi"):
        ScanRequest(**given)


@pytest.mark.parametrize(
    ("driver", "name"),
    [(driver, each.name) for driver in SIMULATED for each in misfortunes("document_scanner", driver)],
)
@pytest.mark.parametrize("source", Source)
def test_every_misfortune_leads_to_its_faults_alone_and_ends(driver: str, name: str, source: Source) -> None:
    clock = FakeClock(auto=True)
    opened = open_device(DeviceSpec("document_scanner", driver, "sim:", MODEL), clock, MODELS)
    bench = Bench(opened.device, opened.simulator, clock)
    (row,) = (each for each in misfortunes("document_scanner", driver) if each.name == name)
    request = feeder(2) if source is Source.FEEDER else FLATBED
    bench.simulator.put_stack(STACK)
    bench.simulator.begin(name)
    found = bench.scan(request)
    assert found.fault is None or found.fault.code in row.faults
    assert found.pages or found.fault
    bench.simulator.end(name)
    bench.simulator.end("jam")
    bench.simulator.put_stack(STACK)
    assert bench.outcome(request)[1] == ""


def test_a_picture_that_is_short_is_no_page_of_the_flatbed_and_one_of_the_feeder(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Paper in a feeder may be shorter than A4; the glass has always the same size."""
    plain: Callable[..., Any] = bench.simulator._picture
    monkeypatch.setattr(bench.simulator, "_picture", lambda sheet, asked: plain(sheet, replace(asked, height=500)))
    assert bench.outcome() == (0, "cut_picture")
    bench.simulator.put_stack("one")
    assert [page.height for page in bench.scan(feeder()).pages] == [500]


def test_a_job_that_could_not_be_deleted_is_deleted_later(bench: Bench) -> None:
    bench.simulator.put_stack(STACK)
    plain: Callable[..., Any] = bench.simulator._picture

    def falls_silent(*given: Any) -> Any:
        bench.simulator.begin("silent")
        return plain(*given)

    bench.simulator._picture = falls_silent
    assert bench.outcome(feeder(2)) == (1, "unfinished")
    bench.simulator._picture = plain
    bench.simulator.end("silent")
    assert bench.simulator.open_jobs == 1
    assert bench.scanner.status(Wait(bench.clock, 5)).state is DeviceState.READY
    assert bench.simulator.open_jobs == 0
