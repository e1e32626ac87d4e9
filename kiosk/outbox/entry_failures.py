"""Failures of single entries: which of them an entry causes itself, when others go first, when it is quarantined.

A failure that could also be the line's (no connection, a proxy's page, a pause asked for) counts against an entry only
if the line was proven good since the entry's last failure, by a heartbeat or by another entry that was accepted. So an
outage, however long, is nobody's fault. Held in memory: after a restart the counting begins again.
"""

from __future__ import annotations

from dataclasses import field, replace

from devices.lazy_dataclass import dataclass
from kiosk.outbox.entries import Entry
from kiosk.outbox.states import YIELD_AFTER, BreakerEffect, EntryState, FailureRule

Stage = tuple[int, bool]
"""An entry's sequence, and whether its materials are sent: the two are answered independently."""


def stage_of(entry: Entry) -> Stage:
    """Return the stage in which an entry is sent now."""
    return entry.sequence, entry.state is EntryState.RECEIVED


@dataclass(frozen=True)
class _Record:
    counted: int
    proofs: int
    """Proofs of a good line until the last failure."""
    delivered_before: int
    """Entries delivered before the first failure."""


@dataclass(frozen=True)
class Verdict:
    """`yields`: the entry waits by itself and the others go first; `quarantine`: it is not sent again."""

    yields: bool = False
    quarantine: bool = False


@dataclass
class EntryFailures:
    """Used by the courier's thread; `line_is_good` may be called from any thread."""

    _records: dict[Stage, _Record] = field(default_factory=dict)
    _proofs: int = 0
    _delivered: int = 0

    def line_is_good(self) -> None:
        """Note that a heartbeat succeeded."""
        self._proofs += 1

    def accepted(self, stage: Stage) -> None:
        """Note that the platform accepted this entry: its failures are forgotten, and the line is good."""
        self._records.pop(stage, None)
        self._delivered += 1
        self._proofs += 1

    def failed(self, stage: Stage, rule: FailureRule) -> Verdict:
        """Count a failure and return what follows for the entry."""
        record = self._records.get(stage) or _Record(0, -1, self._delivered)
        answered = rule.breaker is BreakerEffect.CONTINUE
        if answered or self._proofs > record.proofs:
            record = replace(record, counted=record.counted + 1)
        self._records[stage] = record = replace(record, proofs=self._proofs)
        others_passed = self._delivered > record.delivered_before
        if others_passed and record.counted >= rule.attempts:
            del self._records[stage]
            return Verdict(quarantine=True)
        return Verdict(yields=not answered and record.counted >= YIELD_AFTER)

    def rank_of_case(self, sequence: int) -> int:
        """Return how far an entry stands back from the others, 0 for not at all: the more often it failed, the later it
        is sent. Pauses alone are not enough, since many such entries would take every attempt that the line has."""
        return self._rank((sequence, False))

    def rank_of_materials(self, sequence: int) -> int:
        """Return how far the materials of an entry stand back."""
        return self._rank((sequence, True))

    def _rank(self, stage: Stage) -> int:
        record = self._records.get(stage)
        return 0 if record is None else max(0, record.counted - YIELD_AFTER + 1)
