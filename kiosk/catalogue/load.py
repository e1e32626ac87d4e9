"""The catalogue a terminal works by: read once from verified bytes, then frozen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from pydantic import ValidationError

from kiosk.catalogue.item import CatalogueDocument, Item
from kiosk.messages import BASE, entries


class BadCatalogue(Exception):
    """The bytes are no catalogue; the text says where, without quoting them."""


@dataclass(frozen=True)
class Catalogue:
    """All service items of one version, in the platform's order."""

    document: CatalogueDocument = field(repr=False)

    @classmethod
    def of(cls, document: CatalogueDocument) -> Catalogue:
        return cls(document)

    @property
    def version(self) -> str:
        return self.document.version

    @property
    def items(self) -> tuple[Item, ...]:
        return self.document.items

    def __iter__(self) -> Iterator[Item]:
        return iter(self.document.items)

    def find(self, item_id: str) -> Item | None:
        return self._by_id.get(item_id)

    def offered(self, day: date) -> tuple[Item, ...]:
        """The items that have not been cancelled by `day`."""
        return tuple(item for item in self.items if item.cancelled is None or day < item.cancelled)

    def keys(self, item_id: str) -> frozenset[str]:
        """The keys of an item's own words, as its base language has them."""
        return self._keys.get(item_id, frozenset())

    @cached_property
    def _by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def _keys(self) -> dict[str, frozenset[str]]:
        return {item.id: word_keys(item.words[BASE]) for item in self.items}


def word_keys(source: str) -> frozenset[str]:
    """The message keys of a Fluent source."""
    return frozenset(entries(source))


def load_catalogue(content: bytes) -> Catalogue:
    """Read a catalogue from JSON whose signature was verified. Raises BadCatalogue."""
    try:
        return Catalogue(CatalogueDocument.model_validate_json(content))
    except ValidationError as error:
        places = "; ".join(".".join(map(str, e["loc"])) + f": {e['type']}" for e in error.errors()[:5])
        raise BadCatalogue(places) from None
