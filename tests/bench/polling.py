"""A day of looking at fourteen devices, in virtual time: what it costs, and whether it leaves anything behind."""

from __future__ import annotations

import gc
import time
import tracemalloc
from contextlib import ExitStack
from itertools import cycle, islice

from devices import DeviceSpec, FakeClock, open_device
from devices.models import ModelError, load_model
from devices.registry import DRIVERS
from kiosk.workers.device import DeviceWorker
from tests.bench.figures import Figure
from tests.house.doors import ROOT
from tests.loops import running

MODELS = ROOT / "config" / "models"
DEVICES = 14
DAY_S = 86_400.0
SAMPLE_S = 900.0
"""Virtual seconds of each sample."""
SAMPLES = 4
STEP_S = 30.0
MODEL_OF = {
    "escpos": "kiosk_80", "ipp": "ipp_a4", "escl": "escl_a4", "mjpeg": "mjpeg_640", "honeywell": "scanner_aim",
    "newland": "scanner_aim",
}  # fmt: skip
"""Driver → a model of it, for drivers that need one."""


def specs() -> list[DeviceSpec]:
    """Fourteen simulated devices, of every driver that has a simulator, in turn."""
    rows = [row for row in DRIVERS if row.simulator]
    return [
        DeviceSpec(row.family, row.name, "sim:", _model(row.name), name=f"device_{place}")
        for place, row in enumerate(islice(cycle(rows), max(DEVICES, len(rows))))
    ]


def _model(driver: str) -> str:
    model = MODEL_OF.get(driver, "")
    try:
        return model if model and load_model(MODELS, model) else ""
    except ModelError:
        return ""


def polling() -> list[Figure]:
    """Measure the processor seconds of a day of polling, and the memory that is left after each sample."""
    clock = FakeClock()
    costs = []
    with ExitStack() as stack:
        devices = specs()
        for spec in devices:
            opened = open_device(spec, clock, MODELS)
            stack.enter_context(running(DeviceWorker(opened, clock, lambda event: None), clock))
        _pass(clock, SAMPLE_S / 3)
        for _ in range(SAMPLES):
            began = time.process_time()
            _pass(clock, SAMPLE_S)
            costs.append((time.process_time() - began) / SAMPLE_S * DAY_S * DEVICES / len(devices))
        tracemalloc.start()
        kept = []
        for _ in range(SAMPLES):
            _pass(clock, SAMPLE_S)
            kept.append(_kept() / 1024)
        tracemalloc.stop()
    return [
        Figure(f"a day of looks at {DEVICES} devices", costs, "CPU s", 2600.0),
        # The interpreter keeps objects of every sort for reuse: only what still grows then would go on growing.
        Figure("memory that a further quarter of an hour leaves", [kept[-1] - kept[-2]], "KiB", 16.0),
    ]


def _pass(clock: FakeClock, seconds: float) -> None:
    for _ in range(int(seconds / STEP_S)):
        clock.advance(STEP_S)


def _kept() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]
