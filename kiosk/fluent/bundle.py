"""The messages of one language, from Fluent sources, each parsed when it is first formatted.

Most messages are plain: a line of text, with or without arguments, dates and a spoken form. Those are parsed here,
because loading the library that knows all of Fluent takes a tenth of the time of the whole start. A test formats every
message both ways.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from types import MappingProxyType
from typing import Any

from devices.lazy_dataclass import dataclass
from kiosk.fluent.functions import FUNCTIONS, DateFormats, functions


class MissingWords(Exception):
    """A key, an argument of a message, or a whole file of words does not exist or cannot be read."""


ISO = DateFormats()
ROOT = "root"
"""CLDR's locale for a language that it does not have; without it the environment's locale would decide on plurals."""

_ENTRY = re.compile(r"^(?P<key>[a-zA-Z][\w-]*) *=.*\n(?:(?:[ \t}].*)?\n)*", re.MULTILINE)
"""One message of a Fluent source with its indented lines: text, variants, attributes."""


def entries(source: str) -> Mapping[str, str]:
    """The messages of a Fluent source by key, each as its own source."""
    return MappingProxyType({match["key"]: match[0] for match in _ENTRY.finditer(source + "\n")})


_CALLED = "|".join(sorted(FUNCTIONS))
_NAME = r"\$[a-zA-Z][\w-]*"
_LINE = rf"(?:[^{{}}\n]|\{{ *(?:{_NAME}|(?:{_CALLED})\( *{_NAME} *\)) *\}})+"
# Blanks before a value are taken once and for all (*+): tried in every split, a long run of them took minutes.
_PLAIN = re.compile(rf"[\w-]+ *= *+(?P<value>{_LINE})\n(?:[ ]+\.speech *= *+(?P<speech>{_LINE})\n)?\s*+")
_ARGUMENT = re.compile(rf"\{{ *(?:({_CALLED})\( *)?\$([a-zA-Z][\w-]*)[ )]*\}}")


@dataclass(frozen=True)
class PlainMessage:
    """A message that is one line of text with arguments and dates."""

    value: str
    speech: str

    @classmethod
    def parse(cls, source: str) -> PlainMessage | None:
        """Return None for a message that uses more of Fluent than this."""
        match = _PLAIN.fullmatch(source)
        if match is None:
            return None
        value = match["value"].rstrip()
        return cls(value, (match["speech"] or value).rstrip())

    def format(
        self, args: Mapping[str, str | int], calls: Mapping[str, Callable[[Any], Any]], *, spoken: bool
    ) -> str | None:
        """Return None if an argument is missing or not fit for its function, or is a number whose digits a language may
        group."""
        pattern = self.speech if spoken else self.value
        for _, name in _ARGUMENT.findall(pattern):
            given = args.get(name)
            if given is None or (isinstance(given, int) and not 0 <= given < 1000):
                return None
        try:
            return _ARGUMENT.sub(lambda m: str(calls[m[1]](args[m[2]]) if m[1] else args[m[2]]), pattern)
        except ValueError:
            return None


class Bundle:
    """Messages by key, parsed on first use: a start needs the words of one page, not of a language."""

    def __init__(self, language: str, sources: Iterable[str], formats: DateFormats = ISO) -> None:
        self.language = language
        self._functions = functions(formats)
        self._entries = {key: entry for source in sources for key, entry in entries(source).items()}
        self._plain: dict[str, PlainMessage | None] = {}
        self._lock = threading.Lock()

    def has(self, key: str) -> bool:
        return key in self._entries

    def keys(self) -> frozenset[str]:
        return frozenset(self._entries)

    def format(self, key: str, args: Mapping[str, str | int], *, spoken: bool) -> str:
        """Format a message, or its spoken form. Raises MissingWords for an empty message or a missing argument."""
        if key not in self._plain:
            self._plain[key] = PlainMessage.parse(self._entries[key])
        plain = self._plain[key]
        formatted = plain.format(args, self._functions, spoken=spoken) if plain else None
        return self.format_by_fluent(key, args, spoken=spoken) if formatted is None else formatted

    def format_by_fluent(self, key: str, args: Mapping[str, str | int], *, spoken: bool) -> str:
        """The same as `format`, by the library that knows all of Fluent."""
        from fluent.runtime.types import FluentNone

        with self._lock:
            message = self._message(key)
            pattern = message.attributes.get("speech", message.value) if spoken else message.value
            if pattern is None:
                raise MissingWords(f"{self.language}: message {key!r} has no text")
            value, errors = self._fluent.format_pattern(pattern, args)
        if errors:
            raise MissingWords(f"{self.language}: message {key!r}: {errors[0]}")
        return "" if isinstance(value, FluentNone) else str(value)

    def _message(self, key: str) -> Any:
        from fluent.runtime import FluentResource

        if not self._fluent.has_message(key):
            # Nested deeper than the parser can follow: then the message is missing below.
            with suppress(RecursionError):
                self._fluent.add_resource(FluentResource(self._entries[key]))
        if not self._fluent.has_message(key):
            raise MissingWords(f"{self.language}: message {key!r} is not valid Fluent")
        return self._fluent.get_message(key)

    @cached_property
    def _fluent(self) -> Any:
        from fluent.runtime import FluentBundle

        return FluentBundle([self.language, ROOT], use_isolating=False, functions=self._functions)
