"""A worker's body in its supervised loop, for tests of one worker alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from devices import Clock
from kiosk.workers.supervised import Body, Incident, SupervisedLoop


class Observed:
    """Collects what a loop reports."""

    def __init__(self) -> None:
        self.incidents: list[Incident] = []
        self.changes: list[tuple[str, bool]] = []

    def incident(self, incident: Incident) -> None:
        self.incidents.append(incident)

    def out_of_service(self, worker: str, out: bool) -> None:
        self.changes.append((worker, out))


def loop_of(body: Body[Any], clock: Clock, observed: Observed | None = None) -> SupervisedLoop[Any]:
    """The loop of a body, not yet started."""
    return SupervisedLoop(body, clock, observed or Observed())


@contextmanager
def running(body: Body[Any], clock: Clock) -> Iterator[Observed]:
    """Run a body until the end of the block; an incident that no test expected is one of the test's failures."""
    observed = Observed()
    loop = loop_of(body, clock, observed)
    loop.start()
    try:
        yield observed
    finally:
        loop.stop()
        loop.join(10)
    assert observed.incidents == []
