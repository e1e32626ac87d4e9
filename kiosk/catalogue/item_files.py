"""The files of an item's folder by their names: those of an item, misspelt ones, and strangers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from devices.strict_struct import near_word
from devices.text_files import parse_toml, read_text
from kiosk.catalogue.elements import NAME
from kiosk.catalogue.item import EXAMPLES, ITEM, PAGES, SCHEMA
from kiosk.catalogue.mistake import Mistake
from kiosk.language_table import BASE, CODE

WORDS = ".ftl"
FILES = (ITEM, SCHEMA, PAGES, EXAMPLES, f"{BASE}{WORDS}")
"""Every item has these; a bundle no schema and no pages."""
BESIDE = frozenset({"sandbox.toml", "scenarios"})
"""Other files that may lie in an item's folder. They are not published."""


def misspelt_files(folder: Path) -> Mapping[str, str]:
    """File of an item that is missing → the file there that is probably meant."""
    there = _names(folder)
    found: dict[str, str] = {}
    for name in sorted(there - {*FILES, *BESIDE}):
        missing = [each for each in FILES if each not in there | found.keys()]
        # Of languages only one that is written otherwise: zh-cn.ftl, zh_CN.ftl. Another language is no mistake.
        same = [each for each in missing if name.endswith(WORDS) and _plain(each) == _plain(name)]
        near = "".join(same) if name.endswith(WORDS) else near_word(name, missing)
        if near:
            found[near] = name
    return found


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")


def parts_beside(folder: Path) -> list[Path]:
    """The folders of a bundle's parts that lie beside it, as far as its item.toml can be read."""
    try:
        raw = parse_toml(read_text(folder / ITEM))
    except (OSError, ValueError, RecursionError):
        return []
    parts = raw.get("parts") if raw.get("kind") == "bundle" else None
    names = [str(each.get("item")) for each in parts if isinstance(each, dict)] if isinstance(parts, list) else []
    known = dict.fromkeys(name for name in names if re.match(NAME, name) and name != folder.name)
    return [beside for name in known if (beside := folder.absolute().parent / name).joinpath(ITEM).exists()]


def file_mistakes(folder: Path) -> Iterator[Mistake]:
    for meant, name in misspelt_files(folder).items():
        wrong = "no file of an item is called so"
        yield Mistake(str(folder / name), "file", wrong, f"did you mean {meant!r}?")


def stray_files(folder: Path) -> Iterator[Mistake]:
    """Warnings of files that nothing reads."""
    for name in sorted(_names(folder) - {*FILES, *BESIDE, *misspelt_files(folder).values()}):
        if name.startswith(".") or (name.endswith(WORDS) and re.match(CODE, name.removesuffix(WORDS))):
            continue
        yield Mistake(str(folder / name), "file", "nothing reads it", "move it out of the item's folder")


def _names(folder: Path) -> set[str]:
    try:
        return {each.name for each in folder.iterdir()}
    except OSError:
        return set()
