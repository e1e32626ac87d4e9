"""One damaged row stops neither the start nor the others, and is never sent: it is quarantined and named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from devices import FakeClock
from kiosk.outbox.__main__ import main
from kiosk.outbox.entries import DATES, TEXTS
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.row_damage import ROW_DAMAGED
from kiosk.outbox.states import EntryState
from kiosk.outbox.status import status_of
from kiosk.platform.identity import digest
from kiosk.platform.wire_types import SealedMaterial
from tests.kiosk.outbox.cases import NOW, case, held, rating
from tests.kiosk.outbox.test_courier import Scripted, courier

NAMES = ["a", "bad", "c"]
VALUES = {
    "text": "'nonsense'",
    "nothing": "''",
    "no text": "CAST(X'FF80' AS TEXT)",
    "bytes": "X'00'",
    "number": "1e300",
    "no value": "NULL",
}
"""Damage → the SQL value written in the place of the right one."""
COLUMNS = ("kind", "attempts", "body", *TEXTS)
HARMLESS = (
    {
        (column, how)
        for column in (
            "slip_number",
            "item_id",
            "reason",
            "case_number",
            "receipt",
            "complete_receipt",
            "decided_receipt",
        )
        for how in ("text", "nothing", "number")
    }
    | {("id", "text"), ("id", "number")}
    | {(name, "nothing") for name, required in DATES.items() if not required}
)
"""Values that are legible, so that the row is sent; a platform may still refuse it."""


def damaged(folder: Path, change: str) -> bool:
    """Keep three cases and change the row of the second behind the product's back; False where SQLite refuses that."""
    outbox = Outbox.open(folder, FakeClock(NOW))
    outbox.keep([case(name) for name in NAMES])
    outbox.close()
    return corrupt(folder, f"UPDATE entry SET {change} WHERE sequence = 2")


def corrupt(folder: Path, statement: str) -> bool:
    connection = apsw.Connection(str(folder / "outbox.sqlite"))
    try:
        connection.execute(statement)
    except apsw.ConstraintError:
        return False
    finally:
        connection.close()
    return True


@pytest.mark.parametrize("how", VALUES)
def test_a_row_with_any_damaged_column_stops_no_other(how: str, tmp_path: Path) -> None:
    for column in COLUMNS:
        folder = tmp_path / column
        if not damaged(folder, f"{column} = {VALUES[how]}"):
            continue
        outbox = Outbox.open(folder, FakeClock(NOW))
        due = [entry.case.body for entry in outbox.due() if entry.case is not None]
        assert due == [case(name).body for name in NAMES][: len(due)], column
        assert len(due) == (3 if (column, how) in HARMLESS else 2), column
        assert outbox.counts()[EntryState.QUARANTINED] == 3 - len(due), column
        assert sum(outbox.counts().values()) == 3
        assert (outbox.oldest_unsent_s() or 0) >= 0
        assert outbox.seconds_to_next() == 0
        outbox.backlogs()
        assert len(status_of(outbox).quarantined) == 3 - len(due)
        outbox.close()


def test_bytes_that_are_not_those_kept_are_never_sent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "outbox"
    damaged(data, "body = X'7B2273656B6C6564223A226E6F7468696E67227D'")
    clock = FakeClock(NOW)
    gateway = Scripted(clock)
    with courier(data, clock, gateway) as (_, made, _):
        made.nudge()
        clock.settle()
        assert gateway.accepted == ["a", "c"]
    assert main(["status", "--data", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "case bad: no longer what was kept here" in said
    assert ROW_DAMAGED in said


def test_a_damaged_rating_stops_no_case(tmp_path: Path) -> None:
    outbox = Outbox.open(tmp_path, FakeClock(NOW))
    outbox.keep_rating(rating())
    outbox.keep([case("a")])
    outbox.close()
    corrupt(tmp_path, "UPDATE entry SET body = X'7B7D' WHERE sequence = 1")
    outbox = Outbox.open(tmp_path, FakeClock(NOW))
    assert [entry.id for entry in outbox.due()] == ["a"]
    outbox.close()


@pytest.mark.parametrize(
    "change", ["body = NULL", "body = X'00'", "sha256 = CAST(X'FF80' AS TEXT)", "size = 'x'", "sha256 = 'other'"]
)
def test_a_damaged_material_is_not_sent_and_stops_no_other(change: str, tmp_path: Path) -> None:
    papers = {name: SealedMaterial(digest(name.encode()), "image/jpeg", name.encode()) for name in NAMES}
    outbox = Outbox.open(tmp_path, FakeClock(NOW))
    outbox.keep([replace(case(name), materials=(papers[name],)) for name in NAMES])
    for sequence, name in enumerate(NAMES, 1):
        outbox.record_receipts(sequence, held(case(name), complete=False))
    outbox.close()
    corrupt(tmp_path, f"UPDATE material SET {change} WHERE entry = 2")

    class Takes(Scripted):
        def put_material(self, upload, wait):  # type: ignore[no-untyped-def]
            self.accepted.append(upload.sha256)

        def get_case(self, case_id, digest, wait):  # type: ignore[no-untyped-def]
            return held(case(case_id), complete=case_id != "bad")

    clock = FakeClock(NOW)
    gateway = Takes(clock)
    with courier(tmp_path, clock, gateway) as (outbox, made, _):
        made.nudge()
        clock.settle()
        assert gateway.accepted == [papers["a"].sha256, papers["c"].sha256]
        assert outbox.counts()[EntryState.COMPLETE] == 2
        assert outbox.counts()[EntryState.QUARANTINED] == 1


@pytest.mark.parametrize("change", ["value = 'x'", "value = NULL"])
def test_a_damaged_counter_gives_no_slip_number_twice(change: str, tmp_path: Path) -> None:
    outbox = Outbox.open(tmp_path, FakeClock(NOW))
    last = [outbox.next_counter() for _ in range(5)][-1]
    outbox.keep([case("a")])
    outbox.close()
    if not corrupt(tmp_path, f"UPDATE counter SET {change}"):
        corrupt(tmp_path, "DELETE FROM counter")
    outbox = Outbox.open(tmp_path, FakeClock(NOW))
    assert outbox.next_counter() > last
    outbox.close()
