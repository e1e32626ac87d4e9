"""Things that a visit may leave in the machine: what is known of each, and how the farewell reminds of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from devices.card_reader.contract import PRESENCE as SLOT
from devices.id_reader.contract import PRESENCE as CARD
from devices.lazy_dataclass import dataclass
from devices.print_outcome import Paper
from kiosk.steps.certificate_state import PRINT_A4, CertificateState
from kiosk.steps.materials_state import SCAN_CAPABILITY, MaterialsState
from kiosk.steps.slip_printing import PRINT_SLIP
from kiosk.steps.slip_retraction import can_take_back, slip_goes_back, slip_went_back
from kiosk.view import Block, BlockKind, Guidance, Tone
from kiosk.visit import Session
from kiosk.words import Words, text

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
WENT_BACK = Block(BlockKind.PICTURE, text("farewell-slip-back"), tone=Tone.ATTENTION, picture="slip-missing")
GOES_BACK = Block(BlockKind.PICTURE, text("farewell-slip-goes-back"), tone=Tone.ATTENTION, picture="slip-unsure")


@dataclass(frozen=True)
class Thing:
    """Something that may be left behind: the capability of the device where it lies, whether it was used in this visit,
    whether that device itself sees it (None: it does not know), and the gesture that takes it."""

    capability: str
    used: Callable[[Session], bool]
    seen: Callable[[Session], bool | None] = lambda session: None
    gesture: str = "wait"
    words: Callable[[Session], Words] | None = None
    """Said while it may be there, where the table SEEN has no words that fit every printer."""


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
            lambda s: _please_take(s),
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
    found = (name for name, thing in THINGS.items() if thing.used(session) and _there(session, thing))
    return (name for name in found if name != "slip" or not slip_goes_back(session))


def everything_taken(session: Session) -> bool:
    """As far as the sensors can tell, nothing is left behind."""
    return next(_left(session), None) is None


def left_behind(session: Session) -> tuple[Block, ...]:
    """A picture or a row for each thing that this visit may have left."""
    return tuple(_block(session, name, thing) for name, thing in THINGS.items() if thing.used(session))


def _block(session: Session, name: str, thing: Thing) -> Block:
    if name == "slip" and (back := _slip_back(session)) is not None:
        return back
    there = _there(session, thing)
    words, tone, picture = SEEN[name, there]
    kind = BlockKind.PICTURE if picture else BlockKind.STATUS
    said = text(words) if there is False or thing.words is None else thing.words(session)
    return Block(kind, said, tone=tone, picture=picture)


def _slip_back(session: Session) -> Block | None:
    """The picture of a slip that goes back, or went."""
    if slip_goes_back(session):
        return GOES_BACK
    return WENT_BACK if slip_went_back(session) else None


def _please_take(session: Session) -> Words:
    """Said while the slip may be there; where it is taken back in the end, that too."""
    return text("farewell-slip-left-back" if can_take_back(session) else "farewell-slip-left")


def guidance(session: Session) -> Guidance | None:
    """The place of the first thing that is still there."""
    for name in _left(session):
        thing = THINGS[name]
        words, tone, _ = SEEN[name, True]
        said = text(words) if thing.words is None else thing.words(session)
        return Guidance(session.status.device_for(thing.capability), thing.gesture, said, tone)
    return None
