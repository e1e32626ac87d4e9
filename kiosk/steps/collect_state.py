"""The state of picking something up from a locker, shared by its steps' pages and the farewell."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from devices.lazy_dataclass import dataclass
from kiosk.platform.pick_ups import PickUp
from kiosk.view import Block, BlockKind, Tone
from kiosk.visit import Session, StepState
from kiosk.words import text

TRIES = 5
"""Codes that led to nothing after which the visit ends: a code must not be found by trying."""
OPENINGS = 2
"""Times that a door is told to open in one visit: the first, and one more that the citizen asks for."""


class DoorPhase(StrEnum):
    """Phases of the door."""

    NONE = ""
    OPENING = "opening"
    OPEN = "open"
    """It is open, and the citizen takes the thing."""
    LEFT_OPEN = "left_open"
    """The same, for longer than it takes."""
    CLOSED = "closed"
    """It was open and is closed: taken, as far as a door can tell."""
    SHUT = "shut"
    """It did not open."""
    UNSURE = "unsure"
    """Nobody knows whether it opened, or it was open before."""


@dataclass(frozen=True)
class CollectState(StepState):
    found: PickUp | None = None
    permit: str = ""
    """The id of the newest permit that was asked for."""
    tries: int = 0
    openings: int = 0
    phase: DoorPhase = DoorPhase.NONE
    fault: str = ""
    """The reason why the door did not open, or why it is not certain."""
    seen_open: bool = False
    """The locker's sensor saw the door open."""


FAREWELLS: Mapping[DoorPhase, str] = MappingProxyType(
    {
        DoorPhase.OPEN: "farewell-collected",
        DoorPhase.CLOSED: "farewell-collected",
        DoorPhase.LEFT_OPEN: "farewell-door-open",
        DoorPhase.SHUT: "farewell-not-collected",
        DoorPhase.UNSURE: "farewell-door-unsure",
    }
)
"""Phase of the door → words for the end of the visit."""
PICTURES: Mapping[DoorPhase, str] = MappingProxyType(
    {DoorPhase.OPEN: "locker-open", DoorPhase.LEFT_OPEN: "locker-open"}
)
CLOSED = "locker-closed"
"""The drawing of every other phase."""


def collected(session: Session) -> bool:
    """Whether a door came open in this matter: the thing was there to be taken."""
    return session.own(CollectState).phase in (DoorPhase.OPEN, DoorPhase.LEFT_OPEN, DoorPhase.CLOSED)


def farewell_blocks(session: Session) -> tuple[Block, ...]:
    """The door as it was left, drawn; nothing where no door was opened."""
    phase = session.own(CollectState).phase
    if phase not in FAREWELLS:
        return ()
    left = phase is DoorPhase.LEFT_OPEN
    words = text("door-left-open-do") if left else None
    tone = Tone.ATTENTION if left else Tone.PLAIN
    return (Block(BlockKind.PICTURE, words, tone=tone, picture=PICTURES.get(phase, CLOSED)),)
