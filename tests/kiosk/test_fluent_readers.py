"""Our reader of plain messages and the Fluent library give the same text, for every message, written and spoken."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.fluent.bundle import Bundle, MissingWords, PlainMessage, entries
from kiosk.language_table import word_files
from tests.house.doors import ROOT

ARGUMENT = re.compile(r"\$([a-zA-Z][\w-]*)")
FILES = sorted(
    [*word_files(ROOT / "config" / "languages"), *(ROOT / "config" / "services").glob("*/*.ftl")],
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
@pytest.mark.parametrize(
    "value",
    ["王杏花 <A·1>", 7, "2026-11-30", "2026-11-30T17:39:09.110447+00:00"],
    ids=["text", "number", "day", "moment"],
)
def test_both_readers_say_the_same(path: Path, value: str | int) -> None:
    source = path.read_text(encoding="utf-8")
    bundle = Bundle(path.stem.rpartition(".")[2], [source])
    plain = {key: entry for key, entry in entries(source).items() if PlainMessage.parse(entry) is not None}
    assert plain, "no message here is plain"
    for key, entry in plain.items():
        args = dict.fromkeys(ARGUMENT.findall(entry), value)
        for spoken in (False, True):
            ours, theirs = (_outcome(reader, key, args, spoken) for reader in (bundle.format, bundle.format_by_fluent))
            assert ours == theirs, (key, spoken)


def test_a_message_with_a_date_is_read_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = Bundle("en", ["as-of = As of { DATE($day) } at { $time }\n"])
    monkeypatch.setattr(bundle, "format_by_fluent", None)
    assert bundle.format("as-of", {"day": "2026-11-30", "time": "08:15"}, spoken=False) == "As of 2026-11-30 at 08:15"


@pytest.mark.parametrize(
    "source", ["a = { DATE($day }\n", "a = { $day) }\n", "a = { TIME($day) }\n", "a = { DATE() }\n"]
)
def test_a_call_that_is_not_whole_is_left_to_the_library(source: str) -> None:
    assert PlainMessage.parse(source) is None


def _outcome(reader: Callable[..., str], key: str, args: dict[str, str | int], spoken: bool) -> str:
    try:
        return reader(key, args, spoken=spoken)
    except MissingWords as error:
        return f"refused: {error}"
