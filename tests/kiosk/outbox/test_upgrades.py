"""Upgrades: entries kept by any earlier version are sent by this one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import apsw
import pytest

from devices import FakeClock
from kiosk.outbox.migrations import MIGRATIONS
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.store import KeepFailed
from tests.kiosk.outbox.cases import NOW, case
from tests.kiosk.outbox.receipts import receipt_of

UPGRADES = Path(__file__).with_name("upgrades")


def outbox_of_version(version: int, folder: Path) -> Outbox:
    """Create an outbox of an earlier schema version and open it with this one."""
    connection = apsw.Connection(str(folder / "outbox.sqlite"))
    connection.execute((UPGRADES / f"{version}.sql").read_text(encoding="utf-8"))
    connection.close()
    return Outbox.open(folder, FakeClock(NOW))


def test_there_is_a_fixture_of_every_earlier_version() -> None:
    assert {path.stem for path in UPGRADES.glob("*.sql")} == {str(n) for n in range(1, len(MIGRATIONS))}


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_all_entries_survive_an_upgrade(version: int, tmp_path: Path) -> None:
    outbox = outbox_of_version(version, tmp_path)
    assert outbox.health_note == ""
    assert [entry.id for entry in outbox.due()] == ["sealed", "sending", "waiting", "rating-0001"]
    assert [entry.case.body for entry in outbox.due() if entry.case] == [b'{"sea', b'{"seb', b'{"sec']
    assert {state: n for state, n in outbox.counts().items() if n} == {
        "purged": 1, "sealed": 2, "sending": 1, "waiting": 1, "quarantined": 1, "held": 1,
    }  # fmt: skip
    assert receipt_of(outbox, "received") == "token"
    assert outbox.next_counter() == 42
    assert outbox.oldest_unsent_s() == int((NOW - NOW.replace(day=20, hour=8, minute=1)).total_seconds())
    outbox.release_held()
    assert "held" in [entry.id for entry in outbox.due()]
    outbox.keep([case("new")])
    outbox.close()
    again = Outbox.open(tmp_path, FakeClock(NOW + timedelta(days=1)))
    assert [entry.id for entry in again.due()][-1] == "new"
    again.close()


def test_an_outbox_of_a_later_version_is_not_changed(tmp_path: Path) -> None:
    outbox_of_version(1, tmp_path).close()
    connection = apsw.Connection(str(tmp_path / "outbox.sqlite"))
    connection.execute("CREATE TABLE later (x)")
    connection.pragma("user_version", len(MIGRATIONS) + 1)
    connection.close()
    before = (tmp_path / "outbox.sqlite").read_bytes()
    with pytest.raises(KeepFailed, match="store_too_new"):
        Outbox.open(tmp_path, FakeClock(NOW))
    assert (tmp_path / "outbox.sqlite").read_bytes()[:16] == before[:16]
