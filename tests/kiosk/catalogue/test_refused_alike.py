"""A broken item or bundle is refused by terminal and platform alike, and the previous catalogue stays."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kiosk.catalogue.build import build_catalogue, catalogue_bytes
from kiosk.catalogue.load import BadCatalogue, CatalogueCache, checked_catalogue
from kiosk.catalogue.sources import BadItem
from kiosk.platform.sandbox.published import publish
from tests.frozen import BUNDLE as SERVICES
from tests.kiosk.catalogue.folders import Folder

BUNDLE, FIRST, SECOND = "moving", "home-register", "bus-card"

Document = dict[str, Any]
Break = Callable[[Any], None]


@cache
def good() -> bytes:
    return catalogue_bytes(build_catalogue(SERVICES))


def item(document: Document, name: str) -> Any:
    return next(each for each in document["items"] if each["id"] == name)


def without(name: str) -> Break:
    def change(document: Document) -> None:
        document["items"] = [each for each in document["items"] if each["id"] != name]

    return change


def changed(name: str, **values: Any) -> Break:
    return lambda document: item(document, name).update(values)


def without_key(name: str, key: str) -> Break:
    return lambda document: item(document, name).pop(key)


def nested(depth: int) -> Any:
    schema: Any = {"type": "string"}
    for _ in range(depth):
        schema = {"items": schema}
    return schema


CIRCLE = [{"item": BUNDLE, "ticked": True, "by": "citizen"}]
NEVER = [{"fact": "age", "schema": {"minimum": 200}}]
AT_TERMINALS = [
    # what is broken → the change to a published catalogue
    ("a part that is not there", without(FIRST)),
    ("a part that is a bundle", changed(FIRST, kind="bundle")),
    ("a bundle of itself", changed(BUNDLE, parts=CIRCLE)),
    ("a bundle without parts", changed(BUNDLE, parts=[])),
    ("parts of what is no bundle", changed(FIRST, parts=CIRCLE)),
    ("another form than its parts", lambda document: item(document, BUNDLE)["answers"]["required"].pop()),
    ("a page of none of its parts", lambda document: item(document, BUNDLE)["pages"].pop()),
    ("a part with a fee", lambda document: item(document, FIRST).update(fee={"charged": True, "basis": "name"})),
    ("two items with one code", lambda document: item(document, FIRST).update(codes=item(document, SECOND)["codes"])),
    ("a condition that never holds", lambda document: item(document, FIRST)["pages"][-1].update(when=NEVER)),
    ("a condition on nothing", lambda document: item(document, FIRST)["pages"][-1].update(
        when=[{"fact": "answers.mood", "schema": {}}])),
    ("a missing key", without_key(FIRST, "codes")),
    ("a missing translation", lambda document: item(document, FIRST)["words"].pop("zh-CN")),
    ("a missing word", lambda document: item(document, FIRST)["words"].update({"zh-CN": "name = 名"})),
    ("a form too large", lambda document: item(document, FIRST).update(
        pages=item(document, FIRST)["pages"] * 101)),
    ("a schema bomb", lambda document: item(document, FIRST)["answers"]["properties"].update(phone=nested(200))),
    ("a pattern bomb", lambda document: item(document, FIRST)["answers"]["properties"].update(
        phone={"type": "string", "pattern": "((a{1000}){1000}){1000}"})),
]  # fmt: skip


def opened(token: bytes) -> bytes:
    return token


@pytest.mark.parametrize(("_", "change"), AT_TERMINALS, ids=[case[0] for case in AT_TERMINALS])
def test_a_terminal_keeps_the_catalogue_it_has(tmp_path: Path, _: str, change: Break) -> None:
    cache = CatalogueCache(tmp_path / "catalogue.jws", opened)
    before = cache.accept(good())
    document = json.loads(good())
    change(document)
    with pytest.raises(BadCatalogue):
        cache.accept(json.dumps(document).encode())
    assert cache.path.read_bytes() == good()
    again = CatalogueCache(cache.path, opened).read()
    assert again is not None
    assert again.version == before.version


def test_a_part_that_is_too_new_for_a_terminal_refuses_nothing() -> None:
    document = json.loads(good())
    item(document, FIRST)["steps"].insert(1, "unheard_of")
    catalogue = checked_catalogue(json.dumps(document).encode())
    assert [each.id for each in catalogue.hidden] == [FIRST]
    assert catalogue.find(BUNDLE) is not None


def remove(name: str) -> Callable[[Path], None]:
    return lambda services: shutil.rmtree(services / name)


def edit(name: str, file: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda services: Folder(services / name).change(file, old, new)


def same_code(services: Path) -> None:
    for old, new in (
        ("11990100MB000066133992016001000", "11990100MB000066003990709002000"),
        ("992016001000", "990709002000"),
    ):
        Folder(services / SECOND).change("item.toml", old, new)


AT_THE_PLATFORM = [
    ("a part that is not there", remove(FIRST)),
    ("a part that cannot be read", edit(FIRST, "item.toml", "kind = ", "kind == ")),
    ("a part that is a bundle", edit(FIRST, "item.toml", 'kind = "application"', 'kind = "bundle"')),
    ("a bundle of itself", edit(BUNDLE, "item.toml", f'item = "{FIRST}"', f'item = "{BUNDLE}"')),
    ("a bundle of a bundle of itself", edit(FIRST, "item.toml", 'kind = "application"',
                                            f'kind = "bundle"\nparts = [{{ item = "{BUNDLE}" }}]')),
    ("one name, two questions", edit(SECOND, "answers.schema.json", '"format": "phone"', '"maxLength": 9')),
    ("a circle of pages", edit(FIRST, "pages.json", '"id": "phone",', '"id": "phone", "rule": {"effect": "SHOW", '
                               '"condition": {"scope": "#/properties/phone", "schema": {}}},')),
    ("a condition that never holds", edit(FIRST, "pages.json", '"id": "phone",', '"id": "phone", "rule": {"effect": '
     '"SHOW", "condition": {"scope": "#/properties/acting_for", "schema": {"const": "family"}}},')),
    ("a missing key", edit(FIRST, "item.toml", "version = ", "# version = ")),
    ("a missing translation", edit(FIRST, "zh-CN.ftl", "summary = ", "# summary = ")),
    ("a schema bomb", edit(FIRST, "answers.schema.json", '"format": "phone"', '"items": ' + '[' * 2000 + ']' * 2000)),
]  # fmt: skip


@pytest.mark.parametrize(("_", "change"), AT_THE_PLATFORM, ids=[case[0] for case in AT_THE_PLATFORM])
def test_the_platform_publishes_nothing(tmp_path: Path, _: str, change: Callable[[Path], None]) -> None:
    shutil.copytree(SERVICES, tmp_path, dirs_exist_ok=True)
    change(tmp_path)
    with pytest.raises(BadItem) as refused:
        publish(tmp_path)
    assert all(each.remedy for each in refused.value.mistakes)
