"""Files that only the terminal's own user may read: creating them, and tightening those that are open to others.

For the data folders of terminal and sandbox only, never for a medium that somebody carries. Nothing is done on Windows,
where access follows the folder.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

FOLDER_MODE = 0o700
FILE_MODE = 0o600
POSIX = os.name == "posix"


class ForeignData(Exception):
    """A file of the terminal's data belongs to another user; the message names it and the remedy."""


def private_opener(path: str, flags: int) -> int:
    """Opener for `open`: a file that is created is its owner's alone, whatever the umask."""
    return os.open(path, flags, FILE_MODE)


def is_named(path: Path, file: int) -> bool:
    """Return whether a path still names the open file, which may have been removed or moved. Raises OSError."""
    try:
        return os.path.samestat(path.lstat(), os.fstat(file))
    except FileNotFoundError:
        return False


def write_private(path: Path, text: str) -> None:
    """Write a file of ASCII text durably, its owner's alone, replacing any as a whole. Raises OSError."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with open(fresh, "x", encoding="ascii", opener=private_opener) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def check_owner(path: Path) -> None:
    """Raise ForeignData if the file belongs to another user, and OSError if it cannot be found out."""
    if POSIX and path.lstat().st_uid != os.geteuid():
        raise ForeignData(
            f"{path}: belongs to user {path.lstat().st_uid}, and this program runs as user {os.geteuid()};"
            " run it as that user, or give the folder to this one (chown -R)"
        )


def make_private(folder: Path, except_for: str = "") -> list[Path]:
    """Create the folder, or close it and all it holds to other users; return what was open to them.

    Symbolic links, and files named `except_for`, are not changed. Raises ForeignData and OSError.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
    if not POSIX:
        return []
    return [path for path in _within(folder.resolve()) if path.name != except_for and _tighten(path)]


def _within(folder: Path) -> Iterator[Path]:
    yield folder
    yield from sorted(folder.rglob("*"))


def _tighten(path: Path) -> bool:
    """Close a file or folder to others; return whether it was open. One that has vanished meanwhile is no error."""
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            return False
        check_owner(path)
        if not status.st_mode & 0o077:
            return False
        path.chmod(FOLDER_MODE if stat.S_ISDIR(status.st_mode) else FILE_MODE)
    except FileNotFoundError:
        return False
    return True
