"""The search for leaks finds a planted leak of each kind, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from devices import FakeClock
from devices.receipt_printer.simulator import EscposSimulator
from kiosk.events import Typed
from kiosk.log import EventLog
from kiosk.scenario import leaks
from tests.journeys.hand_driven import START


@dataclass
class Composition:
    """The attributes of a keyboard engine that the search reads."""

    letters: str = ""
    candidates: tuple[str, ...] = field(default=())


def test_personal_texts_in_a_log_or_on_the_clipboard_are_found() -> None:
    assert leaks.find_in_lines("clipboard", ["something", "王杏花样例"], ["王杏花样例"]) == [
        "clipboard: personal text 0"
    ]
    assert leaks.find_in_lines("log", ["something"], ["王杏花样例"]) == []


def test_an_unfinished_composition_is_found() -> None:
    assert leaks.find_in_keyboard(Composition("wangxing")) == ["keyboard: unfinished input in the keyboard engine"]
    assert leaks.find_in_keyboard(Composition(candidates=("王",))) != []
    assert leaks.find_in_keyboard(Composition()) == []


def test_bytes_in_the_printers_buffer_are_found() -> None:
    printer = EscposSimulator(FakeClock(START))
    assert leaks.find_in_printer(printer) == []
    printer.begin("cover_open")
    printer.received(("王杏花样例" * 3).encode("gb18030"))
    assert leaks.find_in_printer(printer) == ["printer: bytes wait in its buffer"]


def test_a_live_object_of_a_finished_visit_is_found() -> None:
    before = leaks.live_object_ids()
    kept = [Typed("visit", "answer:phone", "19900000001")]
    assert leaks.live_objects(before) == ["alive: Typed"]
    kept.clear()
    assert leaks.live_objects(before) == []


def test_typed_texts_are_found_in_files_but_not_in_the_published_catalogue(tmp_path: Path) -> None:
    (tmp_path / "catalogue.jws").write_text("19900000001", encoding="utf-8")
    assert leaks.find_leaks([tmp_path], ["19900000001"], ignoring=leaks.PUBLISHED) == []
    (tmp_path / "notes.txt").write_bytes("19900000001".encode("utf-16-le"))
    assert leaks.find_leaks([tmp_path], ["19900000001"], ignoring=leaks.PUBLISHED) == ["notes.txt: personal text 0"]


@pytest.mark.parametrize("written", ['{"part":"王杏花样例"}', r'{"part":"\u738b\u674f\u82b1\u6837\u4f8b"}'])
def test_a_name_in_the_event_log_is_found_written_or_escaped(tmp_path: Path, written: str) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "events.1.jsonl").write_text(written, encoding="ascii" if written.isascii() else "utf-8")
    assert leaks.find_leaks([tmp_path], ["王杏花样例"]) == ["events.1.jsonl: personal text 0"]


def test_the_event_log_writes_no_personal_text_as_a_code(tmp_path: Path) -> None:
    texts = ["王杏花样例", "990101199001010019"]
    log = EventLog.open(tmp_path / "log", FakeClock(START))
    for text in texts:
        log.write(text, text, text, (text,))
    log.close()
    assert (tmp_path / "log" / "events.jsonl").read_text(encoding="utf-8").count("unsayable") == 8
    assert leaks.find_leaks([tmp_path], texts) == []
