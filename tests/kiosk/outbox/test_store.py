"""A finished keep is on disk; every other outcome is a KeepFailed."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices import FakeClock
from kiosk.outbox.budget import Backlog
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.reconciling import KEEP_BYTES, ConfirmedCases
from kiosk.outbox.states import TRANSITIONS, EntryState, IllegalTransition, check_transition
from kiosk.outbox.store import KeepFailed, OutboxInUse
from kiosk.platform.wire_types import HeldCase, ReceiptKind, SealedCase, SealedMaterial
from tests.house.doors import ROOT
from tests.kiosk.outbox.cases import NOW, case, held, rating
from tests.kiosk.outbox.receipts import receipt_of


def open_outbox(folder: Path, clock: FakeClock | None = None) -> Outbox:
    return Outbox.open(folder, clock or FakeClock())


def test_kept_entries_survive_a_restart(tmp_path: Path) -> None:
    outbox = open_outbox(tmp_path)
    outbox.keep([case("a"), case("b")])
    outbox.keep_rating(rating())
    outbox.close()
    again = open_outbox(tmp_path)
    assert [entry.case.case_id if entry.case else "rating" for entry in again.due()] == ["a", "b", "rating"]
    assert again.due()[0].case == case("a")
    assert again.due()[2].rating == rating()
    again.close()


def test_a_visits_cases_are_kept_together_or_not_at_all(tmp_path: Path) -> None:
    outbox = open_outbox(tmp_path)
    outbox.keep([case("a")])
    with pytest.raises(KeepFailed):
        outbox.keep([case("b"), case("a")])
    assert [entry.id for entry in outbox.due()] == ["a"]
    outbox.close()


def test_no_slip_counter_is_returned_twice(tmp_path: Path) -> None:
    outbox = open_outbox(tmp_path)
    first = [outbox.next_counter() for _ in range(3)]
    outbox.close()
    again = open_outbox(tmp_path)
    assert [*first, again.next_counter()] == [1, 2, 3, 4]
    again.close()


def test_a_second_process_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    outbox = open_outbox(tmp_path)
    script = (
        "import sys; from pathlib import Path; from devices import FakeClock;"
        "from kiosk.outbox.outbox import Outbox; from kiosk.outbox.store import OutboxInUse\n"
        "try: Outbox.open(Path(sys.argv[1]), FakeClock())\n"
        "except OutboxInUse as error: print(error); sys.exit(7)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, capture_output=True, text=True)
    outbox.close()
    assert done.returncode == 7, done.stderr
    assert "another terminal process" in done.stdout


def test_a_second_store_in_the_same_process_is_refused(tmp_path: Path) -> None:
    outbox = open_outbox(tmp_path)
    with pytest.raises(OutboxInUse):
        open_outbox(tmp_path)
    outbox.close()


@pytest.mark.parametrize("damage", [b"this is no database at all, but long enough to be read as one", b"\0" * 4096])
def test_a_damaged_file_is_moved_aside_not_deleted(damage: bytes, tmp_path: Path) -> None:
    (tmp_path / "outbox.sqlite").write_bytes(damage)
    outbox = open_outbox(tmp_path)
    outbox.keep([case("a")])
    assert outbox.health_note == "store_damaged"
    assert next(tmp_path.glob("damaged-*-outbox.sqlite")).read_bytes() == damage
    outbox.close()


def test_on_a_full_disk_nothing_is_kept(tmp_path: Path) -> None:
    outbox = open_outbox(tmp_path)
    outbox.keep([case("a")])
    outbox.store._connection.pragma("max_page_count", outbox.store._connection.pragma("page_count"))
    with pytest.raises(KeepFailed) as caught:
        outbox.keep([SealedCase("b", "n", "i", os.urandom(200_000), "d")])
    assert caught.value.code == "disk_full"
    assert [entry.id for entry in outbox.due()] == ["a"]
    outbox.close()


def test_commits_are_full_syncs(tmp_path: Path) -> None:
    outbox = open_outbox(tmp_path)
    assert outbox.store._connection.pragma("synchronous") == 2
    assert outbox.store._connection.pragma("journal_mode") in ("wal", "truncate")
    assert isinstance(outbox.store._connection, apsw.Connection)
    outbox.close()


def test_a_case_with_a_receipt_is_not_sent_again_and_keeps_its_receipt(tmp_path: Path) -> None:
    outbox = open_outbox(tmp_path)
    outbox.keep([case("a", body=b"SEALED-SENTINEL" * 40)])
    entry = outbox.due()[0]
    outbox.mark_sending(entry.sequence)
    assert entry.case is not None
    outbox.record_receipts(entry.sequence, held(entry.case))
    assert outbox.due() == []
    assert receipt_of(outbox, "a") == "token-RECEIVED"
    assert outbox.counts()["complete"] == 1
    assert outbox.oldest_unsent_s() is None
    outbox.close()


def test_the_age_of_the_oldest_survives_a_clock_that_jumps_back(tmp_path: Path) -> None:
    clock = FakeClock()
    outbox = open_outbox(tmp_path, clock)
    outbox.keep([case("a")])
    clock.move(120)
    assert outbox.oldest_unsent_s() == 120
    clock.shift(-4000)
    assert outbox.oldest_unsent_s() == 120
    outbox.close()


@given(st.sampled_from(EntryState), st.sampled_from(EntryState))
def test_only_transitions_of_the_table_are_allowed(before: EntryState, after: EntryState) -> None:
    if after in TRANSITIONS[before]:
        check_transition(before, after)
    else:
        with pytest.raises(IllegalTransition):
            check_transition(before, after)


def test_every_state_can_become_complete_and_final_states_stay_final() -> None:
    ends = {EntryState.PURGED, EntryState.REFUSED}
    assert {after for end in ends for after in TRANSITIONS[end]} <= ends
    reach = {EntryState.COMPLETE}
    while more := {state for state in EntryState if TRANSITIONS[state] & reach} - reach:
        reach |= more
    assert reach == set(EntryState) - ends


def keep_and_hand_over(outbox: Outbox, sealed: SealedCase, receipts: HeldCase) -> int:
    """Keep a case and store these receipts of it; return its sequence."""
    outbox.keep([sealed])
    (entry,) = outbox.due()
    outbox.mark_sending(entry.sequence)
    outbox.record_receipts(entry.sequence, receipts)
    return entry.sequence


def states(outbox: Outbox) -> dict[str, int]:
    return {state: count for state, count in outbox.counts().items() if count}


def test_a_material_lost_by_the_platform_is_due_again_and_the_receipt_kept(tmp_path: Path) -> None:
    outbox = open_outbox(tmp_path)
    sealed = replace(case("a"), materials=(SealedMaterial("sha", "image/jpeg", b"paper"),))
    sequence = keep_and_hand_over(outbox, sealed, held(sealed))
    outbox.record_receipts(sequence, held(sealed, complete=False))
    assert states(outbox) == {"received": 1}
    assert receipt_of(outbox, "a", ReceiptKind.COMPLETE) == "token-COMPLETE"
    due = outbox.due_materials()
    assert due is not None
    assert [(each.sha256, each.read(0, 100)) for each in due[1]] == [("sha", b"paper")]
    outbox.close()


@pytest.mark.parametrize("first", [held(case("a")), held(case("a"), complete=False)], ids=["complete", "incomplete"])
def test_a_refusal_is_final_and_its_bytes_are_purged(first: HeldCase, tmp_path: Path) -> None:
    clock = FakeClock()
    outbox = open_outbox(tmp_path, clock)
    confirmed = ConfirmedCases(outbox.store, clock)
    sequence = keep_and_hand_over(outbox, case("a"), first)
    outbox.record_receipts(sequence, held(case("a"), complete=first.complete is not None, decision="refused"))
    assert states(outbox) == {"refused": 1}
    outbox.record_receipts(sequence, held(case("a"), decision="granted"))
    assert states(outbox) == {"refused": 1}
    clock.move(KEEP_BYTES.total_seconds())
    confirmed.mark_confirmed([sequence])
    assert confirmed.purge() == 1
    assert states(outbox) == {"refused": 1}
    outbox.close()


def test_a_case_sent_again_keeps_its_bytes_for_the_full_time(tmp_path: Path) -> None:
    clock = FakeClock()
    outbox = open_outbox(tmp_path, clock)
    confirmed = ConfirmedCases(outbox.store, clock)
    sequence = keep_and_hand_over(outbox, case("a"), held(case("a")))
    clock.move(KEEP_BYTES.total_seconds())
    assert confirmed.requeue_lost(sequence)
    outbox.mark_sending(sequence)
    outbox.record_receipts(sequence, held(case("a")))
    confirmed.mark_confirmed([sequence])
    assert confirmed.purge() == 0
    clock.move(KEEP_BYTES.total_seconds())
    confirmed.mark_confirmed([sequence])
    assert confirmed.purge() == 1
    outbox.close()


@pytest.mark.parametrize(("decision", "state"), [("", EntryState.PURGED), ("refused", EntryState.REFUSED)])
def test_a_case_lost_after_its_bytes_were_purged_is_not_sent_and_the_reason_says_so(
    decision: str, state: EntryState, tmp_path: Path
) -> None:
    clock = FakeClock()
    outbox = open_outbox(tmp_path, clock)
    confirmed = ConfirmedCases(outbox.store, clock)
    sequence = keep_and_hand_over(outbox, case("a"), held(case("a"), decision=decision))
    clock.move(KEEP_BYTES.total_seconds())
    confirmed.mark_confirmed([sequence])
    assert confirmed.purge() == 1
    assert not confirmed.requeue_lost(sequence)
    assert states(outbox) == {state: 1}
    assert outbox.due() == []
    with outbox.store.transaction() as cursor:
        assert list(cursor.execute("SELECT reason FROM entry")) == [("lost_there",)]
    outbox.close()


def test_quarantined_cases_do_not_count_in_the_backlog(tmp_path: Path) -> None:
    clock = FakeClock()
    outbox = open_outbox(tmp_path, clock)
    outbox.keep([case("poison"), case("waits")])
    outbox.mark_sending(1)
    outbox.mark_quarantined(1, "poison")
    clock.move(60)
    assert outbox.backlogs() == {"item": Backlog(1, 60, len(case("waits").body))}
    outbox.close()


def test_failed_attempts_of_materials_are_counted(tmp_path: Path) -> None:
    outbox = open_outbox(tmp_path)
    sequence = keep_and_hand_over(outbox, case("a"), held(case("a"), complete=False))
    tries = []
    for _ in range(3):
        due = outbox.due_materials()
        assert due is not None
        tries.append(due[0].attempts)
        outbox.mark_waiting(sequence, NOW.replace(year=2000), "checksum-mismatch")
    assert tries == [1, 2, 3]
    outbox.close()


KEEPER = """
import sys
from pathlib import Path
from devices import SystemClock
from kiosk.outbox.outbox import Outbox
from tests.kiosk.outbox.cases import case
outbox = Outbox.open(Path(sys.argv[1]), SystemClock())
for n in range(100000):
    outbox.keep([case(f"{sys.argv[2]}-{n}")])
    print(f"{sys.argv[2]}-{n}", flush=True)
"""


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    acknowledged: list[str] = []
    for round_ in range(6):
        child = subprocess.Popen(
            [sys.executable, "-c", KEEPER, str(tmp_path), str(round_)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        acknowledged += [child.stdout.readline().strip() for _ in range(20 + round_ * 7)]
        child.kill()
        child.wait(10)
        child.stdout.close()
    outbox = open_outbox(tmp_path)
    kept = {entry.id for entry in outbox.due(10_000)}
    outbox.close()
    assert set(acknowledged) <= kept
    assert len(acknowledged) > 150
