"""A Latin name over both fields of the 2023 permanent resident card: 35 letters, and 11 in a field of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devices.id_reader.card_text import LAYOUTS, decode, encode
from devices.id_reader.contract import CardKind
from devices.id_reader.people import load_people
from tests.house.doors import ROOT

(FOREIGNER,) = (c for c in load_people(ROOT / "config" / "people.toml").values() if c.kind is CardKind.FOREIGN_2023)
EDGE = LAYOUTS[CardKind.FOREIGN_2023]["latin"][1] // 2
"""Letters of the first field."""


def read(latin: str) -> str:
    return decode(encode(replace(FOREIGNER, name_latin=latin))).name_latin


@pytest.mark.parametrize(
    ("latin", "blank"),
    [("SAMPLENAMELONG, ALEXANDRA INVENTED ROSE", EDGE - 1), ("SAMPLENAMELONGX, ALEXANDRA INVENTED ROSE", EDGE)],
    ids=["last of the first field", "first of the second field"],
)
def test_a_blank_at_the_edge_of_the_fields_is_kept(latin: str, blank: int) -> None:
    assert latin.rindex(" ") == blank, "the input no longer shows it"
    assert read(latin) == latin


@pytest.mark.parametrize(
    "latin", ["SAMPLENAMELONGER, ALEXANDRA INVENTED ROSE", "S, ROSE", "S" * EDGE, "S" * EDGE + "E X"]
)
def test_any_other_name_is_read_as_printed(latin: str) -> None:
    assert read(latin) == latin
