"""A terminal that runs: its threads begin and end here, and what its parts report is passed on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from devices import Clock, DeviceStatus, OpenDevice
from kiosk.audit import AuditLog
from kiosk.case.sealing import BUILD_DATE
from kiosk.events import Event
from kiosk.health import disk_free_mb, heartbeat
from kiosk.log import EventLog
from kiosk.messages import Languages
from kiosk.outbox.courier import Courier
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.store import KeepFailed
from kiosk.platform.gateway import Heartbeat
from kiosk.platform.wire_types import Receipt
from kiosk.settings import Settings
from kiosk.terminal.clock_check import ClockCheck
from kiosk.terminal.conductor import Conductor
from kiosk.terminal.languages import WordsInUse
from kiosk.terminal.runner import EffectRunner, PlatformEffects
from kiosk.workers.heartbeat import HeartbeatWorker
from kiosk.workers.notices import (
    BacklogMeasured,
    CannotKeep,
    CatalogueCame,
    Delivered,
    PlatformSeen,
    StatusSeen,
    ViewNotShown,
)
from kiosk.workers.supervision import Loop, Supervision

STOP_LONGEST = 2.5
"""Seconds the workers together are given to end, and then the conductor."""


@dataclass(frozen=True)
class Places:
    """Folders of a terminal: `config` is only read; `data` is written by one process at a time."""

    config: Path
    data: Path


@dataclass
class Parts:
    """The parts of a terminal, put together by `assembly`."""

    outbox: Outbox
    audit: AuditLog
    log: EventLog
    words: WordsInUse
    clock_check: ClockCheck
    devices: Mapping[str, OpenDevice]
    supervision: Supervision
    public_key: str
    conductor: Conductor = field(init=False)
    courier: Courier = field(init=False)
    heartbeat: HeartbeatWorker = field(init=False)
    runner: EffectRunner = field(init=False)
    practice: PlatformEffects = field(init=False)
    loops: Sequence[Loop] = field(init=False)


class Terminal:
    """`start` begins its threads; `stop` ends them and closes what is open."""

    def __init__(self, settings: Settings, clock: Clock, places: Places, parts: Parts) -> None:
        self.settings = settings
        self.clock = clock
        self._places = places
        self._parts = parts
        self._started_at = clock.monotonic()

    @property
    def conductor(self) -> Conductor:
        return self._parts.conductor

    @property
    def outbox(self) -> Outbox:
        return self._parts.outbox

    @property
    def courier(self) -> Courier:
        return self._parts.courier

    @property
    def devices(self) -> Mapping[str, OpenDevice]:
        return self._parts.devices

    @property
    def log(self) -> EventLog:
        return self._parts.log

    @property
    def languages(self) -> Languages:
        """The words in use now."""
        return self._parts.words.current

    @property
    def public_key(self) -> str:
        """This terminal's public key, as a platform is given it."""
        return self._parts.public_key

    def start(self) -> None:
        parts = self._parts
        parts.log.write("terminal", "started")
        parts.conductor.start(parts.runner, parts.practice)
        self.publish_backlog()
        parts.supervision.start(parts.loops)

    def stop(self) -> None:
        parts = self._parts
        parts.supervision.stop(STOP_LONGEST)
        parts.conductor.stop()
        parts.conductor.join(STOP_LONGEST)
        parts.log.write("terminal", "stopped")
        parts.audit.close()
        parts.outbox.close()
        parts.log.close()

    def post(self, event: Event) -> None:
        """A touch, or anything else that happened."""
        self.conductor.post(event)

    def report_status(self, part: str, status: DeviceStatus) -> None:
        """Report the status of a part that has no worker here, such as the screen's voice."""
        self.conductor.post(StatusSeen(part, status))

    def report_not_shown(self, error: Exception) -> None:
        """Report that the screen could not show the newest view."""
        self.conductor.post(ViewNotShown(error))

    def health(self) -> Heartbeat:
        """The heartbeat: state of devices, workers, outbox and clock."""
        parts = self._parts
        waiting: Mapping[str, int] = {}
        oldest: int | None = None
        # The platform must hear of a terminal whose store cannot even be read.
        with suppress(KeepFailed):
            waiting, oldest = parts.outbox.counts(), parts.outbox.oldest_unsent_s()
        return heartbeat(
            terminal=self.settings.terminal.code,
            catalogue_version=parts.conductor.catalogue_version,
            uptime_s=int(self.clock.monotonic() - self._started_at),
            statuses={**parts.conductor.statuses, **parts.supervision.statuses()},
            outbox=waiting,
            oldest_unsent_s=oldest,
            data=self._places.data,
            clock_offset_s=parts.clock_check.offset_s,
            in_visit=parts.conductor.in_visit,
            out_of_service=parts.conductor.status.out_of_service,
        )

    # Reports of the workers, passed on to the conductor.

    def kept(self) -> None:
        """Something new is in the outbox."""
        self._parts.courier.nudge()
        self.publish_backlog()

    def publish_backlog(self) -> None:
        """Report what waits to be handed over, and whether a store that could not keep can again."""
        conductor, outbox = self.conductor, self.outbox
        with suppress(KeepFailed):
            if conductor.status.out_of_service == "outbox" and self.clock.now() >= BUILD_DATE:
                outbox.probe_write()
                conductor.post(CannotKeep(""))
            conductor.post(BacklogMeasured(outbox.backlogs(), disk_free_mb(self._places.data)))

    def look_for_platform(self) -> None:
        self._parts.heartbeat.nudge()

    def delivered(self, receipt: Receipt) -> None:
        """The courier brought a receipt home."""
        self.conductor.post(Delivered(receipt))
        if not self.conductor.status.online:
            self.look_for_platform()

    def platform_seen(self, notice: PlatformSeen | CatalogueCame | StatusSeen) -> None:
        """The heartbeat reports of the platform."""
        if isinstance(notice, PlatformSeen):
            if notice.server_time is not None:
                self._parts.clock_check.compare(notice.server_time)
            if notice.online:
                self.courier.record_admission(notice.admission)
        self.conductor.post(notice)
        self.publish_backlog()
