"""Simulated power cuts: an SQLite VFS that records every operation on the store's files, and the states after a cut.

`recorded_disk()` makes the VFS the default, so the production Outbox runs on it, with real files below.
`state_after_cut` then computes, for a cut after any number of operations, a state that a file system may have at the
next start:

- Modelled: each write or truncation that no sync of its file followed happened or not, independently and in any order
  (p = 0.5); if torn, each 512-byte sector of a write independently. A hole reads as zeros. A file created or deleted
  since the last sync of the folder exists or not; as in SQLite's unix VFS the folder is synced by a delete with
  `syncdir`, and by the first sync of a new journal or WAL. A failed sync makes nothing durable, and a later one does
  not repair it (the kernel has marked those pages clean).
- Not modelled: disks that report a sync before it is done, decay of synced data, damage to bytes not written, loss of
  the folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import apsw

SECTOR = 512
JOURNALS = apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_SUPER_JOURNAL


@dataclass(frozen=True)
class Operation:
    """One file operation: found | create | write | truncate | sync | sync_failed | delete."""

    kind: str
    file: str
    at: int = 0
    data: bytes = field(default=b"", repr=False)
    folder: bool = False
    """The operation also synced the folder."""


@dataclass
class RecordedDisk:
    """The operations so far. `fault` may return an error for an operation, which is then not performed."""

    operations: list[Operation] = field(default_factory=list)
    fault: Callable[[Operation], Exception | None] = lambda operation: None

    def record(self, operation: Operation) -> None:
        """Record an operation before it is performed. Raises the error that `fault` returns."""
        error = self.fault(operation)
        if error is None:
            self.operations.append(operation)
            return
        if operation.kind == "sync":
            self.operations.append(Operation("sync_failed", operation.file))
        raise error


class _File(apsw.VFSFile):
    def __init__(self, disk: RecordedDisk, below: str, name: Any, flags: list[int]) -> None:
        self._disk, self._name = disk, Path(name.filename() if isinstance(name, apsw.URIFilename) else name).name
        self._syncs_folder = bool(flags[0] & apsw.SQLITE_OPEN_CREATE and flags[0] & JOURNALS)
        super().__init__(below, name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._disk.record(Operation("write", self._name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self._disk.record(Operation("truncate", self._name, size))
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._disk.record(Operation("sync", self._name, folder=self._syncs_folder))
        self._syncs_folder = False
        # Not passed on: the simulation decides what is durable, and real syncs would only cost time.


class _Vfs(apsw.VFS):
    def __init__(self, disk: RecordedDisk) -> None:
        self._disk, self._below = disk, apsw.vfs_names()[0]
        super().__init__("power", self._below, makedefault=True)

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        if name is None:  # a temporary file outlives nothing
            return apsw.VFSFile(self._below, name, flags)
        path = Path(name.filename() if isinstance(name, apsw.URIFilename) else name)
        if not path.exists() and flags[0] & apsw.SQLITE_OPEN_CREATE:
            self._disk.record(Operation("create", path.name))
        return _File(self._disk, self._below, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        self._disk.record(Operation("delete", Path(filename).name, folder=syncdir))
        super().xDelete(filename, syncdir)


@contextmanager
def recorded_disk(folder: Path) -> Iterator[RecordedDisk]:
    """Record the operations of every store opened inside; existing files of the folder count as durable."""
    disk = RecordedDisk([Operation("found", path.name, data=path.read_bytes()) for path in sorted(folder.glob("*"))])
    vfs = _Vfs(disk)
    try:
        yield disk
    finally:
        vfs.unregister()


@dataclass
class _Content:
    """The content of one file: its operations, and which of them are durable."""

    done: list[Operation] = field(default_factory=list)
    durable: list[bool] = field(default_factory=list)
    waiting: int = 0
    """Index of the first operation that no sync has followed."""

    def do(self, operation: Operation) -> None:
        self.done.append(operation)
        self.durable.append(False)

    def sync(self, well: bool) -> None:
        if well:
            self.durable[self.waiting :] = [True] * (len(self.done) - self.waiting)
        self.waiting = len(self.done)

    def left(self, random: Random, torn: bool) -> bytes:
        content = bytearray()
        for operation, durable in zip(self.done, self.durable, strict=True):
            if operation.kind == "truncate":
                if durable or random.random() < 0.5:
                    del content[operation.at :]
                continue
            for at, piece in _pieces(operation, torn and not durable):
                if durable or random.random() < 0.5:
                    if at > len(content):
                        content.extend(bytes(at - len(content)))
                    content[at : at + len(piece)] = piece
        return bytes(content)


def _pieces(write: Operation, torn: bool) -> Iterator[tuple[int, bytes]]:
    """Yield (offset, bytes) of the whole write, or of each sector it touches."""
    if not torn:
        yield write.at, write.data
        return
    start = 0
    while start < len(write.data):
        end = start + SECTOR - (write.at + start) % SECTOR
        yield write.at + start, write.data[start:end]
        start = end


def state_after_cut(operations: Sequence[Operation], random: Random, torn: bool = False) -> dict[str, bytes]:
    """Return the files (name → bytes) that a start may find after a power cut following these operations."""
    names: dict[str, list[_Content | None]] = {}
    """Successive contents under a name; None: no file."""
    durable: dict[str, int] = {}
    for operation in operations:
        versions = names.setdefault(operation.file, [None])
        now = versions[-1]
        match operation.kind:
            case "found":
                versions.append(_Content([operation], [True], waiting=1))
                durable[operation.file] = 1
            case "create":
                versions.append(_Content())
            case "delete":
                versions.append(None)
            case "sync" | "sync_failed" if now is not None:
                now.sync(operation.kind == "sync")
            case _ if now is not None:
                now.do(operation)
        if operation.folder:
            durable |= {name: len(versions) - 1 for name, versions in names.items()}
    left = {}
    for name, versions in names.items():
        content = versions[random.randint(durable.get(name, 0), len(versions) - 1)]
        if content is not None:
            left[name] = content.left(random, torn)
    return left
