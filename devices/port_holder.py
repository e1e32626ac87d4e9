"""Programs that have a device file open, as Linux tells it in /proc. Elsewhere nothing is found."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from devices.lazy_dataclass import dataclass

PROC = Path("/proc")


@dataclass(frozen=True)
class Holder:
    """A process and its program's name."""

    pid: int
    name: str

    def __str__(self) -> str:
        return f"pid {self.pid} ({self.name})"


def holders_of(path: Path, proc: Path = PROC) -> tuple[Holder, ...]:
    """Other processes that have the file open, or locked where their open files cannot be read; oldest pid first."""
    if not path.exists():
        return ()
    pids = {*_with_file_open(path.resolve(), proc), *_with_lock(path, proc)} - {os.getpid()}
    return tuple(Holder(pid, _name(pid, proc)) for pid in sorted(pids))


def _with_file_open(path: Path, proc: Path) -> Iterator[int]:
    """Only processes of the same user can be read, without privileges."""
    with suppress(OSError):
        for process in proc.iterdir():
            if process.name.isdecimal() and _has_open(process / "fd", path):
                yield int(process.name)


def _has_open(folder: Path, path: Path) -> bool:
    with suppress(OSError):
        for each in folder.iterdir():
            # A file may be closed while the folder is read.
            with suppress(OSError):
                if each.readlink() == path:
                    return True
    return False


def _with_lock(path: Path, proc: Path) -> Iterator[int]:
    """`1: FLOCK  ADVISORY  WRITE 1234 00:1c:567 0 EOF` (proc_locks(5)), of any user."""
    with suppress(OSError, ValueError, IndexError):
        status = path.stat()
        for line in (proc / "locks").read_text(encoding="ascii").splitlines():
            fields = [field for field in line.split() if field != "->"]
            major, minor, inode = fields[5].split(":")
            device = os.makedev(int(major, 16), int(minor, 16))
            if (device, int(inode)) == (status.st_dev, status.st_ino) and int(fields[4]) > 0:
                yield int(fields[4])


def _name(pid: int, proc: Path) -> str:
    try:
        return (proc / str(pid) / "comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return "unknown"
