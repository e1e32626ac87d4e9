"""The line to the platform: why it does not work, by a fixed code with its remedy, and since when.

The newest cause is kept in a small file of the data folder, so that a technician finds it where the terminal is ended
and nothing waits. It holds a code and a time, nothing else.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from devices import Clock
from kiosk.log import Log
from kiosk.platform.gateway import FailureKind, PlatformFailure

FILE = "line.json"
LARGEST = 4096
PART = "platform"
"""The part that the local log names."""
ANSWERS = "answers"
"""Code in the local log when the platform answers again."""
PROGRAM = "program"

CAUSES: Mapping[str, str] = MappingProxyType(
    {
        "name": "the platform's name is not found: look at cable, router and name server, then at platform.url",
        "connect": "the platform does not take connections: look at router, firewall and platform.url",
        "no-listener": "nobody takes connections at the platform's address: look at router and platform.url",
        "loopback": "the platform's name leads to this machine: look at /etc/hosts and the name server",
        "handshake": "the connection breaks while TLS is agreed: look at router, firewall and proxy",
        "tls": "the platform's certificate does not hold: look at the clock first, then at platform.ca_file",
        "tls-untrusted": "no CA trusted here signed the certificate: a proxy is in the way, or platform.ca_file is not"
        " the platform's CA",
        "tls-expired": "the certificate has expired: if the clock is right, the platform must renew it",
        "tls-not-yet": "the certificate is not valid yet: the clock is behind; set it",
        "tls-name": "the certificate is for another name: look at platform.url, and for a proxy in the way",
        "tls-version": "no common version of TLS: a proxy is in the way, or the platform is too old",
        "proxy": "somebody else answers: a login page or a proxy is in the way",
        "clock": "the clock is wrong: set it",
        "signature": "the signature does not hold: a proxy changes what passes, or the key is not the enrolled one",
        "receipt": "the receipt does not hold: compare the keys pinned in the profile with the platform's",
        "not-enrolled": "the terminal is not enrolled with its key: enrol it at the platform",
        "suspended": "the platform suspended this terminal: ask there",
        "offline": "the connection broke off: look at cable, router and proxy",
        "slow": "the platform answers too late: look at the line's speed, then ask at the platform",
        "busy": "the platform asked for a pause: it goes on by itself",
        "identity": "the platform does not accept this terminal: ask there",
        "not_the_platform": "somebody else answers: a login page or a proxy is in the way",
        "refused": "the platform refuses the heartbeat: update this program",
        "broken": "the platform fails, or its answer does not fit the contract: ask there",
        PROGRAM: "the program failed while it asked: see python -m kiosk.log tail",
    }
)
"""Code of a cause → what it is and what to do."""
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
        self._logged: str | None = None

    def note(self, cause: str) -> None:
        """Note the outcome of a heartbeat: "" if the platform answered. Never raises; a full disk loses the note."""
        if cause != self._logged:
            self._logged = cause
            self._log.write(PART, cause or ANSWERS)
        if self._state is not None and self._state.cause == cause:
            return
        self._state = LineState(cause, self._clock.now().isoformat(timespec="seconds"))
        fresh = self._path.with_suffix(".new")
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
            with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
                json.dump(asdict(self._state), file)
            fresh.replace(self._path)
