"""A catalogue newer than the terminal: items it cannot offer are hidden, the others offered, malformed ones refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.catalogue.build import build_catalogue, catalogue_bytes
from kiosk.catalogue.hidden import HiddenItem
from kiosk.catalogue.load import BadCatalogue, CatalogueCache, checked_catalogue, load_catalogue
from tests.kiosk.catalogue.folders import ALLOWANCE, SERVICES

DOCUMENT = build_catalogue(SERVICES)
CONTENT = catalogue_bytes(DOCUMENT)
PROGRESS = "case-progress"
WHEN_BY_FACE = [{"fact": "way", "schema": {"const": "face"}}]
NEWER: dict[str, tuple[str, Callable[[Any], object], str]] = {
    "a step": (ALLOWANCE, lambda item: item["steps"].insert(1, "unheard_of"), "step unheard_of"),
    "a step of the terminal's own": (ALLOWANCE, lambda item: item["steps"].append("home"), "step home"),
    "a step with a condition": (PROGRESS, lambda item: item["steps"][2].update(step="palm"), "step palm"),
    "a fact": (PROGRESS, lambda item: item["steps"][2].update(when=[{"fact": "mood", "schema": {}}]), "fact mood"),
    "a value of a fact": (PROGRESS, lambda item: item["steps"][2].update(when=WHEN_BY_FACE), "value way=face"),
    "another form of condition": (PROGRESS, lambda item: item["steps"][2].update(until="x=y"), "field steps.2.until"),
    "a widget": (ALLOWANCE, lambda item: control(item).update(widget="slider"), "widget slider"),
    "a widget of the terminal's own": (ALLOWANCE, lambda item: control(item).update(widget="search"), "widget search"),
    "a format": (ALLOWANCE, lambda item: answer(item).update(format="iban"), "format iban"),
    "a format under a condition": (
        ALLOWANCE,
        lambda item: item["answers"]["allOf"][0]["then"].update(properties={"name": {"format": "iban"}}),
        "format iban",
    ),
    "a format under the one condition": (
        ALLOWANCE,
        lambda item: item["answers"].update(then={"properties": {"name": {"format": "iban"}}}),
        "format iban",
    ),
    "a format that shows a page": (ALLOWANCE, lambda item: rule(item).update(format="iban"), "format iban"),
    "a field": (ALLOWANCE, lambda item: item.update(surprise=1), "field surprise"),
    "a field of a control": (ALLOWANCE, lambda item: control(item).update(hint="x"), "field pages.0.controls.0.hint"),
    "a kind": (ALLOWANCE, lambda item: item.update(kind="exchange"), "value of kind"),
    "a proof": (ALLOWANCE, lambda item: item.update(proof="face"), "value of proof"),
    "a device": (ALLOWANCE, lambda item: item["needs"].append("scan_paper"), "capability scan_paper"),
}


def control(item: Any) -> Any:
    return item["pages"][0]["controls"][0]


def answer(item: Any) -> Any:
    return item["answers"]["properties"]["name"]


def rule(item: Any) -> Any:
    return next(page["when"] for page in item["pages"] if page["when"])[0]["schema"]


def altered(changes: dict[str, Callable[[Any], object]]) -> bytes:
    """The shipped catalogue with changes, by the item's id."""
    document = json.loads(CONTENT)
    for item in document["items"]:
        changes.get(item["id"], lambda item: None)(item)
    return json.dumps(document).encode()


@pytest.mark.parametrize("case", NEWER.values(), ids=list(NEWER))
@pytest.mark.parametrize("read", [load_catalogue, checked_catalogue])
def test_an_item_newer_than_the_terminal_is_hidden_and_the_others_are_offered(
    case: tuple[str, Callable[[Any], object], str], read: Callable[[bytes], Any]
) -> None:
    item_id, change, reason = case
    catalogue = read(altered({item_id: change}))
    assert catalogue.hidden == (HiddenItem(item_id, reason),)
    assert catalogue.items == tuple(item for item in DOCUMENT.items if item.id != item_id)
    assert catalogue.find(item_id) is None
    assert catalogue.keys(item_id) == frozenset()
    assert catalogue.version == DOCUMENT.version


def test_known_items_are_not_hidden() -> None:
    assert load_catalogue(CONTENT).hidden == ()


def test_several_items_are_hidden_each_with_its_reason() -> None:
    def surprise(item: Any) -> None:
        item["surprise"] = 1

    def unheard_of(item: Any) -> None:
        item["steps"].append("unheard_of")

    catalogue = load_catalogue(altered({ALLOWANCE: surprise, PROGRESS: unheard_of}))
    assert {each.id: each.reason for each in catalogue.hidden} == {
        ALLOWANCE: "field surprise",
        PROGRESS: "step unheard_of",
    }
    assert [item.id for item in catalogue] == ["pension-enrolment", "pension-certificate", "residence-permit"]


def without_base(item: Any) -> None:
    del item["words"]["zh-CN"]


def no_date(item: Any) -> None:
    item["effective"] = "tomorrow"


def no_id(item: Any) -> None:
    item["id"] = 3


def without_kind(item: Any) -> None:
    del item["kind"]


@pytest.mark.parametrize("change", [without_base, no_date, no_id, without_kind])
@pytest.mark.parametrize("other", [ALLOWANCE, PROGRESS])
def test_malformed_item_is_refused_beside_a_newer_one(change: Callable[[Any], None], other: str) -> None:
    def newer(item: Any) -> None:
        item["surprise"] = 1

    changes: dict[str, Callable[[Any], object]] = {other: newer, "pension-enrolment": change}
    with pytest.raises(BadCatalogue):
        load_catalogue(altered(changes))


@pytest.mark.parametrize("change", [no_date, no_id, without_kind])
def test_item_both_newer_and_malformed_is_refused(change: Callable[[Any], None]) -> None:
    def both(item: Any) -> None:
        item["surprise"] = 1
        change(item)

    with pytest.raises(BadCatalogue):
        load_catalogue(altered({ALLOWANCE: both}))


def test_hidden_item_with_duplicate_id_is_refused() -> None:
    def taken(item: Any) -> None:
        item["id"], item["surprise"] = PROGRESS, 1

    with pytest.raises(BadCatalogue, match="one id"):
        load_catalogue(altered({ALLOWANCE: taken}))


def test_unknown_field_of_the_document_is_refused() -> None:
    document = json.loads(CONTENT) | {"surprise": 1}
    with pytest.raises(BadCatalogue):
        load_catalogue(json.dumps(document).encode())


def test_a_newer_catalogue_is_kept_on_disk_and_hides_the_same_at_the_next_start(tmp_path: Path) -> None:
    content = altered({ALLOWANCE: NEWER["a step"][1]})
    kept = CatalogueCache(tmp_path / "catalogue.jws", lambda token: token)
    accepted = kept.accept(content)
    again = CatalogueCache(tmp_path / "catalogue.jws", lambda token: token).read()
    assert again == accepted
    assert again.hidden == (HiddenItem(ALLOWANCE, "step unheard_of"),)


def under_a_condition(item: Any) -> None:
    item["answers"]["allOf"][0]["then"]["properties"] = {"name": {"pattern": "(a)\\1"}}


UNUSABLE: dict[str, tuple[Callable[[Any], object], str]] = {
    "lookaround": (lambda item: answer(item).update(pattern="(?=a)"), "pattern of name"),
    "a back reference under a condition": (under_a_condition, "pattern of name"),
    "a pattern of 1000 signs": (lambda item: answer(item).update(pattern="a" * 1000), "pattern of name"),
    "a pattern that shows a page": (lambda item: rule(item).update(pattern="(?<!a)b"), "pattern of condition"),
    "a limit on no day": (lambda item: control(item).update(latest="2026-02-30"), "limit of"),
}


@pytest.mark.parametrize("why", UNUSABLE)
def test_what_an_earlier_build_took_and_this_one_cannot_use_is_hidden_at_the_start(why: str, tmp_path: Path) -> None:
    change, reason = UNUSABLE[why]
    (tmp_path / "catalogue.jws").write_bytes(altered({ALLOWANCE: change}))
    catalogue = CatalogueCache(tmp_path / "catalogue.jws", lambda token: token).read()
    assert catalogue is not None
    (hidden,) = catalogue.hidden
    assert hidden.id == ALLOWANCE
    assert hidden.reason.startswith(reason)
    assert [item.id for item in catalogue] == [item.id for item in DOCUMENT.items if item.id != ALLOWANCE]


@given(st.integers(0, len(CONTENT) - 1), st.sampled_from([b'"', b"{", b"x", b'"a":1,', b"9", b"\xff", b"[]"]))
@settings(max_examples=60, deadline=None)
def test_damaged_catalogue_loses_no_item_silently(place: int, typed: bytes) -> None:
    try:
        catalogue = load_catalogue(CONTENT[:place] + typed + CONTENT[place:])
    except BadCatalogue:
        return
    assert len(catalogue.items) + len(catalogue.hidden) == len(DOCUMENT.items)
