"""Voice and keys: reads the page that is shown, goes where the keys lead, and tells the session what the voice does.

It belongs to the GUI thread. What is said and in which order stands in `kiosk/spoken.py`, which key does what in
`ui/keys.py`, and how it is heard in `ui/speech.py`; a choice is made by clicking the same item that a finger touches.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QEvent, QMetaObject, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.events import VoiceSeen
from kiosk.spoken import Sentence, SpeechSource, Stop, focus_stops, sentence_of, sentences_of
from kiosk.view import Field, View
from kiosk.words import Words, text
from ui.bridge import Bridge
from ui.keyboard.aloud import Aloud
from ui.keyboard.keyboard import Keyboard
from ui.keys import Act, act_of
from ui.speech import Loudspeaker

START = "start:voice"
HOW = (text("voice-how"), text("voice-how-more"))


AWAKE_MS = 60_000
"""Who woke the voice on the first page and pressed nothing more for so long has gone."""


class Voice(QObject):
    """Sits between the window's keys and its bridge. `post` takes events to the terminal."""

    def __init__(
        self,
        window: QQuickWindow,
        bridge: Bridge,
        loudspeaker: Loudspeaker,
        post: Callable[[VoiceSeen], None],
        keyboard: Keyboard | None = None,
    ) -> None:
        """Without a keyboard no Chinese is written by keys."""
        super().__init__(window)
        self.aloud = Aloud(keyboard, self._field, self._say, self._read_out, self)
        self._window, self._bridge, self._loudspeaker, self._post = window, bridge, loudspeaker, post
        self._awake = False
        """Somebody pressed a key on the first page."""
        self._scene: tuple[str, str, str] | None = None
        self._cover = ""
        self._visit = ""
        self._cursor = ""
        self._before: frozenset[str] = frozenset()
        self._stood = ""
        loudspeaker.on_state = lambda speaking: self._post(VoiceSeen(self._visit, speaking))
        loudspeaker.on_number = lambda: self._post(VoiceSeen(self._visit, speaking=True, number=True))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(AWAKE_MS)
        self._rest.timeout.connect(self._sleep)
        bridge.changed.connect(self._shown)
        window.activeFocusItemChanged.connect(self._touched)
        self._listening = False
        self._shown()

    @property
    def view(self) -> View | None:
        return self._bridge.view

    @property
    def cursor(self) -> str:
        """Where the keys stand: the key of what can be touched there, "" at the top."""
        return self._cursor

    def _on(self, view: View) -> bool:
        return view.modes.voice or (self._awake and view.traits.starts_visit)

    def _shown(self) -> None:
        view = self.view
        if view is None:
            return
        scene = (view.visit, view.id, view.language)
        cover = "curtain" if view.curtain else "countdown" if view.countdown else ""
        before, cover_before = self._scene, self._cover
        if view.visit != self._visit:
            self._begin_anew(view)
        self._listen(wanted=self._on(view) or view.traits.starts_visit)
        if not self._on(view):
            self._loudspeaker.stop()
            self._bridge.set_blank(False)
            self._scene, self._cover = None, ""
            return
        self._scene, self._cover = scene, cover
        if scene != before or cover != cover_before:
            self._arrive(view, moved=scene != before)
        else:
            self._tell_changes(view)
        self._remember(view)

    def _sleep(self) -> None:
        """The next person's first key is a first key again."""
        view = self.view
        if self._awake and view is not None and not view.visit:
            self._awake = False
            self._loudspeaker.stop()
            self._loudspeaker.reset()
            self._scene = None

    def _listen(self, *, wanted: bool) -> None:
        """Keys are looked at only where they may mean something: fingers never wait for it."""
        if wanted != self._listening:
            self._listening = wanted
            (self._window.installEventFilter if wanted else self._window.removeEventFilter)(self)

    def _begin_anew(self, view: View) -> None:
        """Another visit, or none: nothing of the one before is left, neither its pace nor its dark screen."""
        self._visit, self._scene, self._cursor = view.visit, None, ""
        self._awake = self._awake and bool(view.visit)
        self._loudspeaker.reset()
        self._bridge.set_blank(False)

    def _arrive(self, view: View, *, moved: bool) -> None:
        """Another page is read from the top; a cover is read, and what comes from under it is only named."""
        self._loudspeaker.stop()
        if self._cover:
            self._cursor = focus_stops(view)[0].key
        elif moved:
            self._cursor = START if view.traits.starts_visit else ""
        elif self._stop() is None:
            self._cursor = ""
        if self._cover or moved:
            self._read(view)
        else:
            self._say(view.title)
        self._focus()

    def _read(self, view: View) -> None:
        page = sentences_of(view, self._words)
        keys = HOW if view.traits.explains_keys else ()
        self._loudspeaker.say([*page, *(self._line(each) for each in keys)], view.language)

    def _tell_changes(self, view: View) -> None:
        fresh = [line for line in sentences_of(view, self._words) if not line.still and line.text not in self._before]
        stop = self._stop()
        if stop is not None and stop.field is None and self._told(stop) != self._stood:
            fresh.append(Sentence(self._told(stop)))
        if fresh and view.visit:
            self._loudspeaker.say(fresh, view.language)

    def _remember(self, view: View) -> None:
        self._before = frozenset(line.text for line in sentences_of(view, self._words))
        stop = self._stop()
        self._stood = "" if stop is None else self._told(stop)

    @property
    def _words(self) -> SpeechSource:
        assert self._bridge.words is not None
        return self._bridge.words

    def _line(self, said: Words) -> Sentence:
        return sentence_of(said, self._words)

    def _told(self, stop: Stop) -> str:
        said = "，".join(self._words.speech(each) for each in stop.said)
        return said if stop.enabled else f"{said}，{self._words.speech(text('voice-resting'))}"

    def _say(self, *said: Words) -> None:
        """Instead of what is being said."""
        self._loudspeaker.stop()
        if self.view is not None:
            self._loudspeaker.say([self._line(each) for each in said], self.view.language)

    def _read_out(self, lines: Sequence[Sentence], language: str) -> None:
        self._loudspeaker.stop()
        self._loudspeaker.say(lines, language)

    def _field(self) -> tuple[Field, QQuickItem] | None:
        """The field the keys stand on, with its item, in a visit by voice."""
        if self.view is None or not self._on(self.view):
            return None
        stop = self._stop()
        item = None if stop is None else self._item(stop.key)
        return None if stop is None or stop.field is None or item is None else (stop.field, item)

    # Keys.

    def _touched(self) -> None:
        """Keys write into a field that a finger chose."""
        view, item = self.view, self._window.activeFocusItem()
        if view is not None and item is not None and self._on(view):
            fields = {stop.key for stop in focus_stops(view) if stop.field is not None}
            self._cursor = item.objectName() if item.objectName() in fields else self._cursor

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """A key that means something here goes no further."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        return self._pressed(event.key())

    def _pressed(self, key: int) -> bool:
        view = self.view
        if view is None:
            return False
        if not self._on(view):
            return self._wake(view)
        self._rest.start()
        stop = self._stop()
        writing = stop is not None and stop.field is not None
        if writing and self.aloud.pressed(key):
            return True
        act = act_of(key, writing=writing)
        if act is not None:
            ACTS[act](self, view)
            return True
        if writing:
            QTimer.singleShot(0, self.aloud, self.aloud.echo)
        return not writing

    def _wake(self, view: View) -> bool:
        """On the first page any key wakes the voice."""
        if not view.traits.starts_visit or not any(choice.key == START for choice in view.choices):
            return False
        self._awake = True
        self._rest.start()
        self._shown()
        return True

    def _stop(self) -> Stop | None:
        view = self.view
        return None if view is None else next((stop for stop in focus_stops(view) if stop.key == self._cursor), None)

    def move(self, view: View, steps: int) -> None:
        ways = focus_stops(view)
        at = next((place for place, stop in enumerate(ways) if stop.key == self._cursor), -1 if steps > 0 else 0)
        self._cursor = ways[(at + steps) % len(ways)].key
        self._focus()
        self._say_stop()
        self._remember(view)

    def _say_stop(self) -> None:
        stop = self._stop()
        if stop is None:
            return
        self._loudspeaker.stop()
        told = [Sentence(self._told(stop))]
        if stop.field is not None:
            told += [] if stop.field.value else [self._line(text("voice-empty"))]
            told.append(self._line(text("voice-chinese" if self.aloud.composes else "voice-field")))
        self._loudspeaker.say(told, self.view.language if self.view else "")

    def _focus(self) -> None:
        item = self._item(self._cursor) if self._cursor else self._item("page")
        if item is not None:
            item.forceActiveFocus(Qt.FocusReason.TabFocusReason)
        self.aloud.arrive()

    def _item(self, key: str) -> QQuickItem | None:
        """The item with this key that is shown: a cover's before the page's."""
        waiting = [self._window.contentItem()]
        while waiting:
            item = waiting.pop(0)
            if not item.isVisible():
                continue
            if item.objectName() == key:
                return item
            waiting.extend(item.childItems())
        return None

    def choose(self, view: View) -> None:
        stop = self._stop()
        if stop is None:
            self.move(view, 1)
        elif not stop.enabled:
            self._say_stop()
        else:
            item = self._item(stop.key)
            if item is None or not QMetaObject.invokeMethod(item, "click"):
                self._bridge.touch(stop.key)

    def help(self, view: View) -> None:
        if view.visit:
            self._bridge.touch("back" if view.traits.is_help else "help")
        else:
            self.again(view)

    def back(self, view: View) -> None:
        left = view.actions.left
        if left is not None and left.key == "back" and not self._cover:
            self._bridge.touch("back")
        else:
            self._say_stop()

    def again(self, view: View) -> None:
        self._loudspeaker.stop()
        self._read(view)

    def quicker(self, view: View) -> None:
        self._loudspeaker.quicker()
        self._say(text("voice-quicker"))

    def louder(self, steps: int) -> None:
        self._loudspeaker.louder(steps)
        self._say(text("voice-louder" if steps > 0 else "voice-softer"))

    def darken(self, view: View) -> None:
        blank = bool(view.visit) and not self._bridge.property("blank")
        self._bridge.set_blank(blank)
        self._say(text("voice-blank" if blank else "voice-unblank"))


ACTS: Mapping[Act, Callable[[Voice, View], None]] = MappingProxyType(
    {
        Act.NEXT: lambda voice, view: voice.move(view, 1),
        Act.BEFORE: lambda voice, view: voice.move(view, -1),
        Act.CHOOSE: Voice.choose,
        Act.HELP: Voice.help,
        Act.AGAIN: Voice.again,
        Act.BACK: Voice.back,
        Act.QUICKER: Voice.quicker,
        Act.LOUDER: lambda voice, view: voice.louder(1),
        Act.SOFTER: lambda voice, view: voice.louder(-1),
        Act.BLANK: Voice.darken,
        Act.DELETE: lambda voice, view: voice.aloud.delete(),
    }
)
