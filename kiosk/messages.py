"""Resolve words to the sentences of a language: all that a citizen can read or hear, by key.

A missing key is a programmer's error and is never shown as a key. The spoken form of a message is its `.speech`
attribute, else the message itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import field
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from devices.lazy_dataclass import dataclass
from devices.text_files import read_text, reason_of
from kiosk.fluent.bundle import Bundle, MissingWords
from kiosk.language_table import BASE, Language, language_of, load_table, word_files
from kiosk.words import Data, Text, Words

__all__ = ["BASE", "ItemWords", "LanguageWords", "Languages", "language_of", "read_words"]

STAR = "＊"
"""Stands for a character that is not shown (kiosk.documents.masking)."""
NO_BUNDLES: Mapping[str, Bundle] = MappingProxyType({})


class ItemWords(Protocol):
    """The part of a service item used here: its id and its words by language, as Fluent source."""

    @property
    def id(self) -> str: ...

    @property
    def words(self) -> Mapping[str, str]: ...


def read_words(path: Path) -> str:
    """A Fluent source. Raises MissingWords if the file cannot be read."""
    try:
        return read_text(path)
    except (OSError, UnicodeDecodeError) as error:
        raise MissingWords(f"{path}: cannot be read ({reason_of(error)})") from None


class LanguageWords:
    """The words of one language, looked up in this order: the item's, the item's in the base language, the terminal's.

    `items` and `fallback` are the items' words by id, in this language and in the base language.
    """

    def __init__(
        self,
        row: Language,
        own: Bundle,
        items: Mapping[str, Bundle] = NO_BUNDLES,
        fallback: Mapping[str, Bundle] = NO_BUNDLES,
    ) -> None:
        self.row = row
        self.language = row.code
        self.items = items
        self._own = own
        self._fallback = fallback
        self._hides = True

    def with_items(self, items: Iterable[ItemWords], fallback: Mapping[str, Bundle] = NO_BUNDLES) -> LanguageWords:
        """The same words with those of service items in front."""
        code = self.language
        found = {each.id: Bundle(code, [each.words[code]], self.row.formats) for each in items if code in each.words}
        return LanguageWords(self.row, self._own, found, fallback)

    @property
    def voice(self) -> str:
        """espeak-ng's voice; "" if nothing can be read aloud in this language."""
        return self.row.voice

    @property
    def mirrored(self) -> bool:
        """Written from right to left."""
        return self.row.mirrored

    def keys(self) -> frozenset[str]:
        """The keys of the terminal's own words."""
        return self._own.keys()

    def has(self, key: str, item: str = "") -> bool:
        return self._bundle(key, item) is not None

    def text(self, words: Words) -> str:
        """The form for screen and paper. Raises MissingWords."""
        if isinstance(words, Data):
            return words.text
        return self._resolve(words, spoken=False)

    def speech(self, words: Words) -> str:
        """The spoken form. Masked data is only said to be hidden, and so are stars, for which there are no words."""
        if isinstance(words, Data):
            said = words.text if self._hides else words.whole or words.text
            return self.text(Text("masked-spoken")) if words.masked and (self._hides or STAR in said) else said
        return self._resolve(words, spoken=True)

    def in_private(self) -> LanguageWords:
        """The same words for headphones, in which masked data is said."""
        private = copy(self)
        private._hides = False  # noqa: SLF001 (a copy of this very object)
        return private

    def voice_language(self, words: Words) -> str:
        """The language whose voice reads `speech(words)`: not this one for an item's word that it lacks."""
        if isinstance(words, Data):
            return words.language or self.language
        bundle = self._bundle(words.key, words.item)
        return self.language if bundle is None else bundle.language

    def _bundle(self, key: str, item: str) -> Bundle | None:
        several = (self.items.get(item), self._fallback.get(item), self._own)
        return next((each for each in several if each is not None and each.has(key)), None)

    def _resolve(self, words: Text, *, spoken: bool) -> str:
        bundle = self._bundle(words.key, words.item)
        if bundle is None:
            where = f" of {words.item}" if words.item else ""
            raise MissingWords(f"{self.language}: no message {words.key!r}{where}")
        resolve = self.speech if spoken else self.text
        args = {name: resolve(value) if isinstance(value, Text | Data) else value for name, value in words.args}
        return bundle.format(words.key, args, spoken=spoken)


@dataclass(frozen=True)
class Languages:
    """All languages of a terminal, in the order of their table."""

    by_language: Mapping[str, LanguageWords] = field(repr=False)

    @classmethod
    def load(cls, folder: Path) -> Languages:
        """Read the table of a folder and the files of each of its languages. Raises BadLanguages and MissingWords."""
        table = load_table(folder)
        sources: dict[str, list[str]] = {row.code: [] for row in table}
        for path in word_files(folder):
            sources[language_of(path)].append(read_words(path))
        return cls({row.code: LanguageWords(row, Bundle(row.code, sources[row.code], row.formats)) for row in table})

    def with_items(self, items: Iterable[ItemWords]) -> Languages:
        """The same languages with these items' own words; each word that a language lacks is the base language's."""
        known = tuple(items)
        base = self.by_language[BASE].with_items(known)
        others = (words for language, words in self.by_language.items() if language != BASE)
        found = {BASE: base, **{each.language: each.with_items(known, base.items) for each in others}}
        return Languages({language: found[language] for language in self.by_language})

    def words(self, language: str) -> LanguageWords:
        """The words of a language; those of the base language for an unknown one."""
        return self.by_language.get(language) or self.by_language[BASE]

    @property
    def voices(self) -> Mapping[str, str]:
        """espeak-ng's voice of each language that has one."""
        return {language: words.voice for language, words in self.by_language.items() if words.voice}
