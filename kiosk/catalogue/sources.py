"""Read a service item from its folder, check it, and explain every mistake.

A folder holds `item.toml`, `answers.schema.json`, `pages.json` (JSON Forms: Categorization › Category › Control),
`examples.toml` and one `<language>.ftl` for each language; it must have the base language, others may be incomplete.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from devices.strict_struct import Limits, ShapeError, StrictStruct, asdict, field, near_word, read
from devices.text_files import parse_toml, read_text
from kiosk.catalogue.author_checks import author_mistakes
from kiosk.catalogue.bundles import bundle_mistakes, merged
from kiosk.catalogue.checks import KNOWN_TO_JOURNEY
from kiosk.catalogue.item import EXAMPLES, ITEM, PAGES, SCHEMA, ControlOptions, Item
from kiosk.catalogue.item_files import file_mistakes, misspelt_files
from kiosk.catalogue.mistake import Mistake
from kiosk.catalogue.shape_mistakes import FILE_OF_PART, mismatch_mistakes, shape_mistakes
from kiosk.language_table import BASE

Model = TypeVar("Model", bound=StrictStruct)
Scope = Annotated[str, Limits(pattern=r"^#/properties/[a-z][a-z0-9_-]{0,49}\Z")]
FactScope = Annotated[str, Limits(pattern=r"^#/(properties|facts)/[a-z][a-z0-9_-]{0,49}\Z")]


class BadItem(Exception):
    """The folder has no valid item; `mistakes` has all mistakes."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


class _JsonControl(StrictStruct, frozen=True):
    type: Literal["Control"]
    scope: Scope
    options: ControlOptions


class _JsonTest(StrictStruct, frozen=True):
    scope: FactScope
    schema_: Mapping[str, Any] = field(name="schema")

    def condition(self) -> dict[str, Any]:
        """`#/properties/` names an answer or `acting_for`, `#/facts/` another fact of the journey."""
        name = self.scope.rpartition("/")[2]
        is_fact = self.scope.startswith("#/facts/") or name in KNOWN_TO_JOURNEY
        return {"fact": name if is_fact else f"answers.{name}", "schema": self.schema_}


class _JsonCondition(StrictStruct, frozen=True):
    """One test, or JSON Forms' AND of several."""

    scope: FactScope | None = None
    schema_: Mapping[str, Any] = field(name="schema", default_factory=dict)
    type: Literal["AND"] | None = None
    conditions: Annotated[tuple[_JsonTest, ...], Limits(max_length=10)] = ()

    def __post_init__(self) -> None:
        one, several = self.scope is not None, self.type == "AND" and bool(self.conditions)
        if one == several or (one and (self.type or self.conditions)):
            raise ValueError("is neither one scope with its schema, nor AND with its conditions")

    def all(self) -> list[dict[str, Any]]:
        tests = self.conditions if self.scope is None else (_JsonTest(self.scope, self.schema_),)
        return [each.condition() for each in tests]


class _JsonRule(StrictStruct, frozen=True):
    effect: Literal["SHOW"]
    condition: _JsonCondition


class _JsonCategory(StrictStruct, frozen=True):
    type: Literal["Category"]
    id: str
    elements: Annotated[tuple[_JsonControl, ...], Limits(min_length=1)]
    rule: _JsonRule | None = None


class _JsonCategorization(StrictStruct, frozen=True):
    """JSON Forms with a restricted vocabulary; a page is a Category."""

    type: Literal["Categorization"]
    elements: tuple[_JsonCategory, ...]

    def pages(self) -> list[dict[str, Any]]:
        return [
            {
                "id": page.id,
                "controls": [{"answer": _answer(c.scope), **asdict(c.options)} for c in page.elements],
                "when": page.rule.condition.all() if page.rule else [],
            }
            for page in self.elements
        ]


class _Examples(StrictStruct, frozen=True):
    example: tuple[Mapping[str, Any], ...] = ()


def _answer(scope: str) -> str:
    return scope.removeprefix("#/properties/")


def read_item(folder: Path) -> Item:
    """Read and check one item's folder; a bundle with its parts, whose folders lie beside it. Raises BadItem with
    everything that is wrong."""
    item, mistakes = _read_unchecked(folder)
    own_words = item.words
    if not mistakes and (item.kind == "bundle" or item.parts):
        item, mistakes = _with_parts(folder, item)
    if not mistakes:
        mistakes = _in_folder(folder, author_mistakes(item, own_words))
    if mistakes:
        raise BadItem(mistakes)
    return item


def _read_unchecked(folder: Path) -> tuple[Item, list[Mistake]]:
    """Read an item whose own rules are not checked yet. Raises BadItem if it has not even the form of an item."""
    mistakes = list(file_mistakes(folder))
    misspelt = {str(folder / name) for name in misspelt_files(folder)}
    if not (folder / ITEM).exists():
        none = Mistake(str(folder / ITEM), "file", "missing", "add it, or move the folder: each one here is an item")
        raise BadItem(mistakes if none.file in misspelt else [*mistakes, none])
    raw = _parse_file(folder / ITEM, parse_toml, mistakes)
    has_form = raw.get("kind") != "bundle"
    schema = _parse_file(folder / SCHEMA, _parse_json, mistakes) if has_form or (folder / SCHEMA).exists() else {}
    pages = None
    if has_form or (folder / PAGES).exists():
        pages = _read_file_as(_JsonCategorization, folder / PAGES, _parse_json, mistakes)
    examples = _read_file_as(_Examples, folder / EXAMPLES, parse_toml, mistakes)
    languages = {BASE, *(path.stem for path in folder.glob("*.ftl"))}
    words = {language: _read_text(folder / f"{language}.ftl", mistakes) for language in sorted(languages)}
    for name in sorted(raw.keys() & {*FILE_OF_PART, "search"}):
        remedy = f"write it in {FILE_OF_PART[name]}" if name in FILE_OF_PART else "remove it: it is computed"
        mistakes.append(Mistake(str(folder / ITEM), name, "does not belong here", remedy))
    whole = {
        **raw,
        "answers": schema,
        "pages": pages.pages() if pages else [],
        "examples": examples.example if examples else [],
        "words": words,
    }
    try:
        item = read(Item, whole)
    except ShapeError as error:
        mistakes += shape_mistakes(folder, error.mismatches, raw)
        raise BadItem(_without(misspelt, mistakes)) from None
    if item.id != folder.absolute().resolve().name:
        wrong = f"{item.id!r} is not the folder's name"
        mistakes.append(Mistake(str(folder / ITEM), "id", wrong, "make both the same"))
    return item, _without(misspelt, mistakes)


def _without(misspelt: Collection[str], mistakes: Sequence[Mistake]) -> list[Mistake]:
    """The mistakes without files that are missing because their names are misspelt."""
    return [each for each in mistakes if each.file not in misspelt or each.wrong != "missing"]


def _with_parts(folder: Path, bundle: Item) -> tuple[Item, list[Mistake]]:
    """A bundle merged with its parts, and what is wrong with the two together."""
    parts: dict[str, Item] = {}
    missing: list[Mistake] = []
    for n, each in enumerate(bundle.parts):
        if each.by == "department":
            continue
        beside = folder.absolute().parent / each.item
        try:
            parts[each.item] = _read_unchecked(beside)[0]
        except BadItem:
            wrong, remedy = f"there is no item {each.item} beside this one", "name an item whose folder lies there"
            if beside.is_dir():
                wrong, remedy = f"{each.item} cannot be read", "mend its mistakes first"
            elif near := near_word(each.item, _item_names(beside.parent) - {folder.absolute().name}):
                remedy = f"did you mean {near!r}?"
            missing.append(Mistake(ITEM, f"parts.{n}.item", wrong, remedy))
    found = [*missing, *bundle_mistakes(bundle, parts)]
    return (bundle if found else merged(bundle, tuple(parts.values()))), _in_folder(folder, found)


def _item_names(services: Path) -> set[str]:
    return {each.parent.name for each in services.glob(f"*/{ITEM}")}


def _in_folder(folder: Path, found: Iterable[Mistake]) -> list[Mistake]:
    return [replace(each, file=str(folder / each.file)) for each in found]


def _read_text(path: Path, mistakes: list[Mistake]) -> str:
    try:
        return read_text(path)
    except FileNotFoundError:
        mistakes.append(Mistake(str(path), "file", "missing", "add it"))
    except UnicodeDecodeError as error:
        mistakes.append(Mistake(str(path), f"byte {error.start}", "not UTF-8", "save the file as UTF-8"))
    except OSError as error:
        mistakes.append(Mistake(str(path), "file", f"cannot be read ({error.strerror})", "make it a readable file"))
    return ""


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for n, (key, _) in enumerate(pairs) if key in dict(pairs[:n]))
        raise ValueError(f"{twice!r} is twice in one object")
    return found


def _parse_json(content: str) -> Any:
    def refuse_constant(name: str) -> Any:
        raise ValueError(f"{name} is not JSON")

    return json.loads(content, object_pairs_hook=_unique_keys, parse_constant=refuse_constant)


def _parse_file(path: Path, parse: Callable[[str], Any], mistakes: list[Mistake]) -> dict[str, Any]:
    before = len(mistakes)
    content = _read_text(path, mistakes)
    if len(mistakes) > before:
        return {}
    try:
        found = parse(content)
    except (ValueError, RecursionError) as error:
        line = re.search(r"line ([0-9]+)", str(error))
        place = f"line {line[1]}" if line else "file"
        wrong = "nested too deep" if isinstance(error, RecursionError) else f"cannot be read: {error}"
        mistakes.append(Mistake(str(path), place, wrong, "correct what is written there"))
        return {}
    if not isinstance(found, dict):
        mistakes.append(Mistake(str(path), "file", "must be an object", "begin it with {"))
        return {}
    return found


def _read_file_as(model: type[Model], path: Path, parse: Callable[[str], Any], mistakes: list[Mistake]) -> Model | None:
    before = len(mistakes)
    found = _parse_file(path, parse, mistakes)
    if len(mistakes) > before:
        return None
    try:
        return read(model, found)
    except ShapeError as error:
        mistakes.extend(mismatch_mistakes(path, error.mismatches))
        return None
