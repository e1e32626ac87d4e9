"""The takers of what staff ask for in the technician's area, and the workers that they need."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from devices import Clock
from kiosk.effects import AskChallenge, CheckStaff, LookAtPart, SetService, TryWay
from kiosk.log import Log
from kiosk.platform.identity import PlatformKeys
from kiosk.staff.door import StaffDoor
from kiosk.staff.staff_list import StaffLists
from kiosk.staff_events import PartLooked
from kiosk.terminal.conductor import Conductor
from kiosk.terminal.worker_effects import Taker
from kiosk.workers.device import DeviceWorker
from kiosk.workers.notices import ServiceSet
from kiosk.workers.service_switch import ServiceSwitch
from kiosk.workers.staff_desk import StaffDesk, Work
from kiosk.workers.staff_list_fetch import StaffListFetch
from kiosk.workers.supervised import SupervisedLoop
from kiosk.workers.supervision import Loop, Supervision
from kiosk.workers.way_test import Walk, WayTest

LIST, TRIES = "staff.jws", "staff-tries.json"


def staff_desk(
    data: Path, terminal: str, keys: PlatformKeys, clock: Clock, log: Log, conductor: Conductor
) -> tuple[StaffDesk, StaffListFetch]:
    """The desk that checks entries by the list kept in `data`, and what fetches a newer one after a heartbeat."""
    lists = StaffLists(data / LIST, keys)
    desk = StaffDesk(lambda: StaffDoor(terminal, lists, clock, data / TRIES), lists, clock, log, conductor.post)
    return desk, StaffListFetch(clock, lambda: lists.number, desk.take_list)


def staff_acts(
    data: Path,
    clock: Clock,
    conductor: Conductor,
    devices: Mapping[str, DeviceWorker],
    supervision: Supervision,
    desk: StaffDesk,
    walk: Walk,
) -> tuple[Mapping[type, Taker], tuple[Loop, ...]]:
    """The takers, and the loops they need. What was kept at the last start is posted."""
    switch = ServiceSwitch(data, clock, conductor.post)
    if switch.kept():
        conductor.post(ServiceSet(switch.kept()))

    def look(visit: str, effect: LookAtPart) -> None:
        worker = devices.get(effect.part)
        conductor.post(PartLooked(visit, effect.number, worker.record() if worker else None))

    way = WayTest(walk, clock, conductor.post)
    takers: Mapping[type, Taker] = {
        TryWay: way.take,
        **dict.fromkeys((CheckStaff, AskChallenge), desk.take),
        LookAtPart: look,
        SetService: switch.take,
    }
    loops = (
        SupervisedLoop(switch, clock, supervision),
        SupervisedLoop[Work](desk, clock, supervision),
        SupervisedLoop(way, clock, supervision),
    )
    return takers, loops
