"""Note on a page that words of a service item are missing in the page's language and are shown in the base language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kiosk.catalogue.load import Catalogue
from kiosk.language_table import BASE
from kiosk.view import Block, BlockKind, Choice, View
from kiosk.words import Text, Words, text

NOTE = Block(BlockKind.NOTE, text("item-words-fallback"))


def with_fallback_note(view: View, catalogue: Catalogue) -> View:
    """The view, with a note before its blocks if any of its words fall back."""
    if view.language == BASE:
        return view
    messages = (message for words in _words(view) for message in _messages(words))
    if any(each.item and each.key in catalogue.missing_words(each.item, view.language) for each in messages):
        return replace(view, blocks=(NOTE, *view.blocks))
    return view


def _words(view: View) -> Iterator[Words | None]:
    yield from (view.title, view.lead, view.where, *view.wrong)
    for block in view.blocks:
        yield from (block.words, block.value, block.source)
    for field in view.fields:
        yield from (field.label, field.hint, field.source, field.wrong)
        for option in field.options:
            yield from _choice(option)
    for choice in (*view.choices, view.actions.left, view.actions.middle, view.actions.right):
        if choice is not None:
            yield from _choice(choice)
    if view.guidance is not None:
        yield view.guidance.state


def _choice(choice: Choice) -> tuple[Words | None, ...]:
    return choice.label, choice.note, choice.tag, choice.why_not


def _messages(words: object) -> Iterator[Text]:
    """A message and those among its arguments."""
    if isinstance(words, Text):
        yield words
        for _, value in words.args:
            yield from _messages(value)
