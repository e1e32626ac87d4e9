"""The test of a part: begun as a job of its worker or as a watch, and judged by what was seen, never by hope."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.delays import DELAYS
from kiosk.effects import Effect, Job
from kiosk.events import Event, JobEnded, ReadingCame, Timer, TimerRang, Watch
from kiosk.technician.doing import Doing
from kiosk.technician.workshop import PartTest

if TYPE_CHECKING:
    from kiosk.technician.state import Technician

LONGEST = "staff_test"


def test_of(state: Technician, part: str, name: str) -> PartTest | None:
    return next((each for each in state.workshop.part(part).tests if each.name == name), None)


def begin(state: Technician, part: str, name: str) -> tuple[Technician, tuple[Effect, ...]]:
    """Begin a test; nothing while another runs, or where the part has none of this name."""
    test = test_of(state, part, name)
    if test is None or (state.doing is not None and state.doing.runs):
        return state, ()
    if test.watched:
        return replace(state, doing=Doing(part, name, state.activity)), ()
    asking, number = state.numbered("test")
    return replace(asking, doing=Doing(part, name, number)), (Job(number, part, test.verb, test.argument),)


def watches(state: Technician) -> frozenset[Watch]:
    doing = state.doing
    test = test_of(state, doing.part, doing.test) if doing is not None and doing.runs else None
    if doing is None or test is None or not test.watched:
        return frozenset()
    return frozenset({Watch(doing.part, test.verb, test.capability, doing.number)})


def timers(state: Technician) -> frozenset[Timer]:
    return frozenset({Timer(LONGEST, DELAYS[LONGEST], state.doing.number)} if watches(state) and state.doing else ())


def ended(state: Technician, event: Event) -> Technician | None:
    """The state after an event that ends the test; None for any other event."""
    doing = state.doing
    if doing is None or not doing.runs:
        return None
    match event:
        case JobEnded() if event.effect == doing.number:
            test = test_of(state, doing.part, doing.test)
            verdict = None if test is None else test.judge(event.outcome)
            passed, saw = (None, ()) if verdict is None else (verdict.passed, verdict.saw)
            return replace(state, doing=replace(doing, ended=True, passed=passed, saw=saw))
        case ReadingCame() if event.watch in watches(state):
            # What was read stays with the device: a test is told that something came.
            return replace(state, doing=replace(doing, ended=True, passed=True, saw=("value",)))
        case TimerRang() if event.timer.name == LONGEST:
            return replace(state, doing=replace(doing, ended=True, passed=False, saw=("nothing",)))
    return None
