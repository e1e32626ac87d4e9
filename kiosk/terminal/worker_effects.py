"""Execute the conductor's decisions by handing each to its worker; all calls return at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from devices import JobKind
from devices.camera.contract import FAMILY as CAMERA_FAMILY
from devices.document_printer.contract import PdfDocument
from devices.document_scanner.contract import Glance, ScanRequest
from kiosk.audit import AuditLog
from kiosk.catalogue.load import Catalogue
from kiosk.documents.slip import SlipContent, slip_document
from kiosk.effects import Audit, AuditKind, Effect, Job, PrintDocument
from kiosk.events import Watch
from kiosk.terminal.absent_devices import AbsentDevices
from kiosk.terminal.desks import Desks
from kiosk.terminal.words_in_use import WordsInUse
from kiosk.workers.device import DeviceWorker
from kiosk.workers.heartbeat import HeartbeatWorker
from kiosk.workers.question_pool import QuestionPool
from kiosk.workers.supervised import Incident
from kiosk.workers.supervision import Supervision

Taker = Callable[[str, Any], None]
"""Hands an effect of a visit to its worker."""


class WorkerEffects:
    """The conductor's EffectRunner over the workers of a terminal.

    `takers` maps an effect to what hands it to its worker; jobs and audit lines are taken here. `on_fatal` ends the
    program.
    """

    def __init__(
        self,
        devices: Mapping[str, DeviceWorker],
        takers: Mapping[type, Taker],
        questions: QuestionPool,
        desks: Desks,
        heartbeat: HeartbeatWorker,
        supervision: Supervision,
        audit: AuditLog,
        words: WordsInUse,
        on_fatal: Callable[[], None],
        absent: AbsentDevices,
    ) -> None:
        self._devices = devices
        self._takers: Mapping[type, Taker] = {Job: self._job, Audit: self._audit_line, **takers}
        self._questions = questions
        self._desks = desks
        self._heartbeat = heartbeat
        self._supervision = supervision
        self._audit = audit
        self._words = words
        self._on_fatal = on_fatal
        self._absent = absent

    def watch(self, visit: str, watches: frozenset[Watch]) -> None:
        by_device = {watch.device: watch for watch in watches}
        if len(by_device) < len(watches):
            # Which one to drop nobody could say, and its page would wait for ever.
            wanted = ", ".join(sorted(f"{watch.device}.{watch.verb}" for watch in watches))
            raise ValueError(f"a device has one watch at a time, not {wanted}")
        if unknown := by_device.keys() - self._devices.keys():
            raise KeyError(", ".join(sorted(unknown)))
        cameras = (name for name in by_device if self._devices[name].family.name == CAMERA_FAMILY.name)
        self._desks.viewfinder.watch(visit, by_device.get(next(cameras, "")))
        for name, worker in self._devices.items():
            worker.watch(visit, by_device.get(name))

    def carry_out(self, visit: str, effect: Effect) -> None:
        self._takers[type(effect)](visit, effect)

    def _job(self, visit: str, effect: Job) -> None:
        argument = effect.argument
        if isinstance(argument, SlipContent):
            languages = self._words.current
            argument = slip_document(argument, lambda lang, words: languages.words(lang).text(words))
        elif isinstance(argument, PrintDocument):
            argument = PdfDocument(self._desks.documents.document(argument.document), argument.document.pages)
        elif isinstance(argument, ScanRequest | Glance):
            self._desks.scans.prepare(visit, effect.number, argument)
        self._devices[effect.device].do(visit, effect.number, effect.verb, argument)

    def job_kind(self, effect: Job) -> JobKind[Any, Any, Any]:
        return self._devices[effect.device].family.job(effect.verb)

    def put(self, device: str, verb: str, state: Hashable | None) -> None:
        self._devices[device].put(verb, state)

    def keep_only_questions(self, visit: str, numbers: frozenset[int]) -> None:
        self._questions.keep_only(visit, numbers)
        self._desks.keep_only(visit, numbers)

    def _audit_line(self, visit: str, effect: Audit) -> None:
        self._audit.append(visit, effect.kind, effect.code)

    def audit(self, visit: str, kind: AuditKind, code: str) -> None:
        self._audit.append(visit, kind, code)

    def adopt(self, catalogue: Catalogue) -> None:
        self._words.adopt(catalogue)
        self.note(catalogue)

    def note(self, catalogue: Catalogue) -> None:
        """An item that this build cannot offer is a line of the audit log, one without its device one of the log."""
        self._absent.adopt(catalogue)
        for each in catalogue.hidden:
            self._audit.append("", AuditKind.ITEM_HIDDEN, each.id)

    def look_for_platform(self) -> None:
        self._heartbeat.nudge()

    def late_outcome(self, visit: str, code: str) -> None:
        self._audit.append(visit, AuditKind.LATE_OUTCOME, code)
        self._supervision.remember("late_outcome", code)

    def incident(self, incident: Incident) -> None:
        self._supervision.incident(incident)

    def fatal(self) -> None:
        self._on_fatal()
