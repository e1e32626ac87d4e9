"""The reading of hanzi as numbered pinyin (`yin2 hang2`): by phrase, with the tones of 一 and 不 in context.

Two tables: `readings.tsv` (made by scripts/readings.py) and corrections of our own in front
(config/languages/readings.toml).
Two third tones in a row are left to espeak-ng, which changes the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Annotated

from devices.lazy_dataclass import dataclass
from devices.strict_struct import Limits, ShapeError, StrictStruct, read
from devices.strict_struct import field as struct_field
from devices.text_files import read_text, read_toml, reason_of

TABLE = Path(__file__).with_name("readings.tsv")
OWN = "readings.toml"
"""Our corrections, in the folder of languages."""
HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
SYLLABLE = re.compile(r"[a-z]{1,6}[1-5]")
MARKS = str.maketrans(
    {"，": ", ", "、": ", ", "；": ", ", "：": ", ", "（": ", ", "）": ", ", "。": ". ", "？": "? ", "！": "! "}
    | dict.fromkeys("“”‘’《》〈〉「」『』【】", "")
)
NUMERALS = frozenset("零一二三四五六七八九十百千万亿两幺点")
ORDINAL = frozenset("月日号楼")
"""After these 一 is an ordinal, in its first tone."""
TITLES = "女士|先生|同志|老师"
LABELS = "姓名|申请人|代办人"

Phrases = Mapping[str, tuple[str, ...]]
Line = Annotated[str, Limits(min_length=1, max_length=200)]


class _OwnReadings(StrictStruct, frozen=True):
    phrases: Annotated[dict[Line, Line], Limits(max_length=5000)] = struct_field(default_factory=dict)
    surnames: Annotated[dict[Line, Line], Limits(max_length=500)] = struct_field(default_factory=dict)


def read_own(path: Path) -> tuple[Phrases, Phrases, list[str]]:
    """Return our phrases and surnames, and what is wrong with the file; nothing where there is none."""
    if not path.exists():
        return {}, {}, []
    try:
        table = read(_OwnReadings, read_toml(path))
    except ShapeError as error:
        return {}, {}, [f"{path}: {'.'.join(each.place)}: {each.wrong}" for each in error.mismatches]
    except (OSError, ValueError) as error:
        return {}, {}, [f"{path}: cannot be read: {reason_of(error)}"]
    wrong = [f"{path}: {each}" for rows in (table.phrases, table.surnames) for each in _wrong_rows(rows)]
    if wrong:
        return {}, {}, wrong
    return _rows(table.phrases), _rows(table.surnames), []


def _rows(table: Mapping[str, str]) -> Phrases:
    return {phrase: tuple(reading.split()) for phrase, reading in table.items()}


def _wrong_rows(table: Mapping[str, str]) -> Iterator[str]:
    for phrase, reading in table.items():
        syllables = reading.split()
        if not re.fullmatch(f"[{HAN}]+", phrase):
            yield f"{phrase}: has other characters than hanzi"
        elif len(syllables) != len(phrase):
            yield f"{phrase}: has {len(syllables)} syllables for {len(phrase)} characters"
        elif bad := next((each for each in syllables if not SYLLABLE.fullmatch(each)), ""):
            yield f"{phrase}: {bad!r} is no syllable with its tone, such as hang2"


def _general_table() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    characters: dict[str, str] = {}
    phrases: dict[str, tuple[str, ...]] = {}
    for line in read_text(TABLE).splitlines():
        reading, _, words = line.partition("\t")
        syllables = tuple(reading.split(" "))
        if len(syllables) == 1:
            characters.update(dict.fromkeys(words, reading))
        elif words:
            phrases.update(dict.fromkeys(words.split(" "), syllables))
    return characters, phrases


@dataclass(frozen=True)
class Readings:
    """Readings of hanzi."""

    characters: Mapping[str, str] = field(repr=False)
    phrases: Phrases = field(repr=False)
    own: Phrases = field(repr=False)
    surnames: Phrases = field(repr=False)

    @classmethod
    def load(cls, own: Path | None = None) -> Readings:
        """Read both tables. A file of our own that is wrong is left out: `kiosk.catalogue words` says why."""
        characters, phrases = _general_table()
        ours, surnames, _ = read_own(own) if own is not None else ({}, {}, [])
        characters |= {phrase: syllables[0] for phrase, syllables in ours.items() if len(phrase) == 1}
        return cls(characters, phrases, {key: row for key, row in ours.items() if len(key) > 1}, surnames)

    def pinyin(self, text: str) -> str:
        """Return hanzi as pinyin, with pauses where punctuation has them; other characters stay."""
        names = self._names(text)
        found: list[str] = []
        for match in re.finditer(f"[{HAN}]+|[^{HAN}]+", text):
            run = match[0]
            if run[0] in NUMERALS or re.match(f"[{HAN}]", run):
                found.append(" ".join(self._read(run, match.start(), names)))
            else:
                found.append(run.translate(MARKS))
        return re.sub(
            r" +(?=[,.?!])|^[ ,.]+|(?<=[,.?!])[ ,]+(?=[,.?!])", "", re.sub(" {2,}", " ", " ".join(found))
        ).strip()

    def _names(self, text: str) -> dict[int, tuple[str, ...]]:
        """Return the readings of surnames by their place in a text."""
        if not self.surnames:
            return {}
        surname = "|".join(sorted(self.surnames, key=len, reverse=True))
        before = rf"(?:{LABELS})(?:是|：|，|, | )?({surname})(?=[{HAN}]{{1,3}}(?![{HAN}]))"
        titled = rf"(?:(?<![{HAN}])|(?<=[请给为是叫由]))({surname})(?=[{HAN}]{{0,2}}(?:{TITLES}))"
        found = (match for pattern in (before, titled) for match in re.finditer(pattern, text))
        return {match.start(1): self.surnames[match[1]] for match in found}

    def _read(self, run: str, start: int, names: Mapping[int, tuple[str, ...]]) -> list[str]:
        found: list[str] = []
        fixed: set[int] = set()
        """Places of 一 that keep their first tone."""
        while (place := len(found)) < len(run):
            if start + place in names:
                found += names[start + place]
            elif phrase := self._longest(self.own, run, place):
                found += self.own[phrase]
                fixed |= {place + index for index, sign in enumerate(phrase) if sign == "一"}
            elif phrase := self._longest(self.phrases, run, place):
                found += self.phrases[phrase]
            else:
                found.append(self.characters.get(run[place], run[place]))
        return [
            syllable if place in fixed else self._in_context(run, place, found) for place, syllable in enumerate(found)
        ]

    def _longest(self, table: Phrases, run: str, place: int) -> str:
        """Return the longest phrase at a place; of the general table only where none of ours begins within it."""
        for size in range(min(len(run) - place, 8), 1, -1):
            phrase = run[place : place + size]
            if phrase in table and (table is self.own or not self._ours_within(run, place, size)):
                return phrase
        return ""

    def _ours_within(self, run: str, place: int, size: int) -> bool:
        return any(self._longest(self.own, run, inside) for inside in range(place + 1, place + size))

    @staticmethod
    def _in_context(run: str, place: int, found: list[str]) -> str:
        """Return a syllable with the tone that 一 and 不 have before the next one."""
        syllable, before, after = found[place], run[place - 1 : place], run[place + 1 : place + 2]
        if not after or syllable not in ("yi1", "bu4"):
            return syllable
        tone = found[place + 1][-1]
        if run[place] == "不":
            return "bu2" if tone == "4" else "bu4"
        if (
            run[place] != "一"
            or before == "第"
            or after in ORDINAL
            or (after in NUMERALS and after not in "百千万亿点")
        ):
            return syllable
        if after == "到" and run[place + 2 : place + 3] in NUMERALS:
            return syllable
        if before == after and run[place - 2 : place - 1] != "一":
            return "yi5"
        if before in NUMERALS and before and after not in "百千万亿":
            return syllable
        return "yi2" if tone == "4" or after == "个" else syllable if tone == "5" else "yi4"
