"""The spoken form of a view: what a voice says of a page, in order of reading."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.messages import LanguageWords
from kiosk.view import Choice, View, Words


def spoken(view: View, words: LanguageWords) -> list[str]:
    """The sentences of a page: title, what is wrong, content, fields, choices, actions."""
    parts: list[Words | None] = [view.title, view.lead, *view.wrong]
    for block in view.blocks:
        parts += [block.words, block.value, block.source]
    for field in view.fields:
        parts += [field.label, field.hint, field.wrong]
        parts += [option.label for option in field.options]
    if view.guidance is not None:
        parts.append(view.guidance.state)
    for choice in (*view.choices, view.actions.left, view.actions.middle, view.actions.right):
        parts += _choice(choice)
    return [words.speech(part) for part in parts if part is not None]


def _choice(choice: Choice | None) -> list[Words | None]:
    if choice is None:
        return []
    return [choice.label, choice.note, choice.why_not or choice.tag]


HANZI_A_SECOND = 4.0
LETTERS_A_SECOND = 14.0
PAUSE_S = 0.4
"""How fast a calm voice reads, and how long it rests after a sentence."""


def speaking_seconds(sentences: Iterable[str]) -> float:
    """About how long it takes to say these sentences."""
    return sum(PAUSE_S + _seconds(sentence) for sentence in sentences)


def _seconds(sentence: str) -> float:
    hanzi = sum(character >= "\u2e80" for character in sentence)
    return hanzi / HANZI_A_SECOND + (len(sentence) - hanzi) / LETTERS_A_SECOND
