"""Everything a terminal is made of, put together once: devices, store, platform, workers, conductor."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol

from devices import Clock, DeviceSpec, DeviceStatus, OpenDevice, open_device
from devices.registry import problems
from kiosk.audit import AuditLog
from kiosk.case.sealing import BUILT
from kiosk.catalogue.load import BadCatalogue, Catalogue, CatalogueCache
from kiosk.documents.slip import slip_document
from kiosk.effects import Ask, AuditKind, Keep, Print, Rate
from kiosk.events import Event, Watch
from kiosk.health import BUILD, disk_free_mb, heartbeat
from kiosk.messages import Languages
from kiosk.outbox.courier import Courier
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.store import KeepFailed
from kiosk.platform.gateway import Heartbeat, PlatformGateway
from kiosk.platform.identity import CATALOGUE, BadToken, PlatformKeys, TerminalKey, verify_token
from kiosk.platform.wire_types import Receipt
from kiosk.settings import PlatformKind, Settings, SettingsError
from kiosk.spoken import speaking_seconds, spoken
from kiosk.terminal.conductor import Conductor
from kiosk.terminal.facts import terminal_facts
from kiosk.view import View
from kiosk.workers.case_sealer import CaseSealer
from kiosk.workers.device import DeviceWorker
from kiosk.workers.heartbeat import HeartbeatWorker
from kiosk.workers.notices import BacklogMeasured, CannotKeep, CatalogueCame, Delivered, PlatformSeen, StatusSeen
from kiosk.workers.practice import Practice
from kiosk.workers.question_pool import QuestionPool

STOP_LONGEST = 5.0
"""Seconds each worker is given to end."""


GATEWAYS: Mapping[PlatformKind, tuple[str, str]] = {
    "yike": ("kiosk.platform.client", "HttpGateway"),
    "enveloped": ("kiosk.platform.enveloped", "EnvelopedGateway"),
}
"""Module and class of the gateway for each kind of platform; all are made with the same words."""


@dataclass(frozen=True)
class Places:
    """Where a terminal finds its data and keeps its own: `config` is read only, `data` belongs to one process."""

    config: Path
    data: Path


def device_specs(settings: Settings, models: Path) -> dict[str, DeviceSpec]:
    """The devices of a profile. Raises SettingsError naming all families, drivers, models and ports that are wrong."""
    specs = {
        name: DeviceSpec(section.family or name, section.driver, section.port, section.model, section.options, name)
        for name, section in settings.devices.items()
    }
    wrong = [f"devices.{name}: {words}" for name, spec in specs.items() for words in problems(spec, models)]
    if wrong:
        raise SettingsError(wrong)
    return specs


class Worker(Protocol):
    """A thread that can be told to end."""

    def stop(self) -> None: ...

    def join(self, seconds: float) -> None: ...


class Startable(Worker, Protocol):
    """One that starts by itself."""

    def start(self) -> None: ...


class Terminal:
    """One terminal, assembled. `start` begins its threads; `stop` ends them and closes what is open."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        publish: Callable[[View], None],
        places: Places,
        *,
        record: Callable[[Event], None] | None = None,
        platform_at_most_s: float = 60.0,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self._own_languages = Languages.load(places.config / "languages")
        self._places = places
        places.data.mkdir(parents=True, exist_ok=True)
        specs = device_specs(settings, places.config / "models")
        self.outbox = Outbox.open(places.data / "outbox", clock)
        self._audit = AuditLog.open(places.data / "audit", clock)
        self._key = TerminalKey.load_or_create(places.data / "terminal.key")
        self._keys = PlatformKeys(
            settings.platform.seal_key_id,
            settings.platform.seal_public,
            settings.platform.sign_key_id,
            settings.platform.sign_public,
        )
        self._gateway: Callable[[], PlatformGateway] = self._new_gateway
        self._platform_at_most_s = platform_at_most_s
        self._clock_offset: float | None = None
        facts = terminal_facts(settings, places.config)
        self._catalogues = CatalogueCache(places.data / "catalogue.jws", self._verified)
        cached = self._catalogues.read()
        self.languages = self._own_languages.with_items(cached) if cached else self._own_languages
        self.conductor = Conductor(facts, cached, clock, self._new_visit, publish, self._reading_s, record)
        post = self.conductor.post
        self.devices: dict[str, OpenDevice] = {
            name: open_device(spec, clock, places.config / "models") for name, spec in specs.items()
        }
        self._device_workers = {name: DeviceWorker(each, clock, post) for name, each in self.devices.items()}
        self.courier = Courier(
            self.outbox,
            self._gateway,
            clock,
            random.SystemRandom().random,
            self._delivered,
            self.look_for_platform,
            lambda code: self._audit.append("", AuditKind.TROUBLE, code),
            self.publish_backlog,
        )
        self._sealer = CaseSealer(
            self.outbox,
            self._keys,
            lambda: self.languages,
            clock,
            self.clock_quality,
            settings.terminal.code,
            post,
            self._kept,
        )
        self._heartbeat = HeartbeatWorker(
            self._gateway,
            clock,
            settings.terminal.code,
            self.health,
            self._catalogues.accept,
            self._platform_notice,
            has_catalogue=cached is not None,
        )
        self._questions = QuestionPool(self._gateway, clock, post, self._heartbeat.nudge)
        self._practice = Practice(places.config / "practice.toml", settings.terminal.code, clock, post)
        self._started_at = clock.monotonic()

    @property
    def public_key(self) -> str:
        """This terminal's public key, as a platform is told of it."""
        return self._key.public

    def start(self) -> None:
        self.conductor.start(self, self._practice)
        self.publish_backlog()
        started: tuple[Startable, ...] = (
            *self._device_workers.values(),
            self._sealer,
            self._questions,
            self.courier,
            self._heartbeat,
        )
        for worker in started:
            worker.start()

    def stop(self) -> None:
        workers: tuple[Worker, ...] = (
            self._heartbeat,
            self.courier,
            self._questions,
            self._sealer,
            *self._device_workers.values(),
            self.conductor,
        )
        for worker in workers:
            worker.stop()
        for worker in workers:
            worker.join(STOP_LONGEST)
        self._audit.close()
        self.outbox.close()

    def post(self, event: Event) -> None:
        """A touch, or anything else that happened."""
        self.conductor.post(event)

    def report_status(self, part: str, status: DeviceStatus) -> None:
        """Report the status of a part that has no worker here, such as the screen's voice."""
        self.conductor.post(StatusSeen(part, status))

    def health(self) -> Heartbeat:
        """How this terminal is, as the platform is told."""
        waiting: Mapping[str, int] = {}
        oldest: int | None = None
        # The platform must hear of a terminal whose store cannot even be read.
        with suppress(KeepFailed):
            waiting, oldest = self.outbox.counts(), self.outbox.oldest_unsent_s()
        return heartbeat(
            terminal=self.settings.terminal.code,
            catalogue_version=self.conductor.catalogue_version,
            uptime_s=int(self.clock.monotonic() - self._started_at),
            statuses=self.conductor.statuses,
            outbox=waiting,
            oldest_unsent_s=oldest,
            data=self._places.data,
            clock_offset_s=self._clock_offset,
            in_visit=self.conductor.in_visit,
            out_of_service=self.conductor.status.out_of_service,
        )

    def clock_quality(self) -> str:
        """How far the wall clock may be believed: synchronised | offset | unchecked."""
        if self._clock_offset is None:
            return "unchecked"
        return "synchronised" if abs(self._clock_offset) <= 5 else "offset"

    # What the conductor asks of its hands.

    def watch(self, visit: str, watches: frozenset[Watch]) -> None:
        by_family = {watch.family: watch for watch in watches}
        for family, worker in self._device_workers.items():
            worker.watch(visit, by_family.get(family))

    def keep(self, visit: str, effect: Keep | Rate) -> None:
        self._sealer.keep(visit, effect)

    def print(self, visit: str, effect: Print) -> None:
        languages = self.languages
        document = slip_document(effect.slip, lambda lang, words: languages.words(lang).text(words), effect.language)
        self._device_workers["receipt_printer"].print(visit, effect.number, document)

    def ask(self, visit: str, effect: Ask) -> None:
        self._questions.ask(visit, effect)

    def keep_only_questions(self, visit: str, numbers: frozenset[int]) -> None:
        self._questions.keep_only(visit, numbers)

    def audit(self, visit: str, kind: AuditKind, code: str) -> None:
        self._audit.append(visit, kind, code)

    def adopt(self, catalogue: Catalogue) -> None:
        self.languages = self._own_languages.with_items(catalogue)

    def _new_gateway(self) -> PlatformGateway:
        # Loaded by the first worker that speaks to the platform: the first page does not wait for it.
        module, name = GATEWAYS[self.settings.platform.kind]
        make: Callable[..., PlatformGateway] = getattr(import_module(module), name)
        return make(
            self.settings.platform.url,
            self.settings.terminal.code,
            self._key,
            self._keys,
            self.clock,
            build=BUILD,
            at_most_s=self._platform_at_most_s,
        )

    def _new_visit(self) -> str:
        return secrets.token_hex(8)

    def _reading_s(self, view: View) -> float:
        return speaking_seconds(spoken(view, self.languages.words(view.language)))

    def _kept(self) -> None:
        self.courier.nudge()
        self.publish_backlog()

    def publish_backlog(self) -> None:
        """Tell what waits to be handed over, and whether a store that could not keep can again."""
        with suppress(KeepFailed):
            if self.conductor.status.out_of_service == "outbox" and self.clock.now() >= BUILT:
                self.outbox.try_to_keep()
                self.conductor.post(CannotKeep(""))
            self.conductor.post(BacklogMeasured(self.outbox.backlogs(), disk_free_mb(self._places.data)))

    def look_for_platform(self) -> None:
        self._heartbeat.nudge()

    def _delivered(self, receipt: Receipt) -> None:
        self.conductor.post(Delivered(receipt))
        if not self.conductor.status.online:
            self.look_for_platform()

    def _platform_notice(self, notice: PlatformSeen | CatalogueCame | StatusSeen) -> None:
        if isinstance(notice, PlatformSeen):
            if notice.server_time is not None:
                self._clock_offset = (notice.server_time - self.clock.now()).total_seconds()
            if notice.online:
                self.courier.heard(notice.admission)
        self.conductor.post(notice)
        self.publish_backlog()

    def _verified(self, token: bytes) -> bytes:
        try:
            return verify_token(token.decode("ascii", "replace"), self._keys, CATALOGUE)
        except BadToken as error:
            raise BadCatalogue(str(error)) from None
