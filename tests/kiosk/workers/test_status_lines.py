"""Changes of a device's status as lines of the local log."""

from __future__ import annotations

from itertools import pairwise

from devices import DeviceState, DeviceStatus, Fault, Next
from kiosk.workers.device_work import codes_of_new_faults

JAM = DeviceStatus(DeviceState.FAULT, (Fault("receipt_printer.jam", Next.CALL_STAFF),))
READY = DeviceStatus(DeviceState.READY)


def test_new_faults_and_the_end_of_the_last_one_are_lines() -> None:
    seen = (None, READY, JAM, JAM, READY, READY)
    lines = [codes_of_new_faults(before, now) for before, now in pairwise(seen) if now is not None]
    assert lines == [[], ["receipt_printer.jam"], [], ["ready"], []]
