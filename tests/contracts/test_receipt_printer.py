"""The promises of every receipt printer: it printed only if it says so, and nothing is ever printed twice."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from devices import Clock, DeviceSpec, DeviceState, FakeClock, Presence, SystemClock, Wait, open_device
from devices.models import load_model
from devices.receipt_printer.contract import Align, GapBlock, Paper, PrintOutcome, QrBlock, RuleBlock, TextBlock
from devices.registry import create_simulator, drivers_of
from devices.socket_wire import Server
from tests.house.doors import ROOT

MODELS = ROOT / "config" / "models"
PRINTERS = drivers_of("receipt_printer")
SLIP = (
    TextBlock("高龄津贴申领", 6, bold=True, align=Align.CENTRE),
    RuleBlock(),
    TextBlock("WT02-0001-7K3Q-D", 8, bold=True),
    TextBlock("姓名：王＊＊ 䶮𠮷"),
    QrBlock("WT02-0001-7K3Q-D"),
    GapBlock(6),
)


@dataclass
class Bench:
    printer: Any
    simulator: Any
    clock: Clock

    def wait(self, seconds: float = 20) -> Wait:
        return Wait(self.clock, seconds)

    def print(self) -> PrintOutcome:
        outcome: PrintOutcome = self.printer.print(SLIP, self.wait())
        return outcome

    def torn(self) -> list[Any]:
        """The piece that was cleared out of the printer; over a socket it takes a moment."""
        for _ in range(200):
            if bench_slips := list(self.simulator.slips):
                return bench_slips
            time.sleep(0.01)
        pytest.fail("nothing was cleared out of the printer")

    def outcome(self) -> tuple[Paper, str]:
        found = self.print()
        return found.paper, found.fault.code if found.fault else ""


def dots_of(model: str) -> int:
    """The dots of a printer model's line; 0 of a model that is no printer."""
    return int(load_model(MODELS, model).get("dots_per_line", 0))


SLIP_PRINTERS = sorted(
    path.stem for path in MODELS.glob("*.toml") if "inherits" in path.read_text("utf-8") and dots_of(path.stem)
)
"""Models that are one machine; what several have in common inherits nothing."""
WAYS = [(driver, model, "pair") for driver in PRINTERS for model in SLIP_PRINTERS]
WAYS += [(driver, "kiosk_80", "socket") for driver in PRINTERS]


@pytest.fixture(params=WAYS, ids=lambda way: "-".join(way))
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    driver, model, wire = request.param
    options = {"dots_per_line": dots_of(model)}
    if wire == "pair":
        clock: Clock = FakeClock(auto=True)
        opened = open_device(DeviceSpec("receipt_printer", driver, "sim:", model, options), clock, MODELS)
        pair = Bench(opened.device, opened.simulator, clock)
        yield pair
        assert pair.simulator.complaints == (), "nothing but what a printer understands"
        return
    clock = SystemClock()
    simulator: Any = create_simulator("receipt_printer", driver, clock, options)
    server = Server(simulator, clock)
    spec = DeviceSpec("receipt_printer", driver, f"socket://127.0.0.1:{server.port}", model)
    opened = open_device(spec, clock, MODELS)
    yield Bench(opened.device, simulator, clock)
    opened.device.close()
    server.close()
    assert simulator.complaints == ()


def test_a_slip_comes_out_and_the_printer_says_so(bench: Bench) -> None:
    assert bench.outcome() == (Paper.CAME_OUT, "")
    (slip,) = bench.simulator.slips
    assert slip.whole
    assert "高龄津贴申领" in slip.text
    assert "WT02-0001-7K3Q-D" in slip.text


def test_a_slip_waits_until_it_is_taken_where_there_is_a_sensor(bench: Bench) -> None:
    bench.print()
    before = bench.printer.waiting(bench.wait())
    bench.simulator.take_slip()
    after = bench.printer.waiting(bench.wait())
    assert (before, after) in {(Presence.PRESENT, Presence.GONE), (Presence.UNKNOWN, Presence.UNKNOWN)}


@pytest.mark.parametrize(
    ("misfortune", "code"),
    [
        ("paper_out", "receipt_printer.paper_out"),
        ("cover_open", "receipt_printer.cover_open"),
        ("cutter_stuck", "receipt_printer.cutter"),
        ("offline", "receipt_printer.offline"),
        ("head_hot", "receipt_printer.head_hot"),
        ("broken", "receipt_printer.unrecoverable"),
        ("silent", "receipt_printer.no_answer"),
    ],
)
def test_a_printer_that_cannot_is_sent_nothing_and_the_exact_fault_is_kept(
    bench: Bench, misfortune: str, code: str
) -> None:
    bench.simulator.begin(misfortune)
    assert bench.outcome() == (Paper.DID_NOT, code)
    assert bench.simulator.slips == []
    bench.simulator.end(misfortune)
    assert bench.simulator.slips == [], "nothing waited in the buffer"
    assert bench.outcome() == (Paper.CAME_OUT, "")


def test_paper_out_in_the_middle_cannot_be_confirmed_and_nothing_more_comes_out(bench: Bench) -> None:
    bench.simulator.begin("paper_out_during", after_mm=15)
    assert bench.outcome() == (Paper.UNCONFIRMED, "receipt_printer.paper_out")
    torn = bench.torn()
    bench.simulator.end("paper_out")
    assert bench.simulator.slips == torn, "the rest does not come out for the next person"
    assert bench.outcome() == (Paper.CAME_OUT, "")
    assert len(bench.simulator.slips) == len(torn) + 1


def test_unplugged_in_the_middle_cannot_be_confirmed(bench: Bench) -> None:
    bench.simulator.begin("unplugged_during")
    paper, code = bench.outcome()
    assert (paper, code.split(".")[0]) in {(Paper.UNCONFIRMED, "transport"), (Paper.UNCONFIRMED, "receipt_printer")}
    bench.simulator.end("unplugged_during")
    assert len([slip for slip in bench.simulator.slips if slip.whole]) == 0, "nothing is printed twice"


def test_near_end_warns_and_prints(bench: Bench) -> None:
    bench.simulator.begin("near_end")
    status = bench.printer.status(bench.wait())
    assert (status.state, status.levels["paper"]) == (DeviceState.WARNING, "near_end")
    assert bench.outcome() == (Paper.CAME_OUT, "")


def test_a_slow_printer_is_waited_for(bench: Bench) -> None:
    bench.simulator.begin("slow", factor=3)
    assert bench.outcome() == (Paper.CAME_OUT, "")


def test_a_status_is_never_an_exception(bench: Bench) -> None:
    assert bench.printer.status(bench.wait()).state is DeviceState.READY
    bench.simulator.begin("unplugged")
    absent = bench.printer.status(bench.wait())
    assert (absent.state, absent.levels["paper"]) == (DeviceState.ABSENT, "unknown")
    bench.simulator.end("unplugged")
    assert bench.printer.status(bench.wait()).state is DeviceState.READY


def test_a_cancel_after_the_first_byte_changes_nothing() -> None:
    clock = FakeClock(auto=True)
    opened = open_device(DeviceSpec("receipt_printer", "escpos", "sim:", "kiosk_80"), clock, MODELS)
    printer: Any = opened.device
    wait = Wait(clock, 20)
    simulator: Any = opened.simulator
    received = simulator.received

    def cancel_with_the_job(data: bytes) -> None:
        if len(data) > 50:
            wait.cancel()
        received(data)

    simulator.received = cancel_with_the_job
    assert printer.print(SLIP, wait).paper is Paper.CAME_OUT


@pytest.mark.parametrize(
    ("model", "can"),
    [("kiosk_80", {"print_slip", "sense_slip_taken"}), ("kiosk_58", {"print_slip"}), ("", {"print_slip"})],
)
def test_only_a_model_with_a_presenter_can_sense_that_a_slip_was_taken(model: str, can: set[str]) -> None:
    clock = FakeClock(auto=True)
    opened = open_device(DeviceSpec("receipt_printer", "escpos", "sim:", model), clock, MODELS)
    simulator: Any = opened.simulator
    assert opened.device.status(Wait(clock, 5)).capabilities == can
    simulator.begin("unplugged")
    assert opened.device.status(Wait(clock, 5)).capabilities == can
