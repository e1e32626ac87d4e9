"""The spoken form of a view: its sentences in reading order, and the stops of keyboard navigation.

Values that the screen can mask are not read aloud, even while they are revealed: bystanders can hear the loudspeaker.
Nor are names, addresses and sums of money. All of them are said where only the citizen hears it (`View.private`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Protocol

from devices.lazy_dataclass import dataclass
from kiosk.view import Block, BlockKind, Choice, Field, FieldKind, Tone, View
from kiosk.words import Data, Text, Words, text


class SpeechSource(Protocol):
    """Source of spoken text in one language (kiosk.messages.LanguageWords)."""

    def speech(self, words: Words) -> str: ...

    def voice_language(self, words: Words) -> str: ...

    def in_private(self) -> SpeechSource:
        """The same words for headphones, in which masked data is said."""


@dataclass(frozen=True)
class Sentence:
    """One sentence: its text, and the message key where a recorded prompt may replace it."""

    text: str
    key: str = ""
    number: bool = False
    """The second reading of the slip number."""
    still: bool = False
    """Part of a field or choice: read with the page, but not again when the citizen changes it."""
    language: str = ""
    """Language of the voice that reads it; "": that of the page."""


@dataclass(frozen=True)
class Stop:
    """One stop of keyboard navigation: the key of its control, and the words read aloud there."""

    key: str
    said: tuple[Words, ...]
    field: Field | None = None
    enabled: bool = True


def spoken(view: View, words: SpeechSource) -> list[str]:
    """The sentences of a page, as `sentences_of` says them."""
    return [line.text for line in sentences_of(view, words)]


def sentences_of(view: View, words: SpeechSource) -> list[Sentence]:
    """Return the sentences of a page: place, title, errors, blocks, fields, choices, actions. The curtain and the idle
    question replace all of them."""
    words = words.in_private() if view.private else words
    if view.curtain:
        return [sentence_of(text("ui-curtain-title"), words), sentence_of(text("ui-curtain-off"), words)]
    if view.countdown is not None:
        left = text("ui-countdown-left", number=view.countdown.seconds)
        asked = (text("countdown-title"), left, view.countdown.more.label, view.countdown.leave.label)
        return [sentence_of(each, words) for each in asked]
    parts: list[Words | None] = [
        view.where if view.modes.voice else None,
        _practice_mark(view),
        *_progress(view),
        view.title,
        view.lead,
    ]
    said = [sentence_of(part, words) for part in (*parts, *view.wrong) if part is not None]
    for block in view.blocks:
        said += _block_sentences(block, words)
    for field in view.fields:
        # What is wrong with it is news, also while the citizen writes.
        said += [replace(sentence_of(part, words), still=part is not field.wrong) for part in _field_words(field, view)]
    if view.guidance is not None:
        said.append(sentence_of(view.guidance.state, words))
    return said + [_still_sentence(part, words) for part in _choices_and_actions(view)]


def sentence_of(part: Words, words: SpeechSource) -> Sentence:
    key = part.key if isinstance(part, Text) and not part.args and not part.item else ""
    return Sentence(words.speech(part), key, language=words.voice_language(part))


def _still_sentence(part: Words, words: SpeechSource) -> Sentence:
    return replace(sentence_of(part, words), still=True)


def _practice_mark(view: View) -> Words | None:
    return text("practice-mark") if view.practice and view.modes.voice else None


def _progress(view: View) -> Iterator[Words]:
    if view.modes.voice and view.progress is not None:
        yield text("ui-step-of", number=view.progress.current + 1, count=len(view.progress.steps))
        yield view.progress.steps[view.progress.current]


STAGE_WORDS = {Tone.DONE: "ui-stage-done", Tone.QUIET: "ui-stage-now", Tone.PLAIN: "ui-stage-next"}
"""Tone of a stage → the words for it."""


def _block_sentences(block: Block, words: SpeechSource) -> Iterator[Sentence]:
    if block.kind is BlockKind.BIG_NUMBER and isinstance(block.value, Data):
        each = Data(digit_by_digit(block.value.text))
        yield sentence_of(text("voice-number", label=block.words or Data(""), number=each), words)
        yield Sentence(words.speech(text("voice-number-again", number=each)), number=True)
        return
    if block.kind is BlockKind.STAGE:
        yield sentence_of(text(STAGE_WORDS[block.tone]), words)
    if block.sign is not None and block.sign.number:
        yield sentence_of(text("voice-choice", number=block.sign.number), words)
    value = None if block.kind in (BlockKind.QR, BlockKind.PAY_CODE) else block.value
    for part in (block.words, value, block.source, *(chip.label for chip in block.chips)):
        if part is not None:
            yield sentence_of(part, words)


def digit_by_digit(number: str) -> str:
    """Return a number as it is dictated: character by character, with a pause between groups."""
    return "。".join("，".join(group) for group in number.upper().split("-"))


def _field_words(field: Field, view: View) -> Iterator[Words]:
    yield field.label
    if field.hint is not None:
        yield field.hint
    hides = not view.private
    if field.value and hides and field.unspoken and not field.masked:
        yield text("voice-hidden", count=len(field.value))
    elif field.value and field.kind is FieldKind.DATE and not (hides and field.masked):
        yield text("day", on=field.value)
    elif field.value and field.kind is not FieldKind.CHOICE:
        yield Data(field.value, masked=hides and field.masked)
    if field.wrong is not None:
        yield field.wrong
    for option in field.options:
        yield from choice_words(option)


def choice_words(choice: Choice) -> tuple[Words, ...]:
    """Return the words of a choice: label, whether it is chosen, note, and why it is disabled or its tag."""
    chosen = text("voice-chosen") if choice.chosen else None
    parts = (choice.label, chosen, choice.note, choice.why_not or choice.tag)
    return tuple(part for part in parts if part is not None)


def _actions(view: View) -> tuple[Choice, ...]:
    """Return the actions in order of use: main action, back, leave."""
    places = (view.actions.right, view.actions.left, view.actions.middle)
    return tuple(choice for choice in places if choice is not None)


def _choices_and_actions(view: View) -> Iterator[Words]:
    if view.modes.voice and view.choices:
        yield text("voice-choices", count=len(view.choices))
    for place, choice in enumerate(view.choices, 1):
        if view.modes.voice:
            yield text("voice-choice", number=place)
        yield from choice_words(choice)
    for choice in _actions(view):
        yield from choice_words(choice)


def focus_stops(view: View) -> tuple[Stop, ...]:
    """Return the stops of keyboard navigation in the order in which the page is read."""
    if view.curtain:
        return (Stop("curtain-off", (text("ui-curtain-off"),)),)
    if view.countdown is not None:
        return tuple(Stop(each.key, choice_words(each)) for each in (view.countdown.more, view.countdown.leave))
    found: list[Stop] = []
    for block in view.blocks:
        label = () if block.words is None else (block.words,)
        found += [_choice_stop(each, label) for each in (block.reveal, block.change) if each is not None]
    for field in view.fields:
        if field.kind is not FieldKind.CHOICE:
            found.append(Stop(field.key, tuple(_field_words(field, view)), field))
        found += [_choice_stop(option, (field.label,)) for option in field.options]
    for place, choice in enumerate(view.choices, 1):
        found.append(_choice_stop(choice, (text("voice-choice", number=place),)))
    found += [_choice_stop(tab) for tab in view.tabs]
    found += [_choice_stop(choice) for choice in _actions(view)]
    if view.next_language is not None:
        found.append(Stop("language", (view.next_language,)))
    return tuple(found)


def _choice_stop(choice: Choice, before: tuple[Words, ...] = ()) -> Stop:
    return Stop(choice.key, (*before, *choice_words(choice)), enabled=choice.enabled)


HANZI_PER_SECOND = 4.0
LETTERS_PER_SECOND = 14.0
DIGITS_PER_SECOND = 2.5
"""A digit is spoken as a word or more: 13862.40 元 is fourteen syllables."""
PAUSE_S = 0.4
"""Reading speed of a calm voice, and its pause after a sentence."""


def speaking_seconds(sentences: Iterable[str]) -> float:
    """Estimate the seconds needed to read these sentences aloud."""
    return sum(PAUSE_S + _seconds(sentence) for sentence in sentences)


def _seconds(sentence: str) -> float:
    hanzi = sum(character >= "\u2e80" for character in sentence)
    digits = sum(character.isdigit() for character in sentence)
    letters = len(sentence) - hanzi - digits
    return hanzi / HANZI_PER_SECOND + digits / DIGITS_PER_SECOND + letters / LETTERS_PER_SECOND
