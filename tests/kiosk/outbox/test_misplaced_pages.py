"""Pages that a disk did not write, or wrote at another's place: each is sound, and together they hide entries."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from devices import FakeClock
from kiosk.outbox.__main__ import main
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.store import KeepFailed, Store
from tests.kiosk.outbox.cases import NOW, case
from tests.kiosk.outbox.test_damaged_store import NOTHING_WAITS, PAGE, WAITING, ids_waiting, lived


def place_of(store: Path, name: str) -> slice:
    """Return where in the file the first page of a table or index is."""
    connection = apsw.Connection(str(store))
    ((page,),) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,))
    connection.close()
    return slice((page - 1) * PAGE, page * PAGE)


def test_indexes_in_each_others_place_hide_no_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = lived(tmp_path)
    one, other = place_of(store, "entry_state"), place_of(store, "sqlite_autoindex_entry_1")
    data = bytearray(store.read_bytes())
    data[one], data[other] = data[other], data[one]
    store.write_bytes(data)
    for _ in range(2):
        assert main(["status", "--data", str(tmp_path)]) == 0
        said = capsys.readouterr().out
        assert NOTHING_WAITS not in said
        assert "not confirmed by the platform" in said
    assert ids_waiting(tmp_path) == WAITING


def test_a_page_that_was_not_written_is_a_case_that_is_missed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "outbox" / "outbox.sqlite"
    for case_id in ("first", "second"):
        before = store.read_bytes() if store.exists() else b""
        outbox = Outbox.open(store.parent, FakeClock(NOW))
        outbox.keep([case(case_id)])
        outbox.close()
    place = place_of(store, "entry")
    data = bytearray(store.read_bytes())
    data[place] = before[place]
    store.write_bytes(data)
    assert main(["status", "--data", str(tmp_path)]) == 1
    assert ids_waiting(tmp_path) == ["first"]
    capsys.readouterr()
    assert main(["recover", "--data", str(tmp_path)]) == 1
    assert "not readable: entry 2" in capsys.readouterr().err


def test_a_case_that_was_deleted_because_its_commit_failed_is_not_missed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox = Outbox.open(tmp_path / "outbox", FakeClock(NOW))
    outbox.keep([case("first")])
    with monkeypatch.context() as replaced:
        replaced.setattr(Store, "check_in_place", refuse)
        with pytest.raises(KeepFailed):
            outbox.keep([case("second")])
    outbox.keep([case("third")])
    outbox.close()
    assert ids_waiting(tmp_path) == ["first", "third"]
    assert main(["status", "--data", str(tmp_path)]) == 0


def refuse(_: Store) -> None:
    raise KeepFailed("store_replaced")
