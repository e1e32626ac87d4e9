"""The takers of what staff ask for in the technician's area, and the workers that they need."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from devices import Clock
from kiosk.effects import AskChallenge, CheckStaff, LookAtPart, SetService
from kiosk.staff.entry import StaffVerdict, VerdictKind
from kiosk.staff_events import ChallengeCame, PartLooked, StaffChecked
from kiosk.terminal.conductor import Conductor
from kiosk.terminal.worker_effects import Taker
from kiosk.workers.device import DeviceWorker
from kiosk.workers.notices import ServiceSet
from kiosk.workers.service_switch import ServiceSwitch
from kiosk.workers.supervised import SupervisedLoop
from kiosk.workers.supervision import Loop, Supervision


def staff_acts(
    data: Path, clock: Clock, conductor: Conductor, devices: Mapping[str, DeviceWorker], supervision: Supervision
) -> tuple[Mapping[type, Taker], tuple[Loop, ...]]:
    """The takers, and the loops they need. What was kept at the last start is posted."""
    switch = ServiceSwitch(data, clock, conductor.post)
    if switch.kept():
        conductor.post(ServiceSet(switch.kept()))

    def look(visit: str, effect: LookAtPart) -> None:
        worker = devices.get(effect.part)
        conductor.post(PartLooked(visit, effect.number, worker.record() if worker else None))

    def check(visit: str, effect: CheckStaff) -> None:
        conductor.post(StaffChecked(visit, effect.number, StaffVerdict(VerdictKind.NO_LIST)))

    def challenge(visit: str, effect: AskChallenge) -> None:
        conductor.post(ChallengeCame(visit, effect.number, ""))

    takers: Mapping[type, Taker] = {
        CheckStaff: check,
        AskChallenge: challenge,
        LookAtPart: look,
        SetService: switch.take,
    }
    return takers, (SupervisedLoop(switch, clock, supervision),)
