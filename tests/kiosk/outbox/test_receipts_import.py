"""Import of receipts: only receipts receipt_token by the platform for the stored bytes change an entry."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices import SystemClock
from kiosk.outbox import __main__ as command
from kiosk.outbox.confirm import ReceiptEffect, apply_receipts
from kiosk.outbox.holdings import find
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.reconciling import ConfirmedCases
from kiosk.outbox.states import EntryState
from kiosk.platform.identity import digest
from kiosk.platform.offline_transfer import MANIFEST, RATED, RECEIPTS, rating_bytes, read_receipts
from kiosk.platform.sandbox import keys as sandbox_keys
from kiosk.platform.sandbox.case_receipts import receipt_token
from kiosk.platform.wire_types import ReceiptKind, SealedCase
from tests.kiosk.outbox.receipts import receipt_of
from tests.kiosk.outbox.transfer import OfflineTerminal, named_rating
from tests.sandbox_process import SandboxProcess

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def one_case(running: SandboxProcess, tmp_path_factory: pytest.TempPathFactory) -> tuple[OfflineTerminal, SealedCase]:
    """A terminal with one case."""
    terminal = OfflineTerminal(tmp_path_factory.mktemp("one-case"), running.keys())
    case = terminal.case()
    terminal.keep(case)
    return terminal, case


def claims(case: SealedCase, kind: str = "RECEIVED", **other: str) -> dict[str, str]:
    return {
        "id": case.case_id,
        "digest": case.digest,
        "case_number": "3301",
        "at": "2026-11-24T01:02:03Z",
        "kind": kind,
        "kid": sandbox_keys.SIGN_KEY_ID,
        **other,
    }


def token(case: SealedCase, kind: str = "RECEIVED", **other: str) -> str:
    return receipt_token(claims(case, kind, **other))


@pytest.mark.parametrize(
    "forge",
    [
        lambda case: receipt_token(claims(case), sandbox_keys.UNPINNED_PRIVATE),
        lambda case: token(case, digest="0" * 64),
        lambda case: token(case, id="00000000-0000-7000-8000-000000000000"),
        lambda case: token(case, kind="COMPLETE"),
        lambda case: token(case, kind=RATED),
        lambda case: token(case)[:-5],
        lambda case: "." + token(case),
        lambda case: "W1tb" * 50_000 + ".a.b",
        lambda case: "",
        lambda case: "é.\x00.é",
    ],
    ids=["stranger", "digest", "id", "complete_alone", "kind", "cut", "shifted", "deep", "empty", "letters"],
)
def test_a_forged_receipt_changes_nothing(
    one_case: tuple[OfflineTerminal, SealedCase],
    forge: object,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    terminal, case = one_case
    monkeypatch.setattr(command, "ROOT", terminal.root)
    assert callable(forge)
    (tmp_path / RECEIPTS).write_text(json.dumps({case.case_id: [forge(case)]}))
    assert terminal.run("import", tmp_path) == 1
    assert "nothing changed (forged)" in capsys.readouterr().err
    assert terminal.states() == {"sealed": 1}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "damaged or cut off"),
        (b'{"a": ["b', "damaged or cut off"),
        (b"[]", "damaged or cut off"),
        (b"\xff\xfe", "damaged or cut off"),
        (b"[" * 100_000, "damaged or cut off"),
        (b'{"%s": 5}', "(forged)"),
        (b'{"%s": null}', "(forged)"),
        (b'{"%s": [[], {}]}', "(forged)"),
        (b'{"../../x": []}', "(foreign)"),
        (b'{"\\u0000\\u001b[2J": []}', "(foreign)"),
        (b'{"00000000-0000-7000-8000-000000000000": []}', "(foreign)"),
    ],
)
def test_any_receipts_file_is_answered_with_a_message(
    content: bytes,
    said: str,
    one_case: tuple[OfflineTerminal, SealedCase],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    terminal, case = one_case
    monkeypatch.setattr(command, "ROOT", terminal.root)
    (tmp_path / RECEIPTS).write_bytes(content.replace(b"%s", case.case_id.encode()))
    assert terminal.run("import", tmp_path) == 1
    error = capsys.readouterr().err
    assert said in error
    assert "\x1b" not in error
    assert terminal.states() == {"sealed": 1}


def test_a_folder_without_receipts_is_reported(
    one_case: tuple[OfflineTerminal, SealedCase], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(command, "ROOT", one_case[0].root)
    assert one_case[0].run("import", tmp_path) == 1
    assert "receipts.json: No such file" in capsys.readouterr().err


def test_a_pipe_in_place_of_a_file_does_not_block(
    one_case: tuple[OfflineTerminal, SealedCase], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(command, "ROOT", one_case[0].root)
    for name in (RECEIPTS, MANIFEST):
        os.mkfifo(tmp_path / name)
    assert one_case[0].run("import", tmp_path) == 1
    assert "receipts.json: not a file" in capsys.readouterr().err
    assert one_case[0].run("export", tmp_path) == 1
    assert "neither empty nor an earlier export" in capsys.readouterr().err


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    said=st.dictionaries(
        st.sampled_from(["CASE", "nobody-here"]) | st.text(max_size=40),
        st.none() | st.text(max_size=50) | st.lists(st.sampled_from(["GOOD"]) | st.text(max_size=50), max_size=3),
        max_size=3,
    ),
    cut=st.integers(0, 500),
)
def test_only_valid_receipts_of_receipts_json_count(
    one_case: tuple[OfflineTerminal, SealedCase], said: dict[str, object], cut: int, tmp_path: Path
) -> None:
    terminal, case = one_case
    good = token(case)
    written = json.dumps(said).replace('"CASE"', json.dumps(case.case_id)).replace('"GOOD"', json.dumps(good))
    (tmp_path / RECEIPTS).write_text(written[: len(written) - cut] if cut < len(written) else written)
    outbox = terminal.outbox
    try:
        receipts = read_receipts(tmp_path / RECEIPTS)
    except ValueError:
        receipts = {}
    for id_, tokens in receipts.items():
        effect = apply_receipts(outbox, terminal.keys, id_, tokens)
        is_valid = id_ == case.case_id and good in tokens
        assert effect is (
            ReceiptEffect.RECEIVED
            if is_valid
            else ReceiptEffect.FORGED
            if id_ == case.case_id
            else ReceiptEffect.FOREIGN
        )
    with outbox.store.transaction() as cursor:
        cursor.execute("UPDATE entry SET state = 'sealed', receipt = ''")  # as before, for the next example
    outbox.close()


def state_of(outbox: Outbox, case: SealedCase) -> EntryState:
    holding = find(outbox, case.case_id)
    assert holding is not None
    return holding.state


def test_an_old_receipt_does_not_confirm_a_case_that_the_platform_lost(terminal: OfflineTerminal) -> None:
    case = terminal.case()
    terminal.keep(case)
    outbox = terminal.outbox
    old, new = [token(case), token(case, "COMPLETE")], token(case, at="2026-11-27T00:00:00Z")
    assert apply_receipts(outbox, terminal.keys, case.case_id, old) is ReceiptEffect.COMPLETE
    ConfirmedCases(outbox.store, SystemClock()).requeue_lost(1)
    assert apply_receipts(outbox, terminal.keys, case.case_id, old) is ReceiptEffect.KNOWN
    assert state_of(outbox, case) is EntryState.WAITING
    assert apply_receipts(outbox, terminal.keys, case.case_id, [new, old[1]]) is ReceiptEffect.RECEIVED
    assert state_of(outbox, case) is EntryState.RECEIVED
    outbox.close()


def test_an_earlier_receipts_file_reverts_no_state(terminal: OfflineTerminal) -> None:
    case = terminal.case()
    terminal.keep(case)
    outbox = terminal.outbox
    received, complete = token(case), token(case, "COMPLETE")
    decided = token(case, "DECIDED", decision="granted")
    refused = token(case, "DECIDED", decision="refused")
    steps = [
        ([received], ReceiptEffect.RECEIVED, EntryState.RECEIVED),
        ([received, complete], ReceiptEffect.COMPLETE, EntryState.COMPLETE),
        ([received], ReceiptEffect.KNOWN, EntryState.COMPLETE),
        ([decided], ReceiptEffect.COMPLETE, EntryState.COMPLETE),
        ([received, refused], ReceiptEffect.COMPLETE, EntryState.REFUSED),
        ([received, complete, decided], ReceiptEffect.KNOWN, EntryState.REFUSED),
    ]
    for tokens, effect, state in steps:
        assert apply_receipts(outbox, terminal.keys, case.case_id, tokens) is effect
        assert state_of(outbox, case) is state
    assert receipt_of(outbox, case.case_id, ReceiptKind.COMPLETE) == complete
    outbox.close()


@pytest.mark.parametrize(
    "state", [EntryState.SEALED, EntryState.SENDING, EntryState.WAITING, EntryState.HELD, EntryState.QUARANTINED]
)
def test_valid_receipts_complete_an_entry_in_every_unsent_state(state: EntryState, terminal: OfflineTerminal) -> None:
    case, rated = terminal.case(), named_rating("rating-1")
    terminal.keep(case, ratings=[rated])
    outbox = terminal.outbox
    with outbox.store.transaction() as cursor:
        cursor.execute("UPDATE entry SET state = ?", (state,))
    of_rating = receipt_token({**claims(case, RATED), "id": "rating-1", "digest": digest(rating_bytes(rated))})
    other = receipt_token({**claims(case, RATED), "id": "rating-1", "digest": digest(b"other")})
    assert apply_receipts(outbox, terminal.keys, "rating-1", [other, token(case)]) is ReceiptEffect.FORGED
    assert apply_receipts(outbox, terminal.keys, "rating-1", [of_rating]) is ReceiptEffect.COMPLETE
    assert apply_receipts(outbox, terminal.keys, "rating-1", [of_rating]) is ReceiptEffect.KNOWN
    assert (
        apply_receipts(outbox, terminal.keys, case.case_id, [token(case), token(case, "COMPLETE")])
        is ReceiptEffect.COMPLETE
    )
    assert {name for name, count in outbox.counts().items() if count} == {"complete", "purged"}
    outbox.close()
