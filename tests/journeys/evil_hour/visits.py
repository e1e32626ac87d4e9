"""Process of the evil hour: a real terminal that plays visits on a fake clock until it is killed or its turn is over.

    python -m tests.journeys.evil_hour.visits < ORDER

The order is a JSON object (`Order`). Lines of JSON are printed: `sealed` before and `kept` after the store has a case,
`nothing` when a page says that nothing was kept, `destroyed` when a store is deleted with cases in it, `visit` at the
end of each visit, `turn` when the turn is over.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kiosk.outbox.reconciling import AFTER_START_S, POSTPONE_S
from kiosk.outbox.states import HANDED_OVER, EntryState
from kiosk.outbox.store import KeepFailed
from kiosk.platform.gateway import Heartbeat
from kiosk.scenario.actors import ActorError
from kiosk.scenario.matrix.citizen import DETOUR, DETOURS, Citizen, first_answers
from kiosk.scenario.matrix.walks import items_of
from kiosk.scenario.stage import CannotTouch, message_keys
from tests.journeys.evil_hour.evils import EVILS, EXCEPTION, EXCEPTION_WEIGHT, Doing, exception, faults_of
from tests.journeys.evil_hour.running import SLICE_S, Order, RunningTerminal, say
from tests.journeys.injection import loops_of
from tests.journeys.places import APPLIES, places
from tests.journeys.walking import leave, untrue, walk

NOTICE_S = 130.0
"""Two heartbeats: what the terminal can notice it has noticed."""
RECOVERY_S = 240.0
"""A worker is tried again after a minute, the store with the next heartbeat, and what is left is sent."""
DRAIN_LONGEST_S = 12 * 3600
RECONCILED_S = AFTER_START_S + POSTPONE_S + 100.0
"""After a start the confirmed cases are reconciled within this time."""
STORE_GONE = frozenset({"outbox.store_missing", "outbox.store_replaced"})
NOTHING_KEPT = frozenset({"ending-nothing-title", "trouble-nothing-kept"})


class Visits(RunningTerminal):
    """Plays visits, judges every page and the state after each."""

    def visit(self, number: int) -> None:
        """Play one visit with its evils, and print what was found wrong."""
        random = Random(f"{self.order.seed}/{number}")
        self.tried, self.shown, self.wrong = {}, [], list[str]()
        begun: list[tuple[str, Doing]] = []
        with pytest.MonkeyPatch.context() as patch:
            item, preferences = self._drawn(random, patch, begun)
            answers = first_answers(Path(self.order.config) / "services", item)
            citizen = Citizen(self.stage, self.world, item, answers, preferences)
            self._play(citizen, random, begun)
            self.stage.advance(NOTICE_S)
            health = self.world.terminal.health()
            named = self._named(begun, health)
        if self.kill_at:
            self._kill()  # nothing came that it was to happen at
        for _, doing in begun:
            doing.end()
        self.kill_at = ""
        ended = self.stage.view().id
        self.stage.advance(RECOVERY_S)
        leave(self.stage)
        self._look_after()
        say(
            "visit",
            number=number,
            item=item,
            evils=[[kind, doing.words, how] for (kind, doing), how in zip(begun, named, strict=True)],
            ended=ended,
            wrong=self.wrong,
            offset_s=self.offset_s,
            time=self.true_now().isoformat(),
            removed=self.removed_for_good,
            gap=self.leaves_a_gap,
        )

    def _drawn(
        self, random: Random, patch: pytest.MonkeyPatch, begun: list[tuple[str, Doing]]
    ) -> tuple[str, dict[str, str]]:
        """Draw the evils of a visit; begin the exception, which chooses the walk. Return item and preferences."""
        kinds = [*EVILS, EXCEPTION]
        weights = [*(weight for _, weight in EVILS.values()), EXCEPTION_WEIGHT]
        if self.disk is None:
            weights[kinds.index("disk full")] = 0
        count = random.choices((0, 1, 2, 3), (2, 8, 4, 2))[0]
        self._due = [(random.randrange(24), kind) for kind in dict.fromkeys(random.choices(kinds, weights, k=count))]
        self._due.sort()
        if all(kind != EXCEPTION for _, kind in self._due):
            items = items_of(Path(self.order.config) / "services")
            detour = {DETOUR: random.choice(list(DETOURS))} if random.random() < 0.2 else {}
            return (APPLIES if random.random() < 0.7 else random.choice(items)), detour
        self._due = [(at, kind) for at, kind in self._due if kind != EXCEPTION]
        place = random.choice(places())
        conductor = self.world.terminal.conductor
        once = place.plant(self, patch, lambda: conductor.in_visit)
        begun.append((EXCEPTION, exception(once, str(place))))
        return place.item, dict(place.taste)

    def _play(self, citizen: Citizen, random: Random, begun: list[tuple[str, Doing]]) -> None:
        """Walk to the end; begin each evil before its act."""
        acts = 0

        def aside() -> str:
            nonlocal acts
            acts += 1
            while self._due and self._due[0][0] <= acts:
                _, kind = self._due.pop(0)
                begun.append((kind, EVILS[kind][0](self, random)))
                self._killed_between_acts()
            self._judge_pages()
            return ""

        walks_away = random.random() < 0.1
        limit = random.randrange(30) if walks_away else 1000
        with suppress(ActorError, CannotTouch):
            walk(self.stage, citizen, until=lambda: acts > limit, aside=aside)
        with suppress(CannotTouch):
            leave(self.stage)
        self._judge_pages()
        # What came too late for this visit happens on the page that waits for the next.
        for _, kind in self._due:
            begun.append((kind, EVILS[kind][0](self, random)))
            self._killed_between_acts()
        self._due = []

    def _killed_between_acts(self) -> None:
        if self.kill_at == "act":
            self._kill()

    def _judge_pages(self) -> None:
        """Compare every page since the last act with what is kept and handed over."""
        shown, self.shown = self.shown, []
        if not shown:
            return
        states = self._states()
        if states is None:
            return
        refused = self.outbox._refused
        kept = sum(1 for id_ in states if id_ not in refused)
        sent = sum(1 for state in states.values() if state in HANDED_OVER)
        if self.tried and any(NOTHING_KEPT & message_keys(view) for view in shown):
            say("nothing", cases=list(self.tried))
        for view in shown:
            if not view.practice and (words := untrue(view, kept, sent)):
                self.wrong.append(f"{view.id} says {words}; kept {kept}, handed over {sent}")

    def _states(self) -> dict[str, EntryState] | None:
        """States of this visit's cases in the store; None if it cannot be read."""
        try:
            with self.outbox.store.transaction() as cursor:
                rows = [
                    row
                    for id_ in self.tried
                    for row in cursor.execute("SELECT id, state FROM entry WHERE id = ?", (id_,))
                ]
        except KeepFailed:
            return None
        return {id_: EntryState(state) for id_, state in rows}

    def _named(self, begun: list[tuple[str, Doing]], health: Heartbeat) -> list[bool | None]:
        """Whether health names each evil, in order; None where there is nothing to name."""
        line_hidden = any(doing.hides_the_line for _, doing in begun)
        named: list[bool | None] = []
        for kind, doing in begun:
            # Without an answer of the platform nothing shows that the clock is wrong.
            named.append(None if kind == "clock" and line_hidden else doing.named(health))
            if named[-1] is False:
                self.wrong.append(f"not named: {doing.words}; health has {sorted(faults_of(health))}")
        if self.order.store_missing and not STORE_GONE & faults_of(health):
            self.wrong.append("not named: the store that was deleted")
        return named

    def _look_after(self) -> None:
        """Once all evils are over: the page and the workers."""
        page = self.stage.view().page
        terminal: Any = self.world.terminal
        if page != "Attract" and not self._may_be_out():
            words = sorted(key for key in message_keys(self.stage.view()) if key.startswith(("fault-", "trouble-")))
            self.wrong.append(f"after all evils are over the page is {self.stage.view().id}: {words}")
        threads = {loop._record.name: loop._thread for loop in loops_of(terminal)}
        threads |= {"conductor": terminal.conductor._thread, "supervisor": terminal._parts.supervision._thread}
        self.wrong += [f"the worker {name} is dead" for name, thread in threads.items() if not thread.is_alive()]
        out = [loop._record.name for loop in loops_of(terminal) if loop.is_out_of_service]
        self.wrong += [f"the worker {name} stays out of service" for name in out]

    def _may_be_out(self) -> bool:
        """Whether the terminal must not serve: its store is gone, or its clock wrong and no better one known."""
        return self.removed_for_good or self.offset_s != 0.0

    def drain(self) -> None:
        """Release what was set aside, as a technician would, and let time pass until everything is at the platform."""
        self.set_clock(0.0)
        self.stage.advance(RECONCILED_S)
        with self.outbox.store.transaction() as cursor:
            statement = "SELECT sequence FROM entry WHERE state = ?"
            aside = [sequence for (sequence,) in cursor.execute(statement, (EntryState.QUARANTINED,))]
        for sequence in aside:
            self.outbox.mark_waiting(sequence, self.clock.now(), "released")
        for _ in range(int(DRAIN_LONGEST_S // SLICE_S)):
            self.stage.advance(SLICE_S)
            if self.outbox.seconds_to_next() is None:
                break


@contextmanager
def running(order: Order) -> Iterator[Visits]:
    visits = Visits(order)
    try:
        yield visits
    finally:
        visits.world.terminal.stop()


def main() -> None:
    order = Order(**json.load(sys.stdin))
    with running(order) as visits:
        if order.drain:
            visits.drain()
        for number in range(order.first, order.last):
            visits.visit(number)
            if visits.removed_for_good:
                break
        say("turn", counts=dict(visits.world.terminal.outbox.counts()), order=asdict(order))


if __name__ == "__main__":
    main()
