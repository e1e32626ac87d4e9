"""Documents made to cost memory and time, signed by whom we trust: they end in time, and cost the terminal nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from devices import SystemClock, Wait
from devices.fake_clock import FakeClock
from kiosk.papers import child
from kiosk.papers.reader import PaperReader
from kiosk.papers.verdict import PaperFailure, Why, refused
from tests.kiosk.papers import making

AT_MOST_S = 1.0
OWN_MEMORY_MOST = 64 * 2**20
"""Bytes by which the terminal's own memory may grow."""


@pytest.fixture
def reader() -> Iterator[PaperReader]:
    reader = PaperReader(making.roots(), FakeClock(making.NOW), at_most_s=20)
    reader.prepare()
    yield reader
    reader.close()


def process_of(reader: PaperReader) -> psutil.Process:
    assert reader._child is not None
    return psutil.Process(reader._child._process.pid)


def why_not_drawn(reader: PaperReader, wait: Wait) -> Why:
    try:
        reader.page(0, 96, wait)
    except PaperFailure as failure:
        return failure.why
    return Why.NONE


@pytest.mark.parametrize("bomb", [making.nested_forms, making.many_strokes, making.huge_picture])
def test_a_bomb_ends_in_time(reader: PaperReader, wait: Wait, bomb: Callable[[], bytes]) -> None:
    verdict = reader.check(making.signed(bomb()), wait)
    assert verdict.accepted
    process, clock, own = process_of(reader), SystemClock(), psutil.Process().memory_info().rss
    began = clock.monotonic()
    why = why_not_drawn(reader, Wait(clock, AT_MOST_S))
    assert why in (Why.NONE, Why.NO_ANSWER)
    assert process.is_running() is (why is Why.NONE)
    assert clock.monotonic() - began < AT_MOST_S + 0.5
    assert psutil.Process().memory_info().rss - own < OWN_MEMORY_MOST


def test_deep_nesting_is_refused(shared_reader: PaperReader, wait: Wait) -> None:
    """Not signed: it would be nested too deep for the program that signs."""
    assert not shared_reader.check(making.nested_arrays(), wait).accepted
    assert shared_reader.check(making.nested_arrays(in_catalogue=True), wait) == refused(Why.DAMAGED)


def test_the_memory_of_the_process_is_limited(reader: PaperReader, wait: Wait) -> None:
    assert reader.check(making.good(), wait).accepted
    process = process_of(reader)
    limits = {
        psutil.RLIMIT_AS: child.MEMORY_BYTES,
        psutil.RLIMIT_CPU: child.COMPUTING_S,
        psutil.RLIMIT_FSIZE: 0,
        psutil.RLIMIT_NOFILE: 0,
        psutil.RLIMIT_NPROC: 0,
        psutil.RLIMIT_CORE: 0,
    }
    assert {limit: process.rlimit(limit) for limit in limits} == {limit: (most, most) for limit, most in limits.items()}
    assert process.memory_info().vms < child.MEMORY_BYTES / 2


def test_the_process_has_its_pipes_open_and_nothing_of_the_terminal(reader: PaperReader, wait: Wait) -> None:
    assert reader.check(making.good(), wait).accepted
    process = process_of(reader)
    names = {str(link.readlink()) for link in Path(f"/proc/{process.pid}/fd").iterdir()}
    assert {name.partition(":")[0] for name in names} <= {"pipe", "/dev/null", "socket", "anon_inode"}
    assert process.net_connections("inet") == []
    assert set(process.environ()) <= {"SYSTEMROOT", "LANG", "LC_CTYPE"}


def test_nothing_of_a_document_is_on_disk_after_a_kill(
    reader: PaperReader, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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
