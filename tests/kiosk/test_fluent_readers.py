"""Our reader of plain messages and the Fluent library give the same text, for every message, written and spoken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.fluent.bundle import Bundle, PlainMessage, entries
from tests.house.doors import ROOT

ARGUMENT = re.compile(r"\$([a-zA-Z][\w-]*)")
FILES = sorted(
    [*(ROOT / "config" / "languages").glob("*.ftl"), *(ROOT / "config" / "services").glob("*/*.ftl")],
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
@pytest.mark.parametrize("value", ["王杏花 <A·1>", 7], ids=["text", "number"])
def test_both_readers_say_the_same(path: Path, value: str | int) -> None:
    source = path.read_text(encoding="utf-8")
    bundle = Bundle(path.stem.rpartition(".")[2], [source])
    plain = {key: entry for key, entry in entries(source).items() if PlainMessage.parse(entry) is not None}
    assert plain, "no message here is plain"
    for key, entry in plain.items():
        args = dict.fromkeys(ARGUMENT.findall(entry), value)
        for spoken in (False, True):
            said = bundle.format(key, args, spoken=spoken)
            assert said == bundle.format_by_fluent(key, args, spoken=spoken), (key, spoken)
