"""The taker of the effect that shuts the machine down: a worker where the profile allows it, else a line of the log."""

from __future__ import annotations

from devices import Clock
from kiosk.effects import ShutDown
from kiosk.log import Log
from kiosk.settings import Settings
from kiosk.terminal.worker_effects import Taker
from kiosk.workers.power_off import NAME, PowerOff
from kiosk.workers.supervised import SupervisedLoop
from kiosk.workers.supervision import Loop, Supervision

NOT_SET, REHEARSED = "shut_down_not_set", "shut_down_rehearsed"


def shutting_down(
    settings: Settings, clock: Clock, log: Log, supervision: Supervision
) -> tuple[Taker, tuple[Loop, ...]]:
    """The taker, and the loops it needs."""
    if settings.power.shut_down and not settings.rehearsal:
        worker = PowerOff(clock, log, supervision.remember)
        return worker.take, (SupervisedLoop(worker, clock, supervision),)
    why = REHEARSED if settings.rehearsal else NOT_SET

    def note(visit: str, effect: ShutDown) -> None:
        log.write(NAME, why)

    return note, ()
