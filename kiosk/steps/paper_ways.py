"""Ways to hand in a paper: which of an item's ways are possible at this terminal now, and why none is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from devices.document_printer.contract import PRINT as PRINT_DOCUMENT
from devices.document_scanner.contract import SCAN
from devices.receipt_printer.contract import PRINT as PRINT_SLIP
from kiosk.catalogue.item import Item, Material
from kiosk.catalogue.material_checks import AT_A_TERMINAL, HELD_BY_PLATFORM
from kiosk.visit import Session
from kiosk.words import Words, text

WAYS_NEED: Mapping[str, str] = MappingProxyType({"scan": SCAN.capability, "photo": "take_photo"})
"""Way → the capability of a device that it needs. The others need the network."""
SAID = ("scan", "photo", "phone")
"""The ways that the guide names, in this order: `hand-in-<way>-<way>`."""
PRINTS = frozenset({PRINT_SLIP.capability, PRINT_DOCUMENT.capability})
WITHOUT_PAPER = frozenset({"pledge", "later"})
"""Ways that need nothing: the paper stays at home."""


def ways_here(session: Session, material: Material) -> tuple[str, ...]:
    """The ways of a paper that are possible at this terminal now, in the item's order."""
    return tuple(each for each in material.ways if _is_possible(session, each))


def _is_possible(session: Session, way: str) -> bool:
    if way in WAYS_NEED:
        return session.status.can(WAYS_NEED[way])
    if way in WITHOUT_PAPER:
        return True
    # Nothing of a real person comes to a practice visit, and nothing of it goes to the platform.
    return session.status.online and not (session.practice and way == "phone")


def way_words(session: Session, material: Material) -> Words | None:
    """Words for the ways in which a paper can be handed in here now, for the guide; None if it cannot."""
    here = ways_here(session, material)
    ways = "-".join(each for each in SAID if each in here)
    if not ways:
        return None
    return text(f"hand-in-{ways}")


def may_be_held(session: Session, material: Material) -> bool:
    """Whether the platform may have the paper already, and can be asked."""
    return bool(set(ways_here(session, material)) & HELD_BY_PLATFORM)


def awaited_papers(item: Item) -> Iterator[Material]:
    """The papers of an item without which it cannot be finished, or which somebody may want to hand in here. One that
    may come later keeps nobody away; one that can be pledged does, for the choice would not be free."""
    for each in item.handed_in:
        if each.necessity != "unnecessary" and set(each.ways) & AT_A_TERMINAL and "later" not in each.ways:
            yield each


def gives_paper(item: Item) -> bool:
    """Whether a matter of this item ends with paper from the machine: a certificate, or the slip with its number."""
    return bool(item.certificate or "submit" in item.steps or PRINTS & set(item.needs))


def no_way(session: Session, item: Item) -> Words | None:
    """Why a paper of an item cannot be handed in here now by anybody who has it; None if each can."""
    for material in awaited_papers(item):
        if not AT_A_TERMINAL & set(ways_here(session, material)):
            return _why_none(session, material)
    return None


def lacking(item: Item, absent: frozenset[str]) -> frozenset[str]:
    """The absent capabilities of devices for want of which a paper can never be handed in at a terminal."""
    found: set[str] = set()
    for material in awaited_papers(item):
        ways = AT_A_TERMINAL & set(material.ways)
        if all(WAYS_NEED.get(each) in absent for each in ways):
            found |= {WAYS_NEED[each] for each in ways}
    return frozenset(found)


def device_to(capability: str) -> Words:
    """The device that can do something, in words."""
    return text(f"device-to-{capability.replace('_', '-')}")


def _why_none(session: Session, material: Material) -> Words:
    """A device that may be mended, a network that may come back, and last a device that is not there."""
    status = session.status
    needed = [WAYS_NEED[each] for each in material.ways if each in WAYS_NEED]
    here = [each for each in needed if each not in session.terminal.absent]
    if here and status.checking:
        return text("not-now-checking", device=device_to(here[0]))
    if "phone" in material.ways and not session.practice:
        return text("not-now-offline" if status.asked else "not-now-asking")
    if here:
        return text("not-now-device", device=device_to(here[0]))
    return text("not-here-device", device=device_to(needed[0])) if needed else text("give-phone-practice")
