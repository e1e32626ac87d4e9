"""The spoken form of a view: what a voice says of a page, in order of reading, and where its keys can go.

Personal values that the screen masks are never said, shown or not: a loudspeaker has no owner.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from kiosk.view import Block, BlockKind, Choice, Field, FieldKind, View
from kiosk.words import Data, Text, Words, text


class Sayer(Protocol):
    """The part of kiosk.messages.LanguageWords used here."""

    def speech(self, words: Words) -> str: ...

    def voice_language(self, words: Words) -> str: ...


@dataclass(frozen=True)
class Sentence:
    """One sentence: its words, and the message's key where a recorded prompt may stand for it."""

    text: str
    key: str = ""
    number: bool = False
    """The slip number, said for the last time."""
    still: bool = False
    """Part of a field or of what can be chosen: said with the page, not when it changes under the citizen's hand."""
    language: str = ""
    """Whose voice reads it; "": that of the page."""


@dataclass(frozen=True)
class Stop:
    """A place where the keys can stand: the key of what can be touched there, and what is said of it."""

    key: str
    said: tuple[Words, ...]
    field: Field | None = None
    enabled: bool = True


def spoken(view: View, words: Sayer) -> list[str]:
    """The sentences of a page, as `lines` says them."""
    return [line.text for line in lines(view, words)]


def lines(view: View, words: Sayer) -> list[Sentence]:
    """Where am I, title, what is wrong, content, fields, choices, actions; a cover hides all but itself."""
    if view.curtain:
        return [line_of(text("ui-curtain-title"), words), line_of(text("ui-curtain-off"), words)]
    if view.countdown is not None:
        left = text("ui-countdown-left", number=view.countdown.seconds)
        asked = (text("countdown-title"), left, view.countdown.more.label, view.countdown.leave.label)
        return [line_of(each, words) for each in asked]
    parts: list[Words | None] = [
        view.where if view.modes.voice else None,
        _practice(view),
        *_steps(view),
        view.title,
        view.lead,
    ]
    said = [line_of(part, words) for part in (*parts, *view.wrong) if part is not None]
    for block in view.blocks:
        said += _block(block, words)
    for field in view.fields:
        said += [_still(part, words) for part in _field(field)]
    if view.guidance is not None:
        said.append(line_of(view.guidance.state, words))
    return said + [_still(part, words) for part in _touchable(view)]


def line_of(part: Words, words: Sayer) -> Sentence:
    key = part.key if isinstance(part, Text) and not part.args and not part.item else ""
    return Sentence(words.speech(part), key, language=words.voice_language(part))


def _still(part: Words, words: Sayer) -> Sentence:
    return replace(line_of(part, words), still=True)


def _practice(view: View) -> Words | None:
    return text("practice-mark") if view.practice and view.modes.voice else None


def _steps(view: View) -> Iterator[Words]:
    if view.modes.voice and view.progress is not None:
        yield text("ui-step-of", number=view.progress.current + 1, count=len(view.progress.steps))
        yield view.progress.steps[view.progress.current]


def _block(block: Block, words: Sayer) -> Iterator[Sentence]:
    if block.kind is BlockKind.BIG_NUMBER and isinstance(block.value, Data):
        each = Data(digit_by_digit(block.value.text))
        yield line_of(text("voice-number", label=block.words or Data(""), number=each), words)
        yield Sentence(words.speech(text("voice-number-again", number=each)), number=True)
        return
    for part in (block.words, block.value, block.source):
        if part is not None:
            yield line_of(part, words)


def digit_by_digit(number: str) -> str:
    """A number as it is dictated: every sign for itself, a rest between its groups."""
    return "。".join("，".join(group) for group in number.upper().split("-"))


def _field(field: Field) -> Iterator[Words]:
    yield field.label
    if field.hint is not None:
        yield field.hint
    if field.value and field.kind is not FieldKind.CHOICE:
        yield Data(field.value, masked=field.masked)
    if field.wrong is not None:
        yield field.wrong
    for option in field.options:
        yield from said_of(option)


def said_of(choice: Choice) -> tuple[Words, ...]:
    """Its words, whether it is chosen, and why it rests if it does."""
    chosen = text("voice-chosen") if choice.chosen else None
    parts = (choice.label, chosen, choice.note, choice.why_not or choice.tag)
    return tuple(part for part in parts if part is not None)


def _places(view: View) -> tuple[Choice, ...]:
    """The actions in the order in which they are wanted: on, back, leave."""
    places = (view.actions.right, view.actions.left, view.actions.middle)
    return tuple(choice for choice in places if choice is not None)


def _touchable(view: View) -> Iterator[Words]:
    if view.modes.voice and view.choices:
        yield text("voice-choices", count=len(view.choices))
    for place, choice in enumerate(view.choices, 1):
        if view.modes.voice:
            yield text("voice-choice", number=place)
        yield from said_of(choice)
    for choice in _places(view):
        yield from said_of(choice)


def stops(view: View) -> tuple[Stop, ...]:
    """Where the keys can go, in order of reading: the same order in which the page is said."""
    if view.curtain:
        return (Stop("curtain-off", (text("ui-curtain-off"),)),)
    if view.countdown is not None:
        return tuple(Stop(each.key, said_of(each)) for each in (view.countdown.more, view.countdown.leave))
    found: list[Stop] = []
    for block in view.blocks:
        label = () if block.words is None else (block.words,)
        found += [_stop(each, label) for each in (block.reveal, block.change) if each is not None]
    for field in view.fields:
        if field.kind is not FieldKind.CHOICE:
            found.append(Stop(field.key, tuple(_field(field)), field))
        found += [_stop(option, (field.label,)) for option in field.options]
    for place, choice in enumerate(view.choices, 1):
        found.append(_stop(choice, (text("voice-choice", number=place),)))
    found += [_stop(choice) for choice in _places(view)]
    if view.next_language is not None:
        found.append(Stop("language", (view.next_language,)))
    return tuple(found)


def _stop(choice: Choice, before: tuple[Words, ...] = ()) -> Stop:
    return Stop(choice.key, (*before, *said_of(choice)), enabled=choice.enabled)


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
