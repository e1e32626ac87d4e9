"""Words: every sentence a citizen can read or hear, by key and language. The only door to Fluent.

A `Text` names a message; `Data` is shown as it is. A missing key is a programmer's error and is never shown as a key.
The spoken form of a message is its `.speech` attribute, else the message itself.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

BASE = "zh-CN"
CHINA = timezone(timedelta(hours=8))
"""All of China keeps one time."""


class MissingWords(Exception):
    """A key, an argument of a message, or a whole file of words does not exist or cannot be read."""


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


MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""By hand: `%B` follows the machine's locale, which Qt sets from the environment."""


def _moment(language: str) -> Callable[[Any], str]:
    """Day and time in China of an ISO 8601 moment that carries its zone: 11月23日 21:52; 23 November, 21:52."""

    def moment(at: Any) -> str:
        when = datetime.fromisoformat(str(at))
        if when.tzinfo is None:
            raise ValueError("a moment without its zone")
        when = when.astimezone(CHINA)
        if language.startswith("zh"):
            return f"{when.month}月{when.day}日 {when:%H:%M}"
        return f"{when.day} {MONTHS[when.month - 1]}, {when:%H:%M}"

    return moment


def _date(language: str) -> Callable[[Any], str]:
    """An ISO 8601 day in words: 2026年11月20日; 20 November 2026. What is no such day is said as it came."""

    def day(on: Any) -> str:
        try:
            when = date.fromisoformat(str(on))
        except ValueError:
            return str(on)
        if language.startswith("zh"):
            return f"{when.year}年{when.month}月{when.day}日"
        return f"{when.day} {MONTHS[when.month - 1]} {when.year}"

    return day


def functions(language: str) -> dict[str, Callable[[Any], Any]]:
    """What a message may call, by name: MOMENT and DATE."""
    return {"MOMENT": _moment(language), "DATE": _date(language)}


_ENTRY = re.compile(r"^(?P<key>[a-zA-Z][\w-]*) *=.*\n(?:(?:[ \t}].*)?\n)*", re.MULTILINE)
"""One message of a Fluent source with its indented lines: text, variants, attributes."""


def entries(source: str) -> Mapping[str, str]:
    """The messages of a Fluent source by key, each as its own source."""
    return MappingProxyType({match["key"]: match[0] for match in _ENTRY.finditer(source + "\n")})


def language_of(path: Path) -> str:
    """`en.ftl` and `slip.en.ftl` both speak en."""
    return path.stem.rpartition(".")[2]


def read_words(path: Path) -> str:
    """A Fluent source. Raises MissingWords if the file is not there or is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise MissingWords(f"{path}: cannot be read ({type(error).__name__})") from None


@dataclass(frozen=True)
class Shape:
    """What a checker must know of a message: its line, its arguments, and what of it is literally said."""

    line: int
    arguments: frozenset[str]
    spoken_arguments: frozenset[str]
    said: str
    """The literal text of the spoken form: of `.speech` where there is one, else of the message."""
    calls: frozenset[str]
    """Functions called; other messages and terms it leans on, by name."""


def shapes(source: str) -> tuple[Mapping[str, Shape], tuple[tuple[int, str], ...]]:
    """The messages of a Fluent source, and what in it is wrong: its line and why. The last of two of one key counts."""
    from fluent.syntax import FluentParser, ast

    found: dict[str, Shape] = {}
    wrong: list[tuple[int, str]] = []
    for entry in FluentParser().parse(source).body:
        line = source.count("\n", 0, entry.span.start) + 1 if entry.span else 0
        if isinstance(entry, ast.Junk):
            wrong.append((line, str(entry.annotations[0].message if entry.annotations else "not Fluent")))
        elif isinstance(entry, ast.Term):
            wrong.append((line, f"-{entry.id.name} is a term, and terms are not used here"))
        elif isinstance(entry, ast.Message):
            if entry.id.name in found:
                wrong.append((line, f"{entry.id.name} stands here a second time"))
            speech = next((each.value for each in entry.attributes if each.id.name == "speech"), None)
            wrong += [
                (line, f"{entry.id.name}.{each.id.name}: the only attribute is .speech")
                for each in entry.attributes
                if each.id.name != "speech"
            ]
            written, spoken = _parts(entry.value), _parts(speech)
            found[entry.id.name] = Shape(
                line, written[1], spoken[1], (spoken if speech else written)[0], written[2] | spoken[2]
            )
    return found, tuple(wrong)


def _parts(pattern: Any) -> tuple[str, frozenset[str], frozenset[str]]:
    """A pattern's literal text, its arguments, and what it calls or leans on."""
    from fluent.syntax import ast
    from fluent.syntax.visitor import Visitor

    literal: list[str] = []
    arguments: set[str] = set()
    calls: set[str] = set()

    class Reader(Visitor):
        def visit_TextElement(self, node: Any) -> None:  # noqa: N802 (Fluent's names)
            literal.append(node.value)

        def visit_VariableReference(self, node: Any) -> None:  # noqa: N802
            arguments.add(node.id.name)

        def visit_MessageReference(self, node: Any) -> None:  # noqa: N802
            calls.add(node.id.name)

        def visit_FunctionReference(self, node: Any) -> None:  # noqa: N802
            calls.add(node.id.name)
            self.generic_visit(node)

    if isinstance(pattern, ast.Pattern):
        Reader().visit(pattern)
    return "\n".join(literal), frozenset(arguments), frozenset(calls)


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

        return FluentBundle([self._language], use_isolating=False, functions=functions(self._language))


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
        """Read `<language>.ftl` and `<part>.<language>.ftl` of every language in `folder`. Raises MissingWords."""
        found: dict[str, list[str]] = {}
        for path in sorted(folder.glob("*.ftl")):
            found.setdefault(language_of(path), []).append(read_words(path))
        if BASE not in found:
            raise MissingWords(f"{folder}: no words in {BASE}")
        ordered = sorted(found, key=lambda language: (language != BASE, language))
        return cls({lang: LanguageWords(lang, _Bundle(lang, found[lang]), {}) for lang in ordered})

    def with_items(self, items: Iterable[ItemWords]) -> Languages:
        """The same languages with these service items' own words; an item without a language speaks the base's."""
        known = tuple(items)
        return Languages({lang: words.with_items(known) for lang, words in self.by_language.items()})

    def words(self, language: str) -> LanguageWords:
        """The words of a language; an unknown one speaks the base."""
        return self.by_language.get(language) or self.by_language[BASE]
