"""The instruction for a fault: steps that tick themselves as the machine sees them, then the test."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.console_view import Mark, Sign
from kiosk.effects import Effect
from kiosk.events import Event, Touched
from kiosk.remedies.instruction import Instruction, Step
from kiosk.technician import running
from kiosk.technician.facts import holds, is_seen
from kiosk.technician.findings import info_of
from kiosk.technician.frame import BACK, actions, page
from kiosk.technician.part_words import since_words, state_words
from kiosk.view import Block, BlockKind, Choice, Tone, View
from kiosk.words import Data, Words, text

if TYPE_CHECKING:
    from kiosk.technician.state import Technician


def _instruction(state: Technician) -> Instruction | None:
    return state.workshop.instructions.get(state.code)


def view(state: Technician) -> View:
    found = _instruction(state)
    assert found is not None
    part = state.workshop.part(state.part)
    steps = enumerate(found.steps)
    return page(
        state,
        f"instruction/{found.short}",
        text("tech-fix-title", part=part.label, code=Data(found.short)),
        Block(BlockKind.BOX_START, tone=Tone.QUIET),
        Block(BlockKind.ROW, text("tech-fix-who"), text(f"tech-who-{found.who}")),
        Block(BlockKind.ROW, text("tech-fix-urgency"), text(f"tech-urgency-{found.urgency}")),
        Block(BlockKind.ROW, text("tech-fix-time"), text("tech-minutes", count=found.minutes)),
        *(
            Block(BlockKind.ROW, text("tech-fix-bring"), text(f"bring-{each.replace('_', '-')}"))
            for each in found.bring
        ),
        Block(BlockKind.BOX_END),
        *(_step(state, found, number, step) for number, step in steps),
        *_failed(state, found),
        lead=text(
            "tech-finding",
            what=state_words(state, state.part),
            since=since_words(state, info_of(state, state.part).since),
        ),
        choices=(Choice("seen-not", text("tech-seen-not")),) if state.doing is not None and state.doing.asks else (),
        actions=actions(_main(state, found), BACK),
    )


def _now(state: Technician, found: Instruction) -> int:
    """The number of the step to be done now; that of none if all are done."""
    return next((n for n in range(len(found.steps)) if n not in state.ticked), len(found.steps))


def _step(state: Technician, found: Instruction, number: int, step: Step) -> Block:
    now = _now(state, found)
    mark = Mark.GOOD if number < now else Mark.NOW if number == now else Mark.NONE
    seen = is_seen(state, step)
    said: Words = text("tech-step-unseen")
    if mark is Mark.GOOD:
        said = text("tech-step-saw" if seen else "tech-step-said")
    elif seen:
        said = text("tech-step-waits")
    by_hand = Choice(f"tick:{number}", text("tech-step-done")) if mark is Mark.NOW and not seen else None
    return Block(
        BlockKind.TASK,
        text(f"fix-{step.name}"),
        tone=Tone.DONE if mark is Mark.GOOD else Tone.PLAIN,
        source=said,
        sign=Sign(mark, number + 1),
        change=by_hand,
    )


def _cured(state: Technician) -> bool:
    info = info_of(state, state.part)
    return info.state in ("ready", "warning") and state.code not in info.faults


def _main(state: Technician, found: Instruction) -> Choice:
    if state.doing is not None and state.doing.asks:
        return Choice("seen-well", text("tech-seen-well"), text("tech-test-look"))
    test = running.test_of(state, state.part, found.test)
    done = _now(state, found) == len(found.steps)
    able = done and _cured(state) and not _runs(state)
    why = text("tech-test-runs") if _runs(state) else text("tech-fix-not-yet")
    if test is None:
        return Choice("cured", text("tech-fix-cured"), enabled=able, why_not=why)
    return Choice("test", text("tech-fix-test"), enabled=able, why_not=why)


def _runs(state: Technician) -> bool:
    return state.doing is not None and state.doing.runs


def _failed(state: Technician, found: Instruction) -> tuple[Block, ...]:
    """The test did not pass, or all is done and the fault is still there."""
    done = _now(state, found) == len(found.steps)
    tested = state.doing is not None and state.doing.ended and state.doing.passed is not True
    if not tested and not (done and not _cured(state)):
        return ()
    phone, code = Data(state.terminal.duty_phone), Data(found.short)
    return (Block(BlockKind.STATUS, text("tech-fix-failed", phone=phone, code=code), tone=Tone.ATTENTION),)


def seen(state: Technician) -> Technician:
    """The state with the steps ticked that hold now; one that is ticked stays so, for a door is closed again."""
    found = _instruction(state) if state.page == "instruction" else None
    if found is None:
        return state
    while (now := _now(state, found)) < len(found.steps) and holds(state, found.steps[now]):
        state = replace(state, ticked=state.ticked | {now}, activity=state.activity + 1)
    return state


def on(state: Technician, event: Event) -> tuple[Technician, tuple[Effect, ...]]:
    found = _instruction(state)
    assert found is not None
    home = state.at("map" if state.may("map") else "site")
    if state.doing is not None and state.doing.passed and state.doing.part == state.part and state.doing.ended:
        return home, ()
    match event:
        case Touched(verb="tick", value=number) if number == str(_now(state, found)):
            return seen(replace(state, ticked=state.ticked | {int(number)})), ()
        case Touched(key="test"):
            return running.begin(replace(state, doing=None), state.part, found.test)
        case Touched(key="cured"):
            return home, ()
        case Touched(key="back"):
            return (state.at("part", state.part) if state.may("part") else home), ()
    return state, ()
