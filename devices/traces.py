"""Record a test of a device as a trace, and play a trace to the same driver to see whether it ends the same way."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from devices import ports
from devices.clock import Clock, Wait
from devices.driver_table import DriverRow
from devices.lazy_dataclass import dataclass
from devices.opening import DeviceSpec, OpenDevice, masker_of, open_device, recording_of
from devices.registry import driver_row
from devices.replay import ReplayPeer, Trace, write_trace
from devices.tap import Line, Recording
from devices.testing import TestResult, run_named
from devices.transport import SimulatedPort, SimulatedWire


@dataclass(frozen=True)
class Replayed:
    """The end of a replay: the sights now and then, and the requests of the driver that the trace has not."""

    recorded: tuple[str, ...]
    saw: tuple[str, ...]
    complaints: tuple[str, ...]
    is_over: bool

    @property
    def same(self) -> bool:
        return self.recorded == self.saw and not self.complaints


def record(
    spec: DeviceSpec,
    verb: str,
    clock: Clock,
    models: Path,
    seconds: float,
    *,
    prepare: Callable[[OpenDevice], None] = lambda opened: None,
    heard: Callable[[Line], None] | None = None,
    argument: object = None,
) -> tuple[TestResult, Recording]:
    """Run a test by name, or "status", on a device with its traffic recorded. `prepare` acts on a simulator first.
    Raises UnknownDevice, DeviceFault, DeadlineReached, Cancelled."""
    recording = recording_of(spec, clock, heard=heard)
    opened = open_device(spec, clock, models, recording)
    prepare(opened)
    try:
        return run_named(opened, verb, Wait(clock, seconds), argument), recording
    finally:
        opened.device.close()


def save(path: Path, spec: DeviceSpec, verb: str, seconds: float, result: TestResult, recording: Recording) -> None:
    """Write a trace. Raises OSError."""
    row: DriverRow = driver_row(spec.family, spec.driver)
    head = {
        "driver": f"{spec.family}/{spec.driver}",
        "model": spec.model,
        "options": dict(spec.options),
        "address": ports.normalised(spec.port),
        "masker": row.masker.partition(":")[2],
        "verb": verb,
        "seconds": seconds,
        "outcome": list(result.verdict.saw),
    }
    write_trace(path, head, recording.text())


def replay(trace: Trace, clock: Clock, models: Path, *, answering: bool = False) -> Replayed:
    """Play a trace to the driver that made it. Raises UnknownDevice."""
    family, _, driver = trace.head.driver.partition("/")
    peer = ReplayPeer(trace, partial(masker_of, family, driver), answering=answering)
    spec = DeviceSpec(family, driver, trace.head.address, trace.head.model, trace.head.options)
    port = SimulatedPort(SimulatedWire(clock, peer), trace.head.address)
    opened = open_device(spec, clock, models, port=port)
    result = run_named(opened, trace.head.verb, Wait(clock, trace.head.seconds))
    opened.device.close()
    return Replayed(trace.head.outcome, result.verdict.saw, tuple(peer.complaints), peer.is_over)
