"""What words say in each language: every sentence a citizen can read or hear, by key.

A missing key is a programmer's error and is never shown as a key. The spoken form of a message is its `.speech`
attribute, else the message itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from kiosk.fluent.bundle import Bundle, MissingWords
from kiosk.words import Data, Text, Words

BASE = "zh-CN"


class ItemWords(Protocol):
    """What is asked of a service item: its id and its words by language, as Fluent source."""

    @property
    def id(self) -> str: ...

    @property
    def words(self) -> Mapping[str, str]: ...


def language_of(path: Path) -> str:
    """`en.ftl` and `slip.en.ftl` both speak en."""
    return path.stem.rpartition(".")[2]


def read_words(path: Path) -> str:
    """A Fluent source. Raises MissingWords if the file is not there or is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise MissingWords(f"{path}: cannot be read ({type(error).__name__})") from None


class LanguageWords:
    """The words of one language: the terminal's, and each service item's in front of them."""

    def __init__(self, language: str, own: Bundle, items: Mapping[str, Bundle]) -> None:
        self.language = language
        self._own = own
        self._items = items

    def with_items(self, items: Iterable[ItemWords]) -> LanguageWords:
        """The same words with those of service items in front."""
        found = {item.id: Bundle(self.language, [item.words.get(self.language) or item.words[BASE]]) for item in items}
        return LanguageWords(self.language, self._own, found)

    def keys(self) -> frozenset[str]:
        """The keys of the terminal's own words."""
        return self._own.keys()

    def has(self, key: str, item: str = "") -> bool:
        bundle = self._items.get(item)
        return (bundle is not None and bundle.has(key)) or self._own.has(key)

    def text(self, words: Words) -> str:
        """What stands on the screen or on paper. Raises MissingWords."""
        if isinstance(words, Data):
            return words.text
        return self._resolve(words, spoken=False)

    def speech(self, words: Words) -> str:
        """What is said. Masked data is said to be hidden."""
        if isinstance(words, Data):
            return self.text(Text("masked-spoken")) if words.masked else words.text
        return self._resolve(words, spoken=True)

    def _resolve(self, words: Text, *, spoken: bool) -> str:
        bundle = self._items.get(words.item, self._own)
        if not bundle.has(words.key):
            bundle = self._own
        if not bundle.has(words.key):
            where = f" of {words.item}" if words.item else ""
            raise MissingWords(f"{self.language}: no message {words.key!r}{where}")
        say = self.speech if spoken else self.text
        args = {k: say(v) if isinstance(v, Text | Data) else v for k, v in words.args}
        return bundle.say(words.key, args, spoken=spoken)


@dataclass(frozen=True)
class Languages:
    """All languages of a terminal, the base first."""

    by_language: Mapping[str, LanguageWords] = field(repr=False)

    @classmethod
    def load(cls, folder: Path) -> Languages:
        """Read `<language>.ftl` and `<part>.<language>.ftl` of every language in `folder`. Raises MissingWords."""
        found: dict[str, list[str]] = {}
        for path in sorted(folder.glob("*.ftl")):
            found.setdefault(language_of(path), []).append(read_words(path))
        if BASE not in found:
            raise MissingWords(f"{folder}: no words in {BASE}")
        ordered = sorted(found, key=lambda language: (language != BASE, language))
        return cls({lang: LanguageWords(lang, Bundle(lang, found[lang]), {}) for lang in ordered})

    def with_items(self, items: Iterable[ItemWords]) -> Languages:
        """The same languages with these service items' own words; an item without a language speaks the base's."""
        known = tuple(items)
        return Languages({lang: words.with_items(known) for lang, words in self.by_language.items()})

    def words(self, language: str) -> LanguageWords:
        """The words of a language; an unknown one speaks the base."""
        return self.by_language.get(language) or self.by_language[BASE]
