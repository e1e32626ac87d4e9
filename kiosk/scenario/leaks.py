"""Search for personal data left behind by a finished visit: in files, logs, the printer, and among live objects."""

from __future__ import annotations

import base64
import gc
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from devices import OpenDevice
from devices.id_reader.contract import IdCard
from kiosk.case.draft import Draft
from kiosk.effects import Ask, Job, Keep, OpenRelay
from kiosk.events import Answered, ReadingCame, Typed
from kiosk.relay_events import RelayOpened, RelayReceived
from kiosk.scenario.actors import simulator_of
from kiosk.scenario.world import World
from kiosk.visit import Session

VISIT_OBJECTS = (Session, Draft, Keep, Job, Ask, Answered, ReadingCame, Typed, OpenRelay, RelayOpened, RelayReceived)
"""Types of objects that belong to a visit and hold a citizen's data."""


QUESTION_BYTES = 16
"""A stopped printer may have an unanswered status request in its buffer; a slip is longer than that."""


def encodings_of(text: str) -> Iterator[bytes]:
    """Yield the encodings of a text to search for: UTF-8, UTF-16, GB18030, JSON escapes, and base64 of UTF-8 at each of
    the three alignments."""
    utf8 = text.encode()
    yield utf8
    if (escaped := json.dumps(text)[1:-1].encode()) != utf8:
        yield escaped
    yield text.encode("utf-16-le")
    yield text.encode("utf-16-be")
    yield text.encode("gb18030")
    for shift in range(3):
        encoded = base64.b64encode(bytes(shift) + utf8)
        # The first and last base64 characters also depend on the neighbouring bytes; those between on the text alone.
        yield encoded[4 if shift else 0 : -4]


def personal_texts(cards: Iterable[IdCard]) -> list[str]:
    """Return the texts that must never be found: names, numbers and addresses."""
    texts = [text for card in cards for text in (card.name, card.number, card.name_latin, card.address)]
    return [text for text in texts if len(text) > 2]


def find_leaks(folders: Iterable[Path], texts: Iterable[str], ignoring: frozenset[str] = frozenset()) -> list[str]:
    """Return a line for every file that contains one of the texts, by file name and index of the text (never the text
    itself). Files with names in `ignoring` are skipped."""
    encoded = _encoded(texts)
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.name in ignoring or not path.is_file():
                continue
            content = path.read_bytes()
            found += [f"{path.name}: personal text {n}" for n, trace in encoded if trace in content]
    return found


def find_in_lines(place: str, lines: Iterable[str], texts: Iterable[str]) -> list[str]:
    """Search lines that were logged, copied or spoken; `place` names their origin in the result."""
    content = "\n".join(lines).encode()
    return [f"{place}: personal text {n}" for n, trace in _encoded(texts) if trace in content]


def _encoded(texts: Iterable[str]) -> list[tuple[int, bytes]]:
    return [(n, trace) for n, text in enumerate(texts) for trace in encodings_of(text) if len(trace) >= 6]


def find_in_printer(printer: Any) -> list[str]:
    """Report bytes in the printer's buffer after the visit: they would be printed on the next citizen's slip."""
    return ["printer: bytes wait in its buffer"] if printer.pending > QUESTION_BYTES else []


def _waiting_in(printer: OpenDevice) -> list[str]:
    return find_in_printer(simulator_of(printer))


def find_in_keyboard(composition: Any) -> list[str]:
    """Report an unfinished composition in a keyboard engine (an object with `letters` and `candidates`)."""
    left = composition.letters or composition.candidates
    return ["keyboard: unfinished input in the keyboard engine"] if left else []


def live_objects(before: frozenset[int] = frozenset()) -> list[str]:
    """Report live objects of a finished visit, by type. To be called on the start page.

    Objects with an id in `before` are ignored.
    """
    gc.collect()
    left = (each for each in gc.get_objects() if type(each) in VISIT_OBJECTS and id(each) not in before)
    return [f"alive: {name}" for name in sorted({type(each).__name__ for each in left})]


PUBLISHED = frozenset({"catalogue.jws"})
"""Published by the platform, the same on every terminal: its worked examples contain the answers of invented people."""
MIN_TYPED_LENGTH = 8
"""Shorter typed texts may occur in a file by chance."""


def scan(
    world: World, logged: Iterable[str] = (), temporary: Iterable[Path] = (), typed: Iterable[str] = ()
) -> list[str]:
    """Search everything that a finished visit could have left in a terminal. To be called on the start page.

    Looks for the data of all cards and for `typed` texts in the data folder, `temporary` folders and `logged` lines, in
    the printers' buffers and among live objects. A stage with a window searches its keyboard and clipboard itself.
    """
    cards = personal_texts(world.cards.people.values())
    long_typed = [text for text in typed if len(text) >= MIN_TYPED_LENGTH]
    folders = [world.places.data, *temporary]
    return [
        *find_leaks(folders, cards),
        *find_leaks(folders, long_typed, ignoring=PUBLISHED),
        *find_in_lines("log", logged, [*cards, *long_typed]),
        *(line for printer in (world.slips.printer, world.sheets.printer) if printer for line in _waiting_in(printer)),
        *live_objects(),
    ]


def live_object_ids() -> frozenset[int]:
    """Return the ids of the visit objects that are alive now, for `live_objects` to ignore."""
    return frozenset(id(each) for each in gc.get_objects() if type(each) in VISIT_OBJECTS)
