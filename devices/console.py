"""Output of the commands for people. The machine's locale decides what its encoding can write; the rest is escaped."""

from __future__ import annotations

import codecs
import io
import sys

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
