"""State of the step `parts`: the chosen parts of a bundle."""

from __future__ import annotations

from devices.lazy_dataclass import dataclass
from kiosk.catalogue.item import Item
from kiosk.platform.listing import PartHours
from kiosk.visit import Session, StepState


@dataclass(frozen=True)
class PartsState(StepState):
    ticked: frozenset[str] = frozenset()
    """The parts chosen now."""
    offered: frozenset[str] = frozenset()
    """The parts that could be chosen so far: none of them is chosen again by itself."""
    hours: tuple[PartHours, ...] | None = None
    """Opening state of the parts' offices, from the platform; None until it answered."""


def parts_of(session: Session) -> tuple[Item, ...]:
    """The items that become a case each: the chosen parts of a bundle, in its order, or the item itself."""
    item = session.item
    if item is None or item.kind != "bundle":
        return () if item is None else (item,)
    ticked = session.own(PartsState).ticked
    found = (session.catalogue.find(each.item) for each in item.parts if each.item in ticked)
    return tuple(each for each in found if each is not None)
