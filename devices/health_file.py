"""`health.json` in a terminal's data folder: the devices as a running terminal sees them, for commands beside it.

The terminal writes it every few seconds, whole or not at all; it holds states, codes and counts, nothing of a person.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from devices.text_files import read_text

FILE = "health.json"
FORMAT = 1
PROC = Path("/proc")


def write_health(folder: Path, health: Mapping[str, Any]) -> None:
    """Write the file; a reader sees the old or the new one. Raises OSError."""
    new = folder / f"{FILE}.new"
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({"format": FORMAT, "pid": os.getpid(), "started": _started(os.getpid()), **health}, file)
    new.replace(folder / FILE)


def remove_health(folder: Path) -> None:
    """Remove the file: the terminal has ended."""
    with suppress(OSError):
        (folder / FILE).unlink()


def read_health(folder: Path) -> Mapping[str, Any] | None:
    """The file's content, None if there is none that can be read."""
    try:
        health = json.loads(read_text(folder / FILE))
    except (OSError, ValueError, RecursionError):
        return None
    return health if isinstance(health, dict) and health.get("format") == FORMAT else None


def running_terminal(folder: Path) -> int:
    """The process of the terminal that runs with this data folder, 0 if none does. A file that a killed terminal left
    behind does not count: its process is gone, or is another one that got its number."""
    health = read_health(folder) or {}
    pid = health.get("pid")
    if not isinstance(pid, int) or pid <= 0 or pid == os.getpid():
        return 0
    return pid if _started(pid) == health.get("started") != "" else 0


def _started(pid: int) -> str:
    """The moment at which a process started, in the kernel's ticks (proc_pid_stat(5), 22); "" if there is none."""
    try:
        return (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""
