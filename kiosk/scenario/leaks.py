"""The search for what was left behind: in files, logs, the printer, and among the live objects of a finished visit."""

from __future__ import annotations

import base64
import gc
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from devices.id_reader.contract import IdCard
from kiosk.case.draft import Draft
from kiosk.effects import Ask, Job, Keep
from kiosk.events import Answered, ReadingCame, Typed
from kiosk.scenario.actors import simulator_of
from kiosk.scenario.world import World
from kiosk.visit import Session

LIVE = (Session, Draft, Keep, Job, Ask, Answered, ReadingCame, Typed)
"""Kinds of objects that belong to a visit and carry what a citizen said or showed."""


QUESTION_BYTES = 16
"""A printer that stands still may owe the answer to a question; a slip has more bytes than that."""


def traces_of(text: str) -> Iterator[bytes]:
    """How a text may lie in a file: UTF-8, UTF-16, GB18030, JSON's escapes, and base64 of UTF-8 at each of the three
    alignments."""
    utf8 = text.encode()
    yield utf8
    if (escaped := json.dumps(text)[1:-1].encode()) != utf8:
        yield escaped
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


def find_leaks(folders: Iterable[Path], texts: Iterable[str], but: frozenset[str] = frozenset()) -> list[str]:
    """Every file that holds one of the texts, as "file: which text", but for files of these names; the text itself is
    not repeated."""
    needles = _needles(texts)
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.name in but or not path.is_file():
                continue
            content = path.read_bytes()
            found += [f"{path.name}: personal text {n}" for n, trace in needles if trace in content]
    return found


def in_words(place: str, lines: Iterable[str], texts: Iterable[str]) -> list[str]:
    """The same in what was logged, copied or spoken: `place` names where it stood."""
    content = "\n".join(lines).encode()
    return [f"{place}: personal text {n}" for n, trace in _needles(texts) if trace in content]


def _needles(texts: Iterable[str]) -> list[tuple[int, bytes]]:
    return [(n, trace) for n, text in enumerate(texts) for trace in traces_of(text) if len(trace) >= 6]


def in_printer(printer: Any) -> list[str]:
    """What waits in a printer's buffer after the visit: the next citizen's slip would begin with it."""
    return ["printer: bytes wait in its buffer"] if printer.pending > QUESTION_BYTES else []


def in_keyboard(composition: Any) -> list[str]:
    """What stands in the making in a keyboard engine (anything with `letters` and `candidates`)."""
    left = composition.letters or composition.candidates
    return ["keyboard: a composition stands in the engine"] if left else []


def alive(before: frozenset[int] = frozenset()) -> list[str]:
    """Live objects of a finished visit, by kind; call it on the start page. `before`: ids that were there already."""
    gc.collect()
    found = sorted(type(each).__name__ for each in gc.get_objects() if type(each) in LIVE and id(each) not in before)
    return [f"alive: {name}" for name in dict.fromkeys(found)]


PUBLISHED = frozenset({"catalogue.jws"})
"""Signed by the platform and the same on every terminal: its worked examples say what invented citizens type."""
LONG_ENOUGH = 8
"""A typed text shorter than this may stand in a file by chance."""


def scan(
    world: World, logged: Iterable[str] = (), temporary: Iterable[Path] = (), typed: Iterable[str] = ()
) -> list[str]:
    """What a finished visit could have left in a terminal: what stands on cards and what was `typed`, in the data
    folder, in `temporary` folders and in what was `logged`; the printer's buffer; live objects. A stage with a window
    looks at keyboard and clipboard itself. Call it on the start page."""
    cards = personal_texts(world.cards.people.values())
    wrote = [text for text in typed if len(text) >= LONG_ENOUGH]
    folders = [world.places.data, *temporary]
    return [
        *find_leaks(folders, cards),
        *find_leaks(folders, wrote, but=PUBLISHED),
        *in_words("log", logged, [*cards, *wrote]),
        *in_printer(simulator_of(world.slips.printer)),
        *alive(),
    ]


def living() -> frozenset[int]:
    """The ids of objects that are alive now, for `alive` to leave out."""
    return frozenset(id(each) for each in gc.get_objects() if type(each) in LIVE)
