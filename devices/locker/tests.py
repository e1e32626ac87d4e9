"""The test of lockers: one door opens."""

from __future__ import annotations

from devices.family import Needs, Test
from devices.locker.contract import OPEN, Door, DoorOutcome, DoorResult, Locker
from devices.verdict import Verdict, failed


def _opened(values: tuple[DoorOutcome, ...]) -> Verdict:
    outcome = values[-1]
    saw = f"door={outcome.result.value}"
    if outcome.fault is not None:
        return failed(outcome.fault, saw)
    return Verdict(outcome.result is DoorResult.OPENED, (saw,))


TESTS: tuple[Test[Locker], ...] = (
    Test(
        "open_door",
        OPEN.name,
        lambda _: Door(1),
        Needs.EMPTY_LOCKER,
        _opened,
        ("door=opened",),
        longest_s=OPEN.longest_s,
    ),
)
"""Door 1 is opened; whoever asks for another puts its number in the argument's place."""
