"""The commands that keys give in a visit by voice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaObject

from kiosk.view import View
from kiosk.words import text
from ui.keys import KeyCommand

if TYPE_CHECKING:
    from ui.voice import Voice


def choose(voice: Voice, view: View) -> None:
    """Click the current stop; speak a disabled stop again."""
    stop = voice.current_stop()
    if stop is None:
        voice.move(view, 1)
    elif not stop.enabled:
        voice.say_stop()
    else:
        item = voice.item(stop.key)
        if item is None or not QMetaObject.invokeMethod(item, "click"):
            voice.bridge.touch(stop.key)


def help_or_back(voice: Voice, view: View) -> None:
    """Open or leave help; without a visit read the page again."""
    if view.visit:
        voice.bridge.touch("back" if view.traits.is_help else "help")
    else:
        voice.reader.read(view)


def back(voice: Voice, view: View) -> None:
    """Touch the back button; where there is none go to the one that leaves, which is not pressed by mistake then."""
    left, middle = view.actions.left, view.actions.middle
    if left is not None and left.key == "back" and not voice.overlay:
        voice.bridge.touch("back")
    elif middle is not None and not voice.overlay:
        voice.go_to(middle.key, view)
    else:
        voice.say_stop()


def next_rate(voice: Voice, view: View) -> None:
    voice.loudspeaker.next_rate()
    voice.reader.interject(text("voice-quicker"))


def change_rate(voice: Voice, steps: int) -> None:
    """Speak faster or slower, and say so; at the end of the scale say that."""
    if voice.loudspeaker.change_rate(steps):
        voice.reader.interject(text("voice-faster" if steps > 0 else "voice-slower"))
    else:
        voice.reader.interject(text("voice-fastest" if steps > 0 else "voice-slowest"))


def change_volume(voice: Voice, steps: int) -> None:
    """Speak louder or softer, and say so; at the end of the scale say that."""
    if voice.loudspeaker.change_volume(steps):
        voice.reader.interject(text("voice-louder" if steps > 0 else "voice-softer"))
    else:
        voice.reader.interject(text("voice-loudest" if steps > 0 else "voice-softest"))


def toggle_blank(voice: Voice, view: View) -> None:
    """Blank the screen or show it again; it is never blanked outside a visit."""
    blank = bool(view.visit) and not voice.bridge.blank
    voice.bridge.set_blank(blank)
    voice.reader.say(text("voice-blank" if blank else "voice-unblank"))


COMMANDS: Mapping[KeyCommand, Callable[[Voice, View], None]] = MappingProxyType(
    {
        KeyCommand.NEXT: lambda voice, view: voice.move(view, 1),
        KeyCommand.PREVIOUS: lambda voice, view: voice.move(view, -1),
        KeyCommand.CHOOSE: choose,
        KeyCommand.HELP: help_or_back,
        KeyCommand.REPEAT: lambda voice, view: voice.reader.read(view),
        KeyCommand.BACK: back,
        KeyCommand.NEXT_RATE: next_rate,
        KeyCommand.LOUDER: lambda voice, view: change_volume(voice, 1),
        KeyCommand.SOFTER: lambda voice, view: change_volume(voice, -1),
        KeyCommand.BLANK: toggle_blank,
        KeyCommand.DELETE: lambda voice, view: voice.typing.delete_last(),
    }
)

BUTTONS: Mapping[str, Callable[[Voice, View], None]] = MappingProxyType(
    {
        "say:again": lambda voice, view: voice.reader.read(view),
        "say:slower": lambda voice, view: change_rate(voice, -1),
        "say:faster": lambda voice, view: change_rate(voice, 1),
        "say:softer": lambda voice, view: change_volume(voice, -1),
        "say:louder": lambda voice, view: change_volume(voice, 1),
    }
)
"""The same by touch (VoiceButtons.qml)."""
