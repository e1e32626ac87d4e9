"""Files of a store: those that belong to it, whether they are still those opened, damaged ones moved aside."""

from __future__ import annotations

import os
from pathlib import Path

from kiosk.outbox.mark import path_of

STORE = "outbox.sqlite"
CHUNK = 1 << 20

FileId = tuple[int, int]


class OpenedFiles:
    """The folder and files of a store as they were opened. Raises OSError."""

    def __init__(self, path: Path) -> None:
        self._ids = {each: file_id(each) for each in (path.parent, path)}
        wal = f"{path}-wal"
        self._wal = wal if os.access(wal, os.F_OK) else ""
        """"" with a rollback journal, which comes and goes."""

    def in_place(self) -> bool:
        """Return whether folder and database are still these, and the WAL is still there.

        The WAL is not asked for its inode: on Linux since 6.13, once somebody has read a file's times its next sync
        writes them too, and a commit takes a quarter longer.
        """
        try:
            if any(file_id(path) != known for path, known in self._ids.items()):
                return False
        except OSError:
            return False
        return not self._wal or os.access(self._wal, os.F_OK)


def file_id(path: Path) -> FileId:
    """Return what identifies a file whatever its name: device and inode. Raises OSError."""
    status = path.stat()
    return status.st_dev, status.st_ino


def files_of(path: Path) -> list[Path]:
    """Return the existing files of a store: database, WAL, journal, shared memory."""
    parts = [path.with_name(path.name + suffix) for suffix in ("", "-wal", "-journal", "-shm")]
    return [part for part in parts if part.exists()]


def read_through(path: Path) -> None:
    """Raise OSError if the files cannot be read: then the disk is faulty, and the store may be sound."""
    for part in files_of(path):
        with part.open("rb") as file:
            while file.read(CHUNK):
                pass


def damaged_stores(folder: Path) -> list[Path]:
    """Return the stores that were moved aside and not yet settled, the oldest first."""
    return sorted(folder.glob("damaged-*-outbox.sqlite"))


def has_lived(folder: Path) -> bool:
    """Return whether there is or was an outbox in this folder: a store, its mark, or a damaged store."""
    return (folder / STORE).is_file() or path_of(folder).is_file() or bool(damaged_stores(folder))
