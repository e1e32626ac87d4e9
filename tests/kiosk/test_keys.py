"""Parsing of keys into verb, value and rest."""

from __future__ import annotations

import pytest

from kiosk.events import Touched, Typed


@pytest.mark.parametrize(
    ("key", "parts"),
    [
        ("continue", ("continue", "", "")),
        ("item:case-progress", ("item", "case-progress", "")),
        ("option:bank:rural", ("option", "bank", "rural")),
        ("option:at:08:30", ("option", "at", "08:30")),
        ("", ("", "", "")),
    ],
)
def test_a_key_is_parsed_into_verb_value_and_rest(key: str, parts: tuple[str, str, str]) -> None:
    for event in (Touched("visit-1", key), Typed("visit-1", key, "typed")):
        assert (event.verb, event.value, event.rest) == parts
