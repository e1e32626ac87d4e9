"""The catalogue in use, read once from verified bytes and immutable; and its copy on disk.

The copy is the signed token as received, so that it is verified again at the next start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from devices.lazy_dataclass import dataclass
from devices.strict_struct import NotJson, ShapeError, read_json
from kiosk.catalogue.hidden import HiddenItem, MalformedItem, read_item_by_item, without_unknown_words
from kiosk.catalogue.item import CatalogueDocument, Item
from kiosk.catalogue.unusable import without_unusable
from kiosk.catalogue.workdays import Workdays
from kiosk.fluent.bundle import entries
from kiosk.language_table import BASE
from kiosk.private_files import private_opener

LARGEST = 32 * 2**20
"""Bytes of a catalogue; 2 000 items as long as the allowance take 23 MB."""


NEARLY = 0.8
"""Part of LARGEST from which a publisher is warned."""


class BadCatalogue(Exception):
    """The bytes are not a catalogue that can be used; the text names the place without quoting them. `code`: malformed,
    signature, too_large, older."""

    def __init__(self, text: str, code: str = "malformed") -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True)
class Catalogue:
    """The service items of one version that this terminal can offer, in the platform's order."""

    document: CatalogueDocument = field(repr=False)
    hidden: tuple[HiddenItem, ...] = ()
    """Items of the platform's document that need a newer terminal; they are not offered."""

    @property
    def version(self) -> str:
        return self.document.version

    @property
    def items(self) -> tuple[Item, ...]:
        return self.document.items

    def __iter__(self) -> Iterator[Item]:
        return iter(self.document.items)

    @cached_property
    def workdays(self) -> Workdays:
        """The working days, as far as the platform published them."""
        return Workdays(self.document.workdays)

    def find(self, item_id: str) -> Item | None:
        return self._by_id.get(item_id)

    def offered(self, day: date | None) -> tuple[Item, ...]:
        """The items that have not been cancelled by `day`; all of them while the day is not known."""
        return tuple(item for item in self.items if item.offered_on(day))

    def keys(self, item_id: str) -> frozenset[str]:
        """The keys of an item's own words in the base language."""
        return self._keys.get(item_id, frozenset())

    def missing_words(self, item_id: str, language: str) -> frozenset[str]:
        """The keys of an item's words that it lacks in a language; they are shown in the base language."""
        found = self._missing.get((item_id, language))
        if found is None:
            item = self.find(item_id)
            own = frozenset(entries(item.words.get(language, ""))) if item is not None else frozenset()
            found = self._missing[item_id, language] = self.keys(item_id) - own
        return found

    @cached_property
    def _missing(self) -> dict[tuple[str, str], frozenset[str]]:
        """Filled on demand: only what is shown in another language than the base is looked up."""
        return {}

    @cached_property
    def _by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def _keys(self) -> dict[str, frozenset[str]]:
        return {item.id: frozenset(entries(item.words[BASE])) for item in self.items}


def load_catalogue(content: bytes) -> Catalogue:
    """Read a catalogue from JSON whose signature was verified; items too new for this build are hidden.

    The whole document is read at once, which is fast; item by item only if that fails. Raises BadCatalogue.
    """
    if len(content) > LARGEST:
        raise BadCatalogue(f"more than {LARGEST} bytes", "too_large")
    try:
        document, unreadable = _read(content)
    except (NotJson, ShapeError, MalformedItem) as error:
        raise BadCatalogue(str(error)) from None
    ids = [item.id for item in document.items] + [each.id for each in unreadable]
    if len(set(ids)) < len(ids):
        raise BadCatalogue("two items have one id")
    known, unknown = without_unknown_words(document)
    return Catalogue(known, unreadable + unknown)


def _read(content: bytes) -> tuple[CatalogueDocument, tuple[HiddenItem, ...]]:
    try:
        return read_json(CatalogueDocument, content), ()
    except NotJson:
        return read_item_by_item(content)


@lru_cache(maxsize=2)
def checked_catalogue(content: bytes) -> Catalogue:
    """Read a catalogue that is new to this terminal, with all checks and worked examples of every item.

    Call it on a worker: checking takes a second or more. The same bytes are checked once, for in scenarios one process
    is many terminals. Raises BadCatalogue.
    """
    from kiosk.catalogue.catalogue_checks import catalogue_mistakes
    from kiosk.catalogue.checks import item_mistakes

    catalogue = load_catalogue(content)
    for item in catalogue:
        for mistake in item_mistakes(item):
            raise BadCatalogue(f"{item.id}: {mistake}")
    for item, mistake in catalogue_mistakes(catalogue.items, {each.id for each in catalogue.hidden}):
        raise BadCatalogue(f"{item.id}: {mistake}")
    return catalogue


@dataclass
class CatalogueCache:
    """The signed token of the catalogue in use, on disk. `verify` returns the signed bytes or raises BadCatalogue."""

    path: Path
    verify: Callable[[bytes], bytes]
    _number: int | None = None
    """The number of the catalogue in use; None while it was not read."""
    wrong: str = ""
    """Code of BadCatalogue, if the copy on disk was refused."""

    def read(self) -> Catalogue | None:
        """The cached catalogue; None if there is none, or its signature or form is wrong.

        An earlier version of this program checked it. What this one cannot use is hidden, not met on a page.
        """
        try:
            catalogue = load_catalogue(self.verify(self.path.read_bytes()))
        except (OSError, BadCatalogue) as error:
            self._number = self._number or 0
            self.wrong = error.code if isinstance(error, BadCatalogue) else ""
            return None
        usable, hidden = without_unusable(catalogue.document)
        catalogue = Catalogue(usable, (*catalogue.hidden, *hidden))
        self._number = max(self._number or 0, catalogue.document.number)
        return catalogue

    def accept(self, token: bytes) -> Catalogue:
        """Verify, check and store a new catalogue; the old one stays until the new one is complete.

        Raises BadCatalogue, also for one whose number is lower than that of the catalogue in use. A failed write is not
        an error: the catalogue is fetched again after the next start.
        """
        content = self.verify(token)
        if self._number is None:
            self.read()
        catalogue = checked_catalogue(content)
        if catalogue.document.number < (self._number or 0):
            raise BadCatalogue("older than the catalogue in use", "older")
        self._number = catalogue.document.number
        fresh = self.path.with_suffix(".new")
        try:
            with open(fresh, "wb", opener=private_opener) as file:
                file.write(token)
            fresh.replace(self.path)
        except OSError:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
        return catalogue
