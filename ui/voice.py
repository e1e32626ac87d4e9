"""Visits by voice and keys: read the page shown, move between its stops, report the voice to the session.

It lives on the GUI thread. `kiosk/spoken.py` decides what is spoken and in which order, `ui/keys.py` maps keys to
commands (`ui/voice_commands.py`), and `ui/speech.py` produces the sound. A choice is made by clicking the item that a
finger would touch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.events import VoiceSeen
from kiosk.spoken import Sentence, SpeechSource, Stop, focus_stops, sentence_of, sentences_of
from kiosk.view import Field, FieldKind, View
from kiosk.words import Words, text
from ui.bridge import Bridge
from ui.items import visible_item
from ui.keyboard.keyboard import Keyboard
from ui.keyboard.voice_typing import VoiceTyping
from ui.keys import command_of, with_figures
from ui.loudspeaker import Loudspeaker
from ui.voice_commands import BUTTONS, COMMANDS

START = "start:voice"
KEY_HELP = (text("voice-how"), text("voice-how-more"))
FIELD_HELP: Mapping[FieldKind, str] = MappingProxyType({FieldKind.DATE: "voice-date"})
"""Fields that are filled by keys in a special way."""
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
        self.typing: VoiceTyping = VoiceTyping(keyboard, self._field, self.say, self._interrupt, self)
        self.bridge, self.loudspeaker = bridge, loudspeaker
        self._window, self._post = window, post
        self._awake = False
        """A key was pressed on the first page."""
        self.scene: tuple[str, str, str] | None = None
        """Visit, page id and language last read; None while the voice is off."""
        self.overlay = ""
        """The overlay over the page: "curtain", "countdown", or "" for none."""
        self._visit = ""
        self._cursor = ""
        self._spoken, self._spoken_stop = frozenset[str](), ""
        loudspeaker.on_state = lambda speaking: self._post(VoiceSeen(self._visit, speaking))
        loudspeaker.on_number = lambda: self._post(VoiceSeen(self._visit, speaking=True, number=True))
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(AWAKE_MS)
        self._idle.timeout.connect(self._sleep)
        bridge.changed.connect(self.follow_view)
        bridge.on_speech = self._on_button
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
        self._filter_keys(wanted=self._is_on(view) or view.traits.starts_visit or bool(view.fields))
        if not self._is_on(view):
            if old_scene is not None:  # else the greeting may be heard
                self.loudspeaker.stop()
            self.bridge.set_blank(False)
            self.scene, self.overlay = None, ""
            return
        self.scene, self.overlay = scene, overlay
        if scene != old_scene or overlay != old_overlay:
            self._arrive(view, new_page=scene != old_scene)
        else:
            self._say_changes(view)
        self._remember(view)

    def _sleep(self) -> None:
        """Switch off the voice on the first page, so that the next person's first key wakes it again."""
        view = self.view
        if self._awake and view is not None and not view.visit:
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
        self.loudspeaker.reset()
        self.bridge.set_blank(False)

    def _arrive(self, view: View, *, new_page: bool) -> None:
        """Read a new page or an overlay from the top; of a page whose overlay was closed only the title."""
        self.loudspeaker.stop()
        if self.overlay:
            self._cursor = focus_stops(view)[0].key
        elif new_page:
            self._cursor = START if view.traits.starts_visit else ""
        elif self.current_stop() is None:
            self._cursor = ""
        if self.overlay or new_page:
            self._read(view)
        else:
            self.say(view.title)
        self._focus()

    def _read(self, view: View) -> None:
        page = sentences_of(view, self._words)
        keys = KEY_HELP if view.traits.explains_keys else ()
        self.loudspeaker.say([*page, *(self._sentence(each) for each in keys)], view.language)

    def read_page(self, view: View) -> None:
        """Interrupt speech and read the page from the top."""
        self.loudspeaker.stop()
        self._read(view)

    def _say_changes(self, view: View) -> None:
        fresh = [line for line in sentences_of(view, self._words) if not line.still and line.text not in self._spoken]
        stop = self.current_stop()
        if stop is not None and stop.field is None and self._speech_of(stop) != self._spoken_stop:
            fresh += self._sentences(stop)
        if fresh and view.visit:
            self.loudspeaker.say(fresh, view.language)

    def _remember(self, view: View) -> None:
        self._spoken = frozenset(line.text for line in sentences_of(view, self._words))
        stop = self.current_stop()
        self._spoken_stop = "" if stop is None else self._speech_of(stop)

    @property
    def _words(self) -> SpeechSource:
        assert self.bridge.words is not None
        return self.bridge.words

    def _sentence(self, words: Words) -> Sentence:
        return sentence_of(words, self._words)

    def _speech_of(self, stop: Stop) -> str:
        return "，".join(sentence.text for sentence in self._sentences(stop))

    def _sentences(self, stop: Stop) -> list[Sentence]:
        """A stop as one sentence for each run of words in one language."""
        parts = stop.said if stop.enabled else (*stop.said, text("voice-resting"))
        runs = groupby((self._sentence(each) for each in parts), key=lambda line: line.language)
        return [Sentence("，".join(line.text for line in run), language=language) for language, run in runs]

    def say(self, *words: Words) -> None:
        """Interrupt speech with messages."""
        self.loudspeaker.stop()
        if self.view is not None:
            self.loudspeaker.say([self._sentence(each) for each in words], self.view.language)

    def interject(self, words: Words) -> None:
        """Say a message at once, then go on where speech was interrupted."""
        if self.view is not None:
            self.loudspeaker.interject([self._sentence(words)], self.view.language)

    def _on_button(self, key: str) -> None:
        view = self.view
        if view is not None and self._is_on(view) and key in BUTTONS:
            BUTTONS[key](self, view)

    def _interrupt(self, sentences: Sequence[Sentence], language: str) -> None:
        self.loudspeaker.stop()
        self.loudspeaker.say(sentences, language)

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
        # Not activeFocusItem(): PySide makes what a getter returns a child of the window's wrapper, which would keep a
        # wrapper of every item that ever had the focus.
        item = self._window.property("activeFocusItem")
        if isinstance(item, QQuickItem) and item.objectName() in {
            stop.key for stop in focus_stops(view) if stop.field is not None
        }:
            self._cursor = item.objectName()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Consume key presses that have a meaning here; those of a keypad without Num Lock come again as figures."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if (figure := with_figures(event)) is not None:
            QCoreApplication.sendEvent(self._window, figure)
            return True
        return self._handle_key(event.key())

    def _handle_key(self, key: int) -> bool:
        view = self.view
        if view is None:
            return False
        if not self._is_on(view):
            return self._wake(view)
        self._idle.start()
        stop = self.current_stop()
        in_field = stop is not None and stop.field is not None
        if in_field and self.typing.handle_key(key):
            return True
        command = command_of(key, writing=in_field)
        if command is not None:
            COMMANDS[command](self, view)
            return True
        if in_field:
            QTimer.singleShot(0, self.typing, self.typing.echo)
        return not in_field

    def _wake(self, view: View) -> bool:
        """Switch on the voice at any key on the first page, if that offers a visit by voice."""
        if not view.traits.starts_visit or not any(choice.key == START for choice in view.choices):
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
        self._cursor = all_stops[(at + steps) % len(all_stops)].key
        self._focus()
        self.say_stop()
        self._remember(view)

    def say_stop(self) -> None:
        """Interrupt speech with the current stop."""
        stop = self.current_stop()
        if stop is None:
            return
        self.loudspeaker.stop()
        sentences = self._sentences(stop)
        if stop.field is not None:
            sentences += [] if stop.field.value else [self._sentence(text("voice-empty"))]
            how = FIELD_HELP.get(stop.field.kind, "voice-field")
            sentences.append(self._sentence(text("voice-chinese" if self.typing.composes else how)))
        self.loudspeaker.say(sentences, self.view.language if self.view else "")

    def _focus(self) -> None:
        item = self.item(self._cursor) if self._cursor else self.item("page")
        if item is not None:
            item.forceActiveFocus(Qt.FocusReason.TabFocusReason)
        self.typing.follow_focus()

    def item(self, key: str) -> QQuickItem | None:
        return visible_item(self._window.contentItem(), key)
