"""Check that words are complete: every key in every language, with the same arguments, and fit to be spoken.

A message is its own spoken form unless it contains something that a voice reads wrongly: figures, Latin letters and
signs in Chinese, signs and abbreviations in English. Then it needs the attribute `.speech`. Values of arguments (names,
numbers) are not checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from kiosk.catalogue.terms import read_terms, term_mistakes
from kiosk.fluent.bundle import MissingWords
from kiosk.fluent.functions import FUNCTIONS
from kiosk.fluent.shapes import MessageShape, message_shapes
from kiosk.language_table import BASE, language_of, read_table, word_files
from kiosk.messages import read_words
from kiosk.pronunciation.readings import OWN, read_own
from kiosk.pronunciation.recordings import check_recordings

SIGNS = r"·•/\\|→←↑↓&@#%*＊×+＋=<>~_^"
UNSPEAKABLE: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {"zh": re.compile(rf"[{SIGNS}A-Za-z0-9０-９Ａ-Ｚａ-ｚ]"), "en": re.compile(rf"[{SIGNS}]|\b(?:e\.g|i\.e|etc|No)\.")}
)
"""Text that a voice reads wrongly, by the first two letters of a language; others are not checked."""

NEEDS_EYES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "zh": re.compile(
            r"[上下][面方]|[左右][边侧上下]|[蓝红绿黄灰]色|看图|如图|这个位置|(?:触摸|点|按)(?:这里|此处)|直接看屏幕"
        ),
        "en": re.compile(
            r"\b(?:above|below|beside|(?:on|to) the (?:left|right)|(?:upper|lower) (?:left|right)|blue|red|green|grey"
            r"|yellow|(?:touch|press|stands) here|on the screen or)\b",
            re.IGNORECASE,
        ),
    }
)
"""Words for places and colours on the screen: who only listens cannot follow them."""
PLACES = "place-"
"""Keys that begin so name where a device is on the machine: that is found without eyes."""


def unspeakable_part(language: str, shape: MessageShape) -> str:
    """The first thing in the spoken form that a voice reads wrongly, "" if there is none."""
    rule = UNSPEAKABLE.get(language[:2])
    found = rule.search(shape.spoken_text) if rule else None
    return found[0] if found else ""


def part_for_eyes(language: str, key: str, shape: MessageShape) -> str:
    """The first thing in the spoken form that only helps who sees the screen, "" if there is none."""
    rule = NEEDS_EYES.get(language[:2])
    found = rule.search(shape.spoken_text) if rule and not key.startswith(PLACES) else None
    return found[0] if found else ""


def wording_mistakes(
    words: Mapping[str, Mapping[str, MessageShape]], needed: Iterable[str] = (), *, falls_back: bool = False
) -> list[tuple[str, str, str]]:
    """Everything wrong with the same words in several languages: language, key, and reason.

    `needed` are keys that must be present. A message that one language has must be present in all; with `falls_back`,
    in the base language alone, because others are shown in it.
    """
    every = set(needed).union(*words.values())
    base = words.get(BASE, {})
    mistakes: list[tuple[str, str, str]] = []
    for language, found in words.items():
        if language == BASE or not falls_back:
            mistakes += [(language, key, "missing") for key in sorted(every - found.keys())]
        for key, shape in found.items():
            mistakes += [(language, key, why) for why in _message_mistakes(language, shape, base.get(key))]
            if seen := part_for_eyes(language, key, shape):
                mistakes.append((language, key, f"{seen!r} helps nobody who only listens: give it a .speech"))
    return mistakes


def _message_mistakes(language: str, shape: MessageShape, base: MessageShape | None) -> Iterable[str]:
    if foreign := sorted(shape.references - FUNCTIONS):
        yield f"refers to {', '.join(foreign)}: write the words where they are needed"
    if extra := sorted(shape.spoken_arguments - shape.arguments):
        yield f".speech wants ${extra[0]}, which the message does not have"
    if base is not None and shape.arguments != base.arguments:
        yield f"its arguments are {sorted(shape.arguments)}, in {BASE} {sorted(base.arguments)}"
    if part := unspeakable_part(language, shape):
        yield f"cannot be spoken well because of {part!r}: give it a .speech"


def check_languages(folder: Path) -> list[str]:
    """Everything wrong with a folder of languages and its table, a line each with file or language, and key."""
    words, mistakes = _words_of(folder)
    terms, wrong_terms = read_terms(folder)
    _, _, wrong_readings = read_own(folder / OWN)
    found_wrong = (*wording_mistakes(words), *term_mistakes(terms, words))
    return mistakes + wrong_terms + wrong_readings + [f"{language}: {key}: {why}" for language, key, why in found_wrong]


def check_prompts(folder: Path, prompts: Path) -> tuple[list[str], list[str]]:
    """Return the mistakes in a folder of recordings of these languages, and which messages are not recorded."""
    words, _ = _words_of(folder)
    plain = {
        language: [key for key, shape in found.items() if not shape.arguments] for language, found in words.items()
    }
    return check_recordings(prompts, plain)


def _words_of(folder: Path) -> tuple[dict[str, dict[str, MessageShape]], list[str]]:
    """Return the messages of each language by key, and what is wrong with the files."""
    words: dict[str, dict[str, MessageShape]] = {}
    _, mistakes = read_table(folder)
    for path in word_files(folder):
        known = words.setdefault(language_of(path), {})
        try:
            found, wrong = message_shapes(read_words(path))
        except MissingWords as error:
            mistakes.append(str(error))
            continue
        mistakes += [f"{path}: line {line}: {why}" for line, why in wrong]
        mistakes += [
            f"{path}: {key}: another file of this language has it too" for key in sorted(found.keys() & known.keys())
        ]
        known.update(found)
    return words, mistakes
