"""The promises of every code scanner, on every driver, on a wire in this process and on a real socket."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest

from devices import (
    Cancelled,
    Clock,
    DeadlineReached,
    DeviceFault,
    DeviceSpec,
    DeviceState,
    FakeClock,
    Misfortune,
    Next,
    SystemClock,
    Wait,
    misfortunes,
    open_device,
)
from devices.code_scanner.contract import LONGEST_TEXT, Code, CodeProblem, CodeScannerCapability
from devices.opening import recording_of
from devices.registry import create_simulator, drivers_of
from devices.socket_wire import Server
from devices.tap import CAME, SENT, Recording
from tests.house.doors import ROOT

MODELS = ROOT / "config" / "models"
SCANNERS = drivers_of("code_scanner")
WIRES = ("pair", "socket")
ON_A_SOCKET = frozenset({"unplugged_during"})
"""Misfortunes that are played on a real socket too; the others wait for seconds."""
SLIP = "WT02-0001-7K3Q-D"


@dataclass
class Bench:
    scanner: Any
    simulator: Any
    clock: Clock

    def scan(self, seconds: float = 8.0) -> Any:
        return self.scanner.scan(Wait(self.clock, seconds))

    def fault(self) -> tuple[str, Next]:
        with pytest.raises(DeviceFault) as caught:
            self.scan()
        return caught.value.fault.code, caught.value.fault.next


@pytest.fixture(params=product(SCANNERS, WIRES), ids=lambda p: f"{p[0]}-{p[1]}")
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    driver, wire = request.param
    if wire == "pair":
        yield paired(driver)
        return
    clock = SystemClock()
    simulator: Any = create_simulator("code_scanner", driver, clock, {})
    server = Server(simulator, clock)
    opened = open_device(DeviceSpec("code_scanner", driver, f"socket://127.0.0.1:{server.port}"), clock, MODELS)
    yield Bench(opened.device, simulator, clock)
    opened.device.close()
    server.close()


def paired(driver: str, model: str = "", recording: Recording | None = None, **options: Any) -> Bench:
    clock = FakeClock(auto=True)
    opened = open_device(DeviceSpec("code_scanner", driver, "sim:", model, options), clock, MODELS, recording)
    return Bench(opened.device, opened.simulator, clock)


def in_process() -> pytest.MarkDecorator:
    """On a wire in this process alone: the test waits for the clock."""
    return pytest.mark.parametrize("bench", [(d, "pair") for d in SCANNERS], indirect=True, ids=SCANNERS)


def test_a_code_is_read_on_every_wire(bench: Bench) -> None:
    bench.simulator.show_code(SLIP)
    assert bench.scan() == Code(SLIP)
    assert not bench.simulator.complaints


@in_process()
def test_a_code_is_read_as_it_is(bench: Bench) -> None:
    for text in (SLIP, "https://example.invalid/?a=1&b=2", "我的码 ＊ é", "{}\\~" * 60):
        bench.simulator.show_code(text)
        assert bench.scan() == Code(text)
    assert not bench.simulator.complaints


@in_process()
def test_nothing_there_ends_at_the_deadline_and_in_the_dark(bench: Bench) -> None:
    with pytest.raises(DeadlineReached):
        bench.scan(0.7)
    assert bench.simulator.lit_times == 1
    Wait(bench.clock, None).pause(0.1)
    assert not bench.simulator.lit


@in_process()
def test_the_light_is_on_only_while_a_code_is_wanted(bench: Bench) -> None:
    assert bench.scanner.status(Wait(bench.clock, 3)).state is DeviceState.READY
    bench.simulator.show_code(SLIP)
    assert (bench.simulator.lit_times, bench.simulator.lit) == (0, False)
    bench.scan()
    Wait(bench.clock, None).pause(0.1)
    assert not bench.simulator.lit


def test_the_light_goes_on_again_until_a_code_comes() -> None:
    for driver in SCANNERS:
        bench = paired(driver)
        with pytest.raises(DeadlineReached):
            bench.scan(20)
        assert bench.simulator.lit_times in (4, 5)
        assert not bench.simulator.complaints


@in_process()
def test_a_code_that_is_held_still_is_given_once(bench: Bench) -> None:
    bench.simulator.show_code(SLIP)
    assert bench.scan().text == SLIP
    with pytest.raises(DeadlineReached):
        bench.scan(10)
    bench.simulator.take_code_away()
    with pytest.raises(DeadlineReached):
        bench.scan(3)
    bench.simulator.show_code(SLIP)
    assert bench.scan().text == SLIP


@in_process()
def test_another_code_is_given_at_once(bench: Bench) -> None:
    bench.simulator.show_code(SLIP)
    bench.scan()
    bench.simulator.show_code("another")
    assert bench.scan().text == "another"


@in_process()
@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"A" * 4096, CodeProblem.TOO_LONG),
        (b"A" * 5000, CodeProblem.TOO_LONG),
        (b"B" * (LONGEST_TEXT + 1), CodeProblem.TOO_LONG),
        (bytes(range(0x80, 0x100)), CodeProblem.NOT_TEXT),
        (b"WT02\x00\x1b[2J", CodeProblem.UNPRINTABLE),
        ("WT02\u202eQ3K7".encode(), CodeProblem.UNPRINTABLE),
        (b"BEGIN:VCARD\r\nFN:Nobody\r\nEND:VCARD", CodeProblem.SEVERAL_LINES),
    ],
    ids=lambda value: str(value) if isinstance(value, CodeProblem) else f"{len(value)}-bytes",
)
def test_a_code_without_usable_text_is_a_problem_by_its_name(
    bench: Bench, content: bytes, problem: CodeProblem
) -> None:
    bench.simulator.show_bytes(content)
    assert bench.scan() == Code("", "", problem)
    bench.simulator.show_code(SLIP)
    assert bench.scan().text == SLIP


@pytest.mark.parametrize("driver", SCANNERS)
def test_text_in_gb18030_is_read_too(driver: str) -> None:
    bench = paired(driver)
    bench.simulator.show_bytes("一刻 凭条".encode("gb18030"))
    assert bench.scan().text == "一刻 凭条"


@pytest.mark.parametrize("driver", SCANNERS)
def test_an_identifier_before_the_code_is_its_sort(driver: str) -> None:
    bench = paired(driver, "scanner_aim")
    bench.simulator.show_code(SLIP)
    assert bench.scan() == Code(SLIP, "qr")


@pytest.mark.parametrize("driver", SCANNERS)
def test_a_model_without_an_end_of_code_reads(driver: str) -> None:
    bench = paired(driver, "scanner_without_suffix")
    bench.simulator.show_code(SLIP)
    assert bench.scan().text == SLIP


@pytest.mark.parametrize("driver", SCANNERS)
def test_a_long_code_comes_whole_over_a_slow_line(driver: str) -> None:
    """At 9600 baud the pieces of a code are 67 ms apart: a silence that is none."""
    bench = paired(driver, baud=9600, paced_baud=9600)
    long = "0123456789" * 90
    bench.simulator.show_code(long)
    assert bench.scan().text == long


def misfortunes_of(*, noticed: bool) -> list[Any]:
    """Driver, wire and each entry of its simulator's table that the driver reports as a fault, or copes with."""
    return [
        pytest.param((driver, wire), each, id=f"{driver}-{wire}-{each.name}")
        for driver, wire in product(SCANNERS, WIRES)
        for each in misfortunes("code_scanner", driver)
        if bool(each.faults) is noticed and (wire == "pair" or each.name in ON_A_SOCKET)
    ]


@pytest.mark.parametrize(("bench", "misfortune"), misfortunes_of(noticed=True), indirect=["bench"])
def test_every_misfortune_has_its_fault_and_an_end(bench: Bench, misfortune: Misfortune) -> None:
    assert bench.scanner.status(Wait(bench.clock, 3)).state is DeviceState.READY
    bench.simulator.show_code(SLIP)
    bench.simulator.begin(misfortune.name, **misfortune.parameters)
    code, following = bench.fault()
    assert code in misfortune.faults
    assert following is (Next.ASK_CITIZEN if code == "code_scanner.incomplete" else Next.CALL_STAFF)
    bench.simulator.end(misfortune.name)
    bench.simulator.show_code(SLIP)
    # The answers of a slow scanner are still on their way.
    Wait(bench.clock, None).pause(1.7 if misfortune.name == "slow" else 0.0)
    assert bench.scan().text == SLIP


@pytest.mark.parametrize(("bench", "misfortune"), misfortunes_of(noticed=False), indirect=["bench"])
def test_what_is_no_fault_costs_no_code(bench: Bench, misfortune: Misfortune) -> None:
    bench.simulator.begin(misfortune.name)
    bench.simulator.show_code(SLIP)
    assert bench.scan() == Code(SLIP)


@pytest.mark.parametrize("driver", SCANNERS)
def test_every_simulator_has_the_misfortunes_of_this_suite(driver: str) -> None:
    wanted = {
        "silent", "garbled", "half_frame", "glued_frames", "wrong_terminator", "repeats_without_trigger", "slow",
        "unplugged", "unplugged_during",
    }  # fmt: skip
    assert {each.name for each in misfortunes("code_scanner", driver)} >= wanted


@in_process()
def test_what_came_while_nobody_wanted_a_code_is_discarded(bench: Bench) -> None:
    """A code that a scanner sent without a trigger was read from the person before."""
    bench.scanner.status(Wait(bench.clock, 3))
    bench.simulator.begin("repeats_without_trigger")
    bench.simulator.show_code("of the person before")
    bench.simulator.take_code_away()
    Wait(bench.clock, None).pause(1)
    with pytest.raises(DeadlineReached):
        bench.scan(2)


@in_process()
def test_a_scanner_that_always_reads_is_told_once_of_a_code(bench: Bench) -> None:
    bench.simulator.begin("repeats_without_trigger")
    bench.simulator.show_code(SLIP)
    assert bench.scan().text == SLIP
    with pytest.raises(DeadlineReached):
        bench.scan(10)


FORGED = (b"\x02\x010000#SCNMOD0\x15;\x03", b"TRGMOD0\x15!", b"\x16M\rTRGMOD3!", b"\x7e\x010000@SCNMOD2;\x03")
"""Codes that say what a scanner or its driver says."""


@pytest.mark.parametrize("content", FORGED, ids=lambda content: content.hex())
@in_process()
def test_a_code_that_looks_like_a_command_or_an_answer_is_neither(bench: Bench, content: bytes) -> None:
    bench.simulator.show_bytes(content)
    # An answer that nobody asked for is no code at all.
    with suppress(DeadlineReached):
        assert bench.scan(3).problem in (CodeProblem.UNPRINTABLE, CodeProblem.SEVERAL_LINES)
    bench.simulator.show_code(SLIP)
    assert bench.scan().text == SLIP
    assert bench.scanner.status(Wait(bench.clock, 3)).state is DeviceState.READY


@in_process()
def test_a_status_is_never_an_exception(bench: Bench) -> None:
    assert bench.scanner.status(Wait(bench.clock, 3)).state is DeviceState.READY
    bench.simulator.begin("silent")
    assert [f.code for f in bench.scanner.status(Wait(bench.clock, 3)).faults] == ["code_scanner.no_answer"]
    bench.simulator.end("silent")
    bench.simulator.begin("unplugged")
    assert bench.scanner.status(Wait(bench.clock, 3)).state is DeviceState.ABSENT
    assert CodeScannerCapability.SCAN_CODE in bench.scanner.status(Wait(bench.clock, 3)).capabilities


@pytest.mark.parametrize("driver", SCANNERS)
def test_a_cancel_takes_effect_within_200_ms_and_in_the_dark(driver: str) -> None:
    clock = SystemClock()
    opened = open_device(DeviceSpec("code_scanner", driver, "sim:"), clock, MODELS)
    scanner: Any = opened.device
    simulator: Any = opened.simulator
    wait, ended = Wait(clock, 60), []

    def scan() -> None:
        try:
            scanner.scan(wait)
        except Cancelled:
            ended.append(time.monotonic())

    thread = threading.Thread(target=scan)
    thread.start()
    while not simulator.lit:
        time.sleep(0.01)
    cancelled = time.monotonic()
    wait.cancel()
    thread.join(2)
    assert ended, "it hangs"
    assert ended[0] - cancelled < 0.2
    assert not simulator.lit


@in_process()
def test_a_code_is_in_no_words_of_the_driver(bench: Bench) -> None:
    bench.simulator.show_code("secret-of-somebody")
    code = bench.scan()
    assert "secret" not in f"{code!r} {vars(bench.scanner)!r}"
    bench.simulator.show_code("secret-of-somebody else")
    bench.simulator.begin("half_frame")
    with pytest.raises(DeviceFault) as caught:
        bench.scan()
    assert "secret" not in f"{caught.value} {caught.value!r} {caught.value.fault}"


@pytest.mark.parametrize("driver", SCANNERS)
def test_a_trace_has_no_code(driver: str) -> None:
    recording = recording_of(DeviceSpec("code_scanner", driver, "sim:"), FakeClock(auto=True))
    bench = paired(driver, recording=recording)
    bench.simulator.show_code("secret-of-somebody")
    assert bench.scan().text == "secret-of-somebody"
    written = recording.text()
    assert b"secret".hex() not in written
    assert (b"*" * 18).hex() in written
    rows = [row for row in map(json.loads, written.splitlines()) if "hex" in row]
    kept = [bytes.fromhex(row["hex"]) for row in rows if row["dir"] == CAME]
    assert any(data.strip(b"*") for data in kept), "the answers to commands stay"
    sent = [row for row in rows if row["dir"] == SENT]
    assert sent, "commands are traced"
    assert not any(b"**".hex() in row["hex"] for row in sent), "commands are not masked"
