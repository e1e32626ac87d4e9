"""Read a file that people write (settings, items, words): bounded, never from a pipe, every failure with a type.

All failures are OSError or ValueError, with one line for people; so a caller that handles these handles everything.
"""

from __future__ import annotations

import errno
import os
import stat
import tomllib
from pathlib import Path
from typing import Any

LARGEST = 2**20
"""Bytes of one file of settings or of an item; the largest that ships has 60 000."""


class NestedTooDeep(ValueError):
    """The file is correct, but no reader can follow its nesting."""

    def __init__(self) -> None:
        super().__init__("nested too deep")


def read_bytes(path: Path, *, at_most: int = LARGEST) -> bytes:
    """The bytes of a regular file. Raises OSError, also for a pipe or device and for a file that is too large."""
    # O_NONBLOCK: opening a named pipe without a writer would wait for ever. Windows has neither flag.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "is no regular file", str(path))
        content = file.read(at_most + 1)
    if len(content) > at_most:
        raise OSError(errno.EFBIG, f"is larger than {at_most} bytes", str(path))
    return content


def read_text(path: Path, *, at_most: int = LARGEST) -> str:
    """The text of a UTF-8 file, without a byte order mark. Raises OSError and UnicodeDecodeError."""
    return read_bytes(path, at_most=at_most).decode("utf-8-sig").replace("\r\n", "\n")


def reason_of(error: OSError | ValueError) -> str:
    """The reason of a failure of this module, in one line without the path."""
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8 at byte {error.start}"
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def parse_toml(source: str) -> dict[str, Any]:
    """Parse TOML. Raises ValueError: TOMLDecodeError with line and column, or NestedTooDeep."""
    try:
        return tomllib.loads(source)
    except RecursionError:
        raise NestedTooDeep from None


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file. Raises OSError and ValueError."""
    return parse_toml(read_text(path))
