"""The terminal's status as a session may know it, brought up to date by what workers report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from devices import DeviceStatus
from kiosk.events import TerminalStatus
from kiosk.workers.notices import (
    BacklogMeasured,
    CannotKeep,
    Notice,
    PlatformSeen,
    StatusSeen,
    WorkerOutOfService,
)


def with_notice(status: TerminalStatus, notice: Notice, devices: Mapping[str, DeviceStatus]) -> TerminalStatus:
    """The status after `notice`; `devices` are the newest statuses of all devices. What says nothing about the
    terminal's status changes nothing."""
    match notice:
        case StatusSeen():
            return _with_devices(status, devices)
        case PlatformSeen():
            return replace(status, online=notice.online)
        case BacklogMeasured():
            return replace(status, backlogs=notice.backlogs, disk_free_mb=notice.disk_free_mb)
        case CannotKeep():
            return replace(status, out_of_service="outbox" if notice.reason else "")
        case WorkerOutOfService():
            out = status.out_of_order
            return replace(status, out_of_order=out | {notice.worker} if notice.out else out - {notice.worker})
    return status


def _with_devices(status: TerminalStatus, devices: Mapping[str, DeviceStatus]) -> TerminalStatus:
    printer = devices.get("receipt_printer")
    return replace(
        status,
        states={family: each.state.value for family, each in devices.items()},
        faults={family: tuple(fault.code for fault in each.faults) for family, each in devices.items()},
        paper=printer.levels.get("paper", "unknown") if printer else "unknown",
    )
