"""Plays one cell, and notes what the citizen saw, what was said, what is held, and what was left behind."""

from __future__ import annotations

import json
import logging
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from devices import FakeClock
from kiosk.delays import DELAYS, HEARD
from kiosk.scenario import leaks
from kiosk.scenario.actors import ActorTrouble, Platform
from kiosk.scenario.matrix.cells import Cell
from kiosk.scenario.matrix.citizen import Act, Citizen, first_answers, whose_card
from kiosk.scenario.stage import BareStage, CannotTouch, keys_in, keys_of
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
DELIVERY_STEP_S = 30.0
DELIVERY_S = 900.0
"""After the visit: long enough for every retry of the courier."""


@dataclass(frozen=True)
class Held:
    """What is really held at one moment: cases at the platform, cases here by state, slips that came out whole."""

    platform: int
    received: int
    unsent: int
    slips: int


@dataclass(frozen=True)
class Seen:
    """One page as the citizen saw it at rest, and what was true at that moment."""

    id: str
    page: str
    keys: frozenset[str]
    words: tuple[str, ...]
    ways_out: tuple[str, ...]
    struck: bool
    held: Held


@dataclass
class Played:
    """All that is known of one cell when it was played."""

    seen: list[Seen] = field(default_factory=list)
    acts: int = 0
    ended: bool = False
    overdue: str = ""
    after: Held | None = None
    leaks: list[str] = field(default_factory=list)
    logs: list[str] = field(default_factory=list)
    audit: list[str] = field(default_factory=list)
    broken: str = ""
    """The rehearsal itself could not go on."""


class _Ears(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.warnings: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = f"{record.name}: {record.getMessage()}"
        self.lines.append(line)
        if record.levelno >= logging.WARNING:
            self.warnings.append(line)


@contextmanager
def listening() -> Iterator[_Ears]:
    """Hear every log line and every exception that ends a thread."""
    ears = _Ears()
    root, hook = logging.getLogger(), threading.excepthook

    def died(args: Any) -> None:
        ears.warnings.append(f"thread: {args.exc_type.__name__}: {args.exc_value}")

    root.addHandler(ears)
    threading.excepthook = died
    try:
        yield ears
    finally:
        root.removeHandler(ears)
        threading.excepthook = hook


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
        received = counts["received"]
        unsent = sum(counts.values()) - received
        slips = sum(1 for slip in self.world.slips.all if slip.whole)
        return Held(len(self.platform.cases()), received, unsent, slips)

    def note(self) -> None:
        """The page that is shown now, if it is another than before."""
        view = self.stage.view()
        if view == self._last:
            return
        self._last = view
        words = self.world.terminal.languages.words(view.language)
        ways = (*keys_of(view), *self.world.terminal.conductor.running_timers)
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
                raise ActorTrouble(f"no way on from {self.stage.view().id}")
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
        return self.world.terminal.devices[family].simulator

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

    def go_away(self) -> None:
        """Take everything and leave by what the page offers; else wait until the terminal ends it."""
        self.world.cards.lift()
        self.world.slips.take()
        for _ in range(8):
            if self._over():
                return
            keys = keys_of(self.stage.view())
            key = next(
                (k for k in ("leave-now", "finish", "leave", "skip", "continue", "back", "help") if k in keys), ""
            )
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
        reading = HEARD * speaking_seconds(spoken(self.stage.view(), words))
        around = DELAYS["countdown"] + DELAYS["farewell_longest"] + DELAYS["question"] + 30
        return max(DELAYS["idle_slow"], reading) + around

    def _delivered(self) -> Held:
        """What is held once the courier had its time."""
        for _ in range(int(DELIVERY_S // DELIVERY_STEP_S)):
            self.stage.advance(DELIVERY_STEP_S)
            held = self.held()
            if not held.unsent:
                break
        return held

    def close(self, ears: _Ears, data: Path) -> Played:
        """What is true after the visit: everything mended, everything delivered, nothing left."""
        played = self.played
        played.ended = self._over()
        self.clear()
        self.platform.cable.mend()
        self.world.cards.lift()
        self.world.slips.take()
        played.after = self._delivered()
        self._last = None
        played.leaks = leaks.scan(self.world, ears.lines, [Path(tempfile.gettempdir())] if tempfile.tempdir else ())
        played.audit = _audit_kinds(data)
        return played


def _audit_kinds(data: Path) -> list[str]:
    log = (data / "audit" / "audit.jsonl").read_text(encoding="utf-8")
    return [json.loads(line)["kind"] for line in log.splitlines()]


def _person(play: Play) -> None:
    """What the person does at this page, instead of going on."""
    match play.cell.trouble.name:
        case "walks_away":
            play.wait_for_the_end()
        case "leaves":
            play.go_away()
        case "goes_back" if "back" in keys_of(play.stage.view()):
            play.act(Act("touch", "back"))
            play.go_on()
        case "asks_for_help":
            play.act(Act("touch", "help"))
            play.act(Act("touch", "back"))
            play.go_on()
        case "staff_ends":
            for key in ("help", "staff-end", "staff-end-now"):
                play.act(Act("touch", key))
        case "card_too_early":
            play.world.cards.put(whose_card(play.cell.page))
            play.stage.advance(0.4)
            play.world.cards.lift()
            play.stage.advance(2.0)
            play.note()
            play.go_on()
        case "card_left":
            play.act(Act("card", whose_card(play.cell.page)))
            play.world.cards.put(whose_card(play.cell.page))
            play.go_away()
        case _:
            play.go_on()


def _phone(play: Play) -> None:
    if play.cell.trouble.name == "code_never_comes":
        play.stage.advance(DELAYS["code_again"] / 2)
        play.note()
        play.go_away()
        return
    play.citizen.wrong_code = True
    for _ in range(2 * 5):
        act = play.citizen.next_act()
        if act is None or play.stage.view().id != play.cell.page:
            break
        play.act(act)
    play.go_away()


def play_cell(cell: Cell, platform: Platform, config: Path, data: Path) -> Played:
    """Play one cell to its end. The sandbox is reset before and after."""
    platform.cable.mend()
    platform.reset()
    with listening() as ears:
        play = Play(cell, platform, config, data)
        try:
            play.start()
            play.to_the_page()
            play.strike()
            {"person": _person, "phone": _phone}.get(cell.trouble.of, Play.go_on)(play)
            return play.close(ears, data)
        except (CannotTouch, ActorTrouble, TimeoutError) as trouble:
            play.played.broken = f"{type(trouble).__name__}: {trouble}"
            return play.played
        finally:
            play.world.terminal.stop()
            platform.end_misfortunes()
            play.played.logs = list(ears.warnings)
