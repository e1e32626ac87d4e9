"""The terminal of the evil hour, real but for its clock, on the data that the last one left.

It prints its cases as lines of JSON, and kills itself where it is asked to.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from devices import FakeClock
from kiosk.outbox.store import KeepFailed
from kiosk.platform.wire_types import SealedCase
from kiosk.scenario.matrix.killed import SharedPlatform
from kiosk.scenario.stage import BareStage
from kiosk.scenario.world import build_world
from kiosk.view import View

CALL_LONGEST_S = 0.4
"""Longest call in real seconds: a silent platform must not cost more."""
SLICE_S = 60.0
"""The platform's clock follows at least so often."""
ENDED_ITSELF = 3


@dataclass(frozen=True)
class Order:
    """Which visits to play, and in what state the terminal is. `time` is the true one, `offset_s` that of its clock."""

    control: str
    config: str
    data: str
    disk: str
    seed: int
    first: int
    last: int
    time: str
    offset_s: float
    store_missing: bool
    """A store was deleted, and no person has settled it yet."""
    drain: bool = False


def say(kind: str, **told: Any) -> None:
    print(json.dumps({"is": kind, **told}), flush=True)


class FollowedStage(BareStage):
    """A stage whose passing time the platform follows."""

    def __init__(self, clock: FakeClock, terminal: RunningTerminal) -> None:
        super().__init__(clock)
        self._terminal = terminal

    def advance(self, seconds: float) -> None:
        left = seconds
        while left > 0:
            super().advance(min(left, SLICE_S))
            left -= SLICE_S
            self._terminal.platform.set_time("")


class PlatformInTime(SharedPlatform):
    """The sandbox, whose clock is right whatever the terminal's shows."""

    def __init__(self, control: str, true_now: Callable[[], datetime]) -> None:
        super().__init__(control)
        self._true_now = true_now

    def set_time(self, moment: str) -> None:
        super().set_time(self._true_now().isoformat())


class RunningTerminal:
    """A terminal started on the data that the last one left. Implements `evils.Host`."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.data, self.disk = Path(order.data), Path(order.disk) if order.disk else None
        self._began = datetime.fromisoformat(order.time)
        self.clock = FakeClock(self._began)
        self.offset_s = 0.0
        self.set_clock(order.offset_s)
        self.platform = PlatformInTime(order.control, self.true_now)
        self.stage = FollowedStage(self.clock, self)
        self.kill_at, self.removed_for_good, self.leaves_a_gap = "", False, False
        self.tried: dict[str, str] = {}
        """Cases of this visit: id → digest."""
        self.shown: list[View] = []
        config = Path(order.config)
        self.world = build_world(
            config,
            self.data,
            self.data,
            self.clock,
            self._published,
            platform=self.platform,
            at_most_s=CALL_LONGEST_S,
            on_fatal=lambda: os._exit(ENDED_ITSELF),
        )
        self.stage.post = self.world.terminal.post
        self.outbox = self.world.terminal.outbox
        self._keep, self.outbox.keep = self.outbox.keep, self._kept  # type: ignore[method-assign]
        self.world.terminal.start()
        self.stage.settle()
        self.stage.advance(3)

    def true_now(self) -> datetime:
        return self._began + timedelta(seconds=self.clock.monotonic())

    def set_clock(self, offset_s: float) -> None:
        """Let the machine's clock be wrong by so much."""
        self.clock.shift(offset_s - self.offset_s)
        self.offset_s = offset_s

    def destroyed(self) -> None:
        self.removed_for_good = True
        at_platform = {case["case_id"] for case in self.platform.cases()}
        with suppress(KeepFailed), self.outbox.store.transaction() as cursor:
            ours = [id_ for (id_,) in cursor.execute("SELECT id FROM entry WHERE kind = 'case'")]
            ((entries,),) = cursor.execute("SELECT COUNT(*) FROM entry")
            # A store in which nothing was ever kept leaves no gap.
            self.leaves_a_gap = self.leaves_a_gap or entries > 0
            # Also what the platform had, and lost since: nobody has it now.
            say("destroyed", cases=[id_ for id_ in ours if id_ not in at_platform], gap=self.leaves_a_gap)

    def _kill(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def _published(self, view: View) -> None:
        self.stage.publish(view)
        if self.kill_at == "view" and view.page != "Attract":
            self._kill()
        self.shown.append(view)

    def _kept(self, cases: Sequence[SealedCase]) -> None:
        self.tried |= {one.case_id: one.digest for one in cases}
        say("sealed", cases=[[one.case_id, one.digest] for one in cases])
        if self.kill_at == "before commit":
            self._kill()
        self._keep(cases)
        if self.kill_at == "after commit":
            self._kill()
        say("kept", cases=[one.case_id for one in cases])
