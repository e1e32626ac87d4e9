"""Output and input of the commands for people.

The machine's locale decides what its encoding can write; the rest is escaped."""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

ESCAPED = "yike-escaped"
"""Name of the error handler."""
UNIT_BYTES = 2


def escape_what_cannot_be_written() -> None:
    """Let this process write any text to its output, whatever the encoding of that: called first by every command.

    A character that the encoding lacks is written as in JSON (`\\uXXXX`, two of them above the first plane), so that
    answers in JSON stay what they are.
    """
    codecs.register_error(ESCAPED, _escaped)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=ESCAPED)


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    places = range(0, len(units), UNIT_BYTES)
    return "".join(f"\\u{int.from_bytes(units[at : at + UNIT_BYTES]):04x}" for at in places), error.end


def lines_of_input() -> Iterator[str]:
    """Yield the lines of the standard input to its end. Behind a shell's `&` there is none: wait until the process is
    ended, where a terminal would stop it for reading, and a script has given it the null device."""
    if hasattr(signal, "SIGTTIN"):
        signal.signal(signal.SIGTTIN, signal.SIG_IGN)
    try:
        with contextlib.suppress(io.UnsupportedOperation):
            if os.path.samestat(os.fstat(sys.stdin.fileno()), Path(os.devnull).stat()):
                raise OSError("the null device")
        yield from sys.stdin
    except OSError:
        threading.Event().wait()
