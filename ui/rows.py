"""A view as rows and maps of plain values, in the words of one language. No Qt here; the bridge hands them to QML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any, Protocol

from kiosk.view import Block, BlockKind, Choice, Field, View
from kiosk.words import Text, Words, text

Row = Mapping[str, Any]

CHROME = (
    *("help", "larger", "voice", "low", "contrast", "more-above", "more-below", "page-of", "step-of"),
    *(
        "rehearsal-mark",
        "practice-mark",
        "countdown-title",
        "countdown-left",
        "curtain-title",
        "curtain-off",
    ),
    *("keyboard-done", "keyboard-delete", "keyboard-space", "keyboard-shift", "keyboard-candidates"),
    *("keyboard-chinese", "keyboard-strokes", "keyboard-letters"),
    *("keyboard-stroke-h", "keyboard-stroke-s", "keyboard-stroke-p", "keyboard-stroke-n", "keyboard-stroke-z"),
    "cabinet",
)
"""The screen's own words: message keys `ui-…`, but for those that the terminal's words have already."""
DEVICE_LABEL = "ui-cabinet-{}"
"""What the drawing of the cabinet calls a device of a family (id-reader)."""
ANY_DEVICE = "device"
"""In place of a family that has no words."""


class Speaker(Protocol):
    """The part of kiosk.messages.LanguageWords used by the screen."""

    @property
    def voice(self) -> str: ...

    @property
    def mirrored(self) -> bool: ...

    def has(self, key: str, item: str = "") -> bool: ...

    def text(self, words: Words) -> str: ...

    def speech(self, words: Words) -> str: ...

    def voice_language(self, words: Words) -> str: ...


class Rows:
    """Resolves a view's words. `families` names the family of each device whose name is not its family."""

    def __init__(self, words: Speaker, families: Mapping[str, str] = MappingProxyType({})) -> None:
        self._words = words
        self._families = families

    def groups(self, view: View) -> dict[str, dict[str, Any]]:
        """Everything but the lists, as the bridge tells it."""
        return {
            "state": {
                "pageId": view.id,
                "title": self.say(view.title),
                "lead": self.say(view.lead),
                "icon": view.icon,
                "tone": view.tone.value,
                "where": self.say(view.where),
                "wrong": [self.say(each) for each in view.wrong],
                "steps": self.steps(view),
                "step": view.progress.current if view.progress else -1,
                "guidance": self.guidance(view),
            },
            "acts": {
                "left": self.choice(view.actions.left),
                "middle": self.choice(view.actions.middle),
                "right": self.choice(view.actions.right),
            },
            "over": {"countdown": self.countdown(view), "curtain": view.curtain},
            "modes": {
                "elder": view.modes.elder,
                "contrast": view.modes.contrast,
                "low": view.modes.low,
                "voice": view.modes.voice,
                "visiting": view.offers_modes,
            },
            "own": {
                "language": view.language,
                "mirrored": self._words.mirrored,
                "voiced": bool(self._words.voice),
                "chrome": {**self.chrome, **self.language_button(view)},
                "mark": _mark(view, self.chrome),
            },
        }

    def say(self, words: Words | None) -> str:
        return "" if words is None else self._words.text(words)

    def speak(self, words: Words | None) -> str:
        return "" if words is None else self._words.speech(words)

    def choice(self, choice: Choice | None) -> dict[str, Any]:
        """A choice or action; {} where there is none."""
        if choice is None:
            return {}
        why_not = None if choice.enabled else choice.why_not
        spoken = (choice.label, choice.note, choice.tag, why_not)
        return {
            "key": choice.key,
            "label": self.say(choice.label),
            "note": self.say(choice.note),
            "icon": choice.icon,
            "enabled": choice.enabled,
            "chosen": bool(choice.chosen),
            "option": choice.chosen is not None,
            "tag": self.say(choice.tag),
            "tagTone": choice.tag_tone.value,
            "whyNot": self.say(why_not),
            "speech": "，".join(self.speak(each) for each in spoken if each is not None),
        }

    def field(self, field: Field, page: str) -> dict[str, Any]:
        """A field; its spoken form says what is wrong with it too. A field of the same name on another page is another
        row: what was typed never goes along."""
        spoken = (field.label, field.hint, field.wrong)
        return {
            "row": f"{page}/{field.key}",
            "key": field.key,
            "label": self.say(field.label),
            "kind": field.kind.value,
            "value": field.value,
            "hint": self.say(field.hint),
            "source": self.say(field.source),
            "wrong": self.say(field.wrong),
            "maxLength": field.max_length,
            "masked": field.masked,
            "options": [self.choice(option) for option in field.options],
            "speech": "，".join(self.speak(each) for each in spoken if each is not None),
        }

    def guidance(self, view: View) -> dict[str, Any]:
        guide = view.guidance
        if guide is None:
            return {}
        return {
            "device": guide.device,
            "name": self.device_label(guide.device),
            "gesture": guide.gesture,
            "state": self.say(guide.state),
            "speech": self.speak(guide.state),
            "tone": guide.tone.value,
        }

    def device_label(self, device: str) -> str:
        """What the drawing calls this device: by its family, else in general."""
        key = DEVICE_LABEL.format(self._families.get(device, device).replace("_", "-"))
        return self.say(text(key if self._words.has(key) else DEVICE_LABEL.format(ANY_DEVICE)))

    def countdown(self, view: View) -> dict[str, Any]:
        if view.countdown is None:
            return {}
        return {
            "seconds": view.countdown.seconds,
            "more": self.choice(view.countdown.more),
            "leave": self.choice(view.countdown.leave),
        }

    def language_button(self, view: View) -> dict[str, str]:
        """The label of the language button; "" where there is only one language."""
        return {"language": self.say(view.next_language), "language-said": self.speak(view.next_language)}

    def steps(self, view: View) -> list[str]:
        return [self.say(each) for each in view.progress.steps] if view.progress else []

    @cached_property
    def chrome(self) -> dict[str, str]:
        """The screen's own words by short key, and how each is said by key + "-said"."""
        said: dict[str, str] = {}
        for key in CHROME:
            words = text(key if self._words.has(key) else f"ui-{key}", number="{number}", count="{count}")
            said[key] = self._words.text(words)
            said[f"{key}-said"] = self._words.speech(words)
        return said

    def blocks(self, view: View) -> list[tuple[dict[str, Any], list[dict[str, Any]] | None]]:
        """Each block's row, and where it is a box the rows of what stands in it."""
        outer = list(boxed(view.blocks))
        numbered = numbers([block for block, _ in outer])
        return [
            (self.block(block, place, number), None if inside is None else self._inside(inside))
            for (place, block, number), (_, inside) in zip(numbered, outer, strict=True)
        ]

    def _inside(self, blocks: Sequence[Block]) -> list[dict[str, Any]]:
        return [self.block(block, place, number) for place, block, number in numbers(blocks)]

    def block(self, block: Block, place: int, number: int) -> dict[str, Any]:
        label = block.words.key if isinstance(block.words, Text) else ""
        return {
            "key": f"{place}:{block.kind.value}:{label}",
            "kind": "box" if block.kind is BlockKind.BOX_START else block.kind.value,
            "text": self.say(block.words),
            "value": self.say(block.value),
            "tone": block.tone.value,
            "origin": self.say(block.source),
            "change": self.choice(block.change),
            "reveal": self.choice(block.reveal),
            "number": number,
            "children_": None,
        }


def traits(view: View) -> dict[str, Any]:
    """How the page is laid out, by the names that `ViewModel.qml` has."""
    these = view.traits
    return {
        "many": these.many,
        "choicesFirst": these.choices_first,
        "tallChoices": these.tall_choices,
        "smallChoices": these.small_choices,
        "largeRows": these.large_rows,
        "cabinetFirst": these.cabinet_first,
        "cabinetLeastMm": these.cabinet_least_mm,
        "statusBar": these.status_bar,
        "actionBar": these.action_bar,
        "modeStrip": these.mode_strip,
        "isHelp": these.is_help,
    }


def boxed(blocks: Sequence[Block]) -> Iterator[tuple[Block, tuple[Block, ...] | None]]:
    """Blocks with what stands in them: those between BOX_START and BOX_END belong to the box; None for no box."""
    box: Block | None = None
    inside: list[Block] = []
    for block in blocks:
        if block.kind is BlockKind.BOX_START:
            box, inside = block, []
        elif block.kind is BlockKind.BOX_END:
            if box is not None:
                yield box, tuple(inside)
            box = None
        elif box is None:
            yield block, None
        else:
            inside.append(block)
    if box is not None:
        yield box, tuple(inside)


def numbers(blocks: Sequence[Block]) -> Iterator[tuple[int, Block, int]]:
    """Place, block, and its number in a run of numbered blocks (0 for others)."""
    number = 0
    for place, block in enumerate(blocks):
        number = number + 1 if block.kind is BlockKind.NUMBERED else 0
        yield place, block, number


def _mark(view: View, chrome: Mapping[str, str]) -> str:
    """What every page of a rehearsal or of practice says at its top."""
    marks = {"rehearsal-mark": view.rehearsal, "practice-mark": view.practice}
    return " · ".join(chrome[key] for key, stands in marks.items() if stands)
