"""The pulse: a heartbeat to the platform at this terminal's own phase, and the catalogue when it changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from devices import Cancelled, Clock, DeadlineReached, DeviceState, DeviceStatus, Fault, Next, Wait
from kiosk.catalogue.load import BadCatalogue, Catalogue
from kiosk.platform.gateway import FailureKind, Heartbeat, PlatformFailure, PlatformGateway
from kiosk.workers.notices import CatalogueCame, PlatformSeen, StatusSeen

EVERY = 60.0
EVERY_OFFLINE = 10.0
"""While the platform does not answer, look for it more often: people are waiting for the network."""
HURRY = 300.0
"""So long; after that a whole fleet may be waiting, and must not come back within ten seconds."""
START_SPREAD = 30.0
"""When power returns to a town, its terminals first beat within so many seconds, each at its own phase. One that has no
catalogue yet does not wait: nobody can begin there."""
ALARM_AFTER = 3
"""So many failures in a row are a fault of this terminal's health: a login page in the way, a key not accepted."""
LONGEST = 10.0
AFTER_START = 0.5
"""The first page comes first: what speaks to a platform is heavy to load."""


def phase(terminal: str, every: float) -> float:
    """Seconds into the period at which this terminal beats, so that a fleet does not beat at once."""
    return int.from_bytes(hashlib.sha256(terminal.encode()).digest()[:4]) / 2**32 * every


class HeartbeatWorker:
    """Beats, learns whether the platform answers, and fetches the catalogue it names."""

    def __init__(
        self,
        gateway: Callable[[], PlatformGateway],
        clock: Clock,
        terminal: str,
        report: Callable[[], Heartbeat],
        accept: Callable[[bytes], Catalogue],
        post: Callable[[PlatformSeen | CatalogueCame | StatusSeen], None],
        *,
        has_catalogue: bool = False,
    ) -> None:
        self._gateway = gateway
        self._clock = clock
        self._terminal = terminal
        self._report = report
        self._accept = accept
        self._post = post
        self._first = AFTER_START + (phase(terminal, START_SPREAD) if has_catalogue else 0.0)
        self._offline_since: float | None = None
        self._failures = 0
        self._condition = clock.condition()
        self._beat_now = True
        self._stopping = False
        self._wait: Wait | None = None

    def start(self) -> None:
        self._thread = self._clock.spawn("pulse", self._run)

    def stop(self) -> None:
        with self._condition:
            self._stopping = True
            if self._wait is not None:
                self._wait.cancel()
            self._condition.notify_all()

    def join(self, seconds: float) -> None:
        self._thread.join(seconds)

    def nudge(self) -> None:
        """Somebody had trouble with the platform, or it came back: look now."""
        with self._condition:
            self._beat_now = True
            self._condition.notify_all()

    def _run(self) -> None:
        self._beat_now = False
        self._rest(self._first)
        gateway = self._gateway()
        version = ""
        while not self._stopping:
            online, version = self._beat(gateway, version)
            self._rest(self._pause(online))
        gateway.close()

    def _pause(self, online: bool) -> float:
        now = self._clock.monotonic()
        if online:
            self._offline_since = None
        elif self._offline_since is None:
            self._offline_since = now
        hurried = self._offline_since is not None and now - self._offline_since < HURRY
        every = EVERY_OFFLINE if hurried else EVERY
        return (phase(self._terminal, every) - now % every) % every or every

    def _rest(self, seconds: float) -> None:
        until = self._clock.monotonic() + seconds
        with self._condition:
            while not self._beat_now and not self._stopping:
                left = until - self._clock.monotonic()
                if left <= 0:
                    break
                self._condition.wait(left)
            self._beat_now = False

    def _beat(self, gateway: PlatformGateway, version: str) -> tuple[bool, str]:
        self._wait = wait = Wait(self._clock, LONGEST)
        try:
            reply = gateway.heartbeat(self._report(), wait)
            self._post(PlatformSeen(True, reply.server_time, reply.admission))
            if reply.catalogue_version != version:
                token = gateway.catalogue(version, wait)
                if token is not None:
                    catalogue = self._accept(token)
                    version = catalogue.version
                    self._post(CatalogueCame(catalogue))
            return self._passed(), version
        except PlatformFailure as trouble:
            return self._failed(trouble.kind.value), version
        except (DeadlineReached, Cancelled):
            return self._failed(FailureKind.SLOW.value), version
        except BadCatalogue:
            return self._failed("bad_catalogue"), version

    def _failed(self, word: str) -> bool:
        self._post(PlatformSeen(False))
        self._failures += 1
        if self._failures == ALARM_AFTER:
            fault = Fault(f"platform.{word}", Next.CALL_STAFF)
            self._post(StatusSeen("platform", DeviceStatus(DeviceState.WARNING, (fault,))))
        return False

    def _passed(self) -> bool:
        if self._failures >= ALARM_AFTER:
            self._post(StatusSeen("platform", DeviceStatus(DeviceState.READY)))
        self._failures = 0
        return True
