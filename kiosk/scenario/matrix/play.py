"""One cell in a world of its own: to its page, the trouble, on as far as the citizen gets, and away."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from devices import FakeClock
from kiosk.delays import DELAYS, READINGS_BEFORE_IDLE
from kiosk.outbox.states import UNSENT
from kiosk.scenario import leaks
from kiosk.scenario.actors import ActorError, Platform, device_named, simulator_of
from kiosk.scenario.log_capture import CapturedLogs
from kiosk.scenario.matrix.cells import Cell
from kiosk.scenario.matrix.citizen import Act, Citizen, first_answers
from kiosk.scenario.matrix.played import Held, Played, Seen
from kiosk.scenario.stage import BareStage, keys_in, keys_of
from kiosk.scenario.world import World, build_world
from kiosk.spoken import speaking_seconds, spoken
from kiosk.view import View

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
CALL_LONGEST_S = 0.8
"""Real seconds a call to the sandbox may last here."""
MOST_ACTS = 60
SAME_ACT = 2
"""How often a citizen tries the same thing on the same page before giving up."""
LEAVING = ("leave-now", "finish", "leave", "skip", "continue", "back", "help")
"""What somebody touches who wants to go, the first that is there."""
LEAD_NOWHERE = frozenset({"say_what", "say_how_long", "code_again", "reveal"})
"""Timers that change what a page says and end nothing."""
DELIVERY_STEP_S = 30.0
DELIVERY_S = 900.0
"""After the visit: long enough for every retry of the courier."""


class Play:
    """One cell in a world of its own; the sandbox is shared and was reset."""

    def __init__(self, cell: Cell, platform: Platform, config: Path, data: Path) -> None:
        self.cell, self.platform = cell, platform
        self.clock = FakeClock(START)
        self.stage = BareStage(self.clock)
        self.on_view: Callable[[View], None] = lambda view: None
        """Called in the conductor's thread with every view, also one that passes by itself."""
        self.world: World = build_world(
            config, data, data, self.clock, self._published, platform=platform, at_most_s=CALL_LONGEST_S
        )
        self.citizen = Citizen(
            self.stage,
            self.world,
            cell.way.item,
            first_answers(config / "services", cell.way.item),
            dict(cell.way.taste),
        )
        self.played = Played()
        self.struck = False
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
        # The platform takes one rating a visit and refuses the next: how many were kept is known here.
        ratings = max(len(self.platform.ratings()), self.world.terminal.outbox.ratings_kept())
        return Held(len(self.platform.cases()), counts["handed_over"], counts["unsent"], slips, ratings)

    def _waits(self) -> bool:
        """A case or a rating is still to be sent."""
        counts = self.world.terminal.outbox.counts()
        return any(counts[state] for state in UNSENT)

    def note(self) -> None:
        """The page that is shown now, if it is another than before."""
        view = self.stage.view()
        if view == self._last:
            return
        self._last = view
        words = self.world.terminal.languages.words(view.language)
        timers = [name for name in self.world.terminal.conductor.running_timers if name not in LEAD_NOWHERE]
        ways = (*keys_of(view), *timers)
        if view.countdown is not None:
            ways = (view.countdown.more.key, view.countdown.leave.key)
        said = tuple(line for line in spoken(view, words) if line)
        self.played.seen.append(
            Seen(view.id, view.page, frozenset(keys_in(view)), said, ways, self.struck, self.held())
        )

    def act(self, act: Act) -> None:
        self.played.acts += 1
        self.citizen.do(act)
        self.note()

    def to_the_page(self) -> None:
        """Everything before the act that brings up the cell's page, and for a person's trouble that act too."""
        count = self.cell.act + (self.cell.trouble.of in ("person", "phone"))
        for _ in range(count):
            act = self.citizen.next_act()
            if act is None:
                raise ActorError(f"no way on from {self.stage.view().id}")
            self.act(act)

    def strike(self) -> None:
        self.struck = True
        trouble = self.cell.trouble
        match trouble.of:
            case "platform":
                self.platform.begin(trouble.name, dict(trouble.parameters))
            case "network":
                self.platform.cable.cut()
            case "phone" | "person" | "power":
                pass
            case family:
                self._simulator(family).begin(trouble.name, **dict(trouble.parameters))

    def clear(self) -> None:
        trouble = self.cell.trouble
        match trouble.of:
            case "platform":
                self.platform.end_misfortunes()
            case "network":
                self.platform.cable.mend()
            case "phone" | "person" | "power":
                pass
            case family:
                self._simulator(family).end(trouble.name)

    def _simulator(self, family: str) -> Any:
        return simulator_of(device_named(self.world.terminal.devices, family))

    def go_on(self) -> None:
        """As far as the citizen gets; then, if the trouble passes, once more; then away."""
        if self._as_far_as_possible():
            return
        if self.cell.passes:
            self.clear()
            self.world.cards.lift()
            self.stage.advance(12.0)
            self.note()
            if self._as_far_as_possible():
                return
        self.played.stuck = self.played.seen[-1]
        self.go_away()

    def _as_far_as_possible(self) -> bool:
        """True when the visit is over."""
        tried: dict[tuple[str, Act], int] = {}
        while self.played.acts < MOST_ACTS:
            act = self.citizen.next_act()
            if self._over() and self.played.acts > 0:
                return True
            if act is None:
                before = self.stage.view()
                self.stage.advance(DELAYS["question"] + 1)
                self.note()
                if self.stage.view() == before or self.citizen.next_act() is None:
                    return self._over()
                continue
            here = (self.stage.view().id, act)
            tried[here] = tried.get(here, 0) + 1
            if tried[here] > SAME_ACT:
                return False
            self.act(act)
        return False

    def _over(self) -> bool:
        return self.stage.view().page in ("Attract", "OutOfService")

    def go_away(self, *, with_card: bool = True) -> None:
        """Take everything and leave by what the page offers; else wait until the terminal ends it."""
        if with_card:
            self.world.cards.lift()
        self.world.slips.take()
        for _ in range(8):
            if self._over():
                return
            keys = keys_of(self.stage.view())
            key = next((k for k in LEAVING if k in keys), "")
            if not key:
                break
            self.act(Act("touch", key))
        self.wait_for_the_end()

    def wait_for_the_end(self) -> None:
        """Nobody touches anything any more: the terminal must end the visit by itself, within its delays."""
        limit = self.longest()
        for _ in range(int(limit // 10) + 1):
            if self._over():
                return
            self.stage.advance(10.0)
            self.note()
        if not self._over():
            self.played.overdue = f"{self.stage.view().id} still stands after {limit:.0f} s without a touch"

    def longest(self) -> float:
        words = self.world.terminal.languages.words(self.stage.view().language)
        reading = READINGS_BEFORE_IDLE * speaking_seconds(spoken(self.stage.view(), words))
        around = DELAYS["countdown"] + DELAYS["farewell_longest"] + DELAYS["question"] + 30
        return max(DELAYS["idle_slow"], reading) + around

    def _delivered(self) -> Held:
        """What is held once the courier had its time, and compared notes where the platform has lost something."""
        for _ in range(int(DELIVERY_S // DELIVERY_STEP_S)):
            self.stage.advance(DELIVERY_STEP_S)
            held = self.held()
            if not self._waits() and held.platform >= held.received:
                break
        return held

    def close(self, heard: CapturedLogs, data: Path) -> Played:
        """What is true after the visit: everything mended, everything delivered, nothing left."""
        played = self.played
        played.ended = self._over()
        self.clear()
        self.platform.cable.mend()
        self.world.cards.lift()
        self.world.slips.take()
        played.after = self._delivered()
        self._last = None
        played.leaks = leaks.scan(
            self.world,
            heard.lines,
            [heard.temporary],
            [str(answer) for answer in self.citizen.answers.values()],
        )
        played.audit = _audit_kinds(data)
        return played


def _audit_kinds(data: Path) -> list[str]:
    log = (data / "audit" / "audit.jsonl").read_text(encoding="utf-8")
    return [json.loads(line)["kind"] for line in log.splitlines()]
