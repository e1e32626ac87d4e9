"""`watch`: the devices of a profile as a table that is kept up to date.

Beside a running terminal it shows the terminal's own view of them; alone it asks the devices.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from devices import SystemClock, Wait
from devices.commands.addressing import CONFIG, data_folder, specs
from devices.commands.answers import EMPTY, print_json, table
from devices.commands.asking import list_status
from devices.commands.exit_codes import DONE
from devices.commands.fault_table import FaultTable
from devices.health_file import read_health, running_terminal

HOME_AND_CLEAR = "\x1b[H\x1b[J"
HEADINGS = ("device", "state", "code", "detail")


def watch(options: argparse.Namespace) -> int:
    """Print the table every --every seconds, --times times or until Ctrl-C; with --json a line each time."""
    clock = SystemClock()
    turn = 0
    while True:
        turn += 1
        source, rows = _rows(options)
        if options.json:
            print_json({"source": source, "devices": list(rows)})
        else:
            at = f"{clock.now() + timedelta(hours=8):%H:%M:%S}"
            start = HOME_AND_CLEAR if sys.stdout.isatty() else ""
            lines = table([_cells(row) for row in rows], HEADINGS)
            print(start + "\n".join((f"{at} {source}", *lines)), flush=True)
        if turn == options.times:
            return DONE
        Wait(clock, None).pause(options.every)


def _rows(options: argparse.Namespace) -> tuple[str, list[Mapping[str, Any]]]:
    """The source in words, and an answer for each device."""
    folder = data_folder(options) if options.profile else None
    pid = running_terminal(folder) if folder is not None else 0
    health = read_health(folder) if folder is not None and pid else None
    if health is not None:
        return f"the running terminal (pid {pid})", list(_of_health(health))
    return "asked here, no terminal runs", [list_status(spec, options) for spec in specs(options, options.devices)]


def _of_health(health: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The rows of a running terminal: devices, workers and services, as it reports them."""
    notes = FaultTable(CONFIG)
    for each in health.get("devices", ()):
        faults = [{"fault": code, "short": notes.short(code), "detail": ""} for code in each.get("faults", ())]
        known = {"command": "watch", "device": each.get("name", ""), "state": each.get("state")}
        levels, names = each.get("levels") or {}, each.get("inventory") or {}
        yield {**EMPTY, **known, "levels": levels, "inventory": names, "faults": faults}


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    faults = ", ".join(each["short"] or each["fault"] for each in row["faults"])
    detail = "; ".join(each["detail"] for each in row["faults"] if each["detail"])
    levels = " ".join(f"{name}={value}" for name, value in row["levels"].items())
    return row["device"], row["state"] or "unknown", faults, detail or levels
