"""The cached catalogue: garbage, forgery, a full disk or a truncated file never replace a valid one."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.strict_struct import replace
from kiosk.catalogue import load
from kiosk.catalogue.build import build_catalogue, catalogue_bytes
from kiosk.catalogue.load import BadCatalogue, Catalogue, CatalogueCache, checked_catalogue, load_catalogue
from tests.kiosk.catalogue.folders import SERVICES

DOCUMENT = build_catalogue(SERVICES)
CONTENT = catalogue_bytes(DOCUMENT)
SEAL = b"sealed:"


def opened(token: bytes) -> bytes:
    """In place of a signature: bytes that do not begin with the seal count as forged."""
    if not token.startswith(SEAL):
        raise BadCatalogue("signature")
    return token.removeprefix(SEAL)


def altered(change: Callable[[Any], Any]) -> bytes:
    document = json.loads(CONTENT)
    change(document)
    return json.dumps(document).encode()


def without_base(document: Any) -> None:
    del document["items"][0]["words"]["zh-CN"]


def one_item_twice(document: Any) -> None:
    document["items"].append(document["items"][0])


def forbidden_keyword(document: Any) -> None:
    document["items"][0]["answers"]["$dynamicRef"] = "#here"


def example_that_fails(document: Any) -> None:
    document["items"][0]["examples"][0]["wrong"] = ["phone"]


@pytest.mark.parametrize("change", [without_base, one_item_twice])
def test_document_of_wrong_structure_is_refused(change: Callable[[Any], Any]) -> None:
    with pytest.raises(BadCatalogue):
        load_catalogue(altered(change))


@pytest.mark.parametrize("change", [forbidden_keyword, example_that_fails])
def test_a_new_catalogue_is_checked_like_a_folder(change: Callable[[Any], Any]) -> None:
    with pytest.raises(BadCatalogue, match="old-age-allowance"):
        checked_catalogue(altered(change))
    assert checked_catalogue(CONTENT).version == DOCUMENT.version


def test_a_refusal_does_not_quote_what_was_sent() -> None:
    with pytest.raises(BadCatalogue) as refused:
        load_catalogue(b'{"version": "1", "items": [{"id": "99010119440307002X"}]}')
    assert "9901" not in str(refused.value)


def test_oversized_catalogue_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "LARGEST", len(CONTENT) - 1)
    with pytest.raises(BadCatalogue, match="bytes"):
        load_catalogue(CONTENT)


@given(st.binary(max_size=200))
def test_any_bytes_raise_only_bad_catalogue(content: bytes) -> None:
    with pytest.raises(BadCatalogue):
        load_catalogue(content)


@given(st.integers(0, len(CONTENT) - 1), st.binary(min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_a_catalogue_with_some_bytes_changed_is_read_or_refused(place: int, other: bytes) -> None:
    try:
        catalogue = checked_catalogue(CONTENT[:place] + other + CONTENT[place + len(other) :])
    except BadCatalogue:
        return
    assert len(catalogue.items) + len(catalogue.hidden) == len(DOCUMENT.items)


def test_an_item_is_offered_until_the_day_it_is_cancelled() -> None:
    items = replace(DOCUMENT.items[0], cancelled=date(2027, 1, 1)), *DOCUMENT.items[1:]
    catalogue = Catalogue(replace(DOCUMENT, items=items))
    assert catalogue.offered(date(2026, 12, 31)) == items
    assert catalogue.offered(date(2027, 1, 1)) == items[1:]
    assert catalogue.offered(None) == items


def test_token_is_cached_unchanged_and_verified_at_next_start(tmp_path: Path) -> None:
    kept = CatalogueCache(tmp_path / "catalogue.jws", opened)
    assert kept.read() is None
    assert kept.accept(SEAL + CONTENT).version == DOCUMENT.version
    assert (tmp_path / "catalogue.jws").read_bytes() == SEAL + CONTENT
    again = CatalogueCache(tmp_path / "catalogue.jws", opened).read()
    assert again is not None
    assert again.document == DOCUMENT
    assert [path.name for path in tmp_path.iterdir()] == ["catalogue.jws"]


def test_modified_cache_is_ignored(tmp_path: Path) -> None:
    kept = CatalogueCache(tmp_path / "catalogue.jws", opened)
    for content in (CONTENT, SEAL + CONTENT[: len(CONTENT) // 2], b""):
        kept.path.write_bytes(content)
        assert kept.read() is None
    kept.path.unlink()
    kept.path.mkdir()
    assert kept.read() is None


def test_forged_or_broken_catalogue_does_not_replace_the_cached_one(tmp_path: Path) -> None:
    kept = CatalogueCache(tmp_path / "catalogue.jws", opened)
    kept.accept(SEAL + CONTENT)
    for token in (CONTENT, SEAL + b"{}", SEAL + altered(example_that_fails)):
        with pytest.raises(BadCatalogue):
            kept.accept(token)
        assert kept.path.read_bytes() == SEAL + CONTENT


def test_unwritable_disk_does_not_refuse_a_catalogue(tmp_path: Path) -> None:
    kept = CatalogueCache(tmp_path / "gone" / "catalogue.jws", opened)
    assert kept.accept(SEAL + CONTENT).version == DOCUMENT.version
    assert kept.read() is None


@cache
def numbered(number: int, expires: date | None = None) -> bytes:
    return catalogue_bytes(build_catalogue(SERVICES, number, expires))


def test_number_and_expiry_are_part_of_the_version() -> None:
    documents = [load_catalogue(numbered(*more)).document for more in ((0, None), (7, None), (7, date(2027, 1, 1)))]
    assert len({document.version for document in documents}) == 3
    assert [(document.number, document.expires) for document in documents][2] == (7, date(2027, 1, 1))
    assert json.loads(CONTENT).keys() == {"version", "items"}


@pytest.mark.parametrize("restarted", [False, True])
def test_an_older_signed_catalogue_never_replaces_a_newer_one(restarted: bool, tmp_path: Path) -> None:
    kept = CatalogueCache(tmp_path / "catalogue.jws", opened)
    kept.accept(SEAL + numbered(8))
    if restarted:
        kept = CatalogueCache(tmp_path / "catalogue.jws", opened)
    for older in (numbered(7), CONTENT):
        with pytest.raises(BadCatalogue) as refused:
            kept.accept(SEAL + older)
        assert refused.value.code == "older"
    assert kept.path.read_bytes() == SEAL + numbered(8)
    assert kept.accept(SEAL + numbered(9)).document.number == 9


def test_a_number_holds_though_the_disk_is_full(tmp_path: Path) -> None:
    kept = CatalogueCache(tmp_path / "gone" / "catalogue.jws", opened)
    kept.accept(SEAL + numbered(8))
    with pytest.raises(BadCatalogue):
        kept.accept(SEAL + numbered(7))


def test_a_refused_catalogue_raises_no_number(tmp_path: Path) -> None:
    kept = CatalogueCache(tmp_path / "catalogue.jws", opened)
    kept.accept(SEAL + numbered(8))

    def change(document: Any) -> None:
        document["number"] = 10**14
        example_that_fails(document)

    with pytest.raises(BadCatalogue):
        kept.accept(SEAL + altered(change))
    assert kept.accept(SEAL + numbered(9)).document.number == 9


@pytest.mark.parametrize("number", [-1, 10**16, 10**30, "1", 1.5, None])
def test_a_number_beyond_its_bounds_is_malformed(number: object) -> None:
    with pytest.raises(BadCatalogue) as refused:
        load_catalogue(altered(lambda document: document.update(number=number)))
    assert refused.value.code == "malformed"


@pytest.mark.parametrize("version", ['1"', "1\r\nX: y", "一", "1" * 101, " "])
def test_a_version_that_cannot_be_an_entity_tag_is_malformed(version: str) -> None:
    with pytest.raises(BadCatalogue):
        load_catalogue(altered(lambda document: document.update(version=version)))


def test_a_catalogue_read_item_by_item_keeps_number_and_expiry() -> None:
    def change(document: Any) -> None:
        document.update(number=5, expires="2027-01-01")
        document["items"][0]["surprise"] = 1

    found = load_catalogue(altered(change))
    assert len(found.hidden) == 1
    assert (found.document.number, found.document.expires) == (5, date(2027, 1, 1))
