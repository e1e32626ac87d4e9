"""Visits by voice and keys: read the page shown, move between its stops, report the voice to the session.

A key of the terminal's keypad is a key of a keyboard, and works where nothing is read aloud too: then the stop that it
leads to is marked, and nothing said. What is meant for headphones ends when they are pulled out.

It lives on the GUI thread. `kiosk/spoken.py` decides what is spoken and in which order, `ui/keys.py` maps keys to
commands (`ui/voice_commands.py`), and `ui/speech.py` produces the sound. A choice is made by clicking the item that a
finger would touch.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.events import VoiceSeen
from kiosk.spoken import Stop, focus_stops
from kiosk.view import Field, View
from kiosk.words import text
from ui.bridge import STILL_HERE, Bridge
from ui.items import visible_item
from ui.keyboard.keyboard import Keyboard
from ui.keyboard.voice_typing import VoiceTyping
from ui.keys import SILENT, command_of, pad_events, with_figures
from ui.loudspeaker import Loudspeaker
from ui.page_reader import PageReader
from ui.staff_keys import AREA, staff_shortcut
from ui.voice_commands import BUTTONS, COMMANDS
from ui.voice_views import START, offers_voice, open_field

PULLED_OUT = text("voice-headphones-out")
SWITCHED_MS = 700
"""After headphones were pulled out, the loudspeaker is on again within so long."""
AWAKE_MS = 60_000
"""Without a key for so long, a voice woken on the first page is switched off: the person has left."""


class Voice(QObject):
    """Event filter between the window's keys and the bridge. `post` sends events to the terminal."""

    def __init__(
        self,
        window: QQuickWindow,
        bridge: Bridge,
        loudspeaker: Loudspeaker,
        post: Callable[[VoiceSeen], None],
        keyboard: Keyboard | None = None,
    ) -> None:
        """Without a keyboard no Chinese can be typed by keys."""
        super().__init__(window)
        self.reader: PageReader = PageReader(bridge, loudspeaker, self._speaks)
        self.typing: VoiceTyping = VoiceTyping(keyboard, self._field, self.reader, self)
        self.bridge, self.loudspeaker = bridge, loudspeaker
        self._window, self._post = window, post
        self._awake = False
        """A key was pressed on the first page."""
        self._by_keys = False
        """A key of the keypad was pressed in this visit, in which nothing is read aloud."""
        self._plugged = self._private = False
        """Sound is for headphones, and heard by nobody else, on the view shown last."""
        self.scene: tuple[str, str, str] | None = None
        """Visit, page id and language last read; None while the voice is off."""
        self.overlay = ""
        """The overlay over the page: "curtain", "countdown", or "" for none."""
        self._visit = ""
        self._cursor = ""
        loudspeaker.on_state = lambda speaking: self._post(VoiceSeen(self._visit, speaking))
        loudspeaker.on_number = lambda: self._post(VoiceSeen(self._visit, speaking=True, number=True))
        self._idle = QTimer(self, singleShot=True, interval=AWAKE_MS)
        self._idle.timeout.connect(self._sleep)
        bridge.changed.connect(self.follow_view)
        bridge.on_speech = self._on_button
        bridge.on_pad_key = self._press
        self._notice = QTimer(self, singleShot=True, interval=SWITCHED_MS)
        self._notice.timeout.connect(lambda: self.reader.say(PULLED_OUT))
        window.activeFocusItemChanged.connect(self._follow_focus)
        self._filtering = False
        self.follow_view()

    @property
    def view(self) -> View | None:
        return self.bridge.view

    @property
    def cursor(self) -> str:
        """The key of the current stop, "" at the top of the page."""
        return self._cursor

    def _is_on(self, view: View) -> bool:
        return self._speaks(view) or self._by_keys

    def _speaks(self, view: View) -> bool:
        return view.modes.voice or (self._awake and view.traits.starts_visit)

    def follow_view(self) -> None:
        """Speak a new page, overlay, or change of the view that the bridge shows."""
        view = self.view
        if view is None:
            return
        scene = (view.visit, view.id, view.language)
        overlay = "curtain" if view.curtain else "countdown" if view.countdown else ""
        old_scene, old_overlay = self.scene, self.overlay
        if view.visit != self._visit:
            self._reset(view)
        plugged, private = self._plugged, self._private
        self._plugged, self._private = view.headphones, view.private
        if (plugged and not view.headphones) or (private and not view.private):
            self._pulled_out(view)
            return
        works = view.traits.area == AREA or view.traits.starts_visit or bool(view.fields)
        self._filter_keys(wanted=self._is_on(view) or works)
        if not self._is_on(view):
            if old_scene is not None:  # else the greeting may be heard
                self.loudspeaker.stop()
            self.bridge.set_blank(False)
            self.scene, self.overlay = None, ""
            return
        self.scene, self.overlay = scene, overlay
        if scene != old_scene or overlay != old_overlay:
            self._arrive(view, new_page=scene != old_scene)
        elif view.headphones and not plugged:
            self.reader.read(view)
        else:
            self.reader.say_changes(view, self.current_stop())
        self.reader.remember(view, self.current_stop())

    def _pulled_out(self, view: View) -> None:
        """End what was meant for the headphones. The rest of the page is not read: a key or a touch goes on."""
        self.loudspeaker.silence()
        # Only now is the loudspeaker put on again (kiosk.terminal.senses).
        self._post(VoiceSeen(self._visit, speaking=False))
        self._awake = self._awake and bool(view.visit)
        self.reader.remember(view, self.current_stop())
        if view.modes.voice and view.visit:
            self._notice.start()

    def _sleep(self) -> None:
        """Switch off the voice on the first page, so that the next person's first key wakes it again."""
        if self._awake and self.view is not None and not self.view.visit:
            self._awake = False
            self.loudspeaker.stop()
            self.loudspeaker.reset()
            self.scene = None

    def _filter_keys(self, *, wanted: bool) -> None:
        """Install the event filter only where keys have a meaning: it is called for touch events too, and slow."""
        if wanted != self._filtering:
            self._filtering = wanted
            (self._window.installEventFilter if wanted else self._window.removeEventFilter)(self)

    def _reset(self, view: View) -> None:
        """Discard the state of the previous visit, speech rate and blanked screen included."""
        self._visit, self.scene, self._cursor = view.visit, None, ""
        self._awake = self._awake and bool(view.visit)
        self._by_keys = False
        self._notice.stop()
        self.loudspeaker.reset()
        self.bridge.set_blank(False)

    def _arrive(self, view: View, *, new_page: bool) -> None:
        """Read a new page or an overlay from the top; of a page whose overlay was closed only the title."""
        self.loudspeaker.stop()
        if self.overlay:
            self._cursor = focus_stops(view)[0].key
        elif new_page:
            self._cursor = START if view.traits.starts_visit else "" if self._speaks(view) else open_field(view)
        elif self.current_stop() is None:
            self._cursor = ""
        if self.overlay or new_page:
            self.reader.read(view)
        else:
            self.reader.say(view.title)
        self._focus()

    def _on_button(self, key: str) -> None:
        view = self.view
        if view is not None and self._is_on(view) and key in BUTTONS:
            BUTTONS[key](self, view)

    def _field(self) -> tuple[Field, QQuickItem] | None:
        """Return the field at the current stop and its item; None at another stop or without voice."""
        if self.view is None or not self._is_on(self.view):
            return None
        stop = self.current_stop()
        item = None if stop is None else self.item(stop.key)
        return None if stop is None or stop.field is None or item is None else (stop.field, item)

    def _follow_focus(self) -> None:
        """Move to a field that a finger chose."""
        view = self.view
        if view is None or not self._is_on(view):
            return
        self._cursor = self._focused_field(view) or self._cursor

    def _focused_field(self, view: View) -> str:
        """The key of the field that has the focus; "" if none has."""
        # Not activeFocusItem(): PySide makes what a getter returns a child of the window's wrapper, which would keep a
        # wrapper of every item that ever had the focus.
        item = self._window.property("activeFocusItem")
        name = item.objectName() if isinstance(item, QQuickItem) else ""
        return name if any(stop.key == name and stop.field is not None for stop in focus_stops(view)) else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Consume key presses that have a meaning here; those of a keypad without Num Lock come again as figures."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if self.bridge.on_key(event.key()):
            return True
        if (figure := with_figures(event)) is not None:
            QCoreApplication.sendEvent(self._window, figure)
            return True
        return self._handle_key(event.key())

    def _handle_key(self, key: int) -> bool:
        view = self.view
        if view is None:
            return False
        shortcut = (
            "" if self._focused_field(view) else staff_shortcut(view, key, chosen=self.current_stop() is not None)
        )
        if shortcut:
            self.bridge.touch(shortcut)
            return True
        if not self._is_on(view):
            return self._wake(view)
        self._idle.start()
        stop = self.current_stop()
        in_field = stop is not None and stop.field is not None
        if in_field and self.typing.handle_key(key):
            return True
        command = command_of(key, writing=in_field)
        if command in SILENT and not self._speaks(view):
            return True
        if command is not None:
            COMMANDS[command](self, view)
            return True
        if in_field:
            QTimer.singleShot(0, self.typing, self.typing.echo)
        return not in_field

    def _press(self, key: str) -> None:
        """A key of the keypad: like one of a keyboard, at the stop that a finger or an earlier key chose."""
        view = self.view
        if view is None:
            return
        if view.visit:
            self.bridge.touch(STILL_HERE)
        if not self._is_on(view) and (view.visit or not offers_voice(view)):
            field = self._focused_field(view)
            self._by_keys = True
            self.follow_view()
            if field:
                self.go_to(field, view)
        for event in pad_events(key):
            QCoreApplication.sendEvent(self._window, event)

    def _wake(self, view: View) -> bool:
        """Switch on the voice at any key on the first page, if that offers a visit by voice."""
        if not offers_voice(view):
            return False
        self._awake = True
        self._idle.start()
        self.follow_view()
        return True

    def current_stop(self) -> Stop | None:
        """Return the current stop; None at the top of the page."""
        view = self.view
        return None if view is None else next((stop for stop in focus_stops(view) if stop.key == self._cursor), None)

    def move(self, view: View, steps: int) -> None:
        """Move by this many stops, cyclically, and speak the new stop."""
        all_stops = focus_stops(view)
        at = next((place for place, stop in enumerate(all_stops) if stop.key == self._cursor), -1 if steps > 0 else 0)
        self.go_to(all_stops[(at + steps) % len(all_stops)].key, view)

    def go_to(self, key: str, view: View) -> None:
        """Move to the stop of this key and speak it."""
        self._cursor = key
        self._focus()
        self.say_stop()
        self.reader.remember(view, self.current_stop())

    def say_stop(self) -> None:
        """Interrupt speech with the current stop."""
        stop = self.current_stop()
        if stop is not None and self.view is not None:
            self.reader.say_stop(stop, self.view.language, composes=self.typing.composes)

    def _focus(self) -> None:
        item = self.item(self._cursor) if self._cursor else self.item("page")
        if item is not None:
            item.forceActiveFocus(Qt.FocusReason.TabFocusReason)
        self.typing.follow_focus()

    def item(self, key: str) -> QQuickItem | None:
        return visible_item(self._window.contentItem(), key)
