"""The line to the platform: why it does not work, by a fixed code with its remedy, and since when.

The newest cause is kept in a small file of the data folder, so that a technician finds it where the terminal is ended
and nothing waits. It holds a code and a time, nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from devices import Clock
from devices.lazy_dataclass import dataclass
from kiosk.causes import ANSWERS, CAUSES, PLATFORM
from kiosk.log import Log
from kiosk.platform.gateway import FailureKind, PlatformFailure
from kiosk.private_files import write_private

FILE = "line.json"
LARGEST = 4096
CODES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("content-type", "redirect", "encoding", "http"), "proxy"),
        **dict.fromkeys(("signature-invalid", "unsigned"), "signature"),
        "clock-skew": "clock",
    }
)
"""Reason of a failure → code of its cause, where the two differ."""


def cause_of(failure: PlatformFailure) -> str:
    """Return the code of the cause of a failure; that of its kind if there is no closer one."""
    if failure.reason == "tls" and failure.detail:
        return f"tls-{failure.detail}"
    code = CODES.get(failure.reason, failure.reason)
    # "refused" is a kind; what a problem document says of a single question is no cause of the line's.
    return code if code in CAUSES and failure.kind is not FailureKind.REFUSED else failure.kind.value


@dataclass(frozen=True)
class LineState:
    """Cause why the platform does not answer ("": it answers), and since when."""

    cause: str
    since: str

    def __str__(self) -> str:
        if not self.cause:
            return f"platform: answers, since {self.since}"
        return f"platform: does not answer, since {self.since}: {CAUSES.get(self.cause, '')} ({self.cause})"


def read_line(folder: Path) -> LineState | None:
    """Return the newest state noted in a data folder; None if there is none, or it is damaged."""
    try:
        with (folder / FILE).open("rb") as file:
            raw = json.loads(file.read(LARGEST))
        cause, since = raw["cause"], datetime.fromisoformat(raw["since"]).isoformat()
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return LineState(cause, since) if cause == "" or cause in CAUSES else None


class LineRecord:
    """Notes changes of the line's state in the data folder and the local log. Used by one thread."""

    def __init__(self, folder: Path, clock: Clock, log: Log) -> None:
        self._path = folder / FILE
        self._clock = clock
        self._log = log
        self._state = read_line(folder)
        # A platform that answers as before is no event; a cause is one again after every start.
        self._logged = None if self._state is not None and self._state.cause else ""

    def note(self, cause: str) -> None:
        """Note the outcome of a heartbeat: "" if the platform answered. Never raises; a full disk loses the note."""
        if cause != self._logged:
            self._logged = cause
            self._log.write(PLATFORM, cause or ANSWERS)
        if self._state is not None and self._state.cause == cause:
            return
        self._state = LineState(cause, self._clock.now().isoformat(timespec="seconds"))
        with suppress(OSError):
            write_private(self._path, json.dumps(asdict(self._state)))
