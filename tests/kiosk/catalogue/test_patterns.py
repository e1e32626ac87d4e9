"""Patterns and sizes of an item: no pattern takes longer than its text, nothing is fetched, every part has a limit."""

from __future__ import annotations

import json
import os
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from devices.strict_struct import ShapeError, mismatches, read, write
from kiosk.catalogue.answers import (
    LARGEST_SCHEMA,
    MOST_ANSWERS,
    MOST_VALUES,
    WrongAnswer,
    rule_problems,
    schema_problems,
    validate_answers,
)
from kiosk.catalogue.item import CatalogueDocument, Item
from kiosk.catalogue.load import BadCatalogue, load_catalogue
from kiosk.catalogue.sources import read_item
from tests.kiosk.catalogue.folders import ALLOWANCE, SERVICES, Folder

SCHEMA_FILE = "answers.schema.json"
SHIPPED = read_item(SERVICES / ALLOWANCE)


def form(**answer: Any) -> dict[str, Any]:
    """A schema with one answer `a`."""
    return {"type": "object", "additionalProperties": False, "properties": {"a": {"type": "string", **answer}}}


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(x+x+)+y", "^([a-z]+)*[0-9]$"])
def test_no_pattern_takes_longer_than_its_text(pattern: str) -> None:
    """The engine before took 3.3 s for 36 characters, and four times as long for two more; here are 100 000."""
    schema = form(pattern=pattern)
    assert schema_problems(schema) == []
    assert validate_answers(schema, {"a": "a" * 100_000 + "!"}) == [WrongAnswer("a", "pattern")]


@pytest.mark.parametrize(
    "pattern",
    ["(?=a)", r"(a)\1", "[", "(a{1000}){1000}", "(" * 90 + ")" * 91, "a{2,1}", "\ud800", 3, "a" * 201],
)
def test_a_pattern_that_terminals_cannot_run_is_refused(pattern: Any) -> None:
    ((place, _),) = schema_problems(form(pattern=pattern))
    assert place == "/properties/a/pattern"


def test_a_pattern_of_a_megabyte_is_refused_with_its_place(tmp_path: Path) -> None:
    assert schema_problems(form(pattern="a" * 2**20))[0][0] == "/"
    folder = Folder.copy(tmp_path)
    folder.change(SCHEMA_FILE, '"format": "phone"', '"pattern": "' + "(a+)+" * 200_000 + '"')
    (said,) = folder.mistakes()
    assert SCHEMA_FILE in said.file
    assert "answers" in said.wrong or "larger" in said.wrong or "longer" in said.wrong


def test_figures_are_ascii_in_every_pattern() -> None:
    assert validate_answers(form(pattern=r"^\d+$"), {"a": "３"}) == [WrongAnswer("a", "pattern")]
    assert validate_answers(form(pattern=r"^\d+$"), {"a": "3\n"}) == [WrongAnswer("a", "pattern")]


def test_no_reference_is_fetched() -> None:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None: ...  # noqa: A002 (the library's name)

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        schema = form() | {"$ref": f"http://127.0.0.1:{server.server_port}/x"}
        assert schema_problems(schema) == [("/$ref", "keyword not allowed here")]
        with pytest.raises(ValueError, match="present in a registry"):
            validate_answers(schema, {"a": "x"})
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert asked == []


@pytest.mark.parametrize(
    ("schema", "place"),
    [
        (form() | {"properties": {f"a{n}": {"type": "string"} for n in range(MOST_ANSWERS + 1)}}, "/properties"),
        (form(enum=list(range(MOST_VALUES + 1))), "/properties/a/enum"),
        (form(title="x" * LARGEST_SCHEMA), "/"),
        (form(maxLength=10**30), "/properties/a/maxLength"),
        (form() | {"allOf": [{"if": {}, "then": {}}] * 101}, "/allOf"),
        (form(enum=["\ud800"]), "/"),
        (form(const=json.loads("[" * 400 + "]" * 400)), "/"),
    ],
)
def test_a_schema_that_is_too_large_or_no_json_is_refused(schema: Any, place: str) -> None:
    assert [where for where, _ in schema_problems(schema)] == [place]


@pytest.mark.parametrize("schema", [{"const": "x" * LARGEST_SCHEMA}, {"enum": ["\ud800"]}])
def test_a_condition_that_is_too_large_or_no_json_is_refused(schema: Any) -> None:
    assert [where for where, _ in rule_problems(schema)] == ["/"]


@pytest.mark.parametrize("value", ["half a pair \ud800", json.loads("[" * 900 + "]" * 900)], ids=["half", "deep"])
def test_an_answer_that_is_no_json_is_wrong_and_the_others_are_still_checked(value: Any) -> None:
    schema = form(maxLength=2) | {"required": ["a", "b"]}
    schema["properties"]["b"] = {"type": "string", "pattern": "^x"}
    assert validate_answers(schema, {"a": value}) == [WrongAnswer("a", "type"), WrongAnswer("b", "required")]
    assert validate_answers(schema, {"a": "abc", "b": value}) == [
        WrongAnswer("a", "maxLength"),
        WrongAnswer("b", "type"),
    ]


HUGE = "x" * 300_000


def test_every_text_and_list_of_an_item_has_a_limit() -> None:
    """Replace each text by a huge one and each list by a long one: the reader refuses all, with the place."""
    whole = json.loads(write(SHIPPED))
    places: list[tuple[str | int, ...]] = []

    def walk(value: Any, place: tuple[str | int, ...]) -> None:
        if place[:1] == ("answers",) or "schema" in place or (place[:1] == ("examples",) and "answers" in place[:-1]):
            return  # kiosk.catalogue.answers limits schemas and conditions, and the examples' answers with them
        if isinstance(value, str | list):
            places.append(place)
        if isinstance(value, dict | list):
            for key, each in value.items() if isinstance(value, dict) else enumerate(value):
                walk(each, (*place, key))

    walk(whole, ())
    assert len(places) > 40
    open_ended = []
    for place in places:
        changed = json.loads(json.dumps(whole))
        holder = changed
        for key in place[:-1]:
            holder = holder[key]
        old = holder[place[-1]]
        holder[place[-1]] = HUGE if isinstance(old, str) else (old or ["x"]) * 60_000
        try:
            read(Item, changed)
        except ShapeError:
            continue
        open_ended.append(place)
    assert not open_ended


def test_a_catalogue_with_a_huge_part_is_refused_as_a_whole() -> None:
    document = json.loads(write(CatalogueDocument("1", (SHIPPED,))))
    document["items"][0]["phones"]["consult"] = HUGE
    with pytest.raises(BadCatalogue, match=r"phones\.consult"):
        load_catalogue(json.dumps(document).encode())
    assert list(mismatches(CatalogueDocument, document))


def test_words_of_more_lines_than_the_parser_can_take_are_refused_before_it(tmp_path: Path) -> None:
    """100 000 characters of short messages took the parser ten seconds."""
    folder = Folder.copy(tmp_path)
    with (folder.path / "en.ftl").open("a", encoding="utf-8") as file:
        file.write("a = b\n" * 15_000)
    (said,) = folder.mistakes()
    assert (Path(said.file).name, said.wrong) == ("en.ftl", "has more than 4000 lines")


def test_a_file_that_is_too_large_or_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    folder = Folder.copy(tmp_path)
    (folder.path / "pages.json").write_text(" " * 2_000_000, encoding="utf-8")
    (folder.path / "examples.toml").unlink()
    os.mkfifo(folder.path / "examples.toml")
    said = {Path(each.file).name: each.wrong for each in folder.mistakes()}
    assert "larger than" in said["pages.json"]
    assert "no regular file" in said["examples.toml"]
