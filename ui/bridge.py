"""The one object QML sees: a view as strings, lists and colours' names; touches and typed text on their way out.

It lives on the GUI thread. It decides nothing: words are resolved in `ui/rows.py`, lists are kept by key in
`ui/models.py`. What is shown is told in a few groups, each read once when it changed: were every value a property of
its own, each binding would wait for the interpreter while another thread works. `ui/qml/Yike/Shown.qml` is its reader.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from ui.models import BLOCK_ROLES, CHOICE_ROLES, FIELD_ROLES, KeyedModel

if TYPE_CHECKING:
    from kiosk.view import View
    from ui.rows import Rows, Speaker

QML_IMPORT_NAME = "Yike.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

BEFORE_THE_FIRST_VIEW: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "state": {
            **dict.fromkeys(("pageId", "title", "lead", "icon", "where"), ""),
            "tone": "plain",
            "wrong": [],
            "steps": [],
            "step": -1,
            "guidance": {},
        },
        "acts": {"left": {}, "middle": {}, "right": {}},
        "over": {"countdown": {}, "curtain": False},
        "modes": dict.fromkeys(("elder", "contrast", "low", "voice", "visiting"), False),
        "own": {"language": "zh-CN", "chrome": {}, "mark": ""},
    }
)
"""What QML reads of each group; `ui/qml/Yike/Shown.qml` names every value."""


@QmlElement
@QmlUncreatable("made by the program")
class Bridge(QObject):
    """Shows views (`show`), tells touches (`on_touch`) and text (`on_typed`)."""

    changed = Signal()
    """A view was shown."""
    turned = Signal()
    stated = Signal()
    acted = Signal()
    covered = Signal()
    resized = Signal()
    reworded = Signal()
    tick = Signal()
    darkened = Signal()
    fixed = Signal()
    """Never rings: what it stands at stays (Qt's describing tool does not know constants)."""

    def __init__(self, screen: Mapping[str, Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._screen = dict(screen)
        self._page = "Starting"
        self._groups: dict[str, dict[str, Any]] = {name: dict(group) for name, group in BEFORE_THE_FIRST_VIEW.items()}
        self._time = ""
        self._rows: Rows | None = None
        self.view: View | None = None
        self.words: Speaker | None = None
        self._blank = False
        self.on_touch: Callable[[str, str], None] = lambda visit, key: None
        self.on_typed: Callable[[str, str, str], None] = lambda visit, key, text: None
        self._blocks = KeyedModel(BLOCK_ROLES, self)
        self._choices = KeyedModel(CHOICE_ROLES, self)
        self._fields = KeyedModel(FIELD_ROLES, self, "row")
        self._boxes: dict[int, KeyedModel] = {}
        self._signals = {
            "state": self.stated,
            "acts": self.acted,
            "over": self.covered,
            "modes": self.resized,
            "own": self.reworded,
        }

    def show(self, view: View, words: Speaker) -> None:
        """Show a view in these words."""
        if words is not self.words or self._rows is None:
            from ui.rows import Rows  # the first picture has no words, and does not wait for what says them

            self._rows = Rows(words)
        self.view, self.words, rows = view, words, self._rows
        groups = rows.groups(view)
        # A page that goes must not first be filled with the rows of the page that comes.
        if self._page != view.page:
            self._turn("")
        self._show_blocks(rows.blocks(view))
        self._choices.show([rows.choice(choice) for choice in view.choices])
        self._fields.show([rows.field(field, view.id) for field in view.fields])
        before, self._groups = self._groups, groups
        for name, signal in self._signals.items():
            if before[name] != groups[name]:
                signal.emit()
        self._turn(view.page)
        self.changed.emit()

    def _turn(self, page: str) -> None:
        if self._page != page:
            self._page = page
            self.turned.emit()

    def set_time(self, time: str) -> None:
        """What the clock in the status bar says."""
        if time != self._time:
            self._time = time
            self.tick.emit()

    @Slot(str)
    def touch(self, key: str) -> None:
        """Something was touched."""
        self.on_touch(self.view.visit if self.view else "", key)

    @Slot(str, str)
    def typed(self, key: str, text: str) -> None:
        """A field's text changed by what the keyboard committed."""
        self.on_typed(self.view.visit if self.view else "", key, text)

    def _show_blocks(self, rows: Sequence[tuple[dict[str, Any], Sequence[dict[str, Any]] | None]]) -> None:
        shown = []
        for place, (row, inside) in enumerate(rows):
            if inside is not None:
                if place not in self._boxes:
                    self._boxes[place] = KeyedModel(BLOCK_ROLES, self)
                box = self._boxes[place]
                box.show(inside)
                row = {**row, "children_": box.model}
            shown.append(row)
        self._blocks.show(shown)

    @Property(str, notify=turned)
    def page(self) -> str:
        return self._page

    @Property("QVariantMap", notify=stated)  # type: ignore[arg-type]
    def state(self) -> dict[str, Any]:
        return self._groups["state"]

    @Property("QVariantMap", notify=acted)  # type: ignore[arg-type]
    def acts(self) -> dict[str, Any]:
        return self._groups["acts"]

    @Property("QVariantMap", notify=covered)  # type: ignore[arg-type]
    def over(self) -> dict[str, Any]:
        return self._groups["over"]

    @Property("QVariantMap", notify=resized)  # type: ignore[arg-type]
    def modes(self) -> dict[str, Any]:
        return self._groups["modes"]

    @Property("QVariantMap", notify=reworded)  # type: ignore[arg-type]
    def own(self) -> dict[str, Any]:
        return self._groups["own"]

    @Property(str, notify=tick)
    def time(self) -> str:
        return self._time

    @property
    def screen_speaks(self) -> bool:
        return bool(self._screen.get("speaks", False))

    @Slot()
    def light(self) -> None:
        """Somebody touched the dark screen."""
        self.set_blank(False)

    def set_blank(self, blank: bool) -> None:
        """Nobody can look at the page; it goes on being read aloud."""
        if blank != self._blank:
            self._blank = blank
            self.darkened.emit()

    @Property(bool, notify=darkened)
    def blank(self) -> bool:
        return self._blank

    @Property("QVariantMap", notify=fixed)  # type: ignore[arg-type]
    def screen(self) -> dict[str, Any]:
        return self._screen

    @Property(QObject, notify=fixed)
    def blocks(self) -> QObject:
        return self._blocks.model

    @Property(QObject, notify=fixed)
    def choices(self) -> QObject:
        return self._choices.model

    @Property(QObject, notify=fixed)
    def fields(self) -> QObject:
        return self._fields.model
