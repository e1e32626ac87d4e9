"""Supervision of all worker loops: deadlines of their jobs, their incidents, and their rows in the heartbeat."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Protocol

from devices import Clock, DeviceState, DeviceStatus, Fault, Next
from devices.lazy_dataclass import dataclass
from kiosk.effects import AuditKind
from kiosk.log import Log, describe
from kiosk.workers.notices import WorkerOutOfService
from kiosk.workers.supervised import HUNG, Incident

CHECK_EVERY_S = 5.0
"""A job is given up at most so long after its deadline."""
REMEMBERED_S = 600.0
"""Seconds for which health reports an incident; a heartbeat a minute cannot miss it."""
MANY = 100
"""Workers and parts that are remembered at most."""

WriteAudit = Callable[[str, AuditKind, str], None]


class Loop(Protocol):
    """A supervised loop, whatever its jobs are."""

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def join(self, seconds: float) -> None: ...

    def check(self) -> None: ...


@dataclass(frozen=True)
class _Remembered:
    at: float
    code: str


class Supervision:
    """The observer of every loop, and the thread that checks them. Safe to call from any thread."""

    def __init__(self, clock: Clock, log: Log, audit: WriteAudit, post: Callable[[WorkerOutOfService], None]) -> None:
        self._clock = clock
        self._log = log
        self._audit = audit
        self._post = post
        self._condition = clock.condition()
        self._loops: Sequence[Loop] = ()
        self._checks: Sequence[Callable[[], None]] = ()
        self._thread: threading.Thread | None = None
        self._incidents: OrderedDict[str, _Remembered] = OrderedDict()
        self._out: frozenset[str] = frozenset()
        self._stopping = False

    def start(self, loops: Sequence[Loop], checks: Sequence[Callable[[], None]] = ()) -> None:
        """Start these loops; from now on check them, and call `checks` for threads that are no loop."""
        for loop in loops:
            loop.start()
            self._loops = (*self._loops, loop)
        self._checks = (*(loop.check for loop in loops), *checks)
        self._thread = self._clock.spawn("supervisor", self._run)

    def stop(self, seconds: float) -> None:
        """End the loops in order, then the supervisor; all together are given so many seconds."""
        until = self._clock.monotonic() + seconds
        for loop in self._loops:
            loop.stop()
        for loop in self._loops:
            loop.join(max(0.0, until - self._clock.monotonic()))
        with self._condition:
            self._stopping = True
            self._condition.notify_all()
        if self._thread is not None:
            self._thread.join(seconds)

    def incident(self, incident: Incident) -> None:
        """Note an incident: type and frames to the log, a line to the audit log, a fault to health. Never raises: its
        callers are threads in the middle of their recovery."""
        code, frames = (HUNG, ()) if incident.error is None else describe(incident.error)
        self.remember(incident.worker, code)
        with suppress(Exception):
            self._log.write(incident.worker, code, incident.visit, frames)
        with suppress(Exception):
            self._audit(incident.visit, AuditKind.TROUBLE, f"{incident.worker}:{code}")

    def remember(self, part: str, code: str) -> None:
        """Report this of a part in health for a while, as `worker.<part>`."""
        with self._condition:
            self._incidents[part] = _Remembered(self._clock.monotonic(), code)
            self._incidents.move_to_end(part)
            while len(self._incidents) > MANY:
                self._incidents.popitem(last=False)

    def out_of_service(self, worker: str, out: bool) -> None:
        """Note that a worker went out of service, or is tried again."""
        with self._condition:
            self._out = self._out | {worker} if out else self._out - {worker}
        self._log.write(worker, "out_of_service" if out else "in_service")
        self._post(WorkerOutOfService(worker, out))

    def statuses(self) -> Mapping[str, DeviceStatus]:
        """Health's rows: every worker that had an incident lately or is out of service, by name."""
        now = self._clock.monotonic()
        with self._condition:
            recent = {name: each.code for name, each in self._incidents.items() if now - each.at <= REMEMBERED_S}
            out = self._out
        return {name: _status(name, recent.get(name, ""), name in out) for name in sorted({*recent, *out})}

    def _run(self) -> None:
        while True:
            with self._condition:
                self._condition.wait(CHECK_EVERY_S)
                if self._stopping:
                    return
            for check in self._checks:
                self._guarded(check)

    def _guarded(self, check: Callable[[], None]) -> None:
        try:
            check()
        except Exception as error:
            self.incident(Incident("supervisor", error))


def _status(name: str, code: str, out: bool) -> DeviceStatus:
    fault = Fault(f"worker.{name}", Next.OUT_OF_SERVICE if out else Next.CALL_STAFF, code)
    return DeviceStatus(DeviceState.FAULT if out else DeviceState.WARNING, (fault,))
