"""Blocks that are drawn and not only written: a stage is read aloud with its state, a QR code by its sentence."""

from __future__ import annotations

import pytest

from kiosk.messages import Languages
from kiosk.spoken import digit_by_digit, sentences_of, spoken
from kiosk.steps.asking import stages
from kiosk.view import Block, BlockKind, View
from kiosk.words import Data, text
from tests.frozen import catalogue
from tests.kiosk.session.ways import at_ending
from tests.languages import FOLDER

WORDS = Languages.load(FOLDER).with_items(catalogue().items)
STATES = {"zh-CN": ("做完了", "正在做", "接下来"), "en": ("Done", "Now", "Next")}


@pytest.mark.parametrize("language", STATES)
@pytest.mark.parametrize("done", [0, 1, 2])
def test_a_stage_is_said_with_its_state_before_it(language: str, done: int) -> None:
    names = ("asking-what", "asking-how-long", "help-title")
    view = View("Submit", "submit", language, Data("标题"), blocks=stages(*names, done=done))
    over, now, next_ = STATES[language]
    states = (over,) * done + (now,) + (next_,) * (len(names) - done - 1)
    words = WORDS.words(language)
    wanted = [part for state, name in zip(states, names, strict=True) for part in (state, words.speech(text(name)))]
    assert [line.text for line in sentences_of(view, words)][1:] == wanted


@pytest.mark.parametrize("language", STATES)
def test_the_state_of_a_stage_is_not_said_for_other_blocks(language: str) -> None:
    view = View("Guide", "guide", language, Data("标题"), blocks=(Block(BlockKind.BULLET, Data("一条")),))
    assert not {line.text for line in sentences_of(view, WORDS.words(language))} & set(STATES[language])


@pytest.mark.parametrize("language", STATES)
def test_a_qr_code_is_said_by_its_sentence_and_not_by_its_letters(language: str) -> None:
    """The number in the code is said as a number, sign by sign, by its own block alone."""
    citizen = at_ending()
    view = citizen.view
    (code,) = (block for block in view.blocks if block.kind is BlockKind.QR)
    assert isinstance(code.value, Data)
    assert code.words is not None
    words = WORDS.words(language)
    said = spoken(view, words)
    assert words.speech(code.words) in said
    assert not [line for line in said if code.value.text in line]
    assert sum(digit_by_digit(code.value.text) in line for line in said) == 2, "the number's own block"


def test_the_ending_says_the_state_of_each_of_its_stages() -> None:
    view = at_ending().view
    words = WORDS.words("zh-CN")
    said = spoken(view, words)
    found = [block.words for block in view.blocks if block.kind is BlockKind.STAGE and block.words is not None]
    assert len(found) > 1
    for name in found:
        assert said[said.index(words.speech(name)) - 1] in STATES["zh-CN"]
