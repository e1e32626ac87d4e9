"""A power cut, simulated: a VFS that notes every operation on the store's files, and what a disk may be left with.

`noting()` makes it the default, so the very Outbox that ships runs on it and on real files below it.
`what_is_left` then says, for a cut after any number of operations, what a file system may hold at the next start:

- Modelled: a write or truncation not yet followed by a sync of its file happened or did not, each for itself and in no
  order (p = 0.5); torn, each 512-byte sector of a write for itself. A hole reads as zeros. A file made or deleted since
  the folder was last synced is there or not; as under unix, a delete that asks for it syncs the folder, and the first
  sync of a journal or WAL does. A sync that failed makes nothing durable, and a later one does not make up for it
  (the kernel has marked those pages clean).
- Not modelled: a disk that lies about a sync, decay of what was synced, damage to bytes that were not written, the
  loss of the folder itself.
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
    """One thing the file system was told: found | create | write | truncate | sync | sync_failed | delete."""

    kind: str
    file: str
    at: int = 0
    data: bytes = field(default=b"", repr=False)
    folder: bool = False
    """The folder was synced with it."""


@dataclass
class Power:
    """What was done to the disk so far; `fault` may answer an operation with an error instead of letting it through."""

    operations: list[Operation] = field(default_factory=list)
    fault: Callable[[Operation], Exception | None] = lambda operation: None

    def note(self, operation: Operation) -> None:
        """Note it before it is done. Raises what `fault` answers."""
        error = self.fault(operation)
        if error is None:
            self.operations.append(operation)
            return
        if operation.kind == "sync":
            self.operations.append(Operation("sync_failed", operation.file))
        raise error


class _File(apsw.VFSFile):
    def __init__(self, power: Power, below: str, name: Any, flags: list[int]) -> None:
        self._power, self._name = power, Path(name.filename() if isinstance(name, apsw.URIFilename) else name).name
        self._syncs_folder = bool(flags[0] & apsw.SQLITE_OPEN_CREATE and flags[0] & JOURNALS)
        super().__init__(below, name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._power.note(Operation("write", self._name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self._power.note(Operation("truncate", self._name, size))
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._power.note(Operation("sync", self._name, folder=self._syncs_folder))
        self._syncs_folder = False
        # Not passed on: what is durable is decided by the simulation, and the real disk need not be waited for.


class _Vfs(apsw.VFS):
    def __init__(self, power: Power) -> None:
        self._power, self._below = power, apsw.vfs_names()[0]
        super().__init__("power", self._below, makedefault=True)

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        if name is None:  # a temporary file outlives nothing
            return apsw.VFSFile(self._below, name, flags)
        path = Path(name.filename() if isinstance(name, apsw.URIFilename) else name)
        if not path.exists() and flags[0] & apsw.SQLITE_OPEN_CREATE:
            self._power.note(Operation("create", path.name))
        return _File(self._power, self._below, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        self._power.note(Operation("delete", Path(filename).name, folder=syncdir))
        super().xDelete(filename, syncdir)


@contextmanager
def noting(folder: Path) -> Iterator[Power]:
    """Every store opened inside notes what it does to its files; what lies in the folder already is durable."""
    power = Power([Operation("found", path.name, data=path.read_bytes()) for path in sorted(folder.glob("*"))])
    vfs = _Vfs(power)
    try:
        yield power
    finally:
        vfs.unregister()


@dataclass
class _Content:
    """One file's bytes, whatever its name is now: what was done to it, and which of that is durable."""

    done: list[Operation] = field(default_factory=list)
    durable: list[bool] = field(default_factory=list)
    waiting: int = 0
    """The first that no sync has answered yet."""

    def do(self, operation: Operation) -> None:
        self.done.append(operation)
        self.durable.append(False)

    def sync(self, well: bool) -> None:
        if well:
            self.durable[self.waiting :] = [True] * (len(self.done) - self.waiting)
        self.waiting = len(self.done)

    def left(self, chance: Random, torn: bool) -> bytes:
        content = bytearray()
        for operation, durable in zip(self.done, self.durable, strict=True):
            if operation.kind == "truncate":
                if durable or chance.random() < 0.5:
                    del content[operation.at :]
                continue
            for at, piece in _pieces(operation, torn and not durable):
                if durable or chance.random() < 0.5:
                    if at > len(content):
                        content.extend(bytes(at - len(content)))
                    content[at : at + len(piece)] = piece
        return bytes(content)


def _pieces(write: Operation, torn: bool) -> Iterator[tuple[int, bytes]]:
    """The write as a whole, or by the sectors it touches."""
    if not torn:
        yield write.at, write.data
        return
    start = 0
    while start < len(write.data):
        end = start + SECTOR - (write.at + start) % SECTOR
        yield write.at + start, write.data[start:end]
        start = end


def what_is_left(operations: Sequence[Operation], chance: Random, torn: bool = False) -> dict[str, bytes]:
    """The files a start may find when the power went after these operations: name → bytes."""
    names: dict[str, list[_Content | None]] = {}
    """What stood under a name, one after the other; None: nothing."""
    durable: dict[str, int] = {}
    for operation in operations:
        stood = names.setdefault(operation.file, [None])
        now = stood[-1]
        match operation.kind:
            case "found":
                stood.append(_Content([operation], [True], waiting=1))
                durable[operation.file] = 1
            case "create":
                stood.append(_Content())
            case "delete":
                stood.append(None)
            case "sync" | "sync_failed" if now is not None:
                now.sync(operation.kind == "sync")
            case _ if now is not None:
                now.do(operation)
        if operation.folder:
            durable |= {name: len(stood) - 1 for name, stood in names.items()}
    left = {}
    for name, stood in names.items():
        content = stood[chance.randint(durable.get(name, 0), len(stood) - 1)]
        if content is not None:
            left[name] = content.left(chance, torn)
    return left
