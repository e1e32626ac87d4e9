"""Finding an item by plain words, pinyin or its initials, forgiving small slips. All is computed when the catalogue is
built; here only text is compared, so that two thousand items take no noticeable time.

A match is ranked by how it came about: the whole term, its beginning, a part of it, a term inside a longer question,
the same sounds in a southern ear, initials with letters left out, and at last one slip of the finger.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from kiosk.catalogue.item import Item

WHOLE, BEGINNING, PART, INSIDE_QUESTION, SOUNDS_ALIKE, LETTERS_LEFT_OUT, ONE_SLIP = range(7)
Rank = tuple[int, int]
"""How a match came about, and less for more characters matched; smaller is better."""
LONGEST = 40
"""Longer questions are cut: nobody types more, and a hand resting on the keys must not take the machine's time."""

ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("l", "n"))
"""Sounds that many speakers do not keep apart, and the one that stands for both."""


def plain(text: str) -> str:
    """Lower case, full-width forms folded, without spaces and marks."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def alike(pinyin: str) -> str:
    """Pinyin with the sounds that are easily confused made the same."""
    for said, heard in ALIKE:
        pinyin = pinyin.replace(said, heard)
    return pinyin


def search(items: Iterable[Item], wanted: str) -> list[Item]:
    """The items that match, best first; those equally good keep the catalogue's order. Nothing wanted: all of them."""
    every = list(items)
    words = [word for word in map(plain, wanted[:LONGEST].split()) if word]
    if not words:
        return every
    whole = "".join(words)
    found = _best(every, [_rank(item.search, whole, words) for item in every])
    slip = None if found else _one_slip(whole)
    return found if slip is None else _best(every, [_slip(item.search, *slip) for item in every])


def _best(items: Sequence[Item], ranks: Sequence[Rank | None]) -> list[Item]:
    """Best first. Where something holds what was asked as it was asked, guesses are left out."""
    ranked = sorted((rank, place) for place, rank in enumerate(ranks) if rank is not None)
    if ranked and ranked[0][0][0] <= PART:
        ranked = [(rank, place) for rank, place in ranked if rank[0] <= PART]
    return [items[place] for _, place in ranked]


def _rank(terms: Sequence[str], whole: str, words: Sequence[str]) -> Rank | None:
    """How well an item's terms match what is wanted: as one word, or every word of it by itself."""
    together = _rank_word(terms, whole)
    if together is not None or len(words) < 2:
        return together
    each = [_rank_word(terms, word) for word in words]
    found = [rank for rank in each if rank is not None]
    return max(found) if len(found) == len(each) else None


def _rank_word(terms: Sequence[str], wanted: str) -> Rank | None:
    direct = [WHOLE if t == wanted else BEGINNING if t.startswith(wanted) else PART for t in terms if wanted in t]
    if direct:
        return min(direct), 0
    if not wanted.isascii():
        inside = sum(len(term) for term in terms if term in wanted and not term.isascii())
        return (INSIDE_QUESTION, -inside) if inside else None
    heard = alike(wanted)
    if len(wanted) >= 3 and any(heard in term for term in terms):
        return SOUNDS_ALIKE, 0
    left_out = _with_gaps(wanted)
    begun = wanted[:2]
    found = left_out is not None and any(begun in term and left_out.search(term) for term in terms)
    return (LETTERS_LEFT_OUT, 0) if found else None


def _with_gaps(wanted: str) -> re.Pattern[str] | None:
    """Initials of which one or two in a row were left out (cbcx for cbxxcx); too short ones would fit everything."""
    if not 4 <= len(wanted) <= 8:
        return None
    return re.compile("|".join(f"{wanted[:n]}.{{1,2}}{wanted[n:]}" for n in range(2, len(wanted) - 1)))


def _one_slip(wanted: str) -> tuple[str, str, re.Pattern[str]] | None:
    """One character wrong, missing, too many, or two swapped. One half of what was typed is right in any case."""
    if len(wanted) < (6 if wanted.isascii() else 3):
        return None
    parts = [re.escape(character) for character in wanted]
    forms = []
    for n in range(len(parts)):
        before, after = "".join(parts[:n]), "".join(parts[n + 1 :])
        forms += [f"{before}.?{after}", f"{before}{parts[n]}.{after}"]
        if n + 1 < len(parts):
            forms.append(f"{before}{parts[n + 1]}{parts[n]}{''.join(parts[n + 2 :])}")
    half = len(wanted) // 2
    return wanted[:half], wanted[half + 1 :], re.compile("|".join(forms))


def _slip(terms: Sequence[str], first: str, second: str, pattern: re.Pattern[str]) -> Rank | None:
    found = any((first in term or second in term) and pattern.search(term) for term in terms)
    return (ONE_SLIP, 0) if found else None
