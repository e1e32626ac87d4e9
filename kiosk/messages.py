"""Words: every sentence a citizen can read or hear, by key and language. The only door to Fluent.

A `Text` names a message; `Data` is shown as it is. A missing key is a programmer's error and is never shown as a key.
The spoken form of a message is its `.speech` attribute, else the message itself.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

BASE = "zh-CN"
CHINA = timezone(timedelta(hours=8))
"""All of China keeps one time."""


class MissingWords(Exception):
    """A key, or an argument of a message, does not exist."""


@dataclass(frozen=True)
class Text:
    """A message: key, arguments, and the service item whose own words hold it ("" for the terminal's words).

    An argument that is itself Text or Data is resolved first.
    """

    key: str
    args: tuple[tuple[str, str | int | Text | Data], ...] = ()
    item: str = ""


@dataclass(frozen=True)
class Data:
    """A value shown as it is: a name, a number, an address. Masked data is not spoken by loudspeaker."""

    text: str = field(repr=False)
    masked: bool = False


Words = Text | Data


def text(key: str, item: str = "", /, **args: str | int | Text | Data) -> Text:
    """A message by key, and by item where the words are a service item's own."""
    return Text(key, tuple(sorted(args.items())), item)


class ItemWords(Protocol):
    """What is asked of a service item: its id and its words by language, as Fluent source."""

    @property
    def id(self) -> str: ...

    @property
    def words(self) -> Mapping[str, str]: ...


def _moment(language: str) -> Any:
    def moment(at: Any) -> str:
        when = datetime.fromisoformat(str(at)).astimezone(CHINA)
        if language.startswith("zh"):
            return f"{when.month}月{when.day}日 {when:%H:%M}"
        return f"{when.day} {when:%B}, {when:%H:%M}"

    return moment


_ENTRY = re.compile(r"^(?P<key>[a-zA-Z][\w-]*) *=.*\n(?:(?:[ \t}].*)?\n)*", re.MULTILINE)
"""One message of a Fluent source with its indented lines: text, variants, attributes."""


def entries(source: str) -> Mapping[str, str]:
    """The messages of a Fluent source by key, each as its own source."""
    return MappingProxyType({match["key"]: match[0] for match in _ENTRY.finditer(source + "\n")})


class _Bundle:
    """Messages parsed when they are first said: a start needs a page's words, not a language's."""

    def __init__(self, language: str, sources: Iterable[str]) -> None:
        self._language = language
        self._entries = {key: entry for source in sources for key, entry in entries(source).items()}
        self._lock = threading.Lock()

    def has(self, key: str) -> bool:
        return key in self._entries

    def keys(self) -> frozenset[str]:
        return frozenset(self._entries)

    def say(self, key: str, args: Mapping[str, str | int], *, spoken: bool) -> str:
        """Raises MissingWords for a message that says nothing or lacks an argument."""
        from fluent.runtime.types import FluentNone

        with self._lock:
            message = self._message(key)
            pattern = message.attributes.get("speech", message.value) if spoken else message.value
            if pattern is None:
                raise MissingWords(f"{self._language}: message {key!r} says nothing")
            value, errors = self._fluent.format_pattern(pattern, args)
        if errors:
            raise MissingWords(f"{self._language}: message {key!r}: {errors[0]}")
        return "" if isinstance(value, FluentNone) else str(value)

    def _message(self, key: str) -> Any:
        from fluent.runtime import FluentResource

        if not self._fluent.has_message(key):
            self._fluent.add_resource(FluentResource(self._entries[key]))
        if not self._fluent.has_message(key):
            raise MissingWords(f"{self._language}: message {key!r} is not written as Fluent wants it")
        return self._fluent.get_message(key)

    @cached_property
    def _fluent(self) -> Any:
        from fluent.runtime import FluentBundle

        return FluentBundle([self._language], use_isolating=False, functions={"MOMENT": _moment(self._language)})


class LanguageWords:
    """The words of one language: the terminal's, and each service item's in front of them."""

    def __init__(self, language: str, own: _Bundle, items: Mapping[str, _Bundle]) -> None:
        self.language = language
        self._own = own
        self._items = items

    def with_items(self, items: Iterable[ItemWords]) -> LanguageWords:
        """The same words with those of service items in front."""
        found = {item.id: _Bundle(self.language, [item.words.get(self.language) or item.words[BASE]]) for item in items}
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
        """Read `<language>.ftl` and `<part>.<language>.ftl` of every language in `folder`."""
        found: dict[str, list[str]] = {}
        for path in sorted(folder.glob("*.ftl")):
            found.setdefault(path.stem.rpartition(".")[2], []).append(path.read_text(encoding="utf-8"))
        ordered = sorted(found, key=lambda language: (language != BASE, language))
        return cls({lang: LanguageWords(lang, _Bundle(lang, found[lang]), {}) for lang in ordered})

    def with_items(self, items: Iterable[ItemWords]) -> Languages:
        """The same languages with these service items' own words; an item without a language speaks the base's."""
        known = tuple(items)
        return Languages({lang: words.with_items(known) for lang, words in self.by_language.items()})

    def words(self, language: str) -> LanguageWords:
        """The words of a language; an unknown one speaks the base."""
        return self.by_language.get(language) or self.by_language[BASE]
