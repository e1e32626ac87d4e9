"""The languages the product ships, found in the folder of its words, for tests that hold in every language."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kiosk.language_table import BASE, language_of, load_table, word_files
from kiosk.language_table import TABLE as TABLE_NAME
from tests.frozen import SHIPPED

FOLDER = SHIPPED / "languages"
TABLE = load_table(FOLDER)
"""Their rows."""
LANGUAGES = tuple(row.code for row in TABLE)
"""The base first."""
assert LANGUAGES[0] == BASE


def next_name(language: str) -> str:
    """The label of the language button on a page in this language."""
    place = LANGUAGES.index(language) if language in LANGUAGES else -1
    return TABLE[(place + 1) % len(TABLE)].name


def write_table(folder: Path, codes: Iterable[str]) -> None:
    """The table of a folder of words, each row with nothing but its code and a name."""
    rows = [f'[[language]]\ncode = "{code}"\nname = "{code}"\n' for code in codes]
    (folder / TABLE_NAME).write_text("\n".join(rows), encoding="utf-8")


INVENTED, NAME = "qaa", "‹qaa›"
"""A language nobody speaks; ISO 639 leaves its code to private use."""


def add_language(folder: Path, voice: str = "") -> None:
    """Add the invented language to a folder of words: the English files copied, and a row; it is written rtl."""
    for path in (each for each in word_files(folder) if language_of(each) == "en"):
        path.with_name(path.name.replace("en.ftl", f"{INVENTED}.ftl")).write_bytes(path.read_bytes())
    table = folder / TABLE_NAME
    row = f'\n[[language]]\ncode = "{INVENTED}"\nname = "{NAME}"\nvoice = "{voice}"\ndirection = "rtl"\n'
    table.write_text(table.read_text(encoding="utf-8") + row, encoding="utf-8")
