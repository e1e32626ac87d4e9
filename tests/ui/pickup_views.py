"""The pages on which something is picked up from a locker, with every fault of its doors."""

from __future__ import annotations

from collections.abc import Iterator

from devices import Fault, Next
from devices.locker.contract import DoorResult
from kiosk.platform.gateway import FailureKind
from kiosk.view import View
from tests.kiosk.session.fault_pages import of
from tests.kiosk.session.test_collect import CODE, at_code, at_door, ended, sees_open


def pickup_views() -> Iterator[View]:
    yield at_code().view
    yield at_door().view
    away = at_code()
    away.types("pickup", CODE)
    away.touch("continue")
    away.no_answer("pick_up", FailureKind.OFFLINE)
    yield away.view
    citizen = at_door()
    ended(citizen, DoorResult.OPENED)
    sees_open(citizen, 3)
    yield citizen.view
    citizen.rings("door_left")
    yield citizen.view
    citizen.rings("door_staff")
    yield citizen.view
    for code in of("locker"):
        for result in (DoorResult.DID_NOT_OPEN, DoorResult.UNCONFIRMED, DoorResult.WAS_OPEN):
            citizen = at_door()
            ended(citizen, result, Fault(code, Next.CALL_STAFF))
            yield citizen.view
