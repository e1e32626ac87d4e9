"""The sandbox's data folder: it belongs to one process and to one set of keys."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from kiosk.platform.identity import PlatformKeys
from kiosk.platform.sandbox.keys import pins_toml


class CannotStart(Exception):
    """The sandbox cannot start; the message is one line that says where and what to do."""


REMEDIES: Mapping[int, str] = MappingProxyType(
    {
        errno.ENOSPC: "free some space",
        errno.EDQUOT: "free some space",
        errno.EACCES: "let this user write there",
        errno.EPERM: "let this user write there",
        errno.EROFS: "it is on a medium that cannot be written",
        errno.EEXIST: "it is no folder",
        errno.ENOTDIR: "it is no folder",
    }
)


def cannot_use(path: Path, error: OSError, option: str = "--data") -> CannotStart:
    """Return the error of a folder that cannot be used, with what to do."""
    remedy = REMEDIES.get(error.errno or 0)
    return CannotStart(f"{path}: {error.strerror}: {f'{remedy}, or ' if remedy else ''}name another folder: {option}")


@contextlib.contextmanager
def reserved(folder: Path) -> Iterator[None]:
    """Make the folder and keep it from other sandboxes. Raises CannotStart."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "sandbox.lock").open("ab").close()
    except OSError as error:
        raise cannot_use(folder, error) from None
    # A lock of SQLite works on every system, and ends with the process however that ends.
    with contextlib.closing(sqlite3.connect(folder / "sandbox.lock", timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            in_use = error.sqlite_errorcode == sqlite3.SQLITE_BUSY
            why = "another sandbox works in this folder: end it" if in_use else f"cannot be locked: {error}"
            raise CannotStart(f"{folder}: {why}, or name another folder: --data") from None
        yield


def bind_to_keys(folder: Path, keys: PlatformKeys) -> None:
    """Note the keys of a new folder. Raises CannotStart for a folder whose cases and receipts are of other keys."""
    path = folder / "platform-keys.toml"
    try:
        if not path.exists():
            # A full disk must not leave half of it, which the next start would take for another platform's.
            fresh = path.with_name(path.name + ".new")
            fresh.write_text(pins_toml(keys), encoding="utf-8")
            fresh.replace(path)
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise cannot_use(path, error) from None
    except ValueError:
        raise CannotStart(f"{path}: damaged: put it back, or name another folder: --data") from None
    if held != vars(keys):
        other = held.get("sign_key_id")
        raise CannotStart(f"{folder}: its receipts are signed by {other}: name its keys with --keys, or another --data")
