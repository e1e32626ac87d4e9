"""Run a terminal: begin and end its threads, and pass on what its parts report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from pathlib import Path

from devices import Clock, DeviceState, DeviceStatus, Fault, Next, OpenDevice
from devices.lazy_dataclass import dataclass
from kiosk.audit import AuditLog
from kiosk.causes import CATALOGUE, SOUND
from kiosk.events import Event
from kiosk.health import disk_free_mb, heartbeat
from kiosk.log import EventLog
from kiosk.messages import Languages
from kiosk.outbox.courier import Courier
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.status import HEALTH, UNSETTLED
from kiosk.outbox.store import KeepFailed
from kiosk.papers.pdf_verdict import PageImage
from kiosk.papers.pictures import Pictures
from kiosk.platform.gateway import Heartbeat
from kiosk.platform.line import LineRecord
from kiosk.platform.wire_types import NotReceived, Receipt
from kiosk.settings import Settings
from kiosk.terminal.absent_devices import AbsentDevices
from kiosk.terminal.clock_check import ClockCheck
from kiosk.terminal.conductor import Conductor
from kiosk.terminal.effect_runner import EffectRunner, EffectTaker
from kiosk.terminal.words_in_use import WordsInUse
from kiosk.workers.device import DeviceWorker
from kiosk.workers.heartbeat import HeartbeatWorker
from kiosk.workers.notices import (
    BacklogMeasured,
    CannotKeep,
    CaseNews,
    CatalogueCame,
    PlatformSeen,
    StatusSeen,
    ViewNotShown,
)
from kiosk.workers.supervised import Incident
from kiosk.workers.supervision import Loop, Supervision

OUTBOX_FAULTS = ("store_replaced", "store_damaged")
"""Codes of KeepFailed after which nothing can be kept until the next start."""
CLOCK_WRONG = "the clock is at {:%Y-%m-%d}, which cannot be right: set it; until then nothing is taken"
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
    absent: AbsentDevices
    line: LineRecord
    pictures: Pictures
    closed_to_others: int
    """Files and folders of the terminal's data that other users could read until this start."""
    live_picture: Callable[[], PageImage | None] = field(init=False)
    conductor: Conductor = field(init=False)
    courier: Courier = field(init=False)
    heartbeat: HeartbeatWorker = field(init=False)
    device_workers: Mapping[str, DeviceWorker] = field(init=False)
    runner: EffectRunner = field(init=False)
    practice: EffectTaker = field(init=False)
    loops: Sequence[Loop] = field(init=False)


class Terminal:
    """`start` begins its threads; `stop` ends them and closes what is open."""

    def __init__(self, settings: Settings, clock: Clock, places: Places, parts: Parts) -> None:
        self.settings = settings
        self.clock = clock
        self._places = places
        self._parts = parts
        self._started_at = clock.monotonic()
        self._store_trouble = ""

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
    def pictures(self) -> Pictures:
        """The pages of documents that the screen shows now."""
        return self._parts.pictures

    def live_picture(self) -> PageImage | None:
        """The newest picture of the camera that is watched; None while there is none. To be called by the screen alone:
        pictures are made while it asks."""
        return self._parts.live_picture()

    @property
    def notes(self) -> Sequence[str]:
        """Notes for staff at the start, a line each."""
        note, closed = self.outbox.health_note, self._parts.closed_to_others
        return (
            *((f"outbox: {HEALTH[note]}",) if note in UNSETTLED else ()),
            *((CLOCK_WRONG.format(self.clock.now()),) if self._parts.clock_check.is_impossible else ()),
            *((f"{self._places.data}: {closed} files and folders were open to other users; closed",) if closed else ()),
        )

    @property
    def public_key(self) -> str:
        """This terminal's public key, as a platform is given it."""
        return self._parts.public_key

    def start(self) -> None:
        parts = self._parts
        parts.log.write("terminal", "started")
        if parts.clock_check.is_impossible:
            parts.log.write("terminal", "clock_impossible")
        parts.conductor.start(parts.runner, parts.practice)
        self.publish_backlog()
        parts.supervision.start(parts.loops, (parts.conductor.check,))

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
        """Post an event: a touch, or anything else that happened."""
        self.conductor.post(event)

    def report_status(self, part: str, status: DeviceStatus) -> None:
        """Report the status of a part that has no worker here, such as the screen's voice."""
        self.conductor.post(StatusSeen(part, status))

    def report_not_shown(self, error: Exception) -> None:
        """Report that the screen could not show the newest view."""
        self.conductor.post(ViewNotShown(error))

    def report_error(self, part: str, error: BaseException) -> None:
        """Report an exception that nothing caught, to log, audit and health. May be called from any thread."""
        self._parts.supervision.incident(Incident(part, error))

    def health(self) -> Heartbeat:
        """The heartbeat: state of devices, workers, outbox and clock."""
        parts, clock = self._parts, self._parts.clock_check
        waiting: Mapping[str, int] = {}
        oldest: int | None = None
        # The platform must be informed of a terminal whose store cannot be read.
        with suppress(KeepFailed):
            waiting, oldest = parts.outbox.counts(), parts.outbox.oldest_unsent_s()
        return heartbeat(
            terminal=self.settings.terminal.code,
            catalogue_version=parts.conductor.catalogue_version,
            uptime_s=int(self.clock.monotonic() - self._started_at),
            statuses={**parts.conductor.statuses, **parts.supervision.statuses(), **parts.absent.statuses()},
            records={name: worker.record() for name, worker in parts.device_workers.items()},
            outbox=waiting,
            oldest_unsent_s=oldest,
            data=self._places.data,
            clock_offset_s=clock.offset_s,
            in_visit=parts.conductor.in_visit,
            out_of_service=parts.conductor.out_of_service,
        )

    # Reports of the workers, passed on to the conductor.

    def kept(self) -> None:
        """Something new is in the outbox."""
        self._parts.courier.nudge()
        self.publish_backlog()

    def publish_backlog(self) -> None:
        """Report what waits to be handed over, and whether a store that could not keep can again."""
        conductor, outbox = self.conductor, self.outbox
        is_out = conductor.status.out_of_service == "outbox"
        trouble = outbox.health_note if outbox.health_note in UNSETTLED else ""
        try:
            outbox.store.check_in_place()
            outbox.note_level()
            backlogs = outbox.backlogs()
            if is_out and not self._parts.clock_check.is_impossible:
                outbox.probe_write()
                conductor.post(CannotKeep(""))
            conductor.post(BacklogMeasured(backlogs, disk_free_mb(self._places.data)))
        except KeepFailed as failure:
            if failure.code in OUTBOX_FAULTS:
                trouble = failure.code
                if not is_out:
                    conductor.post(CannotKeep(failure.code))
        self._report_store(trouble)

    def _report_store(self, trouble: str) -> None:
        """Tell page, health and log what a person must do about the store; "": nothing."""
        if trouble != self._store_trouble:
            self._store_trouble = trouble
            self._parts.log.write("outbox", trouble or "store_sound")
            faults = (Fault(f"outbox.{trouble}", Next.CALL_STAFF),) if trouble else ()
            status = DeviceStatus(DeviceState.WARNING if trouble else DeviceState.READY, faults)
            self.conductor.post(StatusSeen("outbox", status))

    def look_for_platform(self) -> None:
        self._parts.heartbeat.nudge()

    def case_news(self, case: Receipt | NotReceived) -> None:
        """Pass on what the courier learned of a case; either proves that the platform answers."""
        self.conductor.post(CaseNews(case))
        if not self.conductor.status.online:
            self.look_for_platform()

    def platform_seen(self, notice: PlatformSeen | CatalogueCame | StatusSeen) -> None:
        """Pass on what the heartbeat learned of the platform. Does not block."""
        if isinstance(notice, PlatformSeen):
            if notice.server_time is not None:
                self._parts.clock_check.compare(notice.server_time)
            self._parts.line.note(notice.cause)
            if notice.online:
                self.courier.record_admission(notice.admission)
        if isinstance(notice, StatusSeen) and notice.name == CATALOGUE:
            codes = [fault.code for fault in notice.status.faults]
            self._parts.log.write(CATALOGUE, codes[0] if codes else SOUND)
        self.conductor.post(notice)
