"""A dictionary of our own over Debian's: characters and readings that it lacks, so that names can be typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ui.keyboard.chinese import SCHEMA

DICTIONARY = "yike"
SOURCE = Path(__file__).with_name("rare_characters.tsv")
OTHER_READINGS = Path(__file__).with_name("other_readings.tsv")
"""More readings of characters that it has, for names; in no word, and behind everything else of their sound."""
BEARERS_PER_WEIGHT = 100
"""A character of 100 000 living people is put beside the common ones of its sound, not behind all of them."""
LEAST_BORNE = 30
"""The weight of a character that few people bear: still before those that nobody bears."""


def dictionary() -> str:
    """Return the text of the dictionary as Rime compiles it: Debian's, and each added reading with its weight."""
    head = ("---", f"name: {DICTIONARY}", 'version: "1"', "sort: by_weight", f"import_tables: [{SCHEMA}]", "...")
    sources = (path.read_text("utf-8") for path in (SOURCE, OTHER_READINGS))
    return "\n".join((*head, *(entry for source in sources for entry in _entries(source)), ""))


def _entries(source: str) -> Iterator[str]:
    for line in source.splitlines():
        if line.startswith("#"):
            continue
        syllable, characters, *borne = line.split("\t")
        for each in borne:
            character, _, bearers = each.partition("=")
            yield f"{character}\t{syllable}\t{max(LEAST_BORNE, int(bearers) // BEARERS_PER_WEIGHT)}"
        for character in characters:
            yield f"{character}\t{syllable}\t0"
