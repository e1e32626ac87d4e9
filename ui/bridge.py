"""The one object QML sees: a view as strings, lists and colours' names; touches and typed text on their way out.

It lives on the GUI thread. It decides nothing: words are resolved in `ui/rows.py`, lists are kept by key in
`ui/models.py`. What is shown is told to one QML object, `ui/qml/Yike/ViewModel.qml`: a binding that asked Python would
wait for the interpreter while another thread works.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from ui.models import BLOCK_ROLES, CHOICE_ROLES, FIELD_ROLES, KeyedModel

if TYPE_CHECKING:
    from kiosk.view import View
    from ui.rows import Rows, Speaker

QML_IMPORT_NAME = "Yike.Bridge"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the program")
class Bridge(QObject):
    """Shows views (`show`), tells touches (`on_touch`) and text (`on_typed`)."""

    told = Signal("QVariantMap", arguments=["news"])  # type: ignore[arg-type]
    """What is new: values by the names that `ViewModel.qml` has for them."""
    changed = Signal()
    """A view was shown."""
    fixed = Signal()
    """Never rings: what it stands at stays (Qt's describing tool does not know constants)."""

    def __init__(self, screen: Mapping[str, Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._screen = dict(screen)
        self._told: dict[str, Any] = {}
        self._rows: Rows | None = None
        self.view: View | None = None
        self.words: Speaker | None = None
        self.time = ""
        self.on_touch: Callable[[str, str], None] = lambda visit, key: None
        self.on_typed: Callable[[str, str, str], None] = lambda visit, key, text: None
        self._blocks = KeyedModel(BLOCK_ROLES, self)
        self._choices = KeyedModel(CHOICE_ROLES, self)
        self._fields = KeyedModel(FIELD_ROLES, self, "row")
        self._boxes: dict[int, KeyedModel] = {}

    def _tell(self, **said: Any) -> None:
        """What is new of it, at once: after each time another thread may have the interpreter."""
        news = {name: value for name, value in said.items() if self._told.get(name) != value}
        if news:
            self._told.update(news)
            self.told.emit(news)

    def show(self, view: View, words: Speaker) -> None:
        """Show a view in these words."""
        from ui.rows import Rows, traits  # the first picture has no words, and does not wait for what says them

        if words is not self.words or self._rows is None:
            self._rows = Rows(words, self._screen.get("families", {}))
        before, rows = self.view, self._rows
        self.view, self.words = view, words
        scaffold, layout = view.traits.scaffold, traits(view)
        another = before is None or before.page != view.page or before.traits.scaffold != scaffold
        arrivals = self._told.get("arrivals", 0) + (another or before is None or before.id != view.id)
        if another:
            self._clear(scaffold, layout, arrivals)
        self._show_blocks(rows.blocks(view))
        self._choices.show([rows.choice(choice) for choice in view.choices])
        self._fields.show([rows.field(field, view.id) for field in view.fields])
        self._tell(**rows.groups(view), scaffold=scaffold, traits=layout, arrivals=arrivals)
        self.changed.emit()

    def _clear(self, scaffold: str, layout: Mapping[str, Any], arrivals: int) -> None:
        """Empty the page that goes, so that it is never filled with the rows of the page that comes, nor drawn in its
        layout. A page of another file is unloaded; one of the same file keeps its frame and nothing else."""
        if self._told.get("scaffold") != scaffold:
            self._tell(scaffold="", traits=layout, arrivals=arrivals)
            return
        for rows in (self._blocks, self._choices, self._fields):
            rows.show([])
        self._tell(state={**self._told["state"], "guidance": {}}, traits=layout, arrivals=arrivals)

    def set_time(self, time: str) -> None:
        """What the clock in the status bar says."""
        self.time = time
        self._tell(time=time)

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

    @property
    def screen_speaks(self) -> bool:
        return bool(self._screen.get("speaks", False))

    @Slot()
    def light(self) -> None:
        """Somebody touched the dark screen."""
        self.set_blank(False)

    def set_blank(self, blank: bool) -> None:
        """Nobody can look at the page; it goes on being read aloud."""
        self._tell(blank=blank)

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
