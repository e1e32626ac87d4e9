"""A pseudo-locale made from the English messages at run time: accented, about 40 % longer, each piece in ‹ ›.

Text on a page in this locale that is neither in ‹ › nor data is hard-coded. Placeables are unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fluent.syntax import FluentParser, FluentSerializer, ast
from fluent.syntax.visitor import Transformer

from devices.strict_struct import replace
from kiosk.fluent.bundle import Bundle
from kiosk.language_table import word_files
from kiosk.messages import ItemWords, Languages, LanguageWords, read_words
from tests.languages import FOLDER

PSEUDO = "en-XA"
_ACCENTS = str.maketrans("AEIOUYCNSaeiouycns", "ÀÉÎÕÜÝÇÑŠàéîõüýçñš")
_STRETCH = str.maketrans({letter: letter * 2 for letter in "aeiouAEIOU"})
_WORDS = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)


def stretched(words: str) -> str:
    """Return the text lengthened, accented and in brackets; surrounding white space stays outside."""
    before, inner, after = _WORDS.fullmatch(words).groups()  # type: ignore[union-attr]
    return f"{before}‹{inner.translate(_STRETCH).translate(_ACCENTS)}›{after}" if inner else words


class _Stretch(Transformer):
    def visit_TextElement(self, node: ast.TextElement) -> ast.TextElement:  # noqa: N802 (Fluent's names)
        node.value = stretched(node.value)
        return node


def pseudo(source: str) -> str:
    """Return a Fluent source in the pseudo-locale."""
    made = _Stretch().visit(FluentParser().parse(source))
    return FluentSerializer().serialize(made)


@dataclass(frozen=True)
class _Item:
    id: str
    words: Mapping[str, str]


def with_pseudo(known: Languages, items: Iterable[ItemWords] = ()) -> Languages:
    """Return the languages with the messages of service items and with the pseudo-locale."""
    items = tuple(items)
    row = replace(known.words("en").row, code=PSEUDO)
    own = [read_words(path) for path in word_files(FOLDER) if _english(path.name)]
    messages = LanguageWords(row, Bundle("en", [pseudo(source) for source in own], row.formats))
    item_messages = [_Item(item.id, {PSEUDO: pseudo(item.words["en"])}) for item in items]
    spoken = known.with_items(items).by_language
    return Languages({**spoken, PSEUDO: messages.with_items(item_messages)})


def _english(name: str) -> bool:
    return name == "en.ftl" or name.endswith(".en.ftl")
