"""The terminal's status as a session may know it, brought up to date by what workers report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from devices import DeviceStatus
from kiosk.events import DeviceInfo, TerminalStatus
from kiosk.workers.notices import (
    BacklogMeasured,
    CannotKeep,
    Notice,
    PlatformSeen,
    ServiceSet,
    StatusSeen,
    WorkerOutOfService,
)


def status_at_start(now: datetime, devices: Mapping[str, DeviceStatus]) -> TerminalStatus:
    """Nothing has been heard yet: not of the platform, and of no device."""
    return _with_devices(TerminalStatus(asked=False, now=now), devices)


def with_notice(status: TerminalStatus, notice: Notice, devices: Mapping[str, DeviceStatus]) -> TerminalStatus:
    """The status after `notice`; `devices` are the newest statuses of all devices. A notice about
    anything else changes nothing."""
    match notice:
        case StatusSeen():
            return _with_devices(status, devices)
        case PlatformSeen():
            return replace(status, online=notice.online, asked=status.asked or not notice.catalogue_follows)
        case BacklogMeasured():
            return replace(status, backlogs=notice.backlogs, disk_free_mb=notice.disk_free_mb)
        case CannotKeep():
            return replace(status, out_of_service="outbox" if notice.reason else "")
        case ServiceSet():
            return replace(status, closed=notice.message)
        case WorkerOutOfService():
            out = status.out_of_order
            return replace(status, out_of_order=out | {notice.worker} if notice.out else out - {notice.worker})
    return status


def _with_devices(status: TerminalStatus, devices: Mapping[str, DeviceStatus]) -> TerminalStatus:
    known = {
        name: _with_since(
            DeviceInfo(
                each.state.value, tuple(fault.code for fault in each.faults), dict(each.levels), each.capabilities
            ),
            status.devices.get(name),
            status.now,
        )
        for name, each in devices.items()
    }
    return replace(status, devices=MappingProxyType(known))


def _with_since(info: DeviceInfo, before: DeviceInfo | None, now: datetime | None) -> DeviceInfo:
    """A state that is no news goes on from when it began."""
    same = before is not None and (before.state, before.faults) == (info.state, info.faults)
    return replace(info, since=before.since if same and before is not None else now)
