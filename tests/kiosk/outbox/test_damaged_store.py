"""A store that was damaged, is missing or is older stays a trouble until a person settles it; readable rows go on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from devices import FakeClock
from kiosk.outbox.__main__ import main
from kiosk.outbox.entries import is_whole
from kiosk.outbox.holdings import find, holdings, materials_of
from kiosk.outbox.mark import COUNTER_MARGIN, path_of
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.pages import rows_of
from kiosk.outbox.recovery import ENTRY_ALL
from kiosk.outbox.states import EntryState
from kiosk.outbox.store import KeepFailed
from kiosk.platform.identity import digest
from kiosk.platform.wire_types import SealedMaterial
from tests.kiosk.outbox.cases import NOW, case, held, rating
from tests.kiosk.outbox.receipts import receipt_of

PAGE = 4096
PAPER = b"paper" * 100
WAITING = ["three", "two", "with-paper"]
NOTHING_WAITS = "nothing waits: the platform has confirmed everything"


def lived(data: Path) -> Path:
    """Leave an outbox with three cases that wait, one of them with a material, one handed over, and a rating."""
    outbox = Outbox.open(data / "outbox", FakeClock(NOW))
    outbox.keep([case("done"), case("two", b"2" * 3000), case("three", b"3" * 3000)])
    paper = SealedMaterial(digest(PAPER), "image/jpeg", PAPER)
    outbox.keep([replace(case("with-paper", b"4" * 3000), materials=(paper,))])
    outbox.record_receipts(1, held(case("done")))
    outbox.keep_rating(rating())
    for _ in range(7):
        outbox.next_counter()
    outbox.keep([case("five", b"5" * 3000)])
    outbox.record_receipts(outbox.due()[-1].sequence, held(case("five", b"5" * 3000)))
    outbox.close()
    return data / "outbox" / "outbox.sqlite"


def ids_waiting(data: Path) -> list[str]:
    outbox = Outbox.open(data / "outbox", FakeClock(NOW))
    found = sorted(entry.id for entry in outbox.due() if entry.case is not None)
    outbox.close()
    return found


def zero_header(store: Path) -> None:
    with store.open("r+b") as file:
        file.write(bytes(PAGE))


def zero_first_sector(store: Path) -> None:
    with store.open("r+b") as file:
        file.write(bytes(512))


def cut_off_the_end(store: Path) -> None:
    with store.open("r+b") as file:
        file.truncate(store.stat().st_size - 2 * PAGE)


def overwrite(store: Path) -> None:
    store.write_bytes(b"\xff" * store.stat().st_size)


def page_of(store: Path, text: bytes) -> int:
    return store.read_bytes().rindex(text) // PAGE


def break_a_page(store: Path) -> None:
    with store.open("r+b") as file:
        file.seek(page_of(store, b"2" * 500) * PAGE)
        file.write(b"\x99" * PAGE)


def break_inner_page(store: Path) -> None:
    """Overwrite the root of the table `entry`, which only points to the pages with the rows."""
    data = store.read_bytes()
    (root,) = [at for at in range(0, len(data), PAGE) if at and data[at] == 5]
    with store.open("r+b") as file:
        file.seek(root)
        file.write(b"\x99" * PAGE)


def remove(store: Path) -> None:
    store.unlink()


def remove_folder(store: Path) -> None:
    shutil.rmtree(store.parent)


def older_copy(store: Path) -> None:
    """Put back the store as it was when only the first three cases were kept."""
    outbox = Outbox.open(store.parent.parent / "copy", FakeClock(NOW))
    outbox.close()
    shutil.copyfile(store.parent.parent / "copy" / "outbox.sqlite", store)


DAMAGE: dict[str, tuple[Callable[[Path], None], list[str]]] = {
    "header zeroed": (zero_header, WAITING),
    "first sector zeroed": (zero_first_sector, WAITING),
    "all overwritten": (overwrite, []),
    "file removed": (remove, []),
    "folder removed": (remove_folder, []),
    "an older copy": (older_copy, []),
}
"""Damage → how it is made, and the waiting cases that are there again after the next start."""


@pytest.mark.parametrize("how", DAMAGE)
def test_nothing_waits_is_not_said_until_a_person_settles_it(
    how: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damage, again = DAMAGE[how]
    damage(lived(tmp_path))
    for _ in range(2):
        assert main(["status", "--data", str(tmp_path)]) == 1
        said = capsys.readouterr().out
        assert NOTHING_WAITS not in said
        assert "store: sound" not in said
        assert "recover" in said
    assert ids_waiting(tmp_path) == again
    settled = main(["recover", "--data", str(tmp_path)])
    assert settled == (0 if again else 1), capsys.readouterr()
    if not again:
        assert "store: sound" not in status(tmp_path, capsys)
        assert main(["recover", "--settle", "--data", str(tmp_path)]) == 0
    assert "store: sound" in status(tmp_path, capsys)
    assert list((tmp_path / "outbox").glob("damaged-*")) == []
    assert ids_waiting(tmp_path) == again


def status(data: Path, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    main(["status", "--data", str(data)])
    return capsys.readouterr().out


@pytest.mark.parametrize("damage", [break_a_page, cut_off_the_end])
def test_rows_that_can_be_read_go_on_and_the_others_are_named(
    damage: Callable[[Path], None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damage(lived(tmp_path))
    found = ids_waiting(tmp_path)
    assert set(found) < set(WAITING)
    assert found
    assert main(["recover", "--data", str(tmp_path)]) == 1
    assert "not readable" in capsys.readouterr().err
    assert ids_waiting(tmp_path) == found, "recovering twice takes nothing twice"


def test_rows_that_sql_does_not_reach_are_found_page_by_page_and_wait_for_a_person(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    break_inner_page(lived(tmp_path))
    outbox = Outbox.open(tmp_path / "outbox", FakeClock(NOW))
    assert outbox.due() == [], "a row that was deleted may be among them"
    found = {each.id: each.state for each in holdings(outbox) if each.kind == "case"}
    assert found.pop("done") == found.pop("five") == EntryState.COMPLETE
    assert found == dict.fromkeys(WAITING, EntryState.QUARANTINED)
    with_paper = find(outbox, "with-paper")
    assert with_paper is not None
    assert [each.read(0, 10_000) for each in materials_of(outbox, with_paper)] == [PAPER]
    outbox.close()
    assert "found in the pages of a damaged store" in status(tmp_path, capsys)
    assert main(["recover", "--data", str(tmp_path)]) == 0, "every entry is accounted for"
    assert main(["retry", "two", "--data", str(tmp_path)]) == 0
    assert ids_waiting(tmp_path) == ["two"]


def test_a_page_that_is_lost_while_the_store_is_open_stops_no_other_entry(tmp_path: Path) -> None:
    store = lived(tmp_path)
    outbox = Outbox.open(tmp_path / "outbox", FakeClock(NOW))
    break_a_page(store)
    outbox.store._connection.pragma("shrink_memory")
    assert sorted(entry.id for entry in outbox.due() if entry.case) == ["three", "with-paper"]
    with pytest.raises(KeepFailed, match="store_damaged"):
        outbox.backlogs()
    outbox.close()


def test_pages_of_noise_hold_no_rows_and_end(tmp_path: Path) -> None:
    path = tmp_path / "noise"
    for seed in range(20):
        random = Random(seed)
        pages = [bytes([0x0D]) + random.randbytes(PAGE - 1) for _ in range(8)]
        path.write_bytes(b"".join(pages))
        path.with_name("noise-wal").write_bytes(random.randbytes(3 * PAGE))
        assert [row for row in rows_of(path) if is_whole(dict(zip(ENTRY_ALL, row.values, strict=False)))] == []


def test_recovered_entries_have_their_state_receipt_materials_and_counter(tmp_path: Path) -> None:
    zero_header(lived(tmp_path))
    outbox = Outbox.open(tmp_path / "outbox", FakeClock(NOW))
    assert outbox.counts()[EntryState.COMPLETE] == 2
    assert receipt_of(outbox, "done") == "token-RECEIVED"
    assert outbox.next_counter() > 7
    (with_paper,) = [entry for entry in outbox.due() if entry.id == "with-paper"]
    outbox.record_receipts(with_paper.sequence, held(case("with-paper", b"4" * 3000), complete=False))
    due = outbox.due_materials()
    assert due is not None
    assert due[1][0].read(0, 10_000) == PAPER
    outbox.close()


def test_no_slip_number_is_given_twice_after_a_store_was_lost(tmp_path: Path) -> None:
    overwrite(lived(tmp_path))
    outbox = Outbox.open(tmp_path / "outbox", FakeClock(NOW))
    assert outbox.next_counter() > COUNTER_MARGIN
    outbox.close()


def test_a_store_in_which_nothing_was_kept_leaves_no_gap(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Outbox.open(tmp_path / "outbox", FakeClock(NOW)).close()
    remove(tmp_path / "outbox" / "outbox.sqlite")
    assert main(["status", "--data", str(tmp_path)]) == 0
    assert NOTHING_WAITS in capsys.readouterr().out


HUGE = b'{"current": {"store": "a", "sequence": 1, "counter": %s}, "missing": []}' % (b"9" * 30)


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b'{"current": {"store": 1}, "missing": []}', b"\xff", HUGE, HUGE.replace(b'1, "c', b'-1, "c')],
)
def test_a_damaged_mark_is_a_trouble_too(content: bytes, tmp_path: Path) -> None:
    lived(tmp_path)
    path_of(tmp_path / "outbox").write_bytes(content)
    assert main(["status", "--data", str(tmp_path)]) == 1
    assert main(["recover", "--data", str(tmp_path)]) == 1
    assert main(["recover", "--settle", "--data", str(tmp_path)]) == 0
    assert main(["status", "--data", str(tmp_path)]) == 0


def test_the_store_of_an_earlier_version_begins_its_mark(tmp_path: Path) -> None:
    lived(tmp_path)
    path_of(tmp_path / "outbox").unlink()
    assert main(["status", "--data", str(tmp_path)]) == 0
    overwrite(tmp_path / "outbox" / "outbox.sqlite")
    assert main(["status", "--data", str(tmp_path)]) == 1
