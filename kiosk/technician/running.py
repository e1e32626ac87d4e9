"""The test of a part: begun with a verb of its family, and judged by what was seen, never by hope."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from devices.verdict import Verdict
from kiosk.effects import Effect, Job
from kiosk.events import Event, JobEnded, Output, ReadingCame, Timer, TimerRang, Touched, Watch
from kiosk.technician.doing import Doing
from kiosk.technician.workshop import PartTest, VerbKind

if TYPE_CHECKING:
    from kiosk.technician.state import Technician

LONGEST = "staff_test"
BY_A_PERSON = "said_by_a_person"
"""The sight of a test that nobody but a person could judge."""


def test_of(state: Technician, part: str, name: str) -> PartTest | None:
    return next((each for each in state.workshop.part(part).tests if each.name == name), None)


def begin(state: Technician, part: str, name: str) -> tuple[Technician, tuple[Effect, ...]]:
    """Begin a test; nothing while another runs, or where the part has none of this name."""
    test = test_of(state, part, name)
    if test is None or (state.doing is not None and state.doing.runs):
        return state, ()
    if test.kind is VerbKind.OUTPUT:
        # Whether the state was reached no event says: a person does.
        return replace(state, doing=Doing(part, name, state.activity, asks=True)), ()
    if test.kind is VerbKind.WATCH:
        return replace(state, doing=Doing(part, name, state.activity)), ()
    asking, number = state.numbered("test")
    return replace(asking, doing=Doing(part, name, number)), (Job(number, part, test.verb, test.argument),)


def _now(state: Technician, kind: VerbKind) -> tuple[Doing, PartTest] | None:
    """The test that runs, if it is of this kind."""
    doing = state.doing
    test = test_of(state, doing.part, doing.test) if doing is not None and doing.runs else None
    return (doing, test) if doing is not None and test is not None and test.kind is kind else None


def watches(state: Technician) -> frozenset[Watch]:
    now = _now(state, VerbKind.WATCH)
    return frozenset({Watch(now[0].part, now[1].verb, now[1].capability, now[0].number)} if now else ())


def outputs(state: Technician) -> frozenset[Output]:
    now = _now(state, VerbKind.OUTPUT)
    return frozenset({Output(now[0].part, now[1].verb, now[1].argument)} if now else ())


def timers(state: Technician) -> frozenset[Timer]:
    now = _now(state, VerbKind.WATCH) or _now(state, VerbKind.OUTPUT)
    return frozenset({Timer(LONGEST, now[1].longest_s, now[0].number)} if now else ())


def after(state: Technician, event: Event) -> Technician | None:
    """The state after an event that belongs to the test; None for any other event."""
    doing = state.doing
    if doing is None or not doing.runs:
        return None
    test = test_of(state, doing.part, doing.test)
    match event:
        case JobEnded() if event.effect == doing.number and test is not None:
            return _judged(state, doing, test, (event.outcome,), last=True)
        case ReadingCame() if event.watch in watches(state) and test is not None:
            return _judged(state, doing, test, (*doing.values, event.value))
        case TimerRang() if event.timer.name == LONGEST:
            return _ended(state, doing, Verdict(False, doing.saw))
        case Touched(key="seen-well") if doing.asks:
            return _ended(state, doing, Verdict(True, (*doing.saw, BY_A_PERSON)))
        case Touched(key="seen-not") if doing.asks:
            return _ended(state, doing, Verdict(False, (*doing.saw, BY_A_PERSON)))
    return None


def _judged(
    state: Technician, doing: Doing, test: PartTest, values: tuple[Any, ...], *, last: bool = False
) -> Technician:
    verdict = _verdict(test, values)
    if verdict.passed is False or (verdict.passed and not test.by_eye):
        return _ended(state, doing, verdict)
    if last and not test.by_eye:
        return _ended(state, doing, verdict)
    asks = test.by_eye and last
    kept = () if asks else values
    return replace(state, doing=replace(doing, asks=asks, saw=verdict.saw, values=kept))


def _verdict(test: PartTest, values: tuple[Any, ...]) -> Verdict:
    """The family's verdict; an outcome of a kind that it does not know says nothing."""
    try:
        return test.judge(values)
    except (AttributeError, TypeError):
        return Verdict(None)


def _ended(state: Technician, doing: Doing, verdict: Verdict) -> Technician:
    over = replace(doing, ended=True, asks=False, passed=verdict.passed, saw=verdict.saw, values=())
    return replace(state, doing=over)
