"""Play of one cell: walk to its page, inject the fault, go on as far as possible, leave."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from devices import FakeClock
from kiosk.delays import DELAYS, READINGS_BEFORE_IDLE
from kiosk.outbox.states import UNSENT
from kiosk.scenario import leaks
from kiosk.scenario.actors import ActorError, Platform, complaints_of, device_named, simulator_of
from kiosk.scenario.log_capture import CapturedLogs
from kiosk.scenario.matrix.cells import Cell
from kiosk.scenario.matrix.citizen import Act, Citizen, first_answers
from kiosk.scenario.matrix.played import Held, Played, Seen
from kiosk.scenario.stage import BareStage, message_keys, touchable_keys
from kiosk.scenario.world import World, build_world
from kiosk.spoken import speaking_seconds, spoken
from kiosk.view import View

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
CALL_LONGEST_S = 10.0
"""Longest call to the sandbox, in real seconds: a busy machine is no fault."""
CALL_LONGEST_UNANSWERED_S = 0.8
"""The same for cells in which no answer comes."""
UNANSWERED = ("platform.silent", "platform.trickle")
MAX_ACTS = 60
MAX_REPEATS = 4
"""Times that a citizen repeats an act on the same page before giving up."""
LEAVING_KEYS = ("leave-now", "finish", "leave", "skip", "continue", "back", "help")
"""Keys that a citizen who wants to leave touches, in order of preference."""
TIMERS_WITHOUT_EXIT = frozenset({"say_what", "say_how_long", "code_again", "reveal"})
"""Timers that change the content of a page and never end it."""
OF_PEOPLE = ("person", "phone", "brought")
"""Sources of faults that people act out on the cell's page; the others strike on the way to it."""
DELIVERY_STEP_S = 30.0
DELIVERY_S = 900.0
"""Time after the visit, long enough for every retry of the courier."""


class Play:
    """One cell, played on a separate terminal; the sandbox is shared and must have been reset."""

    def __init__(self, cell: Cell, platform: Platform, config: Path, data: Path) -> None:
        self.cell, self.platform = cell, platform
        self.clock = FakeClock(START)
        self.stage = BareStage(self.clock)
        self.on_view: Callable[[View], None] = lambda view: None
        """Called in the conductor's thread with every published view."""
        self.world: World = build_world(
            config,
            data,
            data,
            self.clock,
            self._published,
            profile=cell.walk.profile,
            platform=platform,
            at_most_s=CALL_LONGEST_UNANSWERED_S if cell.trouble.id in UNANSWERED else CALL_LONGEST_S,
        )
        self.citizen = Citizen(
            self.stage,
            self.world,
            cell.walk.item,
            first_answers(config / "services", cell.walk.item),
            dict(cell.walk.preferences),
        )
        self.played = Played()
        self.injected = False
        self._last: View | None = None
        self.stage.post = self.world.terminal.post

    def _published(self, view: View) -> None:
        self.stage.publish(view)
        self.on_view(view)

    def start(self) -> None:
        self.world.terminal.start()
        self.stage.settle()
        self.stage.advance(3.0)

    def held(self) -> Held:
        counts = self.world.terminal.outbox.case_counts()
        slips = sum(1 for slip in self.world.slips.all if slip.whole)
        # The platform accepts one rating per visit and refuses a second: only the outbox shows whether two were kept.
        ratings = max(len(self.platform.ratings()), self.world.terminal.outbox.ratings_kept())
        items = Counter(case["item_id"] for case in self.platform.cases())
        return Held(
            items.total(), counts["handed_over"], counts["unsent"], slips, ratings, max(items.values(), default=0)
        )

    def _has_unsent(self) -> bool:
        """Return whether a case or rating is still to be sent."""
        counts = self.world.terminal.outbox.counts()
        return any(counts[state] for state in UNSENT)

    def record_page(self) -> None:
        """Record the page shown now, if it changed."""
        view = self.stage.view()
        if view == self._last:
            return
        self._last = view
        words = self.world.terminal.languages.words(view.language)
        timers = [name for name in self.world.terminal.conductor.running_timers if name not in TIMERS_WITHOUT_EXIT]
        exits = (*touchable_keys(view), *timers)
        if view.countdown is not None:
            exits = (view.countdown.more.key, view.countdown.leave.key)
        said = tuple(line for line in spoken(view, words) if line)
        self.played.seen.append(
            Seen(view.id, view.page, frozenset(message_keys(view)), said, exits, self.injected, self.held())
        )

    def act(self, act: Act) -> None:
        self.played.acts += 1
        self.citizen.do(act)
        self.record_page()

    def go_to_page(self) -> None:
        """Perform the acts before the one that shows the cell's page; for faults that people act out that one too."""
        count = self.cell.act + (self.cell.trouble.of in OF_PEOPLE)
        for _ in range(count):
            act = self.citizen.next_act()
            if act is None:
                raise ActorError(f"no way on from {self.stage.view().id}")
            self.act(act)

    def inject_fault(self) -> None:
        self.injected = True
        trouble = self.cell.trouble
        match trouble.of:
            case "platform":
                self.platform.begin(trouble.name, dict(trouble.parameters))
            case "network":
                self.platform.cable.cut()
            case "phone" | "person" | "brought" | "power":
                pass
            case family:
                self._simulator(family).begin(trouble.name, **dict(trouble.parameters))

    def end_fault(self) -> None:
        trouble = self.cell.trouble
        match trouble.of:
            case "platform":
                self.platform.end_misfortunes()
            case "network":
                self.platform.cable.mend()
            case "phone" | "person" | "brought" | "power":
                pass
            case family:
                self._simulator(family).end(trouble.name)

    def _simulator(self, family: str) -> Any:
        return simulator_of(device_named(self.world.terminal.devices, family))

    def go_on(self) -> None:
        """Go on as far as possible; if the fault passes, end it and try once more; then leave."""
        if self._as_far_as_possible():
            return
        if self.cell.passes:
            self.end_fault()
            self.world.cards.lift()
            self.stage.advance(12.0)
            self.record_page()
            if self._as_far_as_possible():
                return
        self.played.stuck = self.played.seen[-1]
        self.leave()

    def _as_far_as_possible(self) -> bool:
        """Return whether the visit came to its end."""
        tried: dict[tuple[tuple[str, ...], Act], int] = {}
        while self.played.acts < MAX_ACTS:
            act = self.citizen.next_act()
            if self._visit_over() and self.played.acts > 0:
                return True
            if act is None:
                before = self.stage.view()
                self.stage.advance(DELAYS["question"] + 1)
                self.record_page()
                if self.stage.view() == before or self.citizen.next_act() is None:
                    return self._visit_over()
                continue
            # By what the page says: the same button is touched for one paper after the other.
            here = (self.played.seen[-1].words if self.played.seen else (), act)
            tried[here] = tried.get(here, 0) + 1
            if tried[here] > MAX_REPEATS:
                return False
            self.act(act)
        return False

    def _visit_over(self) -> bool:
        return self.stage.view().page in ("Attract", "OutOfService")

    def leave(self, *, with_card: bool = True) -> None:
        """Take card and slips and leave by the page's keys; without such keys wait for the end of the visit."""
        if with_card:
            self.world.cards.lift()
        self.world.slips.take()
        for _ in range(8):
            if self._visit_over():
                return
            keys = touchable_keys(self.stage.view())
            key = next((k for k in LEAVING_KEYS if k in keys), "")
            if not key:
                break
            self.act(Act("touch", key))
        self.wait_for_the_end()

    def wait_for_the_end(self) -> None:
        """Touch nothing: the terminal must end the visit within the delays of each page that it shows meanwhile.
        Otherwise the play is overdue."""
        limits: dict[str, float] = {}
        while not self._visit_over():
            here = self.stage.view().id
            if here not in limits:
                limits[here] = left = self.longest_unattended_s() + 10.0
            if left <= 0:
                limit = limits[here]
                self.played.overdue = f"{here} is still shown after {limit:.0f} s without a touch"
                return
            self.stage.advance(10.0)
            left -= 10.0
            self.record_page()

    def longest_unattended_s(self) -> float:
        words = self.world.terminal.languages.words(self.stage.view().language)
        reading = READINGS_BEFORE_IDLE * speaking_seconds(spoken(self.stage.view(), words))
        around = DELAYS["countdown"] + DELAYS["farewell_longest"] + DELAYS["question"] + 30
        return max(DELAYS["idle_slow"], reading) + around

    def _wait_for_delivery(self) -> Held:
        """Wait until the courier has delivered everything, and reconciled where the platform lost a case."""
        for _ in range(int(DELIVERY_S // DELIVERY_STEP_S)):
            self.stage.advance(DELIVERY_STEP_S)
            held = self.held()
            if not self._has_unsent() and held.platform >= held.received:
                break
        return held

    def close(self, captured: CapturedLogs, data: Path) -> Played:
        """End the fault, wait for delivery, search for leaks, and return the complete record."""
        played = self.played
        played.ended = self._visit_over()
        self.end_fault()
        self.platform.cable.mend()
        self.world.cards.lift()
        self.world.slips.take()
        played.after = self._wait_for_delivery()
        self._last = None
        played.leaks = leaks.scan(
            self.world,
            captured.lines,
            [captured.temporary],
            [str(answer) for answer in self.citizen.answers.values()],
        )
        played.complaints = complaints_of(self.world.terminal.devices)
        played.audit = _audit_kinds(data)
        return played


def _audit_kinds(data: Path) -> list[str]:
    log = (data / "audit" / "audit.jsonl").read_text(encoding="utf-8")
    return [json.loads(line)["kind"] for line in log.splitlines()]
