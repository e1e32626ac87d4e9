"""The service manager is asked to shut down where the profile allows it, and nowhere else; a refusal is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices import FakeClock
from devices.strict_struct import replace
from kiosk.effects import ShutDown
from kiosk.settings import PowerSection, load_settings
from kiosk.terminal.shutting_down import shutting_down
from kiosk.workers import power_off
from kiosk.workers.power_off import PowerOff
from kiosk.workers.supervised import JobDeadline
from kiosk.workers.supervision import Supervision
from tests.house.doors import ROOT


class Lines:
    """A log that is a list."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def write(self, part: str, code: str, *rest: object, **more: object) -> None:
        self.written.append(f"{part} {code}")


@pytest.mark.parametrize(
    ("command", "codes"),
    [
        (("sh", "-c", "echo asked > {}"), ["shut_down_asked"]),
        (("sh", "-c", "echo asked > {}; exit 1"), ["shut_down_asked", "shut_down_refused"]),
        (("no-such-program",), ["shut_down_asked", "shut_down_refused"]),
    ],
)
def test_it_is_asked_and_a_refusal_is_told(command: tuple[str, ...], codes: list[str], tmp_path: Path) -> None:
    clock, log, told = FakeClock(auto=True), Lines(), list[str]()
    asked = tmp_path / "asked"
    worker = PowerOff(clock, log, lambda part, code: told.append(code), [each.format(asked) for each in command])
    worker.take("", ShutDown(0))
    job = worker.next()
    assert job is not None
    worker.run(job, JobDeadline(clock))
    assert log.written == [f"power_off {each}" for each in codes]
    assert told == codes[1:]
    assert asked.exists() is (command[0] == "sh")


@pytest.mark.parametrize(
    ("shut_down", "rehearsal", "wanted"),
    [(False, False, "shut_down_not_set"), (True, True, "shut_down_rehearsed"), (True, False, "")],
)
def test_only_a_terminal_in_service_whose_profile_allows_it_is_switched_off(
    shut_down: bool, rehearsal: bool, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(power_off, "COMMAND", ("false",))
    clock, log = FakeClock(auto=True), Lines()
    settings = load_settings(ROOT / "config" / "terminals" / "hall.toml", rehearsal=True)
    settings = replace(settings, power=PowerSection(shut_down=shut_down), rehearsal=rehearsal)
    supervision = Supervision(clock, log, lambda *line: None, lambda message: None)
    take, loops = shutting_down(settings, clock, log, supervision)
    take("", ShutDown(0))
    assert log.written == ([f"power_off {wanted}"] if wanted else [])
    assert bool(loops) is not bool(wanted)
