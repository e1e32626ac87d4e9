"""What keep returned from is on disk; everything else is a typed refusal."""

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
from kiosk.outbox.reconciling import KEEP_BYTES, Confirmed
from kiosk.outbox.states import WAYS, EntryState, NoSuchWay, check_way
from kiosk.outbox.store import KeepFailed, OutboxInUse
from kiosk.platform.wire_types import HeldCase, ReceiptKind, SealedCase, SealedMaterial
from tests.house.doors import ROOT
from tests.kiosk.outbox.cases import NOW, case, held, rating


def open_outbox(folder: Path, clock: FakeClock | None = None) -> Outbox:
    return Outbox.open(folder, clock or FakeClock())


def test_what_was_kept_is_there_after_a_restart(tmp_path: Path) -> None:
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


def test_no_number_is_given_twice(tmp_path: Path) -> None:
    outbox = open_outbox(tmp_path)
    first = [outbox.next_counter() for _ in range(3)]
    outbox.close()
    again = open_outbox(tmp_path)
    assert [*first, again.next_counter()] == [1, 2, 3, 4]
    again.close()


def test_a_second_process_on_the_same_folder_is_told_so(tmp_path: Path) -> None:
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


def test_in_the_same_process_too(tmp_path: Path) -> None:
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


def test_a_full_disk_keeps_nothing_and_says_so(tmp_path: Path) -> None:
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


def test_after_the_receipt_it_is_no_longer_sent_and_the_proof_stays(tmp_path: Path) -> None:
    outbox = open_outbox(tmp_path)
    outbox.keep([case("a", body=b"SEALED-SENTINEL" * 40)])
    entry = outbox.due()[0]
    outbox.mark_sending(entry.sequence)
    assert entry.case is not None
    outbox.mark_held_there(entry.sequence, held(entry.case))
    assert outbox.due() == []
    assert outbox.receipt_of("a") == "token-RECEIVED"
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
    assert outbox.oldest_unsent_s() == 0
    outbox.close()


@given(st.sampled_from(EntryState), st.sampled_from(EntryState))
def test_only_the_tables_ways_are_open(before: EntryState, after: EntryState) -> None:
    if after in WAYS[before]:
        check_way(before, after)
    else:
        with pytest.raises(NoSuchWay):
            check_way(before, after)


def test_every_state_has_a_way_to_the_receipt_and_nothing_leads_from_the_end() -> None:
    ends = {EntryState.PURGED, EntryState.REFUSED}
    assert {after for end in ends for after in WAYS[end]} <= ends
    reach = {EntryState.COMPLETE}
    while more := {state for state in EntryState if WAYS[state] & reach} - reach:
        reach |= more
    assert reach == set(EntryState) - ends


def sent(outbox: Outbox, sealed: SealedCase, said: HeldCase) -> int:
    """The sequence of a case that was kept and handed over, and of which the platform said this."""
    outbox.keep([sealed])
    (entry,) = outbox.due()
    outbox.mark_sending(entry.sequence)
    outbox.mark_held_there(entry.sequence, said)
    return entry.sequence


def states(outbox: Outbox) -> dict[str, int]:
    return {state: count for state, count in outbox.counts().items() if count}


def test_a_platform_that_lost_a_material_gets_it_again_and_the_proof_stays(tmp_path: Path) -> None:
    outbox = open_outbox(tmp_path)
    sealed = replace(case("a"), materials=(SealedMaterial("sha", "image/jpeg", b"paper"),))
    sequence = sent(outbox, sealed, held(sealed))
    outbox.mark_held_there(sequence, held(sealed, complete=False))
    assert states(outbox) == {"received": 1}
    assert outbox.receipt_of("a", ReceiptKind.COMPLETE) == "token-COMPLETE"
    due = outbox.due_materials()
    assert due is not None
    assert [(each.sha256, each.read(0, 100)) for each in due[1]] == [("sha", b"paper")]
    outbox.close()


@pytest.mark.parametrize("first", [held(case("a")), held(case("a"), complete=False)], ids=["complete", "incomplete"])
def test_a_decision_can_change_without_ending_anything(first: HeldCase, tmp_path: Path) -> None:
    clock = FakeClock()
    outbox = open_outbox(tmp_path, clock)
    confirmed = Confirmed(outbox.store, clock)
    sequence = sent(outbox, case("a"), first)
    outbox.mark_held_there(sequence, held(case("a"), complete=first.complete is not None, decision="refused"))
    assert states(outbox) == {"refused": 1}
    outbox.mark_held_there(sequence, held(case("a"), decision="granted"))
    assert states(outbox) == {"refused": 1}
    clock.move(KEEP_BYTES.total_seconds())
    confirmed.agree([sequence])
    assert confirmed.purge() == 1
    assert states(outbox) == {"refused": 1}
    outbox.close()


def test_what_was_lost_and_sent_again_is_kept_as_long_as_anything_new(tmp_path: Path) -> None:
    clock = FakeClock()
    outbox = open_outbox(tmp_path, clock)
    confirmed = Confirmed(outbox.store, clock)
    sequence = sent(outbox, case("a"), held(case("a")))
    clock.move(KEEP_BYTES.total_seconds())
    assert confirmed.lost_there(sequence)
    outbox.mark_sending(sequence)
    outbox.mark_held_there(sequence, held(case("a")))
    confirmed.agree([sequence])
    assert confirmed.purge() == 0
    clock.move(KEEP_BYTES.total_seconds())
    confirmed.agree([sequence])
    assert confirmed.purge() == 1
    outbox.close()


@pytest.mark.parametrize(("decision", "state"), [("", EntryState.PURGED), ("refused", EntryState.REFUSED)])
def test_what_the_platform_lost_after_its_bytes_went_is_not_sent_and_the_reason_says_so(
    decision: str, state: EntryState, tmp_path: Path
) -> None:
    clock = FakeClock()
    outbox = open_outbox(tmp_path, clock)
    confirmed = Confirmed(outbox.store, clock)
    sequence = sent(outbox, case("a"), held(case("a"), decision=decision))
    clock.move(KEEP_BYTES.total_seconds())
    confirmed.agree([sequence])
    assert confirmed.purge() == 1
    assert not confirmed.lost_there(sequence)
    assert states(outbox) == {state: 1}
    assert outbox.due() == []
    with outbox.store.transaction() as cursor:
        assert list(cursor.execute("SELECT reason FROM entry")) == [("lost_there",)]
    outbox.close()


def test_what_waits_for_a_person_turns_no_citizen_away(tmp_path: Path) -> None:
    clock = FakeClock()
    outbox = open_outbox(tmp_path, clock)
    outbox.keep([case("poison"), case("waits")])
    outbox.mark_sending(1)
    outbox.mark_quarantined(1, "poison")
    clock.move(60)
    assert outbox.backlogs() == {"item": Backlog(1, 60, len(case("waits").body))}
    outbox.close()


def test_a_material_that_fails_again_and_again_is_tried_more_and_more_rarely(tmp_path: Path) -> None:
    outbox = open_outbox(tmp_path)
    sequence = sent(outbox, case("a"), held(case("a"), complete=False))
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
