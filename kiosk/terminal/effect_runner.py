"""Protocols of the parts that carry out the conductor's decisions. All calls return at once."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Protocol

from devices import JobKind
from kiosk.catalogue.load import Catalogue
from kiosk.effects import AuditKind, Effect, Job
from kiosk.events import Watch
from kiosk.workers.supervised import Incident


class EffectTaker(Protocol):
    """Carries out effects, or stands in for those who do while somebody practises; returns at once."""

    def carry_out(self, visit: str, effect: Effect) -> None:
        """Hand an effect to the worker that takes it. Raises KeyError for one that nobody takes."""


class EffectRunner(EffectTaker, Protocol):
    """Carries out what the conductor decides; all calls return at once."""

    def watch(self, visit: str, watches: frozenset[Watch]) -> None:
        """From now on report these, one for each device at most. Raises ValueError for two watches of one device, and
        KeyError for a device that the terminal does not have."""

    def job_kind(self, effect: Job) -> JobKind[Any, Any, Any]:
        """The kind of a job, from its device's family. Raises KeyError and UnknownVerb."""

    def put(self, device: str, verb: str, state: Hashable | None) -> None:
        """Put a device into a state; None: at rest."""

    def keep_only_questions(self, visit: str, numbers: frozenset[int]) -> None: ...

    def audit(self, visit: str, kind: AuditKind, code: str) -> None: ...

    def adopt(self, catalogue: Catalogue) -> None:
        """From now on visits use this catalogue and its words."""

    def look_for_platform(self) -> None:
        """A visit began while the network seems to be out: is it still?"""

    def late_outcome(self, visit: str, code: str) -> None:
        """Report to audit and health an outcome that no page will show."""

    def incident(self, incident: Incident) -> None:
        """Report an unexpected exception to log, audit and health."""

    def fatal(self) -> None:
        """The conductor cannot go on: end the program."""
