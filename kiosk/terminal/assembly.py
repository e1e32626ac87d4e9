"""Build a terminal: settings → devices → outbox → platform → workers → conductor. Nothing runs yet."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path

from devices import Clock, DeviceSpec, OpenDevice, PortsInUse, SystemClock, open_device
from devices.opening import problems, sharing_problems
from devices.profile_devices import spec_of
from kiosk.audit import AuditLog
from kiosk.catalogue.load import BadCatalogue, CatalogueCache
from kiosk.document_roots import load_document_roots
from kiosk.effects import (
    Ask,
    AskOrder,
    AskPermit,
    Fetch,
    FindKept,
    ForgetPapers,
    Keep,
    OpenRelay,
    Rate,
    Recut,
    ReportPaper,
    ShutDown,
    TakePhoto,
)
from kiosk.events import Event
from kiosk.log import EventLog
from kiosk.outbox.courier import Courier
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.store_files import has_lived
from kiosk.papers.pdf_reader import PdfReader
from kiosk.papers.pictures import Pictures
from kiosk.platform.gateway import PlatformGateway
from kiosk.platform.identity import CATALOGUE, BadToken, PlatformKeys, TerminalKey, verify_token
from kiosk.platform.line import LineRecord
from kiosk.platform.name_lookup import NameLookup
from kiosk.private_files import make_private
from kiosk.settings import PlatformKind, Settings, SettingsError
from kiosk.spoken import speaking_seconds, spoken
from kiosk.terminal.absent_devices import AbsentDevices
from kiosk.terminal.clock_check import ClockCheck
from kiosk.terminal.conductor import Conductor
from kiosk.terminal.desks import make_desks
from kiosk.terminal.facts import terminal_facts
from kiosk.terminal.for_staff import staff_state
from kiosk.terminal.shutting_down import shutting_down
from kiosk.terminal.staff_acts import staff_acts, staff_desk
from kiosk.terminal.terminal import Parts, Places, Terminal
from kiosk.terminal.way_to_platform import walk_of
from kiosk.terminal.words_in_use import WordsInUse
from kiosk.terminal.worker_effects import Taker, WorkerEffects
from kiosk.terminal_facts import TerminalFacts
from kiosk.version import VERSION
from kiosk.view import View
from kiosk.workers.case_sealer import CaseSealer
from kiosk.workers.device import DeviceWorker
from kiosk.workers.health_file import HealthFile
from kiosk.workers.heartbeat import HeartbeatWorker
from kiosk.workers.practice import Practice
from kiosk.workers.question_pool import QuestionPool
from kiosk.workers.shown_words import with_consent
from kiosk.workers.supervised import Incident, ServiceRecord, SupervisedLoop
from kiosk.workers.supervision import Supervision

KEY_FILE = "terminal.key"
GATEWAYS: Mapping[PlatformKind, tuple[str, str]] = {
    "yike": ("kiosk.platform.client", "HttpGateway"),
    "enveloped": ("kiosk.platform.enveloped", "EnvelopedGateway"),
}
"""Module and class of the gateway for each kind of platform; all are made with the same arguments."""


def device_specs(settings: Settings, models: Path) -> dict[str, DeviceSpec]:
    """The devices of a profile. Raises SettingsError naming all families, drivers, models and ports that are wrong."""
    specs = {name: spec_of(name, section) for name, section in settings.devices.items()}
    wrong = [f"devices.{name}: {words}" for name, spec in specs.items() for words in problems(spec, models)]
    wrong += [f"devices.{name}: {words}" for name, words in sharing_problems(specs.values())]
    if wrong:
        raise SettingsError(wrong)
    return specs


def _specs_and_facts(settings: Settings, config: Path) -> tuple[dict[str, DeviceSpec], TerminalFacts]:
    """Both, or SettingsError with the mistakes of devices, models and tables together."""
    wrong: list[str] = []
    specs: dict[str, DeviceSpec] = {}
    try:
        specs = device_specs(settings, config / "models")
    except SettingsError as error:
        wrong += error.problems
    try:
        facts = terminal_facts(settings, config)
    except SettingsError as error:
        raise SettingsError(wrong + error.problems) from None
    if wrong:
        raise SettingsError(wrong)
    return specs, facts


def assemble(
    settings: Settings,
    clock: Clock,
    publish: Callable[[View], None],
    places: Places,
    *,
    record: Callable[[Event], None] | None = None,
    platform_at_most_s: float = 60.0,
    on_fatal: Callable[[], None] = lambda: None,
) -> Terminal:
    """Build a terminal; `publish` is called with every view from the conductor's thread, `on_fatal` once when the
    program has to end. Raises SettingsError, OutboxInUse, KeepFailed, KeyFileError, ForeignData and OSError."""
    # A key that others could read is not closed but refused: it may be known.
    opened = make_private(places.data, except_for=KEY_FILE)
    specs, facts = _specs_and_facts(settings, places.config)
    keys = platform_keys(settings)
    catalogues = CatalogueCache(places.data / "catalogue.jws", lambda token: _verified(token, keys))
    cached = catalogues.read()
    words = WordsInUse(places.config / "languages", cached)
    # Before the outbox is opened, which leaves the traces of a terminal that has worked.
    key = TerminalKey.load_or_create(
        places.data / KEY_FILE, lived=has_lived(places.data / "outbox") or cached is not None
    )
    checked = ClockCheck(clock)  # by the platform's time where the machine's is far off
    outbox = Outbox.open(places.data / "outbox", checked)
    audit = AuditLog.open(places.data / "audit", clock)
    log = EventLog.open(places.data / "log", clock)
    if opened:
        log.write("terminal", f"closed_to_others_{len(opened)}")
    if catalogues.wrong:
        log.write("catalogue", f"cached_{catalogues.wrong}")
    for item in cached.hidden if cached is not None else ():
        log.write("catalogue", f"hidden:{item.id}")
    ports_in_use = PortsInUse()
    devices: dict[str, OpenDevice] = {
        name: open_device(spec, clock, places.config / "models", in_use=ports_in_use) for name, spec in specs.items()
    }

    def reading_s(view: View) -> float:
        return speaking_seconds(spoken(view, words.current.words(view.language)))

    for_staff = staff_state(settings, places.config, facts.faults)
    conductor = Conductor(facts, cached, checked, _new_visit, publish, reading_s, for_staff, record, devices)
    line = LineRecord(places.data, clock, log)
    supervision = Supervision(clock, log, audit.append, conductor.post)
    for name, each in (("audit", audit), ("log", log)):
        each.on_removed = partial(supervision.remember, name, "Removed")
    absent = AbsentDevices(facts.absent, log)
    pictures = Pictures()
    parts = Parts(
        outbox, audit, log, words, checked, devices, supervision, key.public, absent, line, pictures, len(opened)
    )
    parts.conductor = conductor
    terminal = Terminal(settings, checked, places, parts)

    lookup = NameLookup(SystemClock(), folder=places.data)

    def gateway() -> PlatformGateway:
        # Loaded by the first worker that speaks to the platform: the first page does not wait for it.
        module, name = GATEWAYS[settings.platform.kind]
        make: Callable[..., PlatformGateway] = getattr(import_module(module), name)
        return make(
            settings.platform.url,
            settings.terminal.code,
            key,
            keys,
            clock,
            build=VERSION,
            at_most_s=platform_at_most_s,
            lookup=lookup,
            ca_file=Path(settings.platform.ca_file) if settings.platform.ca_file else None,
        )

    desks = make_desks(
        gateway,
        clock,
        checked,
        conductor.post,
        lambda: parts.heartbeat.nudge(),
        lambda: PdfReader(load_document_roots(settings.platform.document_roots, rehearsal=settings.rehearsal), checked),
        words,
        parts.pictures,
        outbox.orders,
        lambda: parts.courier.nudge(),
    )
    parts.live_picture = desks.viewfinder.picture
    parts.device_workers = device_workers = {
        name: DeviceWorker(each, clock, desks.post_of(each.family.name, conductor.post), log.write)
        for name, each in devices.items()
    }
    parts.courier = Courier(
        outbox,
        gateway,
        checked,  # the outbox's: both read and write the time of the next attempt
        random.SystemRandom().random,
        terminal.case_news,
        terminal.look_for_platform,
        lambda error: supervision.incident(Incident(Courier.name, error)),
        terminal.publish_backlog,
    )
    sealer = CaseSealer(
        outbox,
        keys,
        lambda: words.current,
        checked,
        checked.quality,
        settings.terminal.code,
        conductor.post,
        terminal.kept,
        desks.blobs,
    )
    desk, staff_fetch = staff_desk(places.data, settings.terminal.code, keys, checked, log, conductor)
    parts.heartbeat = HeartbeatWorker(
        gateway,
        checked,  # a catalogue expires by the platform's day
        settings.terminal.code,
        terminal.health,
        catalogues.accept,
        terminal.platform_seen,
        terminal.publish_backlog,
        staff_fetch.after_beat,
        has_catalogue=cached is not None,
        expires=cached.document.expires if cached is not None else None,
    )
    questions = QuestionPool(gateway, clock, conductor.post, parts.heartbeat.nudge)
    shut_down, shut_down_loops = shutting_down(settings, clock, log, supervision)
    walk = walk_of(settings.platform, keys, gateway)
    staff_takers, staff_loops = staff_acts(places.data, clock, conductor, device_workers, supervision, desk, walk)
    # Which worker takes which effect; kiosk.terminal.outcomes has their deadlines.
    takers: Mapping[type, Taker] = {
        **dict.fromkeys((Keep, Rate, ReportPaper, FindKept), sealer.keep),
        **dict.fromkeys((Fetch, AskPermit), desks.documents.take),
        Recut: desks.scans.take,
        ForgetPapers: desks.scans.forget,
        Ask: lambda visit, ask: questions.ask(visit, with_consent(ask, words.current)),
        OpenRelay: desks.relays.take,
        AskOrder: desks.payments.take,
        TakePhoto: desks.viewfinder.take,
        ShutDown: shut_down,
        **staff_takers,
    }
    parts.runner = runner = WorkerEffects(
        device_workers,
        takers,
        questions,
        desks,
        parts.heartbeat,
        supervision,
        audit,
        words,
        on_fatal,
        parts.absent,
    )
    if cached is not None:
        runner.note(cached)
    parts.practice = Practice(
        places.config / "practice.toml",
        settings.terminal.code,
        clock,
        conductor.post,
        partial(supervision.remember, "practice"),
    )
    asking = ServiceRecord(QuestionPool.name, clock, supervision)
    parts.loops = (
        *(SupervisedLoop(each, clock, supervision) for each in device_workers.values()),
        SupervisedLoop(sealer, clock, supervision),
        *(SupervisedLoop(each, clock, supervision, asking) for each in questions.askers),
        *desks.loops(clock, supervision),
        *shut_down_loops,
        *staff_loops,
        SupervisedLoop(parts.courier, clock, supervision),
        SupervisedLoop(parts.heartbeat, clock, supervision),
        SupervisedLoop(HealthFile(places.data, terminal.health, clock), clock, supervision),
    )
    return terminal


def _new_visit() -> str:
    """A visit's id: 16 hex digits of which the first is a letter, so that no id looks like anybody's number."""
    return "f" + secrets.token_hex(8)[1:]


def platform_keys(settings: Settings) -> PlatformKeys:
    platform = settings.platform
    return PlatformKeys(platform.seal_key_id, platform.seal_public, platform.sign_key_id, platform.sign_public)


def _verified(token: bytes, keys: PlatformKeys) -> bytes:
    try:
        return verify_token(token.decode("ascii", "replace"), keys, CATALOGUE)
    except BadToken as error:
        raise BadCatalogue(str(error), "signature") from None
