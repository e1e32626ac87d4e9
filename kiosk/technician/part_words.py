"""Words for the state of a part: what is wrong in a sentence, since when, where it is, and how its supplies are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from devices import CHINA
from kiosk.console_view import Mark
from kiosk.events import DeviceInfo
from kiosk.technician.findings import info_of, mark_of
from kiosk.terminal_facts import trouble_key
from kiosk.words import Data, Words, text

if TYPE_CHECKING:
    from kiosk.technician.state import Technician

LEVELS = frozenset({"paper", "door", "toner", "supply", "loudspeaker", "output", "slip", "bin", "cover"})
"""Levels of a status that have words of their own; others are shown as the device says them."""
VALUES = frozenset({"ok", "near_end", "out", "unknown", "open", "closed", "on", "off", "line", "battery", "low"})


def state_words(state: Technician, part: str) -> Words:
    """One sentence: the fault, else the state."""
    info = info_of(state, part)
    if info.faults and info.faults[0] in state.terminal.faults:
        return text(trouble_key(info.faults[0]))
    return text(f"tech-state-{mark_of(state, part).value}")


def since_words(state: Technician, since: datetime | None) -> Words:
    """The time of day since when, of today; else the day too."""
    if since is None:
        return text("tech-since-unknown")
    local, now = since.astimezone(CHINA), state.status.now
    same_day = now is not None and now.astimezone(CHINA).date() == local.date()
    return text("tech-since", clock=Data(f"{local:%H:%M}" if same_day else f"{local:%m-%d %H:%M}"))


def place_words(state: Technician, part: str) -> Words:
    """Its place, as seen from the screen."""
    place = state.terminal.places.get(part, "")
    return text(f"place-{place}") if place else text("tech-place-inside")


def level_rows(info: DeviceInfo) -> Iterator[tuple[Words, Words, Mark]]:
    """Name, value and mark of each level."""
    for name, value in info.levels.items():
        label = text(f"tech-level-{name.replace('_', '-')}") if name in LEVELS else Data(name)
        words = text(f"tech-value-{value.replace('_', '-')}") if value in VALUES else Data(value)
        yield label, words, LEVEL_MARKS.get(value, Mark.GOOD)


LEVEL_MARKS = {
    "out": Mark.FAULT, "near_end": Mark.HEED, "unknown": Mark.UNKNOWN, "open": Mark.HEED, "low": Mark.FAULT,
    "battery": Mark.HEED,
}  # fmt: skip
