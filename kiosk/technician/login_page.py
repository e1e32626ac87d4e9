"""The page on which staff enter, and what is touched and typed there."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

from kiosk.clock_limits import clock_is_possible
from kiosk.effects import AskChallenge, CheckStaff, Effect
from kiosk.events import Event, TerminalStatus, TimerRang, Touched, Typed
from kiosk.staff.entry import EntryWay, StaffRole, StaffVerdict, VerdictKind
from kiosk.staff_events import ChallengeCame, StaffChecked
from kiosk.technician.audit import audit
from kiosk.technician.entering import PIN, PROOF, STAFF, Entering
from kiosk.technician.frame import LEAVE, page
from kiosk.view import Actions, Block, BlockKind, Choice, Field, FieldKind, Tone, Traits, View
from kiosk.words import Data, Words, text

if TYPE_CHECKING:
    from kiosk.technician.state import Technician

WAYS = {EntryWay.TOTP: "clock", EntryWay.ANSWER: "phone", EntryWay.SITE: "person"}
"""The ways to enter, as they are offered, and their icons."""
HOME = {StaffRole.TECHNICIAN: "map", StaffRole.SITE: "site"}
"""The first page of each role."""


def knows_the_time(status: TerminalStatus) -> bool:
    """Whether a code of the time can be checked: not by a clock that cannot be right."""
    return status.now is None or clock_is_possible(status.now)


def view(state: Technician) -> View:
    entering = state.entering
    return page(
        state,
        "login",
        text("tech-login-title"),
        *_clock(state),
        *_challenge(state),
        *_refused(entering),
        lead=text("tech-login-site-lead" if entering.way is EntryWay.SITE else "tech-login-lead"),
        fields=tuple(_field(entering, name) for name in entering.fields) if not _rests(state) else (),
        choices=tuple(
            Choice(f"way:{way.value}", text(f"tech-way-{way.value}"), icon=icon)
            for way, icon in WAYS.items()
            if way is not entering.way and not (way is EntryWay.TOTP and not knows_the_time(state.status))
        ),
        actions=Actions(None, LEAVE, _enter(state)),
        traits=Traits(area="technician", offers_modes=False, small_choices=True),
    )


def _rests(state: Technician) -> bool:
    """While the terminal is locked only an answer by phone is taken."""
    return state.entering.locked_s > 0 and state.entering.way is not EntryWay.ANSWER


def _enter(state: Technician) -> Choice:
    entering = state.entering
    why = text("tech-login-checking") if entering.checking else text("tech-login-not-full")
    if _rests(state):
        why = text("tech-login-locked", minutes=minutes(entering.locked_s))
    able = entering.complete and not entering.checking and not _rests(state)
    return Choice("enter", text("tech-login-enter"), enabled=able, why_not=why)


def minutes(seconds: float) -> int:
    return ceil(seconds / 60)


def _field(entering: Entering, name: str) -> Field:
    length = entering.length(name)
    label = f"tech-proof-{entering.way.value}" if name == PROOF else f"tech-field-{name}"
    return Field(
        name,
        text(label),
        FieldKind.DIGITS,
        entering.text(name),
        max_length=length,
        masked=name != STAFF,
        secret=name != STAFF,
        groups=(4, 4) if length == 8 else (length,),
        length=length,
        opens=name == entering.next_field,
    )


def _clock(state: Technician) -> tuple[Block, ...]:
    """Say why there is no code of the time."""
    dead = not knows_the_time(state.status)
    return (Block(BlockKind.STATUS, text("tech-login-clock"), tone=Tone.ATTENTION),) if dead else ()


def _challenge(state: Technician) -> tuple[Block, ...]:
    """The number to be read out by phone."""
    entering, terminal = state.entering, state.terminal
    if entering.way is not EntryWay.ANSWER:
        return ()
    if not entering.challenge:
        return (Block(BlockKind.NOTE, text("tech-challenge-staff-first")),)
    digits = entering.challenge
    return (
        Block(
            BlockKind.NUMBERED,
            text("tech-challenge-call", phone=Data(terminal.duty_phone), code=Data(terminal.code)),
        ),
        Block(BlockKind.BIG_NUMBER, text("tech-challenge"), Data(f"{digits[:4]}-{digits[4:]}")),
        Block(BlockKind.ROW, text("tech-challenge-lost"), change=Choice("challenge", text("tech-challenge-again"))),
    )


def _refused(entering: Entering) -> tuple[Block, ...]:
    if not entering.wrong:
        return ()
    words: Words = text(entering.wrong, minutes=minutes(entering.locked_s))
    return (Block(BlockKind.STATUS, words, tone=Tone.ATTENTION),)


def on(state: Technician, event: Event) -> tuple[Technician, tuple[Effect, ...]]:
    entering = state.entering
    match event:
        case Typed(key=(("staff" | "pin" | "proof") as name), text=typed) if name in entering.fields:
            after = replace(state, entering=entering.typed(name, typed))
            done = name == STAFF and entering.way is EntryWay.ANSWER and not entering.challenge
            return _ask_challenge(after) if done and after.entering.next_field != STAFF else (after, ())
        case Touched(verb="way", value=value):
            after = replace(state, entering=entering.in_way(EntryWay(value)))
            asks = EntryWay(value) is EntryWay.ANSWER and after.entering.next_field != STAFF
            return _ask_challenge(after) if asks else (after, ())
        case Touched(key="challenge"):
            return _ask_challenge(replace(state, entering=replace(entering, challenge="", proof="")))
        case Touched(key="enter"):
            asking, number = state.numbered("check")
            return replace(asking, entering=replace(entering, checking=True)), (CheckStaff(number, entering.entry()),)
        case ChallengeCame():
            wrong = "" if event.challenge else "tech-challenge-none"
            return replace(state, entering=replace(entering, challenge=event.challenge, wrong=wrong)), ()
        case StaffChecked():
            return _checked(state, event.verdict)
        case TimerRang() if event.timer.name == "unlocked":
            return replace(state, entering=replace(entering, locked_s=0.0, wrong="")), ()
    return state, ()


def _ask_challenge(state: Technician) -> tuple[Technician, tuple[Effect, ...]]:
    asking, number = state.numbered("challenge")
    return asking, (AskChallenge(number, state.entering.staff),)


def _checked(state: Technician, verdict: StaffVerdict) -> tuple[Technician, tuple[Effect, ...]]:
    entering = state.entering
    match verdict.kind:
        case VerdictKind.ENTERED if verdict.role is not None:
            entered = replace(
                state, entering=Entering(), role=verdict.role, staff=verdict.staff, page=HOME[verdict.role]
            )
            return entered, (audit("entered", verdict.staff or verdict.role.value),)
        case VerdictKind.LOCKED:
            locked = entering.checked("tech-login-is-locked", verdict.locked_s)
            return replace(state, entering=locked, locks=state.locks + 1), (audit("locked"),)
        case VerdictKind.NO_LIST:
            return replace(state, entering=entering.checked("tech-login-no-list")), (audit("refused", "no_list"),)
    return replace(state, entering=entering.checked("tech-login-wrong")), (audit("refused"),)


__all__ = ["PIN", "on", "view"]
