"""Power cuts at any time: acknowledged entries are complete afterwards, and no slip counter is returned twice.

`make test` samples cut points with fixed seeds; `make soak` takes every cut point several times.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

import apsw
import pytest

from devices import FakeClock
from kiosk.outbox import store
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.states import EntryState
from tests.kiosk.outbox.cases import NOW
from tests.kiosk.outbox.life import Ledger, Recording, check_after_cut, ledger_of, record_script
from tests.kiosk.outbox.power import SECTOR, Operation, recorded_disk, state_after_cut

SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
SAMPLE = 100
"""Pairs of seed and cut point in `make test`, for each kind of journal."""
SEEDS = 8
"""Seeds for each cut point in `make soak`."""
JOURNALS = ("wal", "truncate")
"""The store uses the second on a SQLite with the WAL bug."""


@pytest.fixture
def journal(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(store, "_wal_is_safe", lambda: request.param == "wal")
    return str(request.param)


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    return record_script(tmp_path / "lived")


def pairs(recording: Recording, sample: int) -> Iterator[tuple[int, int]]:
    """Yield seed and cut point: alternately at a random operation, and within a random act, however short."""
    last = len(recording.operations)
    random = Random(1)
    ends = [0, *(seen for seen, _ in recording.acknowledged), last]
    for seed in range(sample):
        act = random.randrange(len(ends) - 1)
        yield seed, random.randint(0, last) if seed % 4 < 2 else random.randint(ends[act], ends[act + 1])


def all_pairs(recording: Recording) -> Iterator[tuple[int, int]]:
    yield from ((seed, cut) for cut in range(len(recording.operations) + 1) for seed in range(SEEDS))


def leave(folder: Path, operations: tuple[Operation, ...], seed: int) -> None:
    """Write the folder's state after the cut; odd seeds tear writes."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in state_after_cut(operations, Random(seed), torn=seed % 2 == 1).items():
        (folder / name).write_bytes(content)


def verdicts(recording: Recording, cuts: Iterable[tuple[int, int]], base: Path) -> Iterator[str]:
    """Yield for every pair the damage found after the cut, "" for none."""
    for seed, cut in cuts:
        with tempfile.TemporaryDirectory(dir=base) as folder:
            leave(Path(folder), recording.operations[:cut], seed)
            wrong = check_after_cut(Path(folder), recording.allowed(cut))
        yield wrong and f"{wrong} (seed {seed}, after {cut} of {len(recording.operations)} operations)"


@pytest.mark.parametrize("journal", JOURNALS, indirect=True)
def test_a_power_cut_at_any_moment_loses_nothing(journal: str, recording: Recording, tmp_path: Path) -> None:
    cuts = all_pairs(recording) if SOAK else pairs(recording, SAMPLE)
    assert [wrong for wrong in verdicts(recording, cuts, tmp_path) if wrong] == []


@pytest.mark.parametrize("journal", JOURNALS, indirect=True)
def test_a_second_cut_during_recovery_loses_nothing(journal: str, recording: Recording, tmp_path: Path) -> None:
    wrong = []
    for seed, cut in pairs(recording, SAMPLE * 20 if SOAK else SAMPLE // 5):
        with tempfile.TemporaryDirectory(dir=tmp_path) as folder:
            once, twice = Path(folder) / "once", Path(folder) / "twice"
            leave(once, recording.operations[:cut], seed)
            with recorded_disk(once) as disk:
                outbox = Outbox.open(once, FakeClock(NOW))
                found = ledger_of(outbox)
                outbox.close()
            assert found in recording.allowed(cut)
            found_first = sum(operation.kind == "found" for operation in disk.operations)
            second = Random(seed).randint(found_first, len(disk.operations))
            leave(twice, tuple(disk.operations[:second]), seed)
            if said := check_after_cut(twice, (found,)):
                wrong.append(f"seed {seed}, after {cut}, then {second}: {said}")
    assert wrong == []


@pytest.mark.parametrize(
    ("journal", "synchronous", "usual"),
    [("wal", "NORMAL", "lost"), ("truncate", "OFF", "damaged")],
    indirect=["journal"],
)
def test_the_same_judge_finds_the_harm_where_commits_are_not_full_syncs(
    journal: str, synchronous: str, usual: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = store._connect

    def weaker(path: Path, *, rebuild: bool = False) -> apsw.Connection:
        connection = connect(path, rebuild=rebuild)
        connection.pragma("synchronous", synchronous)
        return connection

    monkeypatch.setattr(store, "_connect", weaker)
    recording = record_script(tmp_path / "lived")
    found = Counter(wrong.split(":")[0] for wrong in verdicts(recording, pairs(recording, 60), tmp_path))
    assert found[usual] > 30, found


@pytest.mark.parametrize("journal", ["wal"], indirect=True)
def test_the_script_covers_every_state_and_every_file_operation(journal: str, recording: Recording) -> None:
    states = {held.state for _, ledger in recording.acknowledged for held in ledger.entries.values()}
    assert states == set(EntryState)
    assert {operation.kind for operation in recording.operations} == {"create", "write", "sync", "truncate", "delete"}
    headers = [o for o in recording.operations if o.kind == "write" and o.file.endswith("-wal") and o.at == 0]
    made = [o for o in recording.operations if o.kind == "create" and o.file.endswith("-wal")]
    assert len(headers) > len(made), "the WAL was never checkpointed and restarted"


def test_only_an_act_in_progress_may_be_done_or_not() -> None:
    one, two = Ledger(1), Ledger(2)
    recording = Recording((), ((4, one), (9, two)))
    assert [recording.allowed(cut) for cut in (3, 4, 8, 9)] == [(Ledger(), one), (one, two), (one, two), (two,)]


def write(at: int, data: bytes, file: str = "f") -> Operation:
    return Operation("write", file, at, data)


def left(*operations: Operation, torn: bool = False) -> set[tuple[tuple[str, bytes], ...]]:
    """Return the states that a cut may leave, sampled with many seeds."""
    return {tuple(state_after_cut(operations, Random(seed), torn).items()) for seed in range(200)}


CREATE, SYNC, BOTH = Operation("create", "f"), Operation("sync", "f"), Operation("sync", "f", folder=True)


def test_the_simulated_disk_keeps_what_was_synced_and_may_lose_the_rest_in_any_order() -> None:
    assert left(CREATE, write(0, b"a"), BOTH) == {(("f", b"a"),)}
    assert left(CREATE, write(0, b"a"), SYNC) == {(), (("f", b"a"),)}, "its name was not yet synced"
    assert left(CREATE, BOTH, write(0, b"a"), write(1, b"b")) == {
        (("f", content),) for content in (b"", b"a", b"ab", b"\0b")
    }
    assert left(CREATE, write(0, b"abc"), BOTH, Operation("truncate", "f", 1)) == {(("f", b"abc"),), (("f", b"a"),)}


def test_the_simulated_disk_tears_writes_at_sectors_and_may_restore_deleted_files() -> None:
    a, b = b"a" * (SECTOR - 10), b"b" * 30
    assert left(CREATE, BOTH, write(10, a + b), torn=True) == {
        (("f", content),) for content in (b"", bytes(10) + a, bytes(SECTOR) + b, bytes(10) + a + b)
    }
    deleted = (CREATE, write(0, b"a"), BOTH, Operation("delete", "f"))
    assert left(*deleted) == {(), (("f", b"a"),)}
    assert left(*deleted[:-1], Operation("delete", "f", folder=True)) == {()}


def test_a_later_sync_does_not_repair_a_failed_one() -> None:
    assert left(CREATE, BOTH, write(0, b"a"), Operation("sync_failed", "f"), SYNC) == {(("f", b""),), (("f", b"a"),)}
