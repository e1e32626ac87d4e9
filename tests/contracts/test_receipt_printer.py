"""The promises of every receipt printer: it printed only if it says so, and nothing is ever printed twice."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from devices import Clock, DeviceSpec, DeviceState, FakeClock, Presence, SystemClock, Wait, open_device
from devices.misfortunes import LOST
from devices.models import load_model
from devices.receipt_printer.contract import (
    Align,
    GapBlock,
    Paper,
    PrintOutcome,
    QrBlock,
    Retraction,
    RetractOutcome,
    RuleBlock,
    TextBlock,
)
from devices.receipt_printer.escpos import EscposPrinter
from devices.registry import create_simulator, drivers_of
from devices.socket_wire import Server
from devices.transport import SimulatedPort, SimulatedWire
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


SEES, BACK = "sense_slip_taken", "retract_slip"


@pytest.mark.parametrize(
    ("model", "can"),
    [
        ("kiosk_80", {"print_slip", SEES, BACK}),
        ("nippon_np2511", {"print_slip", SEES, BACK}),
        ("citizen_ppu700", {"print_slip", BACK}),
        ("star_tup500", {"print_slip", BACK}),
        ("kiosk_58", {"print_slip"}),
        ("", {"print_slip"}),
    ],
)
def test_only_a_model_with_a_presenter_can_sense_a_slip_and_take_it_back(model: str, can: set[str]) -> None:
    clock = FakeClock(auto=True)
    opened = open_device(DeviceSpec("receipt_printer", "escpos", "sim:", model), clock, MODELS)
    simulator: Any = opened.simulator
    assert opened.device.status(Wait(clock, 5)).capabilities == can
    simulator.begin("unplugged")
    assert opened.device.status(Wait(clock, 5)).capabilities == can


def retracting(model: str, **misfortune: float) -> Bench:
    """A printer of this model, with a slip at its mouth and these misfortunes."""
    clock = FakeClock(auto=True)
    opened = open_device(DeviceSpec("receipt_printer", "escpos", "sim:", model), clock, MODELS)
    bench = Bench(opened.device, opened.simulator, clock)
    assert bench.outcome() == (Paper.CAME_OUT, "")
    for name in misfortune:
        bench.simulator.begin(name)
    return bench


SEEING = ("kiosk_80", "nippon_np2511")
BLIND = ("citizen_ppu700", "star_tup500")


@pytest.mark.parametrize("model", SEEING + BLIND)
def test_a_slip_that_nobody_takes_goes_back_once(model: str) -> None:
    bench = retracting(model)
    printed = bench.simulator.waiting
    outcome = bench.printer.retract(bench.wait())
    sees = model in SEEING
    assert outcome.retraction is (Retraction.TAKEN_BACK if sees else Retraction.UNCONFIRMED)
    Wait(bench.clock, None).pause(3.0)
    assert (bench.simulator.waiting, bench.simulator.retracted) == (None, (printed,))
    levels = bench.printer.status(bench.wait()).levels
    assert (levels["mouth"], levels["retracted"]) == ("empty", "1" if sees else "0")
    if sees:
        assert bench.printer.waiting(bench.wait()) is Presence.TAKEN_BACK
        assert bench.printer.retract(bench.wait()).retraction is Retraction.NOTHING_THERE
    assert bench.outcome() == (Paper.CAME_OUT, ""), "the next slip comes out as ever"
    assert bench.simulator.complaints == ()


@pytest.mark.parametrize("model", SEEING)
def test_a_slip_that_was_taken_is_not_chased(model: str) -> None:
    bench = retracting(model)
    bench.simulator.take_slip()
    assert bench.printer.retract(bench.wait()) == RetractOutcome(Retraction.NOTHING_THERE)
    assert bench.printer.waiting(bench.wait()) is Presence.GONE


@pytest.mark.parametrize(
    ("model", "misfortune", "code"),
    [
        ("kiosk_80", "retract_jams", "receipt_printer.jam"),
        ("nippon_np2511", "retract_jams", "receipt_printer.jam"),
        ("kiosk_80", "half_pulled", "receipt_printer.not_retracted"),
        ("nippon_np2511", "bin_full", "receipt_printer.not_retracted"),
        ("kiosk_80", "mouth_stuck", "receipt_printer.not_retracted"),
    ],
)
def test_a_slip_that_does_not_go_back_is_a_fault_until_the_mouth_is_empty(
    model: str, misfortune: str, code: str
) -> None:
    bench = retracting(model, **{misfortune: 1})
    outcome = bench.printer.retract(bench.wait())
    assert (outcome.retraction, outcome.fault.code) == (Retraction.STILL_THERE, code)
    status = bench.printer.status(bench.wait())
    assert (status.state, [fault.code for fault in status.faults]) == (DeviceState.WARNING, [code])
    bench.simulator.end(misfortune)
    bench.simulator.take_slip()
    status = bench.printer.status(bench.wait())
    assert (status.state, status.faults, status.levels["mouth"]) == (DeviceState.READY, (), "empty")


def test_a_full_bin_is_named_where_the_model_says_what_it_holds() -> None:
    clock = FakeClock(auto=True)
    simulator: Any = create_simulator("receipt_printer", "escpos", clock, {"presenter": "esc_r"})
    profile = {**load_model(MODELS, "nippon_np2511"), "bin_holds": 1}
    bench = Bench(EscposPrinter(SimulatedPort(SimulatedWire(clock, simulator)), clock, profile), simulator, clock)
    for full in (False, True):
        bench.print()
        simulator.begin("bin_full") if full else None
        outcome = bench.printer.retract(bench.wait())
    assert outcome.fault.code == "receipt_printer.bin_full"


@pytest.mark.parametrize("options", [{"not_taken_bit": True, "status_fixed_bits": False}, {"own_retract_s": 30}])
def test_a_slip_that_the_printer_takes_back_by_itself_is_not_called_taken(options: dict[str, Any]) -> None:
    clock = FakeClock(auto=True)
    profile = {**load_model(MODELS, "escpos_base"), "presenter": "gs_e", **options}
    simulator: Any = create_simulator("receipt_printer", "escpos", clock, profile)
    bench = Bench(EscposPrinter(SimulatedPort(SimulatedWire(clock, simulator)), clock, profile), simulator, clock)
    simulator.begin("retracts_itself", after_s=30)
    for took, presence in ((True, Presence.GONE), (False, Presence.TAKEN_BACK)):
        bench.print()
        assert bench.printer.waiting(bench.wait()) is Presence.PRESENT
        simulator.take_slip() if took else Wait(clock, None).pause(31.0)
        assert bench.printer.waiting(bench.wait()) is presence


@pytest.mark.parametrize("model", SEEING + BLIND)
def test_unplugged_while_a_slip_goes_back_nobody_claims_anything(model: str) -> None:
    bench = retracting(model)
    received = bench.simulator.received

    def cut(data: bytes) -> None:
        received(data)
        if data in (b"\x1de\x02", b"\x1br\x01", b"\x1dR0", b"\x1b\x160\x00"):
            bench.simulator.begin("unplugged")

    bench.simulator.received = cut
    assert bench.printer.retract(bench.wait()).retraction is Retraction.UNCONFIRMED
    bench.simulator.begin("unplugged")
    outcome = bench.printer.retract(bench.wait())
    assert outcome.retraction in (Retraction.DID_NOT, Retraction.UNCONFIRMED)
    assert outcome.fault.code in LOST


def cut_after(bench: Bench, sent: int) -> None:
    """The plug is pulled when the printer has received so many bytes more."""
    received, left = bench.simulator.received, sent

    def cut(data: bytes) -> None:
        nonlocal left
        arrived = data[:left]
        left -= len(arrived)
        received(arrived)
        if left == 0:
            bench.simulator.begin("unplugged")

    bench.simulator.received = cut


@pytest.mark.parametrize("model", SEEING)
def test_unplugged_at_any_byte_of_a_retraction_it_is_a_typed_fault_in_time_and_never_a_claim(model: str) -> None:
    for sent in range(1, 14):
        bench = retracting(model)
        cut_after(bench, sent)
        before = bench.clock.monotonic()
        outcome = bench.printer.retract(bench.wait(12))
        assert bench.clock.monotonic() - before <= 12
        if outcome.retraction is Retraction.TAKEN_BACK:
            assert bench.simulator.retracted, "it was seen to go before the line was cut"
        else:
            assert outcome.retraction in (Retraction.DID_NOT, Retraction.UNCONFIRMED)
            assert outcome.fault.code.split(".")[0] in ("transport", "receipt_printer")
