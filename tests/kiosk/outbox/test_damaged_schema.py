"""Bits that flip in an index, in the schema or in the header hide no entry and stop no start."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import apsw
import pytest

from devices import FakeClock
from kiosk.outbox.holdings import find
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.status import UNSETTLED, status_of
from tests.kiosk.outbox.cases import NOW
from tests.kiosk.outbox.test_damaged_store import PAGE, WAITING, ids_waiting, lived

CONFIRMED = ["done", "five"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose store is whole."""
    data = tmp_path_factory.mktemp("whole")
    lived(data)
    return data


@pytest.fixture
def store(whole: Path, tmp_path: Path) -> Path:
    """A store to be damaged."""
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    return tmp_path / "outbox" / "outbox.sqlite"


def change(store: Path, page: int, old: bytes, new: bytes) -> int:
    """Replace a text in one page of the file, everywhere; return how often it was there."""
    content = store.read_bytes()
    at = (page - 1) * PAGE
    here = content[at : at + PAGE]
    store.write_bytes(content[:at] + here.replace(old, new) + content[at + PAGE :])
    return here.count(old)


def root_of(store: Path, index: str) -> int:
    connection = apsw.Connection(str(store))
    ((page,),) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (index,))
    connection.close()
    return int(page)


def test_an_index_that_lost_its_states_hides_no_case(store: Path) -> None:
    """To SQLite's quick check such a file is sound; the courier, `status` and the heartbeat ask the index."""
    assert change(store, root_of(store, "entry_state"), b"sealed", b"sealee") > len(WAITING)
    assert ids_waiting(store.parent.parent) == WAITING
    outbox = Outbox.open(store.parent, FakeClock(NOW))
    assert outbox.case_counts() == {"handed_over": len(CONFIRMED), "unsent": len(WAITING)}
    assert (outbox.health_note, status_of(outbox).to_carry) == ("", len(WAITING) + 1)
    outbox.close()


def test_an_index_that_lost_an_id_hides_no_case(store: Path) -> None:
    assert change(store, root_of(store, "sqlite_autoindex_entry_1"), b"three", b"thref") == 1
    outbox = Outbox.open(store.parent, FakeClock(NOW))
    assert find(outbox, "three") is not None
    outbox.close()


def test_a_row_that_got_the_id_of_another_is_a_damaged_store(store: Path) -> None:
    """An index cannot be built over them, so the rows are taken over one by one."""
    page = next(n for n in range(1, store.stat().st_size // PAGE + 1) if is_row_of_five(store, n))
    assert change(store, page, b"casefive", b"casedone") == 1
    outbox = Outbox.open(store.parent, FakeClock(NOW))
    assert outbox.health_note in UNSETTLED
    outbox.close()


def is_row_of_five(store: Path, page: int) -> bool:
    return b"casefiveWT02" in store.read_bytes()[(page - 1) * PAGE : page * PAGE]


FIRST_PAGE_FLIPS = 8


def flips(store: Path) -> list[tuple[int, int]]:
    """Places and bits of the first page, where header and schema are; the formats and the version among them."""
    content = store.read_bytes()[:PAGE]
    chosen = Random(15).sample([at for at in range(PAGE) if content[at]], FIRST_PAGE_FLIPS)
    return [(at, at % 8) for at in chosen] + [(18, 0), (19, 0), (47, 0), (60, 3), (62, 0), (63, 1)]


def test_a_flipped_bit_of_header_or_schema_stops_no_start_and_hides_no_case(whole: Path, tmp_path: Path) -> None:
    for at, bit in flips(whole / "outbox" / "outbox.sqlite"):
        data = tmp_path / f"{at}-{bit}"
        shutil.copytree(whole, data)
        store = data / "outbox" / "outbox.sqlite"
        content = bytearray(store.read_bytes())
        content[at] ^= 1 << bit
        store.write_bytes(content)
        outbox = Outbox.open(data / "outbox", FakeClock(NOW))
        known = sorted(name for name in (*WAITING, *CONFIRMED) if find(outbox, name) is not None)
        assert known == sorted((*WAITING, *CONFIRMED)), (at, bit, outbox.health_note)
        outbox.close()
