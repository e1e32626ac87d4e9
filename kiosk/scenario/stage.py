"""The stage a scenario plays on: `BareStage` posts events, `ui.stage` touches the real window.

Both refuse what a citizen could not do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import is_dataclass
from typing import Any, Protocol

from devices import FakeClock
from kiosk.events import Event, Touched, Typed
from kiosk.scenario.drawing import Lines, points_along
from kiosk.session.advance import touchable
from kiosk.signing import Drawn
from kiosk.terminal_state import STAFF_ENTRY
from kiosk.view import Pad, View
from kiosk.vocabulary.fields import SET_BY_FIELD, unwritable
from kiosk.words import Text

GLOBAL_KEYS = ("help", "language", "larger", "contrast", "low", "voice", "curtain-off", STAFF_ENTRY)
"""Keys of the status bar and overlays, which exist on every page."""
PAD_MM, MOVE_MS = 248, 16
"""Without a screen: the width of its pad, and the time from one point of a finger to the next."""


class CannotTouch(Exception):
    """The key is not on the page, hidden or disabled."""


class Stage(Protocol):
    """Interface between a scenario and a terminal."""

    def touch(self, key: str) -> None:
        """Touch a control. Raises CannotTouch."""

    def type_text(self, key: str, text: str) -> None:
        """Fill a field. Raises CannotTouch."""

    def draw(self, lines: Lines) -> None:
        """Write on the pad of the page, a line by a finger. Raises CannotTouch."""

    def view(self) -> View:
        """Return the view that is shown now."""

    def picture(self) -> bytes | None:
        """Return the screen as PNG; None where there is no screen."""

    def left_behind(self) -> list[str]:
        """Return what the screen retains of a finished visit: clipboard, keyboard."""

    def settle(self) -> None:
        """Wait until all pending work is done."""

    def advance(self, seconds: float) -> None:
        """Let time pass."""


class BareStage:
    """Stage without a screen, on the published views."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.post: Callable[[Event], None] = lambda event: None
        self._view: View | None = None

    def publish(self, view: View) -> None:
        """Take the conductor's newest view."""
        self._view = view

    def touch(self, key: str) -> None:
        view = self.view()
        if not touchable(view, key) and key not in GLOBAL_KEYS:
            raise CannotTouch(f"{key!r} cannot be touched on {view.id}; there: {', '.join(touchable_keys(view))}")
        self.post(Touched(view.visit, key))

    def type_text(self, key: str, text: str) -> None:
        view = self.view()
        fields = {field.key: field for field in view.fields}
        if key not in fields:
            raise CannotTouch(f"no field {key!r} on {view.id}; there: {', '.join(fields)}")
        field = fields[key]
        lacking = unwritable(field.kind, text)
        if lacking:
            raise CannotTouch(f"the keyboard of {key!r} ({field.kind}) has no key for {lacking!r}")
        length = sum(each not in SET_BY_FIELD.get(field.kind, "") for each in text)
        if length > field.max_length:
            raise CannotTouch(f"{key!r} takes {field.max_length} characters, not {length}")
        self.post(Typed(view.visit, key, text))

    def draw(self, lines: Lines) -> None:
        for line in lines:
            view = self.view()
            pad = pad_of(view)
            points = tuple(points_along(line))[: pad.points_most]
            numbers = (number for n, (x, y) in enumerate(points) for number in (x, y, MOVE_MS * n))
            self.post(Drawn(view.visit, pad.key, tuple(numbers), PAD_MM))
            self.settle()

    def view(self) -> View:
        assert self._view is not None
        return self._view

    def picture(self) -> bytes | None:
        return None

    def left_behind(self) -> list[str]:
        return []

    def settle(self) -> None:
        self._clock.settle()

    def advance(self, seconds: float) -> None:
        self._clock.advance(seconds)


def pad_of(view: View) -> Pad:
    """The pad of a page, if something can be written on it. Raises CannotTouch."""
    if view.pad is None or view.pad.full or view.curtain or view.countdown is not None:
        raise CannotTouch(f"nothing can be written on {view.id}")
    return view.pad


def composed_in(view: View, key: str, text: str) -> frozenset[str]:
    """The characters of a text that its field takes and that may have no key of their own, as hanzi have none."""
    kinds = [field.kind for field in view.fields if field.key == key]
    return frozenset(each for each in text if not each.isascii() and kinds and not unwritable(kinds[0], each))


def separators(view: View, key: str) -> str:
    """The characters of a typed text that a field sets itself, so that they need no key."""
    return next((SET_BY_FIELD.get(field.kind, "") for field in view.fields if field.key == key), "")


def touchable_keys(view: View) -> list[str]:
    """Return the keys of all enabled controls of a view."""
    places = (view.actions.left, view.actions.middle, view.actions.right)
    choices = [*view.tabs, *view.choices, *(c for c in places if c is not None)]
    choices += [option for field in view.fields for option in field.options]
    choices += [c for block in view.blocks for c in (block.change, block.reveal) if c is not None]
    return [choice.key for choice in choices if choice.enabled]


def message_keys(value: Any) -> set[str]:
    """Return every message key anywhere in a view, including those in arguments of messages."""
    if isinstance(value, Text):
        return {value.key} | {key for _, each in value.args for key in message_keys(each)}
    if isinstance(value, tuple | list):
        return {key for each in value for key in message_keys(each)}
    if is_dataclass(value):
        return {key for name in value.__dataclass_fields__ for key in message_keys(getattr(value, name))}
    return set()
