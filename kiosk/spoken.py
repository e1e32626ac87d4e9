"""The spoken form of a view: what a voice says of a page, in order of reading."""

from __future__ import annotations

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
