"""The signature under the declaration, by finger on the glass; or a declaration in its place, by a button or a key.

The declaration counts as much as a signature: nobody is sent to a window because they cannot write. Whoever declares
anew signs anew.
"""

from __future__ import annotations

from dataclasses import field, replace

from devices.lazy_dataclass import dataclass
from kiosk.catalogue.conditions import all_hold
from kiosk.events import Event, Touched
from kiosk.signature import HEIGHT, WIDTH, Signature, Strokes, is_enough, is_full
from kiosk.signing import Drawn, Pad
from kiosk.steps.evidence import remember_shown
from kiosk.steps.facts import facts
from kiosk.steps.step import BACK, LEAVE, Step, authority, box, item_words, one_page, page
from kiosk.view import Actions, Block, BlockKind, Choice, Traits, View
from kiosk.visit import Go, InMatter, StepState, Turn
from kiosk.words import text

KIND = "sign"
PAGE = "sign"
OTHER = "sign/other"
"""Page for citizens who do not write."""
PAD = "signature"
"""Key of the pad."""


@dataclass(frozen=True)
class SignState(StepState):
    strokes: Strokes = field(default=(), repr=False)
    width_mm: int = 0
    """Width of the pad of the last stroke."""
    way: str = ""
    """"signed" or "declared", once it is done."""


def signature_of(session: InMatter) -> Signature | None:
    """The signature of this matter; None where none is asked for or given."""
    state = session.own(SignState)
    if state.way != "signed":
        return Signature(state.way) if state.way else None
    return Signature("signed", state.strokes, state.width_mm, round(state.width_mm * HEIGHT / WIDTH))


def follows(session: InMatter) -> bool:
    """Whether this journey has the step."""
    known = facts(session)
    return any(each.step == KIND and all_hold(each.when, known) for each in session.item.journey)


def view(session: InMatter) -> View:
    return _other(session) if session.page == OTHER else _pad(session)


def _pad(session: InMatter) -> View:
    strokes = session.own(SignState).strokes
    enough, full = is_enough(strokes), is_full(strokes)
    rewrite = (
        Choice("undo", text("action-undo-stroke"), icon="undo", enabled=bool(strokes)),
        Choice("clear", text("action-clear-strokes"), icon="again", enabled=bool(strokes)),
    )
    other = Choice("other", text("sign-other"), icon="voice" if session.modes.voice else "")
    return page(
        session,
        "Sign",
        text("sign-title"),
        lead=text("sign-full" if full else "sign-lead-helper" if session.matter.helper_card else "sign-lead"),
        blocks=(
            *box(
                Block(BlockKind.HEADING, text("sign-what", item=text("short", session.item.id))),
                *(Block(BlockKind.PARAGRAPH, item_words(session, key)) for key in session.item.declaration),
            ),
        ),
        # Who has the page read aloud, or uses keys, meets the way without writing first.
        choices=(other, *rewrite) if session.modes.voice else (*rewrite, other),
        pad=Pad(PAD, text("sign-pad"), text("sign-line"), text("sign-once"), strokes, full),
        actions=Actions(
            BACK,
            LEAVE,
            Choice(
                "signed",
                text("action-signed"),
                text("action-signed-note"),
                enabled=enough,
                why_not=None if enough else text("sign-not-yet"),
            ),
        ),
        traits=Traits("Sign"),
    )


def _other(session: InMatter) -> View:
    others, helped = set(session.item.for_whom) - {"self"}, session.matter.helper_card is not None
    return page(
        session,
        "SignOther",
        text("sign-other-title"),
        lead=text("sign-other-lead"),
        blocks=(
            *(Block(BlockKind.NUMBERED, item_words(session, key)) for key in session.item.declaration),
            Block(BlockKind.NOTE, text("sign-other-ways", authority=authority(session))),
            *((Block(BlockKind.NOTE, text("sign-other-person")),) if others and not helped else ()),
        ),
        actions=Actions(BACK, LEAVE, Choice("declared", text("action-declare"), text("action-declare-note"))),
        traits=Traits(large_rows=True),
    )


def on(session: InMatter, event: Event) -> Turn:
    state = session.own(SignState)
    match event:
        case Drawn(stroke=stroke) if stroke is not None and not is_full(state.strokes):
            return Turn(session.with_own(SignState((*state.strokes, stroke), event.width_mm)))
        case Touched(key="undo"):
            return Turn(session.with_own(replace(state, strokes=state.strokes[:-1])))
        case Touched(key="clear"):
            return Turn(session.with_own(SignState()))
        case Touched(key="other"):
            return Turn(session, go=OTHER)
        case Touched(key="signed"):
            return _signed(session, replace(state, way="signed"))
        case Touched(key="declared"):
            return _signed(session, SignState(way="declared"))
    return Turn(session)


def _signed(session: InMatter, state: SignState) -> Turn:
    """The words of the page are evidence: those that were signed, or the declaration itself."""
    return Turn(remember_shown(session.with_own(state), "signature", view(session)), go=Go.ON)


STEP = Step(InMatter, "step-sign", (PAGE,), one_page(PAGE), view, on)
