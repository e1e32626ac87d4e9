"""The bridge between `kiosk` and QML: views in, touches and typed text out.

It lives on the GUI thread and decides nothing: messages are resolved in `ui/rows.py`, a page's lists are in
`ui/row_lists.py`. All values go to one QML object, `ui/qml/Yike/ViewModel.qml`: bindings that called into Python would
wait for the interpreter lock while another thread works.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from ui.row_lists import RowLists

if TYPE_CHECKING:
    from kiosk.view import View
    from ui.rows import Rows, WordSource

QML_IMPORT_NAME = "Yike.Bridge"
QML_IMPORT_MAJOR_VERSION = 1
STILL_HERE = "still-here"
"""The touch that says only that somebody is active."""
SPEECH = "say:"
"""Keys of the buttons that control the voice: the session only learns that somebody is active."""
GOES_ON_WRITING = frozenset({STILL_HERE, "more-time"})
"""Touches after which a citizen goes on composing where they were."""


@QmlElement
@QmlUncreatable("made by the program")
class Bridge(QObject):
    """Show views; report touches (`on_touch`) and field texts (`on_typed`)."""

    updated = Signal("QVariantMap", arguments=["values"])  # type: ignore[arg-type]
    """Changed values, by the property names of `ViewModel.qml`."""
    changed = Signal()
    """A view was shown completely."""
    fixed = Signal()
    """Never emitted. Notify signal of constant properties, because pyside6-metaobjectdump does not support CONSTANT."""

    def __init__(self, screen: Mapping[str, Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._screen = dict(screen)
        self._sent: dict[str, Any] = {}
        self.page_error = ""
        self._rows: Rows | None = None
        self.view: View | None = None
        self.words: WordSource | None = None
        self.time = ""
        self.blank = False
        self.before_touch: Callable[[], None] = lambda: None
        """Called before a touch is reported: text that is still composed belongs before it."""
        self.on_touch: Callable[[str, str], None] = lambda visit, key: None
        self.after_touch: Callable[[str], None] = lambda key: None
        """Called after a touch was reported."""
        self.on_typed: Callable[[str, str, str], None] = lambda visit, key, text: None
        self.on_drawn: Callable[[str, str, tuple[int, ...], int], None] = lambda visit, key, numbers, width_mm: None
        """Called with a stroke: x, y and milliseconds in turn, and the width of the pad."""
        self.on_speech: Callable[[str], None] = lambda key: None
        """Called with the key of a touched button that controls the voice."""
        self.on_pad_key: Callable[[str], None] = lambda key: None
        """Called with a key of the keypad."""
        self.on_corner: Callable[[str], None] = lambda name: None
        """Called with a corner of the screen that was touched."""
        self.on_key: Callable[[int], bool] = lambda code: False
        """Called with a key before it has its meaning; True if it has none left."""
        self.on_close: Callable[[], None] = lambda: None
        """Called when somebody asks the window to close; it stays open."""
        self._lists = RowLists(self)
        self._kept_lists = RowLists(self)

    def _send(self, **values: Any) -> None:
        """Emit those values that changed, in one signal: after each signal another thread may take the interpreter
        lock."""
        changed = {name: value for name, value in values.items() if self._sent.get(name) != value}
        if changed:
            self._sent.update(changed)
            self.updated.emit(changed)

    def show(self, view: View, words: WordSource) -> None:
        """Show a view with the messages of its language."""
        from ui.rows import Rows, traits  # imported late: the first frame needs no messages

        if words is not self.words or self._rows is None:
            cabinet = self._screen.get("cabinet", {})
            self._rows = Rows(words, self._screen.get("families", {}), cabinet.keys() - {"size", "screen"})
        before, rows = self.view, self._rows
        self.view, self.words = view, words
        scaffold, layout = view.traits.scaffold, traits(view)
        new_page = before is None or before.page != view.page or before.traits.scaffold != scaffold
        page_serial = self._sent.get("pageSerial", 0) + (new_page or before is None or before.id != view.id)
        if new_page:
            self._clear(view, scaffold, layout, page_serial, left=before is not None and before.visit != view.visit)
        lists = self._kept_lists if view.traits.kept else self._lists
        lists.show(
            rows.blocks(view),
            [rows.choice(choice) for choice in view.choices],
            [rows.field(field, view.id) for field in view.fields],
        )
        self._send(**rows.groups(view), scaffold=scaffold, traits=layout, pageSerial=page_serial)
        self.changed.emit()

    def _clear(self, view: View, scaffold: str, layout: Mapping[str, Any], page_serial: int, *, left: bool) -> None:
        """Empty the old page, so that it is never drawn with rows or traits of the new one. A page from another file is
        unloaded, or hidden if it is kept; one from the same file keeps only its frame."""
        self._kept_lists.clear_fields()
        if left:
            self._kept_lists.clear()
            self._send(scaffold="", visitSerial=self._sent.get("visitSerial", 0) + 1)
        if self._sent.get("scaffold") != scaffold:
            self._send(scaffold="", traits=layout, pageSerial=page_serial)
            return
        (self._kept_lists if view.traits.kept else self._lists).clear()
        self._send(
            state={**self._sent["state"], "pageId": view.id, "guidance": {}}, traits=layout, pageSerial=page_serial
        )

    def set_time(self, time: str) -> None:
        """Set the text of the clock in the status bar."""
        self.time = time
        self._send(time=time)

    @Slot(str)
    def touch(self, key: str) -> None:
        """Report that the control with this key was touched."""
        if key.startswith(SPEECH):
            self.on_speech(key)
            key = STILL_HERE
        if key not in GOES_ON_WRITING:
            self.before_touch()
        self.on_touch(self.view.visit if self.view else "", key)
        self.after_touch(key)

    @Slot(str)
    def corner(self, name: str) -> None:
        """Report that a corner of the screen was touched."""
        self.on_corner(name)

    @Slot(str)
    def report_page_error(self, scaffold: str) -> None:
        """Note that the QML file of a page cannot be loaded; `Screen.receive` raises CannotShow for it."""
        self.page_error = scaffold

    @Slot(str, str)
    def typed(self, key: str, text: str) -> None:
        """Report the new text of a field."""
        self.on_typed(self.view.visit if self.view else "", key, text)

    @Slot(str, "QVariantList", int)
    def drawn(self, key: str, numbers: list[Any], width_mm: int) -> None:
        """Report a stroke on a pad. What no pad gives is dropped here, what this one does not take in the session."""
        most = self.view.pad.points_most if self.view and self.view.pad else 0
        if 0 < len(numbers) <= 3 * most and all(type(each) is int for each in numbers):
            self.on_drawn(self.view.visit if self.view else "", key, tuple(numbers), width_mm)

    @Slot(str, result=str)
    def dateAsTyped(self, text: str) -> str:  # noqa: N802 (QML's style)
        """Return a day that is typed on a hardware keyboard as its field has it."""
        from kiosk.typed_day import date_as_typed  # imported late: the first frame needs no dates

        return date_as_typed(text)

    @Slot()
    def askToClose(self) -> None:  # noqa: N802 (QML's style)
        """Report that the window was asked to close."""
        self.on_close()

    @property
    def has_voice(self) -> bool:
        return bool(self._screen.get("speaks", False))

    @Slot()
    def unblank(self) -> None:
        """Show the page again after a touch on the blanked screen."""
        self.set_blank(False)

    def set_blank(self, blank: bool) -> None:
        """Blank the screen or show it again; the voice goes on reading."""
        self.blank = blank
        self._send(blank=blank)

    @Property("QVariantMap", notify=fixed)  # type: ignore[arg-type]
    def screen(self) -> dict[str, Any]:
        return self._screen

    @Property(RowLists, notify=fixed)
    def lists(self) -> RowLists:
        return self._lists

    @Property(RowLists, notify=fixed)
    def keptLists(self) -> RowLists:  # noqa: N802 (QML's style)
        return self._kept_lists
