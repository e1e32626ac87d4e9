"""Health report of the terminal for the heartbeat: device states, outbox, disk, clock. No personal data."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from devices import DeviceStatus, Inventory
from devices.lazy_dataclass import dataclass
from kiosk.platform.gateway import DeviceReport, Heartbeat
from kiosk.version import VERSION


@dataclass(frozen=True)
class DeviceRecord:
    """A device's own names, and what it did since the terminal's start, by kind of event."""

    inventory: Inventory
    counters: Mapping[str, int]


def device_reports(
    statuses: Mapping[str, DeviceStatus], records: Mapping[str, DeviceRecord]
) -> tuple[DeviceReport, ...]:
    """Return for each device its state, fault codes, levels, names and counters, sorted by name."""
    return tuple(_report(name, status, records.get(name)) for name, status in sorted(statuses.items()))


def _report(name: str, status: DeviceStatus, record: DeviceRecord | None) -> DeviceReport:
    faults = tuple(fault.code for fault in status.faults)
    plain = DeviceReport(name, status.state.value, faults, dict(status.levels))
    if record is None:
        return plain
    names = {what: text for what, text in vars(record.inventory).items() if text}
    return replace(plain, inventory=names, counters=dict(record.counters))


def disk_free_mb(folder: Path) -> int:
    """Return the free space of the disk that holds `folder` in MB; 0 if it cannot be determined."""
    try:
        return shutil.disk_usage(folder).free // 1_000_000
    except OSError:
        return 0


def heartbeat(
    *,
    terminal: str,
    catalogue_version: str,
    uptime_s: int,
    statuses: Mapping[str, DeviceStatus],
    records: Mapping[str, DeviceRecord],
    outbox: Mapping[str, int],
    oldest_unsent_s: int | None,
    data: Path,
    clock_offset_s: float | None,
    in_visit: bool,
    out_of_service: str,
) -> Heartbeat:
    """Assemble the heartbeat for the platform."""
    return Heartbeat(
        terminal=terminal,
        build=VERSION,
        catalogue_version=catalogue_version,
        uptime_s=uptime_s,
        devices=device_reports(statuses, records),
        outbox=outbox,
        oldest_unsent_s=oldest_unsent_s,
        disk_free_mb=disk_free_mb(data),
        clock_offset_s=clock_offset_s,
        in_visit=in_visit,
        out_of_service=out_of_service,
    )
