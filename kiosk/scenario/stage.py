"""Where a scenario plays: bare, by events, or on the window (in ui), by touches. Neither does what nobody could."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import is_dataclass
from typing import Any, Protocol

from devices import FakeClock
from kiosk.events import Event, Touched, Typed
from kiosk.session.advance import touchable
from kiosk.view import View
from kiosk.words import Text

ANYWHERE = ("help", "language", "larger", "contrast", "low", "voice", "curtain-off")
"""Keys of the status bar and overlays, on every page."""


class CannotTouch(Exception):
    """The key is not on the page, hidden, or disabled: a citizen could not touch it either."""


class Stage(Protocol):
    """What a scenario does to a terminal and sees of it."""

    def touch(self, key: str) -> None:
        """Raises CannotTouch."""

    def type_text(self, key: str, text: str) -> None:
        """Fill a field. Raises CannotTouch."""

    def view(self) -> View:
        """What is shown now."""

    def picture(self) -> bytes | None:
        """What the screen looks like, as PNG; None where there is no screen."""

    def left_behind(self) -> list[str]:
        """What the screen still holds of a visit that is over: the clipboard, the keyboard."""

    def settle(self) -> None:
        """Wait until everything that happens by itself has happened."""

    def advance(self, seconds: float) -> None:
        """Let time pass."""


class BareStage:
    """No screen: views are looked at as data."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.post: Callable[[Event], None] = lambda event: None
        self._view: View | None = None

    def publish(self, view: View) -> None:
        """The conductor's newest view."""
        self._view = view

    def touch(self, key: str) -> None:
        view = self.view()
        if not touchable(view, key) and key not in ANYWHERE:
            raise CannotTouch(f"{key!r} cannot be touched on {view.id}; there: {', '.join(keys_of(view))}")
        self.post(Touched(view.visit, key))

    def type_text(self, key: str, text: str) -> None:
        view = self.view()
        if key not in {field.key for field in view.fields}:
            raise CannotTouch(f"no field {key!r} on {view.id}; there: {', '.join(f.key for f in view.fields)}")
        self.post(Typed(view.visit, key, text))

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


def keys_of(view: View) -> list[str]:
    """What can be touched on a view."""
    places = (view.actions.left, view.actions.middle, view.actions.right)
    choices = [*view.choices, *(c for c in places if c is not None)]
    choices += [option for field in view.fields for option in field.options]
    choices += [c for block in view.blocks for c in (block.change, block.reveal) if c is not None]
    return [choice.key for choice in choices if choice.enabled]


def keys_in(value: Any) -> set[str]:
    """Every message key anywhere in a view."""
    if isinstance(value, Text):
        return {value.key} | {key for _, each in value.args for key in keys_in(each)}
    if isinstance(value, tuple | list):
        return {key for each in value for key in keys_in(each)}
    if is_dataclass(value):
        return {key for name in value.__dataclass_fields__ for key in keys_in(getattr(value, name))}
    return set()
