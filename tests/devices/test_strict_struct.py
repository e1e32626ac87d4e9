"""Reading by schema: any input is converted, or rejected with every mismatch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.strict_struct import Limits, NotJson, ShapeError, StrictStruct, read, read_json, write


class Leaf(StrictStruct, frozen=True):
    name: Annotated[str, Limits(pattern=r"^[a-z]+\Z")]
    kind: Literal["a", "b"] = "a"


class Tree(StrictStruct, frozen=True):
    leaves: Annotated[tuple[Leaf, ...], Limits(min_length=1)]
    spare: Leaf | None = None
    by_name: Mapping[str, Leaf] = {}


GOOD = {"leaves": [{"name": "oak"}], "spare": {"name": "elm", "kind": "b"}, "by_name": {"x": {"name": "ash"}}}


def mismatches_of(raw: Any) -> dict[str, str]:
    with pytest.raises(ShapeError) as caught:
        read(Tree, raw)
    return {".".join(each.place): each.kind for each in caught.value.mismatches}


def test_valid_data_is_read_and_written() -> None:
    tree = read(Tree, GOOD)
    assert tree.spare == Leaf("elm", "b")
    assert read_json(Tree, write(tree)) == tree


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({}, {"leaves": "missing"}),
        ({"leaves": []}, {"leaves": "value"}),
        (
            {"leaves": [{}, {"name": "Oak"}, 3]},
            {"leaves.0.name": "missing", "leaves.1.name": "value", "leaves.2": "value"},
        ),
        ({**GOOD, "spare": {"name": "elm", "kind": "c", "x": 1}}, {"spare.kind": "word", "spare.x": "unknown"}),
        ({**GOOD, "by_name": {"y": {"name": "ash\n"}}}, {"by_name.y.name": "value"}),
        ([], {"": "value"}),
    ],
)
def test_everything_that_differs_is_said_at_once(raw: Any, expected: dict[str, str]) -> None:
    assert mismatches_of(raw) == expected


def test_an_error_in_a_closed_list_names_its_values() -> None:
    with pytest.raises(ShapeError, match="must be one of 'a', 'b'"):
        read(Tree, {"leaves": [{"name": "oak", "kind": "z"}]})


@given(st.recursive(st.none() | st.integers() | st.text(), lambda d: st.lists(d) | st.dictionaries(st.text(), d)))
def test_rejected_data_has_at_least_one_mismatch(raw: Any) -> None:
    assert mismatches_of(raw)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff",
        b"[" * 100_000,
        b'{"leaves":' + b"[" * 100_000,
        b'{"leaves":[{"name":"\xff"}]}',
        b"null",
        b"NaN",
    ],
    ids=repr,
)
def test_malformed_json_is_rejected(content: bytes) -> None:
    with pytest.raises(NotJson):
        read_json(Tree, content)


def test_the_reason_quotes_nothing_of_what_was_read() -> None:
    with pytest.raises(NotJson) as caught:
        read_json(Tree, b'{"leaves":[{"name":"SECRET"}]}')
    assert "leaves[0].name" in str(caught.value)
    assert "SECRET" not in str(caught.value)
