"""Changes of a device's status in the local log."""

from __future__ import annotations

from pathlib import Path

from devices import DeviceState, DeviceStatus, FakeClock, Fault, Next
from kiosk.events import Touched
from kiosk.log import EventLog
from kiosk.terminal.status_log import StatusLog
from kiosk.workers.notices import StatusSeen
from tests.kiosk.log.reading_back import codes, lines

JAM = DeviceStatus(DeviceState.FAULT, (Fault("receipt_printer.jam", Next.CALL_STAFF),))
READY = DeviceStatus(DeviceState.READY)


def test_each_change_is_a_line_and_everything_is_passed_on(tmp_path: Path) -> None:
    log, posted = EventLog.open(tmp_path, FakeClock()), list[object]()
    status_log = StatusLog(log, posted.append)
    seen = [StatusSeen("slip_printer", each) for each in (READY, JAM, JAM, READY)]
    other = Touched("visit-1", "start")
    for message in seen:
        status_log(message)
    status_log(other)
    log.close()
    assert posted == [*seen, other]
    assert codes(tmp_path) == ["ready", "receipt_printer.jam", "ready"]
    assert {line["part"] for line in lines(tmp_path)} == {"device.slip_printer"}


def test_many_faults_are_cut_to_the_length_of_a_code(tmp_path: Path) -> None:
    log = EventLog.open(tmp_path, FakeClock())
    faults = tuple(Fault(f"receipt_printer.fault_{letter * 10}", Next.CALL_STAFF) for letter in "abcdef")
    StatusLog(log, lambda _: None)(StatusSeen("slip_printer", DeviceStatus(DeviceState.FAULT, faults)))
    log.close()
    assert codes(tmp_path)[0].startswith("receipt_printer.fault_aaaaaaaaaa:")
