"""The terminal's own watches, on in every state of it: the keys of a keypad, and whether headphones are plugged in.

Keys go to the screen, which knows where the focus is: from there they are what a keyboard's are. The loudspeaker is put
off before anything is said in the headphones alone, and on again once the voice has said that it is silent: what was
meant for the headphones is not heard by everybody, however late the screen is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from devices import Presence, WatchKind
from devices.audio.contract import JACK, ROUTE, Jack, Route
from devices.keypad.contract import KEYS, KeypadCapability, KeysPressed
from devices.sensors.contract import Sensed
from kiosk.events import (
    Event,
    HeadphonesMoved,
    Output,
    ReadingCame,
    TerminalStatus,
    Touched,
    VoiceSeen,
    Watch,
    WatchFailed,
)
from kiosk.terminal_state import STAFF_ENTRY, TerminalState
from kiosk.view import View

KEY_SWITCH = "key_switch"
"""The key switch of staff among the slots of the sensors."""
KINDS: tuple[WatchKind[object, object], ...] = (KEYS, JACK)  # type: ignore[assignment]  # of two families


class Senses:
    """Used by the conductor's thread; `press` is given the name of each key (devices.keypad.contract.PadKey)."""

    def __init__(self) -> None:
        self.press: Callable[[str], None] = lambda key: None
        self._hushed = False
        """The headphones were pulled out, and the voice has not yet said that it is silent."""
        self._key_turned = False

    def watches(self, status: TerminalStatus) -> frozenset[Watch]:
        """The values that the terminal's devices are watched for, whoever is there."""
        return frozenset(self._watches(status))

    def _watches(self, status: TerminalStatus) -> Iterator[Watch]:
        for kind in KINDS:
            # With two that sense the same, the one that works.
            device = status.device_for(kind.capability)
            if device:
                yield Watch(device, kind.name, kind.capability, 0)

    def outputs(self, status: TerminalStatus, *, in_visit: bool) -> frozenset[Output]:
        """The place at which sound is to be heard. Each visit ends at rest, with the profile's volumes."""
        device = status.device_for(ROUTE.capability)
        self._hushed = self._hushed and in_visit
        route = Route.HEADPHONES if status.plugged or self._hushed else Route.LOUDSPEAKER
        wanted = device and (in_visit or route is Route.HEADPHONES)
        return frozenset({Output(device, ROUTE.name, route)} if wanted else ())

    def take(self, message: object, visit: str, status: TerminalStatus) -> TerminalStatus | None:
        """The status after an event of one of these watches; None for any other message. A key of another visit than
        this one is dropped."""
        if isinstance(message, VoiceSeen):
            self._hushed = self._hushed and message.speaking
        if not isinstance(message, ReadingCame | WatchFailed) or message.watch not in self.watches(status):
            return None
        value = message.value if isinstance(message, ReadingCame) else None
        if isinstance(value, KeysPressed):
            for key in value.keys if message.visit == visit else ():
                self.press(key.value)
        if message.watch.verb != JACK.name:
            return status
        # A jack that fails says nothing of headphones.
        plugged = value is Jack.IN
        self._hushed = self._hushed or (status.plugged and not plugged)
        return replace(status, plugged=plugged)

    def entry(self, message: object) -> Iterator[Event]:
        """Yield the touch that asks for the technician's area when its key switch is turned, once."""
        if not isinstance(message, ReadingCame) or not isinstance(message.value, Sensed):
            return
        before, self._key_turned = self._key_turned, message.value.at(KEY_SWITCH) is Presence.PRESENT
        if self._key_turned and not before:
            yield Touched(message.visit, STAFF_ENTRY)

    def on_view(self, view: View, status: TerminalStatus) -> View:
        """A view with what the screen has to know of keypad and headphones, whatever the page."""
        dot = status.can(KeypadCapability.DOT_ON_FIVE)
        return replace(view, headphones=status.headphones, private=status.private, dot_on_five=dot)

    def moved(self, state: TerminalState, before: TerminalStatus, now: TerminalStatus) -> Iterator[Event]:
        """Yield the event of headphones that came or went. On the first page they are a button: read to me."""
        if now.headphones is before.headphones:
            return
        if state.in_visit:
            yield HeadphonesMoved(state.visit, now.headphones)
        elif now.headphones:
            yield Touched(state.visit, "start:voice")
