"""A bit that flips in the write-ahead log of a terminal that lost power loses no case but the one it hit."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from devices import FakeClock
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.pages import WAL_HEADER
from kiosk.outbox.status import UNSETTLED
from kiosk.outbox.store import KeepFailed
from kiosk.outbox.wal import FRAME, SUSPECT, is_wrong
from tests.kiosk.outbox.cases import NOW, case

CASES = [f"case-{number}" for number in range(6)]
FLIPS = 4


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as a terminal leaves it that loses power after six cases."""
    folder = tmp_path_factory.mktemp("killed")
    outbox = Outbox.open(folder / "lives" / "outbox", FakeClock(NOW))
    for name in CASES:
        outbox.keep([case(name, name.encode() * 500)])
    outbox.note_level()
    shutil.copytree(folder / "lives", folder / "data")
    outbox.close()
    return folder / "data"


def log_of(data: Path) -> Path:
    return data / "outbox" / "outbox.sqlite-wal"


def damaged(killed: Path, folder: Path, at: int) -> Path:
    """Flip one bit of the log in a copy."""
    shutil.copytree(killed, folder)
    content = bytearray(log_of(folder).read_bytes())
    content[at] ^= 1 << at % 8
    log_of(folder).write_bytes(content)
    return folder


def known(outbox: Outbox) -> int:
    return sum(outbox.counts().values())


def places(log: Path) -> Iterator[int]:
    """The log's header, the first and last frame's headers, and bytes anywhere."""
    size = log.stat().st_size
    yield from (3, 17, 25, WAL_HEADER + 2, WAL_HEADER + 9, WAL_HEADER + 17, size - FRAME + 5)
    yield from Random(15).sample(range(WAL_HEADER, size), FLIPS)


def test_a_flipped_bit_loses_at_most_one_case_and_is_said(killed: Path, tmp_path: Path) -> None:
    for at in places(log_of(killed)):
        data = damaged(killed, tmp_path / str(at), at)
        outbox = Outbox.open(data / "outbox", FakeClock(NOW))
        assert known(outbox) >= len(CASES) - 1, at
        assert known(outbox) == len(CASES) or outbox.health_note in UNSETTLED, at
        assert not list((data / "outbox").glob(f"{SUSPECT}*"))
        for entry in outbox.due(100):
            assert entry.case is not None
            assert entry.case.body == entry.id.encode() * 500
        outbox.close()


def test_on_a_full_disk_the_start_waits_until_the_copy_can_be_made(
    killed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    data = damaged(killed, tmp_path / "data", WAL_HEADER + FRAME + 17)
    with monkeypatch.context() as disk:
        disk.setattr(shutil, "copyfile", full)
        with pytest.raises(KeepFailed, match="disk_full"):
            Outbox.open(data / "outbox", FakeClock(NOW))
    outbox = Outbox.open(data / "outbox", FakeClock(NOW))
    assert known(outbox) >= len(CASES) - 1
    outbox.close()


def test_a_log_that_is_whole_or_cut_off_is_not_wrong(killed: Path) -> None:
    log = log_of(killed).read_bytes()
    for end in (0, 20, WAL_HEADER, WAL_HEADER + FRAME, WAL_HEADER + 5 * FRAME // 2, len(log) - 1, len(log)):
        assert not is_wrong(log[:end])


def test_frames_of_an_earlier_run_are_not_wrong(tmp_path: Path) -> None:
    """After a checkpoint the log begins again at its head, and the frames behind it stay."""
    outbox = Outbox.open(tmp_path / "outbox", FakeClock(NOW))
    for number in range(11):
        outbox.keep([case(f"{number}", bytes(400_000))])
    outbox.keep([case("last")])
    log = (tmp_path / "outbox" / "outbox.sqlite-wal").read_bytes()
    outbox.close()
    salts = {log[at + 8 : at + 16] for at in range(WAL_HEADER, len(log) - FRAME, FRAME)}
    assert len(salts) > 1
    assert not is_wrong(log)
