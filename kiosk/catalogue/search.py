"""Search items by words, pinyin or initials, tolerating small mistakes.

Terms are computed when the catalogue is built. Here only text is compared, so that a search over two thousand items
takes no noticeable time. A match is ranked by its kind, best first: a whole term, its beginning, a part of it, a term
inside a longer query, the same sounds in a southern accent, initials with letters omitted, one typing error.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from kiosk.catalogue.item import Item

WHOLE, BEGINNING, PART, INSIDE_QUERY, SOUNDS_ALIKE, LETTERS_OMITTED, ONE_TYPO = range(7)
Rank = tuple[int, int]
"""The kind of a match, and a number that is less the more characters match; smaller is better."""
LONGEST = 40
"""Characters of a query; the rest is ignored, since a hand resting on the keys must not use up the processor."""

MERGED_SOUNDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("l", "n"))
"""Sounds that many speakers do not distinguish, and the one that replaces both."""


def normalize(text: str) -> str:
    """Fold case and full-width forms, write ü as v, and remove spaces and punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ü", "v")
    return "".join(character for character in folded if character.isalnum())


def merge_sounds(pinyin: str) -> str:
    """Replace sounds that are easily confused by one of them."""
    for sound, merged in MERGED_SOUNDS:
        pinyin = pinyin.replace(sound, merged)
    return pinyin


def search(items: Iterable[Item], query: str) -> list[Item]:
    """The matching items, best first and else in the order of the catalogue; all items for an empty query."""
    every = list(items)
    words = [word for word in map(normalize, query[:LONGEST].split()) if word]
    if not words:
        return every
    whole = "".join(words)
    found = _best(every, [_rank(item.search, whole, words) for item in every])
    typo = None if found else _one_typo(whole)
    return found if typo is None else _best(every, [_rank_typo(item.search, *typo) for item in every])


def _best(items: Sequence[Item], ranks: Sequence[Rank | None]) -> list[Item]:
    """The matching items, best first. If a term contains the query as typed, tolerant matches are dropped."""
    ranked = sorted((rank, place) for place, rank in enumerate(ranks) if rank is not None)
    if ranked and ranked[0][0][0] <= PART:
        ranked = [(rank, place) for rank, place in ranked if rank[0] <= PART]
    return [items[place] for _, place in ranked]


def _rank(terms: Sequence[str], whole: str, words: Sequence[str]) -> Rank | None:
    """Rank the match of an item's terms with the query: as one word, or with each of its words."""
    together = _rank_word(terms, whole)
    if together is not None or len(words) < 2:
        return together
    each = [_rank_word(terms, word) for word in words]
    found = [rank for rank in each if rank is not None]
    return max(found) if len(found) == len(each) else None


def _rank_word(terms: Sequence[str], query: str) -> Rank | None:
    direct = [
        WHOLE if term == spelling else BEGINNING if term.startswith(spelling) else PART
        for spelling in _spellings(query)
        for term in terms
        if spelling in term
    ]
    if direct:
        return min(direct), 0
    if not query.isascii():
        inside = sum(len(term) for term in terms if term in query and not term.isascii())
        return (INSIDE_QUERY, -inside) if inside else None
    merged = merge_sounds(query)
    if len(query) >= 3 and any(merged in term for term in terms):
        return SOUNDS_ALIKE, 0
    with_gaps = _gap_pattern(query)
    beginning = query[:2]
    found = with_gaps is not None and any(beginning in term and with_gaps.search(term) for term in terms)
    return (LETTERS_OMITTED, 0) if found else None


def _spellings(query: str) -> set[str]:
    """The query, and with ü as terms have it where it is typed as passports print it (lyu, nyu; 参与 is canyu)."""
    return {query, query.replace("lyu", "lv").replace("nyu", "nv")}


def _gap_pattern(query: str) -> re.Pattern[str] | None:
    """Pattern for initials with one or two in a row omitted (cbcx for cbxxcx); None if it matched too much."""
    if not 4 <= len(query) <= 8:
        return None
    return re.compile("|".join(f"{query[:n]}.{{1,2}}{query[n:]}" for n in range(2, len(query) - 1)))


def _one_typo(query: str) -> tuple[str, str, re.Pattern[str]] | None:
    """Both halves of the query, and a pattern for a character wrong, missing or extra, or two swapped.

    With one typing error one of the halves is right, which is a fast first test. None for a query that is too short.
    """
    if len(query) < (6 if query.isascii() else 3):
        return None
    parts = [re.escape(character) for character in query]
    forms = []
    for n in range(len(parts)):
        before, after = "".join(parts[:n]), "".join(parts[n + 1 :])
        forms += [f"{before}.?{after}", f"{before}{parts[n]}.{after}"]
        if n + 1 < len(parts):
            forms.append(f"{before}{parts[n + 1]}{parts[n]}{''.join(parts[n + 2 :])}")
    half = len(query) // 2
    return query[:half], query[half + 1 :], re.compile("|".join(forms))


def _rank_typo(terms: Sequence[str], first: str, second: str, pattern: re.Pattern[str]) -> Rank | None:
    found = any((first in term or second in term) and pattern.search(term) for term in terms)
    return (ONE_TYPO, 0) if found else None
