"""The process that is killed: a real terminal that plays visits continuously on a fake clock.

`python -m tests.kiosk.outbox.visiting CONTROL CONFIG DATA ROUND visit|drain`. It prints one line each: `found
STATE=NUMBER…` (entries found at start), `ready`, `sealed ID DIGEST` (before the store keeps it), `kept ID DIGEST` (once
a page confirms it to the citizen), `released ID REASON` (a quarantined case that is sent again), `drained
STATE=NUMBER…`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from devices import FakeClock
from kiosk.outbox.states import EntryState
from kiosk.platform.wire_types import SealedCase
from kiosk.scenario.matrix.killed import SharedPlatform
from kiosk.scenario.stage import BareStage, message_keys
from kiosk.scenario.world import build_world
from kiosk.view import View
from kiosk.words import Data
from tests.journeys.hand_driven import TO_REVIEW

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
EACH_ROUND = timedelta(hours=2)
CALL_LONGEST_S = 0.4
"""Longest call in real seconds: a silent platform must not cost more."""
CONFIRMING = {"ending-kept-title", "ending-handed-over-title"}
DRAIN_LONGEST_S = 4 * 3600


def print_line(*words: object) -> None:
    print(*words, flush=True)


class Visits:
    """A terminal started on the data of a killed one."""

    def __init__(self, control: str, config: Path, data: Path, round_: int) -> None:
        self.clock = FakeClock(START + round_ * EACH_ROUND)
        self.stage = BareStage(self.clock)
        self.platform = SharedPlatform(control)
        self.world = build_world(
            config, data, data, self.clock, self.published, platform=self.platform, at_most_s=CALL_LONGEST_S
        )
        self.stage.post = self.world.terminal.post
        self._outbox = self.world.terminal.outbox
        self._keep, self._outbox.keep = self._outbox.keep, self.keep  # type: ignore[method-assign]
        self._unconfirmed: dict[str, SealedCase] = {}
        self.print_states("found")
        self.world.terminal.start()
        self.stage.settle()
        self.stage.advance(3)

    def print_states(self, word: str) -> None:
        print_line(word, *(f"{state}={number}" for state, number in self._outbox.counts().items() if number))

    def keep(self, cases: Sequence[SealedCase]) -> None:
        for one in cases:
            print_line("sealed", one.case_id, one.digest)
        self._keep(cases)
        self._unconfirmed |= {one.slip_number: one for one in cases}

    def published(self, view: View) -> None:
        """A page with the slip number and a "kept" or "handed over" title confirms the case to the citizen."""
        self.stage.publish(view)
        if CONFIRMING & message_keys(view):
            for block in view.blocks:
                confirmed = self._unconfirmed.pop(block.value.text, None) if isinstance(block.value, Data) else None
                if confirmed is not None:
                    print_line("kept", confirmed.case_id, confirmed.digest)

    def touch(self, *keys: str) -> None:
        for key in keys:
            self.stage.touch(key)
            self.stage.settle()

    def visit(self) -> None:
        self.platform.set_time(self.clock.now().isoformat())
        for verb, value in TO_REVIEW:
            if verb == "card":
                self.world.cards.put(value)
                self.stage.advance(2)
                self.world.cards.lift()
            elif verb == "touch":
                self.touch(value)
            else:
                self.stage.type_text(verb, value)
                self.stage.settle()
        self.touch("continue", "continue", "declare")
        self.stage.advance(6)
        self.world.slips.take()
        self.touch("continue", "finish")

    def release(self) -> None:
        with self._outbox.store.transaction() as cursor:
            aside = list(
                cursor.execute("SELECT sequence, id, reason FROM entry WHERE state = ?", (EntryState.QUARANTINED,))
            )
        for sequence, case_id, reason in aside:
            print_line("released", case_id, reason)
            self._outbox.mark_waiting(sequence, self.clock.now(), "released")

    def drain(self) -> None:
        """Release quarantined cases, as a technician would, and let time pass until nothing is due."""
        self.release()
        for _ in range(DRAIN_LONGEST_S // 60):
            self.platform.set_time(self.clock.now().isoformat())
            self.stage.advance(60)
            if self._outbox.seconds_to_next() is None:
                break
        self.print_states("drained")
        self.world.terminal.stop()


def main(control: str, config: str, data: str, round_: str, order: str) -> None:
    visits = Visits(control, Path(config), Path(data), int(round_))
    print_line("ready")
    if order == "drain":
        visits.drain()
        return
    while True:
        visits.visit()


if __name__ == "__main__":
    main(*sys.argv[1:])
