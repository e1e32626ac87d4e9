"""A language nobody speaks, made from the English words at run time: accented, about 40 % longer, each piece in ‹ ›.

What is on a page in this language and neither in ‹ › nor data was written into the program, and no translator would
ever find it. Placeables stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fluent.syntax import FluentParser, FluentSerializer, ast
from fluent.syntax.visitor import Transformer

from kiosk.fluent.bundle import Bundle
from kiosk.messages import ItemWords, Languages, LanguageWords, read_words
from kiosk.strict_struct import replace
from tests.languages import FOLDER

PSEUDO = "en-XA"
_ACCENTS = str.maketrans("AEIOUYCNSaeiouycns", "ÀÉÎÕÜÝÇÑŠàéîõüýçñš")
_STRETCH = str.maketrans({letter: letter * 2 for letter in "aeiouAEIOU"})
_WORDS = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)


def stretched(words: str) -> str:
    """The same words, longer and strange, in brackets; white space at the ends stays outside."""
    before, inner, after = _WORDS.fullmatch(words).groups()  # type: ignore[union-attr]
    return f"{before}‹{inner.translate(_STRETCH).translate(_ACCENTS)}›{after}" if inner else words


class _Stretch(Transformer):
    def visit_TextElement(self, node: ast.TextElement) -> ast.TextElement:  # noqa: N802 (Fluent's names)
        node.value = stretched(node.value)
        return node


def pseudo(source: str) -> str:
    """A Fluent source in this language."""
    made = _Stretch().visit(FluentParser().parse(source))
    return FluentSerializer().serialize(made)


@dataclass(frozen=True)
class _Item:
    id: str
    words: Mapping[str, str]


def with_pseudo(known: Languages, items: Iterable[ItemWords] = ()) -> Languages:
    """These languages, with service items' own words and with one language more."""
    items = tuple(items)
    row = replace(known.words("en").row, code=PSEUDO)
    own = [read_words(path) for path in sorted(FOLDER.glob("*.ftl")) if _english(path.name)]
    strange = LanguageWords(row, Bundle("en", [pseudo(source) for source in own], row.formats))
    theirs = [_Item(item.id, {PSEUDO: pseudo(item.words["en"])}) for item in items]
    spoken = known.with_items(items).by_language
    return Languages({**spoken, PSEUDO: strange.with_items(theirs)})


def _english(name: str) -> bool:
    return name == "en.ftl" or name.endswith(".en.ftl")
