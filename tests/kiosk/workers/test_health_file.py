"""The health file says what the heartbeat says, and is gone with the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from devices import FakeClock
from devices.health_file import read_health
from kiosk.platform.gateway import DeviceReport, Heartbeat
from kiosk.workers.health_file import WRITE_EVERY_S, HealthFile

NOTHING: Mapping[str, int] = MappingProxyType({})
READER = DeviceReport("id_reader", "fault", ("id_reader.no_answer",))
BEAT = Heartbeat("WT02", "1", "3", 7, (READER,), NOTHING, None, 900, None, False)


def test_the_file_follows_the_heartbeat_and_ends_with_the_terminal(tmp_path: Path) -> None:
    clock, beats = FakeClock(), [BEAT]
    worker = HealthFile(tmp_path, lambda: beats[-1], clock)
    job = worker.next()
    assert job is not None
    worker.run(job, None)
    told = read_health(tmp_path)
    assert told is not None
    assert [(each["name"], each["faults"]) for each in told["devices"]] == [("id_reader", ["id_reader.no_answer"])]
    assert (tmp_path / "health.json").stat().st_mode & 0o777 == 0o600
    beats.append(replace(BEAT, uptime_s=12))
    worker.run(job, None)
    assert (read_health(tmp_path) or {})["uptime_s"] == 7, "nothing but the time went on"
    beats.append(replace(BEAT, devices=(replace(READER, state="ready", faults=()),)))
    worker.run(job, None)
    assert (read_health(tmp_path) or {})["devices"][0]["state"] == "ready"
    beats.append(replace(beats[-1], uptime_s=99))
    clock.advance(WRITE_EVERY_S)
    worker.run(job, None)
    assert (read_health(tmp_path) or {})["uptime_s"] == 99
    worker.stop()
    assert worker.next() is None
    worker.close()
    assert read_health(tmp_path) is None


def test_a_folder_that_takes_no_file_costs_nothing_else(tmp_path: Path) -> None:
    worker = HealthFile(tmp_path / "gone", lambda: BEAT, FakeClock())
    worker.run("look", None)
    worker.close()
