"""The search for what was left behind: names and numbers of invented people, in four encodings."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from pathlib import Path

from devices.id_reader.contract import IdCard


def traces_of(text: str) -> Iterator[bytes]:
    """How a text may lie in a file: UTF-8, UTF-16, GB18030, and base64 of UTF-8 at each of the three alignments."""
    utf8 = text.encode()
    yield utf8
    yield text.encode("utf-16-le")
    yield text.encode("utf-16-be")
    yield text.encode("gb18030")
    for shift in range(3):
        encoded = base64.b64encode(bytes(shift) + utf8)
        # The first and last characters depend on the neighbours; what stands between is the text's own.
        yield encoded[4 if shift else 0 : -4]


def personal_texts(cards: Iterable[IdCard]) -> list[str]:
    """What must never be found: names, numbers and addresses."""
    texts = [text for card in cards for text in (card.name, card.number, card.name_latin, card.address)]
    return [text for text in texts if len(text) > 2]


def find_leaks(folders: Iterable[Path], texts: Iterable[str]) -> list[str]:
    """Every file that holds one of the texts, as "file: which encoding"; the text itself is not repeated."""
    needles = [(n, trace) for n, text in enumerate(texts) for trace in traces_of(text) if len(trace) >= 6]
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if not path.is_file():
                continue
            content = path.read_bytes()
            found += [f"{path.name}: personal text {n}" for n, trace in needles if trace in content]
    return found
