"""The worker that keeps `health.json` in the terminal's data folder, for commands beside the running terminal.

Its content is that of the heartbeat: states, codes and counts. A disk that takes no file is told by others; this worker
tries again at its next look.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from devices import Clock, Mailbox
from devices.health_file import remove_health, write_health
from kiosk.platform.gateway import DeviceReport, Heartbeat

LOOK_EVERY_S = 5.0
WRITE_EVERY_S = 60.0
"""A file that says the same is written this often: its numbers (uptime) go on."""
LONGEST_S = 20.0
LOOK = "look"


class HealthFile:
    """A body of the supervised loop."""

    name = "health_file"
    replaceable = False

    def __init__(self, folder: Path, health: Callable[[], Heartbeat], clock: Clock) -> None:
        self._folder = folder
        self._health = health
        self._clock = clock
        self._ends: Mailbox[None] = Mailbox(clock)
        self._is_over = False
        self._first = True
        self._written: Mapping[str, Any] = {}
        self._written_at = 0.0

    def next(self) -> str | None:
        if not self._first:
            self._ends.get(LOOK_EVERY_S)
        self._first = False
        return None if self._is_over else LOOK

    def stop(self) -> None:
        self._is_over = True
        self._ends.put(None)

    def visit_of(self, job: str) -> str:
        return ""

    def longest_s(self, job: str) -> float:
        return LONGEST_S

    def run(self, job: str, deadline: object) -> None:
        health, now = self._health(), self._clock.monotonic()
        content = _content(health)
        if content == self._written and now - self._written_at < WRITE_EVERY_S:
            return
        with suppress(OSError):
            write_health(self._folder, {**content, "uptime_s": health.uptime_s})
            self._written, self._written_at = content, now

    def failed(self, job: str) -> None:
        """Nobody waits for it."""

    def refused(self, job: str) -> None:
        """Nobody waits for it."""

    def reset(self) -> None:
        self._written = {}

    def abandon(self) -> None:
        """The file is written by whoever looks next."""

    def close(self) -> None:
        remove_health(self._folder)


def _content(health: Heartbeat) -> Mapping[str, Any]:
    return {
        "terminal": health.terminal,
        "build": health.build,
        "devices": [_device(each) for each in health.devices],
        "outbox": dict(health.outbox),
        "out_of_service": health.out_of_service,
        "in_visit": health.in_visit,
    }


def _device(report: DeviceReport) -> Mapping[str, Any]:
    return {
        "name": report.family,
        "state": report.state,
        "faults": list(report.faults),
        "levels": dict(report.levels),
        "inventory": dict(report.inventory),
        "counters": dict(report.counters),
    }
