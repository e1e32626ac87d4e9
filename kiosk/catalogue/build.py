"""From a folder of items to one catalogue: read, checked, made findable, versioned by its content."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from kiosk.catalogue.item import CatalogueDocument, Item
from kiosk.catalogue.search import plain
from kiosk.catalogue.sources import BadItem, Mistake, read_item

_VALUE = re.compile(r"^(name|short|summary|keywords) *= *(.+)$", re.MULTILINE)

READINGS = {"长者": "zhangzhe", "重新": "chongxin", "还": "huan", "行": "xing"}
"""Words whose pinyin the table of single characters gets wrong."""


def search_terms(item: Item) -> tuple[str, ...]:
    """Plain words, full pinyin and initials of an item's name, short name and key words."""
    from pypinyin import Style, lazy_pinyin

    terms: list[str] = [item.id.replace("-", "")]
    for source in item.words.values():
        for _, value in _VALUE.findall(source):
            for phrase in (value, *re.split(r"[、，,；;\s]+", value)):
                for known, reading in READINGS.items():
                    phrase = phrase.replace(known, reading) if phrase == known else phrase
                terms.append(plain(phrase))
                terms.append(plain("".join(lazy_pinyin(phrase))))
                terms.append(plain("".join(lazy_pinyin(phrase, style=Style.FIRST_LETTER))))
    return tuple(dict.fromkeys(term for term in terms if len(term) > 1))


def build_catalogue(services: Path) -> CatalogueDocument:
    """All items of a folder of items. Raises BadItem with every mistake of every item."""
    items, mistakes = [], []
    folders = sorted(path for path in services.iterdir() if path.is_dir()) if services.is_dir() else []
    if not folders:
        mistakes.append(Mistake(str(services), "folder", "holds no items", "name a folder of item folders"))
    for folder in folders:
        try:
            item = read_item(folder)
        except BadItem as error:
            mistakes += error.mistakes
        else:
            items.append(item.model_copy(update={"search": search_terms(item)}))
    if mistakes:
        raise BadItem(mistakes)
    items.sort(key=lambda item: (item.order, item.id))
    unversioned = CatalogueDocument(version="", items=tuple(items))
    version = hashlib.sha256(catalogue_bytes(unversioned)).hexdigest()[:16]
    return unversioned.model_copy(update={"version": version})


def catalogue_bytes(document: CatalogueDocument) -> bytes:
    """The catalogue as the JSON that is signed."""
    return document.model_dump_json(by_alias=True).encode()
