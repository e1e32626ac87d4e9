"""The one object QML sees: a view as strings, lists and colours' names; touches and typed text on their way out.

It lives on the GUI thread. It resolves words and decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.messages import LanguageWords
from kiosk.view import Block, BlockKind, Choice, Field, View, Words
from ui.models import KeyedModel

QML_IMPORT_NAME = "Yike.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

BLOCK_ROLES = ("key", "kind", "text", "value", "tone", "source", "change", "reveal", "number", "children")
CHOICE_ROLES = (
    "key", "label", "note", "icon", "enabled", "chosen", "option", "tag", "tagTone", "whyNot", "speech",
)  # fmt: skip
FIELD_ROLES = (
    "key", "label", "kind", "value", "hint", "source", "wrong", "maxLength", "masked", "options", "speech",
)  # fmt: skip

CHROME = (
    *("language", "larger", "more-above", "more-below", "step", "starting", "rehearsal-mark", "countdown-title"),
    *("keyboard-done", "keyboard-delete", "keyboard-space", "keyboard-shift", "keyboard-candidates"),
    *("curtain-title", "curtain-off"),
)
"""The screen's own words: message keys `ui-…`, but for those that the terminal's words have already."""


@QmlElement
@QmlUncreatable("made by the program")
class Bridge(QObject):
    """Shows views (`show`), tells touches (`touched`) and text (`typed`)."""

    changed = Signal()
    tick = Signal()

    def __init__(self, screen: Mapping[str, Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._screen = dict(screen)
        self._values: dict[str, Any] = {"page": "Starting"}
        self._words: LanguageWords | None = None
        self._time = ""
        self.view: View | None = None
        self.on_touch: Callable[[str, str], None] = lambda visit, key: None
        self.on_typed: Callable[[str, str, str], None] = lambda visit, key, text: None
        self._blocks = KeyedModel(BLOCK_ROLES, self)
        self._choices = KeyedModel(CHOICE_ROLES, self)
        self._fields = KeyedModel(FIELD_ROLES, self)
        self._boxes: dict[str, KeyedModel] = {}

    def show(self, view: View, words: LanguageWords) -> None:
        """Show a view in these words."""
        self.view, self._words = view, words
        say = words.text
        self._values = {
            "page": view.page,
            "pageId": view.id,
            "visit": view.visit,
            "language": view.language,
            "title": say(view.title),
            "lead": self._say(view.lead),
            "icon": view.icon,
            "tone": view.tone.value,
            "where": self._say(view.where),
            "wrong": [say(each) for each in view.wrong],
            "steps": [say(each) for each in view.progress.steps] if view.progress else [],
            "step": view.progress.current if view.progress else -1,
            "left": self._action(view.actions.left),
            "middle": self._action(view.actions.middle),
            "right": self._action(view.actions.right),
            "guidance": self._guidance(view),
            "countdown": self._countdown(view),
            "curtain": view.curtain,
            "elder": view.modes.elder,
            "contrast": view.modes.contrast,
            "rehearsal": say_chrome(words, "rehearsal-mark") if view.rehearsal else "",
            "chrome": {key: say_chrome(words, key) for key in CHROME},
        }
        self._blocks.show(self._block_rows(view))
        self._choices.show([self._choice(choice) for choice in view.choices])
        self._fields.show([self._field(field) for field in view.fields])
        self.changed.emit()

    def set_time(self, time: str) -> None:
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

    def _get(self, name: str, default: Any) -> Any:
        return self._values.get(name, default)

    page = Property(str, lambda self: self._get("page", ""), notify=changed)
    pageId = Property(str, lambda self: self._get("pageId", ""), notify=changed)  # noqa: N815 (QML's style)
    language = Property(str, lambda self: self._get("language", "zh-CN"), notify=changed)
    title = Property(str, lambda self: self._get("title", ""), notify=changed)
    lead = Property(str, lambda self: self._get("lead", ""), notify=changed)
    icon = Property(str, lambda self: self._get("icon", ""), notify=changed)
    tone = Property(str, lambda self: self._get("tone", "plain"), notify=changed)
    where = Property(str, lambda self: self._get("where", ""), notify=changed)
    wrong = Property(list, lambda self: self._get("wrong", []), notify=changed)
    steps = Property(list, lambda self: self._get("steps", []), notify=changed)
    step = Property(int, lambda self: self._get("step", -1), notify=changed)
    left = Property("QVariantMap", lambda self: self._get("left", {}), notify=changed)  # type: ignore[arg-type]
    middle = Property("QVariantMap", lambda self: self._get("middle", {}), notify=changed)  # type: ignore[arg-type]
    right = Property("QVariantMap", lambda self: self._get("right", {}), notify=changed)  # type: ignore[arg-type]
    guidance = Property("QVariantMap", lambda self: self._get("guidance", {}), notify=changed)  # type: ignore[arg-type]
    countdown = Property("QVariantMap", lambda self: self._get("countdown", {}), notify=changed)  # type: ignore[arg-type]
    chrome = Property("QVariantMap", lambda self: self._get("chrome", {}), notify=changed)  # type: ignore[arg-type]
    curtain = Property(bool, lambda self: self._get("curtain", False), notify=changed)
    elder = Property(bool, lambda self: self._get("elder", False), notify=changed)
    contrast = Property(bool, lambda self: self._get("contrast", False), notify=changed)
    rehearsal = Property(str, lambda self: self._get("rehearsal", ""), notify=changed)
    time = Property(str, lambda self: self._time, notify=tick)
    screen = Property("QVariantMap", lambda self: self._screen, constant=True)  # type: ignore[arg-type]
    blocks = Property(QObject, lambda self: self._blocks, constant=True)
    choices = Property(QObject, lambda self: self._choices, constant=True)
    fields = Property(QObject, lambda self: self._fields, constant=True)

    def _say(self, words: Words | None) -> str:
        assert self._words is not None
        return "" if words is None else self._words.text(words)

    def _speak(self, words: Words | None) -> str:
        assert self._words is not None
        return "" if words is None else self._words.speech(words)

    def _choice(self, choice: Choice) -> dict[str, Any]:
        return {
            "key": choice.key,
            "label": self._say(choice.label),
            "note": self._say(choice.note),
            "icon": choice.icon,
            "enabled": choice.enabled,
            "chosen": bool(choice.chosen),
            "option": choice.chosen is not None,
            "tag": self._say(choice.tag),
            "tagTone": choice.tag_tone.value,
            "whyNot": self._say(choice.why_not),
            "speech": "，".join(filter(None, (self._speak(choice.label), self._speak(choice.note)))),
        }

    def _action(self, choice: Choice | None) -> dict[str, Any]:
        return {} if choice is None else self._choice(choice)

    def _guidance(self, view: View) -> dict[str, Any]:
        guide = view.guidance
        if guide is None:
            return {}
        return {
            "device": guide.device,
            "gesture": guide.gesture,
            "state": self._say(guide.state),
            "speech": self._speak(guide.state),
            "tone": guide.tone.value,
        }

    def _countdown(self, view: View) -> dict[str, Any]:
        if view.countdown is None:
            return {}
        return {
            "seconds": view.countdown.seconds,
            "more": self._choice(view.countdown.more),
            "leave": self._choice(view.countdown.leave),
        }

    def _field(self, field: Field) -> dict[str, Any]:
        return {
            "key": field.key,
            "label": self._say(field.label),
            "kind": field.kind.value,
            "value": field.value,
            "hint": self._say(field.hint),
            "source": self._say(field.source),
            "wrong": self._say(field.wrong),
            "maxLength": field.max_length,
            "masked": field.masked,
            "options": [self._choice(option) for option in field.options],
            "speech": self._speak(field.label),
        }

    def _block_rows(self, view: View) -> list[dict[str, Any]]:
        """Blocks as rows; those between BOX_START and BOX_END are the rows of a list of their own."""
        rows: list[dict[str, Any]] = []
        inside: list[dict[str, Any]] = []
        box: Block | None = None
        number = 0
        for block in view.blocks:
            if block.kind is BlockKind.BOX_START:
                box, inside = block, []
            elif block.kind is BlockKind.BOX_END and box is not None:
                rows.append(self._box(box, f"{len(rows)}:box", inside))
                box = None
            else:
                number = number + 1 if block.kind is BlockKind.NUMBERED else 0
                into = rows if box is None else inside
                into.append(self._block(block, len(into), number))
        return rows

    def _box(self, block: Block, key: str, inside: list[dict[str, Any]]) -> dict[str, Any]:
        if key not in self._boxes:
            self._boxes[key] = KeyedModel(BLOCK_ROLES, self)
        self._boxes[key].show(inside)
        return {**self._block(block, 0, 0), "key": key, "kind": "box", "children": self._boxes[key]}

    def _block(self, block: Block, place: int, number: int) -> dict[str, Any]:
        label = "" if block.words is None or not hasattr(block.words, "key") else block.words.key
        return {
            "key": f"{place}:{block.kind.value}:{label}",
            "kind": block.kind.value,
            "text": self._say(block.words),
            "value": self._say(block.value),
            "tone": block.tone.value,
            "source": self._say(block.source),
            "change": self._action(block.change),
            "reveal": self._action(block.reveal),
            "number": number,
            "children": None,
        }


def say_chrome(words: LanguageWords, key: str) -> str:
    """One of the screen's own words."""
    from kiosk.view import text

    return words.text(text(key if words.has(key) else f"ui-{key}"))
