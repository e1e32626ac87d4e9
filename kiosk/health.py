"""Health report of the terminal for the heartbeat: device states, outbox, disk, clock. No personal data."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from devices import DeviceStatus
from kiosk.platform.gateway import DeviceReport, Heartbeat
from kiosk.version import VERSION


def device_reports(statuses: Mapping[str, DeviceStatus]) -> tuple[DeviceReport, ...]:
    """Return for each device its state, fault codes and levels, sorted by name."""
    return tuple(
        DeviceReport(family, status.state.value, tuple(fault.code for fault in status.faults), dict(status.levels))
        for family, status in sorted(statuses.items())
    )


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
        devices=device_reports(statuses),
        outbox=outbox,
        oldest_unsent_s=oldest_unsent_s,
        disk_free_mb=disk_free_mb(data),
        clock_offset_s=clock_offset_s,
        in_visit=in_visit,
        out_of_service=out_of_service,
    )
