"""A service item as its folder has it: read, checked against everything, and every mistake explained.

A folder holds `item.toml`, `answers.schema.json`, `pages.json` (JSON Forms: Categorization › Category › Control),
`examples.toml` and one `<language>.ftl` for each language.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kiosk.catalogue.answers import foreign_keywords, validate_answers, visible_pages
from kiosk.catalogue.codes import code_problems
from kiosk.catalogue.item import Item
from kiosk.catalogue.load import word_keys
from kiosk.messages import BASE

LANGUAGES = (BASE, "en")
ALWAYS = ("name", "short", "summary", "authority", "authority-short", "result")


@dataclass(frozen=True)
class Mistake:
    """One mistake: the file, the place inside it, what is wrong, and what to do."""

    file: str
    place: str
    wrong: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.wrong}; {self.remedy}"


class BadItem(Exception):
    """The folder holds no usable item; `mistakes` has all of them."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


def read_item(folder: Path) -> Item:
    """Read and check one item's folder. Raises BadItem with everything that is wrong."""
    mistakes: list[Mistake] = []
    raw = _read(folder / "item.toml", tomllib.loads, mistakes)
    schema = _read(folder / "answers.schema.json", json.loads, mistakes)
    pages = _read(folder / "pages.json", json.loads, mistakes)
    examples = _read(folder / "examples.toml", tomllib.loads, mistakes)
    words = {language: _text(folder / f"{language}.ftl", mistakes) for language in LANGUAGES}
    if mistakes:
        raise BadItem(mistakes)
    whole = {
        **raw,
        "answers": schema,
        "pages": _pages(pages, folder, mistakes),
        "examples": examples.get("example", []),
        "words": words,
    }
    try:
        item = Item.model_validate(whole)
    except ValidationError as error:
        mistakes += [_pydantic_mistake(folder, each) for each in error.errors(include_url=False)]
        raise BadItem(mistakes) from None
    mistakes += _check(item, folder)
    if mistakes:
        raise BadItem(mistakes)
    return item


def _text(path: Path, mistakes: list[Mistake]) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        mistakes.append(Mistake(str(path), "file", "missing", "add it"))
    except UnicodeDecodeError:
        mistakes.append(Mistake(str(path), "file", "not UTF-8", "save it as UTF-8"))
    return ""


def _read(path: Path, parse: Callable[[str], Any], mistakes: list[Mistake]) -> dict[str, Any]:
    content = _text(path, mistakes)
    if not content:
        return {}
    try:
        found = parse(content)
    except ValueError as error:
        mistakes.append(Mistake(str(path), "file", f"cannot be read: {error}", "correct the line named"))
        return {}
    if not isinstance(found, dict):
        mistakes.append(Mistake(str(path), "file", "must be an object", "begin it with {"))
        return {}
    return found


def _pydantic_mistake(folder: Path, error: Mapping[str, Any]) -> Mistake:
    place = ".".join(map(str, error["loc"]))
    files = {"pages": "pages.json", "examples": "examples.toml", "answers": "answers.schema.json"}
    file = files.get(str(error["loc"][0]) if error["loc"] else "", "item.toml")
    remedies = {"extra_forbidden": "remove it or correct its spelling", "missing": "add it"}
    return Mistake(str(folder / file), place, str(error["msg"]), remedies.get(error["type"], "correct the value"))


def _pages(form: Mapping[str, Any], folder: Path, mistakes: list[Mistake]) -> list[dict[str, Any]]:
    """JSON Forms in our restricted vocabulary → form pages."""
    path = str(folder / "pages.json")
    if not form:
        return []
    if form.get("type") != "Categorization":
        mistakes.append(Mistake(path, "type", "must be Categorization", "wrap the pages in a Categorization"))
        return []
    pages = []
    for n, category in enumerate(form.get("elements", [])):
        place = f"elements.{n}"
        if category.get("type") != "Category":
            mistakes.append(Mistake(path, f"{place}.type", "must be Category", "a page is a Category"))
            continue
        page: dict[str, Any] = {"id": category.get("id", ""), "controls": []}
        if "rule" in category:
            condition = category["rule"].get("condition", {})
            if category["rule"].get("effect") != "SHOW":
                mistakes.append(Mistake(path, f"{place}.rule.effect", "must be SHOW", "say when the page is shown"))
            page["show_if"] = {"answer": _answer(condition.get("scope", "")), "schema": condition.get("schema", {})}
        for m, control in enumerate(category.get("elements", [])):
            if control.get("type") != "Control":
                mistakes.append(Mistake(path, f"{place}.elements.{m}.type", "must be Control", "one Control a field"))
                continue
            page["controls"].append({"answer": _answer(control.get("scope", "")), **control.get("options", {})})
        pages.append(page)
    return pages


def _answer(scope: str) -> str:
    return scope.removeprefix("#/properties/")


def _check(item: Item, folder: Path) -> list[Mistake]:
    def at(file: str, place: str, wrong: str, remedy: str) -> Mistake:
        return Mistake(str(folder / file), place, wrong, remedy)

    found: list[Mistake] = []
    if item.id != folder.name:
        found.append(at("item.toml", "id", f"{item.id!r} is not the folder's name", "make both the same"))
    for problem in code_problems(item.codes.basic, item.codes.implementation, item.codes.business):
        place, _, wrong = problem.partition(": ")
        found.append(at("item.toml", place, wrong, "copy the code from the published item"))
    if item.cancelled is not None and item.cancelled <= item.effective:
        found.append(at("item.toml", "cancelled", "is not after effective", "correct one of the dates"))
    for wrong in foreign_keywords(item.answers):
        place, _, what = wrong.partition(": ")
        found.append(at("answers.schema.json", place, what, "use the keywords that terminals understand"))
    properties = item.answers.get("properties", {})
    found += [
        at("pages.json", page.id, f"{control.answer!r} is no answer", "name a property of the schema")
        for page in item.pages
        for control in page.controls
        if control.answer not in properties
    ]
    found += [at(f"{lang}.ftl", key, "missing", "add the message") for lang, key in _missing_words(item)]
    return found if found else _walk(item, at)


def needed_words(item: Item) -> list[str]:
    """Every key an item's words must have."""
    keys = [*ALWAYS, *item.legal_basis, *item.conditions, *item.notice, *item.consent, *item.declaration]
    keys += [f"material-{material.id}" for material in item.materials]
    for page in item.pages:
        keys.append(f"page-{page.id}")
        for control in page.controls:
            keys.append(f"answer-{control.answer}")
            values = item.answers.get("properties", {}).get(control.answer, {}).get("enum", ())
            keys += [f"answer-{control.answer}-{value}" for value in values if control.widget == "choice"]
    return keys


def _missing_words(item: Item) -> list[tuple[str, str]]:
    every = {language: word_keys(source) for language, source in item.words.items()}
    needed = set(needed_words(item)) | set().union(*every.values())
    return [(language, key) for language in LANGUAGES for key in sorted(needed - every[language])]


def _walk(item: Item, at: Callable[[str, str, str, str], Mistake]) -> list[Mistake]:
    """Walk the worked examples: the pages they see and the answers they get wrong."""
    found = []
    if item.pages and not item.examples:
        found.append(at("examples.toml", "example", "none", "add a worked example with its pages"))
    for example in item.examples:
        pages = tuple(page.id for page in visible_pages(item, example.answers))
        wrong = tuple(w.answer for w in validate_answers(item.answers, example.answers))
        if pages != example.pages:
            found.append(at("examples.toml", example.name, f"pages are {list(pages)}", "correct example or rules"))
        if wrong != example.wrong:
            found.append(
                at("examples.toml", example.name, f"wrong answers are {list(wrong)}", "correct example or schema")
            )
    return found
