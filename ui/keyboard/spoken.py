"""The spoken form of a candidate: a character with a common word that has it (是，但是), as 是 and 四 sound alike."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

NAME = "words.tsv"


def write_words(dictionary: Path, folder: Path) -> None:
    """Write, for each character, the most frequent two-character word of Rime's dictionary that has it. Run at set-
    up."""
    best: dict[str, tuple[float, str]] = {}
    for line in dictionary.read_text("utf-8").splitlines():
        word, *rest = line.split("\t")
        if len(word) == 2 and len(rest) == 2:
            for character in word:
                best[character] = max(best.get(character, (0.0, "")), (float(rest[1]), word))
    lines = (f"{character}\t{word}\n" for character, (_, word) in sorted(best.items()))
    (folder / NAME).write_text("".join(lines), encoding="utf-8")


def load_words(folder: Path) -> Mapping[str, str]:
    lines = (folder / NAME).read_text("utf-8").splitlines()
    return {line[0]: line[2:] for line in lines}


def spoken(text: str, words: Mapping[str, str]) -> str:
    """Return the text, followed by the word for a single character that has one."""
    word = words.get(text, "")
    return f"{text}，{word}" if word else text
