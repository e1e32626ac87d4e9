"""The languages of a terminal: the rows of `languages.toml` and the files of words that belong to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

from devices.strict_struct import Limits, ShapeError, StrictStruct, read
from devices.text_files import read_toml
from kiosk.fluent.functions import DateFormats

BASE = "zh-CN"
"""The language of the published catalogue: every service item is complete in it, and a word that an item lacks in
another language is shown in it. It is part of the contract with the platform, therefore not data."""
TABLE = "languages.toml"


CODE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z"
"""A BCP 47 language tag, as far as files are named by it."""


class Language(StrictStruct, frozen=True):
    """One row: a language that the terminal offers."""

    code: Annotated[str, Limits(pattern=CODE)]
    """As the names of its files have it."""
    name: Annotated[str, Limits(min_length=1, max_length=40)]
    """In the language itself: the label of the language button and of the choice on the first page."""
    voice: Annotated[str, Limits(pattern=r"^[A-Za-z0-9+_-]*\Z")] = ""
    """espeak-ng's voice; "" if it has none, and then nothing is read aloud in this language."""
    direction: Literal["ltr", "rtl"] = "ltr"
    """Of writing; the layout of the screen is mirrored for rtl."""
    date: str = DateFormats.day
    moment: str = DateFormats.moment
    months: tuple[str, ...] = ()

    @property
    def mirrored(self) -> bool:
        return self.direction == "rtl"

    @property
    def formats(self) -> DateFormats:
        """Formats of dates in this language."""
        return DateFormats(self.date, self.moment, self.months)

    def __post_init__(self) -> None:
        self.formats.check()


ONLY_BASE = (Language(BASE, "中文"),)
"""For a session without a terminal's configuration."""


class BadLanguages(Exception):
    """The table or the set of files cannot be used; `mistakes` has all that is wrong, a line each."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = list(mistakes)


class _Table(StrictStruct, frozen=True):
    language: Annotated[tuple[Language, ...], Limits(min_length=1)]


def language_of(path: Path) -> str:
    """The language of a file of words: `en` of `en.ftl` and of `ui.en.ftl`."""
    return path.stem.rpartition(".")[2]


def word_files(folder: Path) -> list[Path]:
    """The files of words of a folder, and of the folders in it: each has the words of one area of the screen."""
    return sorted((*folder.glob("*.ftl"), *folder.glob("*/*.ftl")))


def load_table(folder: Path) -> tuple[Language, ...]:
    """Read the rows of a folder of words, in the order of the language button; the first is the default language.

    Raises BadLanguages if the table does not fit its form, or does not fit the files.
    """
    table, mistakes = read_table(folder)
    if mistakes:
        raise BadLanguages(mistakes)
    return table


def read_table(folder: Path) -> tuple[tuple[Language, ...], list[str]]:
    """The rows that could be read, and everything that is wrong with table and files."""
    path = folder / TABLE
    try:
        table = read(_Table, read_toml(path)).language
    except ShapeError as error:
        return (), [f"{path}: {'.'.join(each.place)}: {each.wrong}" for each in error.mismatches]
    except OSError as error:
        return (), [f"{path}: cannot be read ({error.strerror})"]
    except ValueError as error:
        return (), [f"{path}: cannot be read: {error}"]
    return table, [*_row_mistakes(path, table), *_file_mistakes(folder, table)]


def _row_mistakes(path: Path, table: Sequence[Language]) -> Iterator[str]:
    codes = [row.code for row in table]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"{path}: {code}: has two rows"
    if BASE not in codes:
        yield f"{path}: no row for {BASE}, in which every item has its words"


def _file_mistakes(folder: Path, table: Sequence[Language]) -> Iterator[str]:
    """Files without a row; and rows without one of the files that the base language has."""
    paths = word_files(folder)
    known = {row.code for row in table}
    for path in paths:
        if language_of(path) not in known:
            yield f"{path}: {TABLE} has no row for {language_of(path)}"
    base = [path for path in paths if language_of(path) == BASE] or [folder / f"{BASE}.ftl"]
    for code in sorted(known):
        for path in (each.with_name(each.name.removesuffix(f"{BASE}.ftl") + f"{code}.ftl") for each in base):
            if path not in paths:
                yield f"{path}: missing, and {TABLE} has a row for {code}"


def next_language(table: Sequence[Language], code: str) -> Language:
    """The row after this language's, the first after the last one."""
    codes = [row.code for row in table]
    return table[(codes.index(code) + 1) % len(table)] if code in codes else table[0]
