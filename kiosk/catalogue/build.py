"""Build one catalogue from a folder of items: read, check, add search terms, version by content.

The only module that imports pypinyin, and only while building: a terminal never loads it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace as replace_fields
from datetime import date
from pathlib import Path
from types import MappingProxyType

from devices.strict_struct import replace, write
from kiosk.catalogue.catalogue_checks import catalogue_mistakes
from kiosk.catalogue.item import ITEM, CatalogueDocument, Item
from kiosk.catalogue.item_files import misspelt_files, parts_beside
from kiosk.catalogue.load import LARGEST, NEARLY
from kiosk.catalogue.mistake import Mistake
from kiosk.catalogue.search import merge_sounds, normalize
from kiosk.catalogue.sources import BadItem, read_item
from kiosk.catalogue.workdays import WorkYear

NAMES = re.compile(r"^(?:name|short) *= *(.+)$", re.MULTILINE)
KEY_WORDS = re.compile(r"^keywords *= *(.+)$", re.MULTILINE)
SUMMARY = re.compile(r"^summary *= *(.+)$", re.MULTILINE)
SEPARATORS = re.compile(r"[、，,；;：:。\s]+")
CHINESE = re.compile(r"[\u3400-\u9fff]")

READINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"还款": ("huan", "kuan"), "朝阳": ("chao", "yang"), "行业": ("hang", "ye"), "参差": ("cen", "ci")}
)
"""Words that pypinyin reads wrongly, or may read wrongly in another version."""


def syllables(phrase: str) -> Iterator[str]:
    """The pinyin syllables of a phrase, without tones; other text unchanged."""
    from pypinyin import lazy_pinyin

    known = "|".join(map(re.escape, READINGS))
    for part in re.split(f"({known})", phrase):
        yield from READINGS[part] if part in READINGS else map(str, lazy_pinyin(part))


def search_terms(item: Item) -> tuple[str, ...]:
    """The words, full pinyin, pinyin with merged sounds, and initials of an item's names and key words.

    Of its summary the words only: the initials of a whole sentence would match too much.
    """
    terms: list[str] = []
    for source in item.words.values():
        names = [part for value in NAMES.findall(source) for part in (value, *SEPARATORS.split(value))]
        key_words = [part for value in KEY_WORDS.findall(source) for part in SEPARATORS.split(value)]
        for phrase in (*names, *key_words):
            terms.append(normalize(phrase) if CHINESE.search(phrase) or len(phrase) > 3 else "")
            if CHINESE.search(phrase):
                pinyin = [normalize(syllable) for syllable in syllables(phrase)]
                full = "".join(pinyin)
                terms += [full, merge_sounds(full), "".join(syllable[:1] for syllable in pinyin)]
        terms += [normalize(value) for value in SUMMARY.findall(source)]
    return tuple(dict.fromkeys(term for term in terms if len(term) > 1))


def with_search_terms(item: Item) -> Item:
    """The item as it is published."""
    return replace(item, search=search_terms(item))


def build_catalogue(
    services: Path, number: int = 0, expires: date | None = None, workdays: Sequence[WorkYear] = ()
) -> CatalogueDocument:
    """Build the catalogue of all items in a folder. Raises BadItem with every mistake of every item."""
    items: list[Item] = []
    mistakes: list[Mistake] = []
    for folder in item_folders(services, mistakes):
        try:
            item = read_item(folder)
        except BadItem as error:
            mistakes += error.mistakes
        else:
            items.append(with_search_terms(item))
    mistakes += mistakes_between(services, items)
    if mistakes:
        raise BadItem(mistakes)
    items.sort(key=lambda item: (item.order, item.id))
    unversioned = CatalogueDocument("", tuple(items), number, expires, tuple(workdays))
    version = hashlib.sha256(catalogue_bytes(unversioned)).hexdigest()[:16]
    return replace(unversioned, version=version)


def mistakes_between(services: Path, items: Sequence[Item], beside: Sequence[Item] = ()) -> Iterator[Mistake]:
    """List the mistakes between items that are published together, without those that concern only items `beside` the
    named folder."""
    named = {item.id for item in items}
    for item, mistake in catalogue_mistakes((*beside, *items)):
        if item.id in named:
            folder = services if (services / ITEM).exists() else services / item.id
            yield replace_fields(mistake, file=str(folder / mistake.file))


def neighbours(folders: Sequence[Path]) -> list[Item]:
    """The other items beside an item's folder, as far as they have no mistakes."""
    found: list[Item] = []
    for each in sorted(folders[0].absolute().parent.glob(f"*/{ITEM}")) if folders else ():
        if each.parent.name not in {folder.absolute().name for folder in folders}:
            with suppress(BadItem):
                found.append(read_item(each.parent))
    return found


def size_problem(document: CatalogueDocument) -> tuple[str, bool]:
    """Return why a catalogue is too large for terminals, or nearly ("": it is not), and whether they refuse it."""
    size = len(catalogue_bytes(document))
    if size < NEARLY * LARGEST:
        return "", False
    said = f"{len(document.items)} items take {size / 2**20:.1f} of the {LARGEST / 2**20:.1f} MB that a terminal takes"
    return f"{said}; take out items that are no longer offered", size > LARGEST


def item_folders(path: Path, mistakes: list[Mistake]) -> list[Path]:
    """List `path` and the parts beside it if it is an item's folder, else the folders in it; add a mistake if there are
    none."""
    if (path / ITEM).exists() or ITEM in misspelt_files(path):
        return [path, *parts_beside(path)]
    folders = sorted(each for each in path.iterdir() if each.is_dir()) if path.is_dir() else []
    if not folders:
        mistakes.append(Mistake(str(path), "folder", "holds no items", "name an item's folder or a folder of them"))
    return folders


def catalogue_bytes(document: CatalogueDocument) -> bytes:
    """The catalogue as the JSON to be signed. The same folder gives the same bytes on every machine."""
    return write(document)
