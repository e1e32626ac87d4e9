"""Whatever the process that reads PDF does, the terminal has a typed result in time, and the process is gone."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from devices import Cancelled, SystemClock, Wait
from devices.fake_clock import FakeClock
from kiosk.papers import frames
from kiosk.papers.pdf_reader import PdfReader
from kiosk.papers.pdf_verdict import PdfFailure, Why, accepted, refused
from tests.house.doors import ROOT
from tests.kiosk.papers import making

AT_MOST_S = 0.5
BEGIN = """
import struct, sys
read, out = sys.stdin.buffer.read, sys.stdout.buffer
def request():
    (length,) = struct.unpack(">I", read(4))
    body = read(length)
    return body[:16], body[16:17]
def answer(token, kind, payload):
    out.write(struct.pack(">I", 17 + len(payload)) + token + kind + payload)
    out.flush()
token, kind = request()
"""
GOOD = 'answer(token, b"V", b\'[true, "", 3]\')\n'
MISBEHAVIOUR = {
    "dies at once": "sys.exit(3)",
    "dies in its answer": "out.write(b'\\0\\0\\0\\x20' + token); out.flush()",
    "answers nothing": "read()",
    "answers for ever": "out.write(struct.pack('>I', 40_000_000))\nwhile True: out.write(bytes(4096))",
    "says that the answer is long": "out.write(b'\\xff' * 64); out.flush(); read()",
    "answers something else": "answer(token, b'I', bytes(12))",
    "answers an unknown kind": "answer(token, b'?', b'')",
    "answers another request": GOOD.replace("token", "bytes(16)"),
    "accepts without pages": "answer(token, b'V', b'[true, \"\", 0]')",
    "accepts and refuses": "answer(token, b'V', b'[true, \"unsigned\", 3]')",
    "invents a reason": "answer(token, b'V', b'[false, \"lovely\", 3]')",
    "answers no JSON": "answer(token, b'V', b'{' * 100_000)",
    "fails without a reason": "answer(token, b'X', b'')",
}


@pytest.fixture
def readers() -> Iterator[list[PdfReader]]:
    made: list[PdfReader] = []
    yield made
    for reader in made:
        reader.close()


def scripted(readers: list[PdfReader], program: str, at_most_s: float = AT_MOST_S) -> PdfReader:
    command = (sys.executable, "-I", "-S", "-c", BEGIN + program)
    readers.append(PdfReader((), FakeClock(making.NOW), at_most_s=at_most_s, command=command))
    return readers[-1]


def patience(seconds: float = 20) -> Wait:
    return Wait(SystemClock(), seconds)


@pytest.mark.parametrize("how", MISBEHAVIOUR)
def test_misbehaviour_is_no_answer_and_ends_the_process(readers: list[PdfReader], how: str) -> None:
    reader = scripted(readers, MISBEHAVIOUR[how])
    reader.prepare()
    assert reader._child is not None
    process = reader._child._process
    assert reader.check(b"%PDF-", patience()) == refused(Why.NO_ANSWER)
    assert process.returncode is not None
    assert reader._child is None


def test_an_answer_sent_beforehand_is_not_taken_for_the_next(readers: list[PdfReader]) -> None:
    reader = scripted(readers, GOOD + 'answer(token, b"V", b\'[true, "", 7]\')\n' + "request(); read()")
    assert reader.check(b"%PDF-", patience()) == accepted(3)
    assert reader.check(b"%PDF-", patience()) == refused(Why.NO_ANSWER)


@pytest.mark.parametrize(
    "program", ["answer(token, b'V', b'[true, \"\", 3]')", "answer(token, b'I', bytes(8))", "read()"]
)
def test_a_page_that_does_not_come_is_a_failure(readers: list[PdfReader], program: str) -> None:
    reader = scripted(readers, program)
    with pytest.raises(PdfFailure) as caught:
        reader.page(0, 96, patience())
    assert caught.value.why is Why.NO_ANSWER


def test_a_process_that_does_not_read_is_ended_in_time(readers: list[PdfReader]) -> None:
    """A document larger than the pipe: the terminal is still writing when the time is over."""
    command = (sys.executable, "-I", "-S", "-c", "import threading; threading.Event().wait()")
    reader = PdfReader((), FakeClock(making.NOW), at_most_s=AT_MOST_S, command=command)
    readers.append(reader)
    assert reader.check(bytes(5_000_000), patience()) == refused(Why.NO_ANSWER)


def test_a_program_that_is_not_there_is_no_answer(readers: list[PdfReader]) -> None:
    reader = PdfReader((), FakeClock(making.NOW), command=["/nonexistent"])
    assert reader.check(b"%PDF-", patience()) == refused(Why.NO_ANSWER)


def test_a_deadline_is_no_answer_and_a_cancellation_ends_at_once(readers: list[PdfReader]) -> None:
    clock = SystemClock()
    began = clock.monotonic()
    assert scripted(readers, "read()", 60).check(b"%PDF-", patience(0.2)) == refused(Why.NO_ANSWER)
    wait = patience(60)
    threading.Timer(0.2, wait.cancel).start()
    with pytest.raises(Cancelled):
        scripted(readers, "read()", 60).check(b"%PDF-", wait)
    assert clock.monotonic() - began < 3


def test_a_closed_reader_starts_again_with_nothing(shared_reader: PdfReader, wait: Wait) -> None:
    assert shared_reader.check(making.good(), wait).accepted
    shared_reader.close()
    with pytest.raises(PdfFailure) as caught:
        shared_reader.page(0, 96, wait)
    assert caught.value.why is Why.NO_ANSWER
    assert shared_reader.check(making.good(), wait).accepted


def test_a_process_that_ended_while_nothing_was_asked_is_replaced(shared_reader: PdfReader, wait: Wait) -> None:
    assert shared_reader.check(making.good(), wait).accepted
    assert shared_reader._child is not None
    shared_reader._child._process.kill()
    shared_reader._child._process.wait()
    with pytest.raises(PdfFailure):
        shared_reader.page(0, 96, wait)
    assert shared_reader._child is not None
    shared_reader._child._process.kill()
    shared_reader._child._process.wait()
    assert shared_reader.check(making.good(), wait).accepted


def test_no_module_of_the_working_folder_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wait: Wait) -> None:
    for name in ("logging", "json", "kiosk", "pypdfium2"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(9)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    reader = PdfReader(making.roots(), FakeClock(making.NOW))
    try:
        assert reader.check(making.good(), wait).accepted
    finally:
        reader.close()


def test_no_thread_and_no_file_is_left(readers: list[PdfReader]) -> None:
    before, threads = set(Path("/proc/self/fd").iterdir()), threading.active_count()
    for program in (GOOD, "read()", "sys.exit(3)"):
        reader = scripted(readers, program)
        reader.check(b"%PDF-", patience())
        reader.close()
    assert threading.active_count() == threads
    assert len(set(Path("/proc/self/fd").iterdir())) == len(before)


def test_the_terminal_loads_none_of_the_libraries() -> None:
    program = (
        "import sys; import kiosk.papers.pdf_reader, kiosk.papers.pdf_verdict; "
        "print(sorted({'pyhanko', 'pypdfium2', 'asn1crypto', 'asyncio'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_kinds_of_frames_are_distinct() -> None:
    kinds = [frames.CHECK, frames.PAGE, frames.FIND, frames.VERDICT, frames.IMAGE, frames.BOXES, frames.FAILURE]
    assert len(set(kinds)) == len(kinds)


def test_the_process_ends_with_a_terminal_that_is_killed() -> None:
    program = (
        "import sys; from devices import SystemClock; from kiosk.papers.pdf_reader import PdfReader; "
        "reader = PdfReader((), SystemClock()); reader.prepare(); "
        "print(reader._child._process.pid, flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as terminal:
        assert terminal.stdout is not None
        process = psutil.Process(int(terminal.stdout.readline()))
        terminal.kill()
    psutil.wait_procs([process], timeout=20)
    assert not process.is_running()
