"""Last page of a visit: remind of card and slip until the sensors report that they were taken.

Then the levels of the step `rate` are shown here, where the journey came to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from devices import Presence
from devices.card_reader.contract import PRESENCE as SLOT
from devices.id_reader.contract import PRESENCE as CARD
from devices.lazy_dataclass import dataclass
from devices.print_outcome import Paper
from kiosk.case.kept import Fate
from kiosk.events import Event, ReadingCame, Timer, TimerRang, Touched, Watch
from kiosk.steps import rate
from kiosk.steps.certificate_said import document_blocks
from kiosk.steps.certificate_state import PRINT_A4, CertificateState
from kiosk.steps.collect_state import FAREWELLS, CollectState, DoorPhase, collected, farewell_blocks
from kiosk.steps.ending import SubmitState
from kiosk.steps.materials_state import SCAN_CAPABILITY, MaterialsState
from kiosk.steps.pay_said import money_blocks
from kiosk.steps.pay_state import is_paid
from kiosk.steps.slip_printing import PRINT_SLIP, slip_came_out, watch_slip_presenter
from kiosk.steps.step import Step, authority, box, one_page, page
from kiosk.view import Actions, Block, BlockKind, Choice, Guidance, Tone, Traits, View
from kiosk.visit import Go, InMatter, Session, Turn, seen, waits_here
from kiosk.words import Data, Words, text

PAGE = "farewell"
SEEN = {
    ("card", True): ("farewell-card-left", Tone.ATTENTION, "card-there"),
    ("card", False): ("farewell-card-taken", Tone.DONE, "card-taken"),
    ("card", None): ("farewell-card-check", Tone.PLAIN, "card-unsure"),
    ("slot", True): ("farewell-slot-left", Tone.ATTENTION, "card-there"),
    ("slot", False): ("farewell-slot-taken", Tone.DONE, "card-taken"),
    ("slot", None): ("farewell-slot-check", Tone.PLAIN, "card-unsure"),
    ("slip", True): ("farewell-slip-left", Tone.ATTENTION, "slip-out"),
    ("slip", False): ("farewell-slip-taken", Tone.DONE, "slip-taken"),
    ("slip", None): ("farewell-slip-left", Tone.ATTENTION, "slip-out"),
    ("document", True): ("farewell-document-left", Tone.ATTENTION, "slip-out"),
    ("document", False): ("farewell-document-taken", Tone.DONE, "slip-taken"),
    ("document", None): ("farewell-document-check", Tone.PLAIN, "slip-out"),
    ("glass", True): ("farewell-glass-left", Tone.ATTENTION, ""),
    ("glass", False): ("farewell-glass-taken", Tone.DONE, ""),
    ("glass", None): ("farewell-glass-check", Tone.ATTENTION, ""),
}
"""Thing and whether a sensor sees it (None: not known) → words, tone and picture ("": none is drawn)."""


@dataclass(frozen=True)
class Thing:
    """Something that may be left behind: the capability of the device where it lies, whether it was used in this visit,
    whether that device itself sees it (None: it does not know), and the gesture that takes it."""

    capability: str
    used: Callable[[Session], bool]
    seen: Callable[[Session], bool | None] = lambda session: None
    gesture: str = "wait"


THINGS: Mapping[str, Thing] = MappingProxyType(
    {
        "card": Thing(CARD.capability, lambda s: s.card_used, lambda s: s.card_on_reader, "lift_card"),
        # A slot knows whether a card is in it, also one that nobody asked for.
        "slot": Thing(
            SLOT.capability,
            lambda s: s.slot_used or bool(s.card_in_slot),
            lambda s: s.card_in_slot,
            "lift_card",
        ),
        "slip": Thing(
            PRINT_SLIP,
            lambda s: s.slip_out or bool(s.slip_at_presenter),
            lambda s: s.slip_at_presenter,
            "take_slip",
        ),
        "document": Thing(PRINT_A4, lambda s: s.own(CertificateState).paper in (Paper.CAME_OUT, Paper.UNCONFIRMED)),
        "glass": Thing(SCAN_CAPABILITY, lambda s: s.own(MaterialsState).glass_used),
    }
)
"""In the order in which the citizen is reminded of them."""


def _there(session: Session, thing: Thing) -> bool | None:
    """Whether it lies there: the device's own word, else that of a sensor at its slot."""
    own = thing.seen(session)
    return session.lies_at(thing.capability) if own is None else own


def _left(session: Session) -> Iterator[str]:
    """The things of this visit that are still there."""
    return (name for name, thing in THINGS.items() if thing.used(session) and _there(session, thing))


def everything_taken(session: Session) -> bool:
    """As far as the sensors can tell, nothing is left behind."""
    return next(_left(session), None) is None


def _left_behind(session: Session) -> tuple[Block, ...]:
    return tuple(_block(name, _there(session, thing)) for name, thing in THINGS.items() if thing.used(session))


def _block(thing: str, there: bool | None) -> Block:
    words, tone, picture = SEEN[thing, there]
    kind = BlockKind.PICTURE if picture else BlockKind.STATUS
    return Block(kind, text(words), tone=tone, picture=picture)


def _guidance(session: Session) -> Guidance | None:
    """The place of the first thing that is still there."""
    for name in _left(session):
        thing = THINGS[name]
        words, tone, _ = SEEN[name, True]
        return Guidance(session.status.device_for(thing.capability), thing.gesture, text(words), tone)
    return None


def _ending_of(session: Session) -> tuple[Tone, str]:
    """Return tone and sign of the head, by what became of the application."""
    submitted = session.own(SubmitState)
    if session.practice:
        return Tone.QUIET, "graduation"
    if session.kept:
        if any(case.fate is Fate.REFUSED for case in session.matter.cases):
            return Tone.ATTENTION, "alert"
        waits = session.only_here or waits_here(session)
        return (Tone.QUIET, "clock") if waits else (Tone.DONE, "check")
    if submitted.unconfirmed or submitted.not_kept:
        return Tone.ATTENTION, "alert"
    if session.own(CollectState).phase is DoorPhase.LEFT_OPEN:
        return Tone.ATTENTION, "alert"
    done = session.looked_up or is_paid(session) or collected(session)
    return (Tone.DONE, "check") if done else (Tone.QUIET, "leave")


def _lead(session: Session) -> Words:
    """Say how the visit ended. A case that was kept comes first, then what is not certain, then what was looked up."""
    if session.practice:
        return text("farewell-practice")
    submitted = session.own(SubmitState)
    if session.kept:
        own = bool(session.matter.cases)
        here_only = session.only_here or waits_here(session)
        # The case may be of an earlier matter, and another authority's.
        name = authority(session) if own and not session.only_here else text("authority-generic")
        slip = slip_came_out(session) if own else session.slip_out
        without = "" if slip else "-no-slip"
        if any(case.fate is Fate.REFUSED for case in session.matter.cases):
            return text(f"farewell-refused{without}")
        return text(f"farewell-{'kept' if here_only else 'handed-over'}{without}", authority=name)
    if submitted.unconfirmed:
        return text("farewell-unconfirmed")
    if submitted.not_kept:
        return text("farewell-nothing-kept")
    paper = session.own(CertificateState).paper
    if paper is not None:
        return text(f"farewell-document-{paper.value.replace('_', '-')}")
    if ended := FAREWELLS.get(session.own(CollectState).phase):
        return text(ended)
    if session.looked_up or is_paid(session):
        return text("farewell-looked-up" if not is_paid(session) else "farewell-paid")
    return text("farewell-timed-out" if session.timed_out else "farewell-left")


def _numbers(session: Session) -> tuple[Block, ...]:
    """Repeat the slip numbers of this matter where no slip came out."""
    if session.practice or slip_came_out(session) or not session.matter.cases:
        return ()
    numbers = (Data(number) for number in dict.fromkeys(case.slip_number for case in session.matter.cases))
    rows = (Block(BlockKind.BIG_NUMBER, text("slip-number-label"), number) for number in numbers)
    return box(*rows)


def view(session: Session) -> View:
    guidance = _guidance(session)
    tone, icon = _ending_of(session)
    # First the card and the slip, then the question: one thing at a time.
    asks = guidance is None
    return page(
        session,
        "Farewell",
        text("farewell-title"),
        icon=icon,
        tone=tone,
        traits=Traits(cabinet_first=True, cabinet_least_mm=150, faces=True),
        lead=_lead(session),
        blocks=(
            *_numbers(session),
            *money_blocks(session),
            *document_blocks(session),
            *farewell_blocks(session),
            *_left_behind(session),
            *(rate.question(session) if asks else ()),
        ),
        choices=rate.levels(session) if asks else (),
        guidance=guidance,
        actions=Actions(None, None, Choice("finish", text("action-finish"))),
    )


def enter(session: Session) -> Turn:
    """Forget the cards' presence seen on earlier pages; the readers are asked again."""
    return Turn(replace(session, card_on_reader=None, card_in_slot=None))


def on(session: Session, event: Event) -> Turn:
    match event:
        case ReadingCame(value=Presence() as presence) if event.watch.capability == CARD.capability:
            return Turn(replace(session, card_on_reader=seen(presence)))
        case ReadingCame(value=Presence() as presence) if event.watch.capability == SLOT.capability:
            return Turn(replace(session, card_in_slot=seen(presence)))
        case ReadingCame(value=Presence() as presence):
            return Turn(replace(session, slip_at_presenter=seen(presence)))
        case Touched(verb=rate.LEVELS) if isinstance(session, InMatter):
            return rate.on(session, event)
        case Touched(key="finish") | TimerRang():
            return Turn(session, go=Go.OVER)
    return Turn(session)


def watches(session: Session) -> frozenset[Watch]:
    card = session.watch(CARD) if session.card_used else frozenset()
    # A slot knows whether a card is in it, also one that nobody asked for.
    return card | session.watch(SLOT) | watch_slip_presenter(session)


def timers(session: Session) -> frozenset[Timer]:
    # Speech in progress is not cut off.
    if session.speaking or not everything_taken(session):
        return frozenset({session.timer("farewell_longest")})
    return frozenset({session.timer("farewell_asks" if rate.awaited(session) else "farewell")})


def leave(session: Session) -> Go | str:
    return Go.OVER


STEP = Step(
    Session,
    "step-result",
    (PAGE,),
    one_page(PAGE),
    view,
    on,
    enter,
    watches,
    timers,
    leave=leave,
    final=frozenset({PAGE}),
    own_timers=frozenset({PAGE}),
)
