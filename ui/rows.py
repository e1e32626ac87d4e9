"""A view as rows and maps of plain values, with the messages of one language. Free of Qt; the bridge uses it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any, Protocol

from kiosk.spoken import SpeechSource
from kiosk.view import Block, BlockKind, Choice, Field, View
from kiosk.words import Text, Words, text
from ui.block_parts import code_modules, kind_of, live_rows, pad_map, sheet_map, staff_parts

Row = Mapping[str, Any]

CHROME = (
    *("help", "larger", "voice", "low", "contrast", "dark", "colours", "more-above", "more-below", "page-of"),
    *("step-of", "question-of", "digits-left", "stage-done", "stage-now", "stage-next"),
    *("rehearsal-mark", "practice-mark", "countdown-title", "countdown-left", "curtain-title", "curtain-off"),
    *("say-again", "say-slower", "say-faster", "say-softer", "say-louder"),
    *("keyboard-done", "keyboard-delete", "keyboard-space", "keyboard-shift", "keyboard-candidates"),
    *("date-year", "date-month", "date-day"),
    *("keyboard-chinese", "keyboard-strokes", "keyboard-letters"),
    *("keyboard-stroke-h", "keyboard-stroke-s", "keyboard-stroke-p", "keyboard-stroke-n", "keyboard-stroke-z"),
    "cabinet",
)
"""Texts of the screen itself: message keys `ui-…`, except those that are also in the terminal's own messages."""
CODES = (BlockKind.QR, BlockKind.PAY_CODE)
"""Blocks whose value is drawn as a code."""
DEVICE_LABEL = "ui-cabinet-{}"
"""Message key of a device's label in the cabinet drawing, by family (`id-reader`)."""
ANY_DEVICE = "device"
"""Used instead of a family that has no label of its own."""


class WordSource(SpeechSource, Protocol):
    """The messages of one language, as `kiosk.messages.LanguageWords` has them."""

    @property
    def voice(self) -> str: ...

    @property
    def mirrored(self) -> bool: ...

    def has(self, key: str, item: str = "") -> bool: ...

    def text(self, words: Words) -> str: ...


class Rows:
    """Resolve the messages of a view. `families` maps device names to families where they differ; `devices` names
    those in the drawing of the cabinet, which shows their labels."""

    def __init__(
        self, words: WordSource, families: Mapping[str, str] = MappingProxyType({}), devices: Collection[str] = ()
    ) -> None:
        self._words = words
        self._families = families
        self._devices = devices

    def groups(self, view: View) -> dict[str, dict[str, Any]]:
        """Return everything but the lists, by the group names of `ViewModel.qml`."""
        return {
            "state": {
                "pageId": view.id,
                "title": self.text_of(view.title),
                "lead": self.text_of(view.lead),
                "icon": view.icon,
                "tone": view.tone.value,
                "where": self.text_of(view.where),
                "wrong": [self.text_of(each) for each in view.wrong],
                "asksOne": len(view.fields) == 1,
                "steps": self.steps(view),
                "step": view.progress.current if view.progress else -1,
                "part": view.progress.part if view.progress else 0,
                "parts": view.progress.parts if view.progress else 1,
                "asks": view.progress is not None and view.progress.asks,
                "guidance": self.guidance(view),
                "staff": self.text_of(view.staff),
                "tabs": [self.choice(tab) for tab in view.tabs],
            },
            "actions": {
                "left": self.choice(view.actions.left),
                "middle": self.choice(view.actions.middle),
                "right": self.choice(view.actions.right),
            },
            "pad": pad_map(view.pad, self.text_of),
            "overlays": {"countdown": self.countdown(view), "curtain": view.curtain},
            "modes": {
                "elder": view.modes.elder,
                "contrast": view.modes.contrast,
                "dark": view.modes.dark,
                "low": view.modes.low,
                "voice": view.modes.voice,
                "offersModes": view.offers_modes,
            },
            "shell": {
                "language": view.language,
                "mirrored": self._words.mirrored,
                "voiced": bool(self._words.voice),
                "chrome": {**self.chrome, **self.language_button(view)},
                "mark": _mark(view, self.chrome),
            },
        }

    def text_of(self, words: Words | None) -> str:
        return "" if words is None else self._words.text(words)

    def speech_of(self, words: Words | None) -> str:
        return "" if words is None else self._words.speech(words)

    def choice(self, choice: Choice | None) -> dict[str, Any]:
        """Return a choice or action as a map; {} for None."""
        if choice is None:
            return {}
        why_not = None if choice.enabled else choice.why_not
        spoken = (choice.label, choice.note, choice.tag, why_not)
        return {
            "key": choice.key,
            "label": self.text_of(choice.label),
            "note": self.text_of(choice.note),
            "icon": choice.icon,
            "enabled": choice.enabled,
            "chosen": bool(choice.chosen),
            "option": choice.chosen is not None,
            "main": choice.main,
            "tag": self.text_of(choice.tag),
            "tagTone": choice.tag_tone.value,
            "whyNot": self.text_of(why_not),
            "speech": "，".join(self.speech_of(each) for each in spoken if each is not None),
        }

    def field(self, field: Field, page: str) -> dict[str, Any]:
        """Return a field as a map; its speech includes the error.

        `row` identifies it within its page: a field of the same name on another page must not inherit typed text.
        """
        spoken = (field.label, field.hint, field.wrong)
        return {
            "row": f"{page}/{field.key}",
            "key": field.key,
            "label": self.text_of(field.label),
            "kind": field.kind.value,
            "value": field.value,
            "hint": self.text_of(field.hint),
            "source": self.text_of(field.source),
            "wrong": self.text_of(field.wrong),
            "maxLength": field.max_length,
            "masked": field.masked,
            "secret": field.secret,
            "opens": field.opens,
            "groups": list(field.groups),
            "length": field.length,
            "options": [self.choice(option) for option in field.options],
            "speech": "，".join(self.speech_of(each) for each in spoken if each is not None),
        }

    def guidance(self, view: View) -> dict[str, Any]:
        guide = view.guidance
        if guide is None:
            return {}
        return {
            "device": guide.device,
            "names": {device: self.device_label(device) for device in self._devices},
            "gesture": guide.gesture,
            "state": self.text_of(guide.state),
            "speech": self.speech_of(guide.state),
            "tone": guide.tone.value,
        }

    def device_label(self, device: str) -> str:
        """Return the label of a device in the cabinet drawing: by its family, else the general one."""
        key = DEVICE_LABEL.format(self._families.get(device, device).replace("_", "-"))
        return self.text_of(text(key if self._words.has(key) else DEVICE_LABEL.format(ANY_DEVICE)))

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
        return {"language": self.text_of(view.next_language), "language-speech": self.speech_of(view.next_language)}

    def steps(self, view: View) -> list[str]:
        return [self.text_of(each) for each in view.progress.steps] if view.progress else []

    @cached_property
    def chrome(self) -> dict[str, str]:
        """The screen's own texts by short key, and their spoken form by key + "-speech"."""
        chrome: dict[str, str] = {}
        for key in CHROME:
            words = text(key if self._words.has(key) else f"ui-{key}", number="{number}", count="{count}")
            chrome[key] = self._words.text(words)
            chrome[f"{key}-speech"] = self._words.speech(words)
        return chrome

    def blocks(self, view: View) -> list[tuple[dict[str, Any], list[dict[str, Any]] | None]]:
        """Return each block's row and, for a box, the rows of its contents."""
        outer = list(group_boxes(view.blocks))
        rows = self._numbered([block for block, _ in outer])
        return [
            (row, None if inside is None else self._numbered(inside))
            for row, (_, inside) in zip(rows, outer, strict=True)
        ]

    def _numbered(self, blocks: Sequence[Block]) -> list[dict[str, Any]]:
        """Return the rows of blocks; each knows its number and whether it is the first or last of a run of its kind."""
        kinds = ["", *(block.kind for block in blocks), ""]
        return [
            {
                **self.block(block, place, number),
                "first": kinds[place] != block.kind,
                "last": kinds[place + 2] != block.kind,
            }
            for place, block, number in number_blocks(blocks)
        ]

    def block(self, block: Block, place: int, number: int) -> dict[str, Any]:
        label, kind = block.words.key if isinstance(block.words, Text) else "", kind_of(block)
        return {
            "key": f"{place}:{kind}:{label}",
            "kind": kind,
            "text": self.text_of(block.words),
            "value": self.text_of(block.value),
            "tone": block.tone.value,
            "origin": self.text_of(block.source),
            "change": self.choice(block.change),
            "reveal": self.choice(block.reveal),
            "number": number,
            "picture": block.picture,
            "sheet": sheet_map(block.sheet),
            "live": live_rows(block.live, self.text_of),
            "modules": code_modules(self.text_of(block.value)) if block.kind in CODES else [],
            "children_": None,
            **staff_parts(block, self.text_of),
        }


def traits(view: View) -> dict[str, Any]:
    """Return the page's layout traits by the names that `ViewModel.qml` has."""
    given = view.traits
    return {
        "area": given.area,
        "startsVisit": given.starts_visit,
        "many": given.many,
        "choicesFirst": given.choices_first,
        "tallChoices": given.tall_choices,
        "smallChoices": given.small_choices,
        "pairedChoices": given.paired_choices,
        "wideFirst": given.wide_first,
        "faces": given.faces,
        "largeRows": given.large_rows,
        "cabinetFirst": given.cabinet_first,
        "cabinetLeastMm": given.cabinet_least_mm,
        "statusBar": given.status_bar,
        "actionBar": given.action_bar,
        "modeStrip": given.mode_strip,
        "readFirst": given.read_first,
        "kept": given.kept,
        "isHelp": given.is_help,
    }


def group_boxes(blocks: Sequence[Block]) -> Iterator[tuple[Block, tuple[Block, ...] | None]]:
    """Yield blocks with their contents: those between BOX_START and BOX_END for a box, None for other blocks."""
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


def number_blocks(blocks: Sequence[Block]) -> Iterator[tuple[int, Block, int]]:
    """Yield position, block, and its number in a run of numbered blocks (0 for other blocks)."""
    number = 0
    for place, block in enumerate(blocks):
        number = number + 1 if block.kind is BlockKind.NUMBERED else 0
        yield place, block, number


def _mark(view: View, chrome: Mapping[str, str]) -> str:
    """Return the text that marks every page of a rehearsal or of practice."""
    marks = {"rehearsal-mark": view.rehearsal, "practice-mark": view.practice}
    return " · ".join(chrome[key] for key, shown in marks.items() if shown)
