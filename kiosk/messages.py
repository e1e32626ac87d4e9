"""Words: every sentence a citizen can read or hear, by key and language. The only door to Fluent.

A `Text` names a message; `Data` is shown as it is. A missing key is a programmer's error and is never shown as a key.
The spoken form of a message is its `.speech` attribute, else the message itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Protocol

from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import FluentNone

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


def _bundle(language: str, sources: Iterable[str]) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False, functions={"MOMENT": _moment(language)})
    for source in sources:
        bundle.add_resource(FluentResource(source), allow_overrides=True)
    return bundle


class LanguageWords:
    """The words of one language: the terminal's, and each service item's in front of them."""

    def __init__(self, language: str, own: FluentBundle, items: Mapping[str, FluentBundle]) -> None:
        self.language = language
        self._own = own
        self._items = items

    def has(self, key: str, item: str = "") -> bool:
        bundle = self._items.get(item)
        return (bundle is not None and bundle.has_message(key)) or self._own.has_message(key)

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
        if not bundle.has_message(words.key):
            bundle = self._own
        if not bundle.has_message(words.key):
            raise MissingWords(
                f"{self.language}: no message {words.key!r}" + (f" of {words.item}" if words.item else "")
            )
        message = bundle.get_message(words.key)
        pattern = message.attributes.get("speech", message.value) if spoken else message.value
        say = self.speech if spoken else self.text
        args = {k: say(v) if isinstance(v, Text | Data) else v for k, v in words.args}
        if pattern is None:
            raise MissingWords(f"{self.language}: message {words.key!r} says nothing")
        value, errors = bundle.format_pattern(pattern, args)
        if errors:
            raise MissingWords(f"{self.language}: message {words.key!r}: {errors[0]}")
        return "" if isinstance(value, FluentNone) else str(value)


@dataclass(frozen=True)
class Languages:
    """All languages of a terminal, the base first."""

    sources: Mapping[str, tuple[str, ...]] = field(repr=False)
    by_language: Mapping[str, LanguageWords] = field(repr=False)

    @classmethod
    def load(cls, folder: Path) -> Languages:
        """Read `<language>.ftl` and `<part>.<language>.ftl` of every language in `folder`."""
        found: dict[str, list[str]] = {}
        for path in sorted(folder.glob("*.ftl")):
            found.setdefault(path.stem.rpartition(".")[2], []).append(path.read_text(encoding="utf-8"))
        ordered = {lang: tuple(found[lang]) for lang in sorted(found, key=lambda lang: (lang != BASE, lang))}
        own = {lang: LanguageWords(lang, _bundle(lang, sources), {}) for lang, sources in ordered.items()}
        return cls(ordered, own)

    def with_items(self, items: Iterable[ItemWords]) -> Languages:
        """The same languages with these service items' own words; an item without a language speaks the base's."""
        by_language = {}
        for language, sources in self.sources.items():
            bundles = {item.id: _bundle(language, [item.words.get(language) or item.words[BASE]]) for item in items}
            by_language[language] = LanguageWords(language, _bundle(language, sources), bundles)
        return Languages(self.sources, by_language)

    def words(self, language: str) -> LanguageWords:
        """The words of a language; an unknown one speaks the base."""
        return self.by_language.get(language) or self.by_language[BASE]
