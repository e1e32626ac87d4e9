"""The one object QML sees: a view as strings, lists and colours' names; touches and typed text on their way out.

It lives on the GUI thread. It decides nothing: words are resolved in `ui/rows.py`, lists are kept by key in
`ui/models.py`. Every property is a named getter, so that Qt's tools can describe the class to the QML linter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.view import BlockKind, View
from ui.models import KeyedModel
from ui.rows import BLOCK_ROLES, CHOICE_ROLES, FIELD_ROLES, Rows, Speaker, boxed, numbers

QML_IMPORT_NAME = "Yike.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

GROUPS = MappingProxyType(
    {
        "resized": ("elder", "contrast", "low", "voice", "visiting"),
        "reworded": ("language", "chrome", "rehearsal"),
        "acted": ("left", "middle", "right"),
        "covered": ("countdown", "curtain"),
    }
)
"""Signal → the properties it tells of; it rings only when one of them changed. `changed` tells of all others."""

WITHOUT_MODES = frozenset({"Attract", "OutOfService", "Trouble"})
"""Pages outside a visit: there is nobody whose text could be larger."""


@QmlElement
@QmlUncreatable("made by the program")
class Bridge(QObject):
    """Shows views (`show`), tells touches (`on_touch`) and text (`on_typed`)."""

    changed = Signal()
    acted = Signal()
    covered = Signal()
    reworded = Signal()
    resized = Signal()
    tick = Signal()
    fixed = Signal()
    """Never rings: what it stands at stays (Qt's describing tool does not know constants)."""

    def __init__(self, screen: Mapping[str, Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._screen = dict(screen)
        self._values: dict[str, Any] = {"page": "Starting"}
        self._time = ""
        self._spoken: Speaker | None = None
        self._own: dict[str, str] = {}
        self.view: View | None = None
        self.on_touch: Callable[[str, str], None] = lambda visit, key: None
        self.on_typed: Callable[[str, str, str], None] = lambda visit, key, text: None
        self._blocks = KeyedModel(BLOCK_ROLES, self)
        self._choices = KeyedModel(CHOICE_ROLES, self)
        self._fields = KeyedModel(FIELD_ROLES, self, "row")
        self._boxes: dict[int, KeyedModel] = {}

    def show(self, view: View, words: Speaker) -> None:
        """Show a view in these words."""
        self.view = view
        rows = Rows(words)
        chrome = self._own_words(words, rows)
        values = {
            "page": view.page,
            "pageId": view.id,
            "visit": view.visit,
            "language": view.language,
            "title": rows.say(view.title),
            "lead": rows.say(view.lead),
            "icon": view.icon,
            "tone": view.tone.value,
            "where": rows.say(view.where),
            "wrong": [rows.say(each) for each in view.wrong],
            "steps": rows.steps(view),
            "step": view.progress.current if view.progress else -1,
            "left": rows.choice(view.actions.left),
            "middle": rows.choice(view.actions.middle),
            "right": rows.choice(view.actions.right),
            "guidance": rows.guidance(view),
            "countdown": rows.countdown(view),
            "curtain": view.curtain,
            "elder": view.modes.elder,
            "contrast": view.modes.contrast,
            "low": view.modes.low,
            "voice": view.modes.voice,
            "visiting": bool(view.visit) and view.page not in WITHOUT_MODES,
            "rehearsal": chrome["rehearsal-mark"] if view.rehearsal else "",
            "chrome": chrome,
        }
        self._leave_page(view.page)
        before, self._values = self._values, values
        self._show_blocks(view, rows)
        self._choices.show([rows.choice(choice) for choice in view.choices])
        self._fields.show([rows.field(field, view.id) for field in view.fields])
        for signal, names in GROUPS.items():
            if any(before.get(name) != values[name] for name in names):
                getattr(self, signal).emit()
        self.changed.emit()

    def _leave_page(self, following: str) -> None:
        """A page that goes must not first be filled with the rows of the page that comes."""
        if self._values["page"] != following:
            self._values = {**self._values, "page": ""}
            self.changed.emit()

    def _own_words(self, words: Speaker, rows: Rows) -> dict[str, str]:
        if words is not self._spoken:
            self._spoken, self._own = words, rows.chrome()
        return self._own

    def set_time(self, time: str) -> None:
        """What the clock in the status bar says."""
        if time != self._time:
            self._time = time
            self.tick.emit()

    @Slot(str)
    def touch(self, key: str) -> None:
        """Something was touched."""
        self.on_touch(self._values.get("visit", ""), key)

    @Slot(str, str)
    def typed(self, key: str, text: str) -> None:
        """A field's text changed by what the keyboard committed."""
        self.on_typed(self._values.get("visit", ""), key, text)

    def _show_blocks(self, view: View, rows: Rows) -> None:
        outer = list(boxed(view.blocks))
        inner = {place: each for place, (_, each) in enumerate(outer)}
        shown = []
        for place, block, number in numbers([block for block, _ in outer]):
            row = rows.block(block, place, number)
            if block.kind is BlockKind.BOX_START:
                if place not in self._boxes:
                    self._boxes[place] = KeyedModel(BLOCK_ROLES, self)
                box = self._boxes[place]
                box.show([rows.block(b, at, n) for at, b, n in numbers(inner[place])])
                row = {**row, "kind": "box", "children_": box}
            shown.append(row)
        self._blocks.show(shown)

    def _get(self, name: str, default: Any = "") -> Any:
        return self._values.get(name, default)

    @Property(str, notify=changed)
    def page(self) -> str:
        return self._get("page")  # type: ignore[no-any-return]

    @Property(str, notify=changed)
    def pageId(self) -> str:  # noqa: N802 (QML's style)
        return self._get("pageId")  # type: ignore[no-any-return]

    @Property(str, notify=reworded)
    def language(self) -> str:
        return self._get("language", "zh-CN")  # type: ignore[no-any-return]

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._get("title")  # type: ignore[no-any-return]

    @Property(str, notify=changed)
    def lead(self) -> str:
        return self._get("lead")  # type: ignore[no-any-return]

    @Property(str, notify=changed)
    def icon(self) -> str:
        return self._get("icon")  # type: ignore[no-any-return]

    @Property(str, notify=changed)
    def tone(self) -> str:
        return self._get("tone", "plain")  # type: ignore[no-any-return]

    @Property(str, notify=changed)
    def where(self) -> str:
        return self._get("where")  # type: ignore[no-any-return]

    @Property(str, notify=reworded)
    def rehearsal(self) -> str:
        return self._get("rehearsal")  # type: ignore[no-any-return]

    @Property("QStringList", notify=changed)  # type: ignore[arg-type]
    def wrong(self) -> list[str]:
        return self._get("wrong", [])  # type: ignore[no-any-return]

    @Property("QStringList", notify=changed)  # type: ignore[arg-type]
    def steps(self) -> list[str]:
        return self._get("steps", [])  # type: ignore[no-any-return]

    @Property(int, notify=changed)
    def step(self) -> int:
        return self._get("step", -1)  # type: ignore[no-any-return]

    @Property("QVariantMap", notify=acted)  # type: ignore[arg-type]
    def left(self) -> dict[str, Any]:
        return self._get("left", {})  # type: ignore[no-any-return]

    @Property("QVariantMap", notify=acted)  # type: ignore[arg-type]
    def middle(self) -> dict[str, Any]:
        return self._get("middle", {})  # type: ignore[no-any-return]

    @Property("QVariantMap", notify=acted)  # type: ignore[arg-type]
    def right(self) -> dict[str, Any]:
        return self._get("right", {})  # type: ignore[no-any-return]

    @Property("QVariantMap", notify=changed)  # type: ignore[arg-type]
    def guidance(self) -> dict[str, Any]:
        return self._get("guidance", {})  # type: ignore[no-any-return]

    @Property("QVariantMap", notify=covered)  # type: ignore[arg-type]
    def countdown(self) -> dict[str, Any]:
        return self._get("countdown", {})  # type: ignore[no-any-return]

    @Property("QVariantMap", notify=reworded)  # type: ignore[arg-type]
    def chrome(self) -> dict[str, Any]:
        return self._get("chrome", {})  # type: ignore[no-any-return]

    @Property(bool, notify=covered)
    def curtain(self) -> bool:
        return self._get("curtain", False)  # type: ignore[no-any-return]

    @Property(bool, notify=resized)
    def elder(self) -> bool:
        return self._get("elder", False)  # type: ignore[no-any-return]

    @Property(bool, notify=resized)
    def contrast(self) -> bool:
        return self._get("contrast", False)  # type: ignore[no-any-return]

    @Property(bool, notify=resized)
    def low(self) -> bool:
        return self._get("low", False)  # type: ignore[no-any-return]

    @Property(bool, notify=resized)
    def voice(self) -> bool:
        return self._get("voice", False)  # type: ignore[no-any-return]

    @Property(bool, notify=resized)
    def visiting(self) -> bool:
        return self._get("visiting", False)  # type: ignore[no-any-return]

    @Property(str, notify=tick)
    def time(self) -> str:
        return self._time

    @Property("QVariantMap", notify=fixed)  # type: ignore[arg-type]
    def screen(self) -> dict[str, Any]:
        return self._screen

    @Property(QObject, notify=fixed)
    def blocks(self) -> QObject:
        return self._blocks

    @Property(QObject, notify=fixed)
    def choices(self) -> QObject:
        return self._choices

    @Property(QObject, notify=fixed)
    def fields(self) -> QObject:
        return self._fields
