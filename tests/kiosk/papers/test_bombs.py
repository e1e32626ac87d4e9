"""Documents made to cost memory and time, signed by whom we trust: they end in time, and cost the terminal nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from devices import SystemClock, Wait
from devices.fake_clock import FakeClock
from kiosk.papers import pdf_child
from kiosk.papers.pdf_reader import PdfReader
from kiosk.papers.pdf_verdict import PdfFailure, Why, refused
from tests.house.doors import ROOT
from tests.kiosk.papers import making

AT_MOST_S = 0.7
OWN_MEMORY_MOST = 64 * 2**20
"""Bytes by which the terminal's own memory may grow."""


@pytest.fixture
def reader() -> Iterator[PdfReader]:
    """A process of the test's own, which has loaded its libraries."""
    reader = PdfReader(making.roots(), FakeClock(making.NOW))
    assert reader.check(making.good(), Wait(SystemClock(), 20)).accepted
    yield reader
    reader.close()


def process_of(reader: PdfReader) -> psutil.Process:
    assert reader._child is not None
    return psutil.Process(reader._child._process.pid)


def why_not_drawn(reader: PdfReader, wait: Wait) -> Why:
    try:
        reader.page(0, 96, wait)
    except PdfFailure as failure:
        return failure.why
    return Why.NONE


@pytest.mark.parametrize("bomb", [making.nested_forms, making.many_strokes, making.huge_picture])
def test_a_bomb_ends_in_time(reader: PdfReader, bomb: Callable[[], bytes]) -> None:
    made, clock = making.signed(bomb()), SystemClock()
    began, own = clock.monotonic(), psutil.Process().memory_info().rss
    verdict = reader.check(made, Wait(clock, AT_MOST_S))
    assert clock.monotonic() - began < AT_MOST_S + 0.5
    if not verdict.accepted:
        # Its text is read in the check: a bomb of forms takes too long there already.
        assert verdict == refused(Why.NO_ANSWER)
        return
    process, began = process_of(reader), clock.monotonic()
    why = why_not_drawn(reader, Wait(clock, AT_MOST_S))
    assert why in (Why.NONE, Why.NO_ANSWER)
    assert process.is_running() is (why is Why.NONE)
    assert clock.monotonic() - began < AT_MOST_S + 0.5
    assert psutil.Process().memory_info().rss - own < OWN_MEMORY_MOST


def test_deep_nesting_is_refused(shared_reader: PdfReader, wait: Wait) -> None:
    """Not signed: it would be nested too deep for the program that signs."""
    assert not shared_reader.check(making.nested_arrays(), wait).accepted
    assert shared_reader.check(making.nested_arrays(in_catalogue=True), wait) == refused(Why.DAMAGED)


CONFINED = """
import json, os, resource, socket, sys
sys.path.insert(0, sys.argv[1])
from kiosk.papers.pdf_child import COMPUTING_S, MEMORY_BYTES
from kiosk.papers.serving import confine
confine(MEMORY_BYTES, COMPUTING_S)
def fails(act):
    try:
        act()
    except (OSError, MemoryError):
        return True
acts = [lambda: open(os.devnull), lambda: socket.socket(), lambda: os.pipe(), lambda: bytearray(700 * 2**20)]
limits = [getattr(resource, "RLIMIT_" + name) for name in ("AS", "CPU", "FSIZE", "NOFILE", "NPROC")]
print(json.dumps([[fails(act) for act in acts], [resource.getrlimit(limit) for limit in limits]]))
"""
STARTED = """
import json, os, sys
links = [f"/proc/self/fd/{name}" for name in os.listdir("/proc/self/fd")]
names = [os.readlink(link) for link in links if os.path.exists(link)]
open(sys.argv[1], "w").write(json.dumps([sorted(os.environ), [name.partition(":")[0] for name in names]]))
"""


def test_the_process_can_open_nothing_and_its_memory_and_time_are_limited() -> None:
    done = subprocess.run([sys.executable, "-I", "-c", CONFINED, str(ROOT)], capture_output=True, check=True)
    failed, limits = json.loads(done.stdout)
    assert failed == [True] * 4
    assert limits == [[most, most] for most in (pdf_child.MEMORY_BYTES, pdf_child.COMPUTING_S, 0, 0, 0)]


def test_the_process_starts_with_its_pipes_and_nothing_of_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YIKE_SECRET", "of the terminal")
    about = tmp_path / "about.json"
    command = [sys.executable, "-I", "-c", STARTED, str(about)]
    with (tmp_path / "open").open("w") as ours:
        os.set_inheritable(ours.fileno(), True)
        reader = PdfReader((), FakeClock(making.NOW), command=command)
        assert reader.check(b"%PDF-", Wait(SystemClock(), 20)) == refused(Why.NO_ANSWER)
    names, files = json.loads(about.read_text(encoding="utf-8"))
    assert set(names) <= {"SYSTEMROOT", "LANG", "LC_CTYPE"}
    assert set(files) <= {"pipe", "/dev/null"}


def test_nothing_of_a_document_is_on_disk_after_a_kill(
    reader: PdfReader, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = set(Path("/tmp").iterdir())
    assert reader.check(making.good(), wait).accepted
    reader.page(0, 200, wait)
    process_of(reader).kill()
    reader.close()
    new = [*tmp_path.rglob("*"), *(path for path in Path("/tmp").iterdir() if path not in before)]
    mark = making.good()[-200:-100]
    for path in new:
        if path.is_file():
            assert mark not in path.read_bytes(), path
