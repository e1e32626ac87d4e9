"""The whole way by hand: out of a terminal without a network, into a real platform, and the receipts back home."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
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
from kiosk.platform.client import HttpGateway
from kiosk.platform.identity import digest
from kiosk.platform.offline_transfer import MANIFEST, RATED, RECEIPTS, rating_bytes, read_receipts
from kiosk.platform.sandbox import keys as sandbox_keys
from kiosk.platform.sandbox.receipts import signed
from kiosk.platform.wire_types import ReceiptKind, SealedCase
from tests.contracts.stand import wait
from tests.kiosk.outbox.transfer import CODE, Lonely, named_rating, take_in
from tests.sandbox_process import SandboxProcess

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxProcess]:
    with SandboxProcess(tmp_path_factory.mktemp("platform")) as sandbox:
        yield sandbox


@pytest.fixture
def lonely(running: SandboxProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lonely:
    """A terminal that the platform knows, and that cannot reach it."""
    running.reset()
    monkeypatch.setattr(command, "ROOT", tmp_path)
    made = Lonely(tmp_path, running.keys())
    running.put(f"/sandbox/terminals/{CODE}", {"public": made.key.public})
    return made


def held_there(sandbox: SandboxProcess) -> dict[str, str]:
    """Case id → digest of every case the platform holds; fails where one is held twice."""
    cases = sandbox.get("/sandbox/cases")
    found = {str(case["case_id"]): str(case["digest"]) for case in cases}
    assert len(found) == len(cases)
    return found


def test_the_whole_way_there_and_back_twice(
    running: SandboxProcess, lonely: Lonely, tmp_path: Path, capsys: Capture
) -> None:
    cases = _, with_papers, quarantined = lonely.case(), lonely.case((700_000, 20)), lonely.case()
    rated = named_rating("rating-1")
    lonely.keep(*cases, ratings=[rated])
    outbox = lonely.outbox
    (sequence,) = [entry.sequence for entry in outbox.due() if entry.id == quarantined.case_id]
    outbox.mark_sending(sequence)
    outbox.mark_quarantined(sequence, "poison")
    outbox.close()
    stick = tmp_path / "stick"
    assert lonely.run("export", stick) == 0

    code, said = take_in(stick, running.url, capsys)
    names = {*(f"{case.case_id}.case" for case in cases), "rating-1.rating"}
    names |= {f"{material.sha256}.material" for material in with_papers.materials}
    assert (code, said) == (0, dict.fromkeys(names, "taken in"))
    receipts = json.loads((stick / RECEIPTS).read_text())
    code, said = take_in(stick, running.url, capsys)
    assert (code, set(said.values())) == (0, {"held already"})
    again = json.loads((stick / RECEIPTS).read_text())
    assert {id_: again[id_] for id_ in again if id_ != "rating-1"} == {
        id_: receipts[id_] for id_ in receipts if id_ != "rating-1"
    }

    assert lonely.run("import", stick) == 0
    assert "the platform has confirmed everything" in capsys.readouterr().out
    assert lonely.states() == {"complete": 3, "purged": 1}
    assert lonely.run("import", stick) == 0
    assert lonely.states() == {"complete": 3, "purged": 1}

    assert held_there(running) == {case.case_id: digest(case.body) for case in cases}
    shelf = Path(running._said).parent / "materials"
    assert {path.name: path.read_bytes() for path in shelf.iterdir()} == {
        material.sha256: material.body for material in with_papers.materials
    }
    assert [rating["rating_id"] for rating in running.get("/sandbox/ratings")] == ["rating-1"]
    outbox = lonely.outbox
    assert all(outbox.receipt_of(case.case_id, ReceiptKind.COMPLETE) for case in cases)
    outbox.close()


def test_what_also_goes_over_the_network_counts_once(
    running: SandboxProcess, lonely: Lonely, tmp_path: Path, capsys: Capture
) -> None:
    first, second, rated = lonely.case((30,)), lonely.case(), [named_rating("rating-1"), named_rating("rating-2")]
    lonely.keep(first, second, ratings=rated)
    assert lonely.run("export", tmp_path / "stick") == 0
    gateway = HttpGateway(running.url, CODE, lonely.key, running.keys(), SystemClock())
    by_net = gateway.put_case(first, wait())
    gateway.put_rating(rated[0], wait())
    code, said = take_in(tmp_path / "stick", running.url, capsys)
    assert code == 0
    assert (said[f"{first.case_id}.case"], said["rating-1.rating"]) == ("held already", "held already")
    gateway.put_case(second, wait())
    gateway.put_rating(rated[1], wait())
    assert gateway.put_case(first, wait()).received == by_net.received
    gateway.close()
    assert set(held_there(running)) == {first.case_id, second.case_id}
    assert len(running.get("/sandbox/ratings")) == 2


def test_a_case_whose_material_was_lost_on_the_way_is_received_and_comes_again(
    running: SandboxProcess, lonely: Lonely, tmp_path: Path, capsys: Capture
) -> None:
    case, stick = lonely.case((50, 60)), tmp_path / "stick"
    lonely.keep(case)
    assert lonely.run("export", stick) == 0
    lost = stick / f"{case.materials[1].sha256}.material"
    lost.unlink()
    code, said = take_in(stick, running.url, capsys)
    assert (code, said[lost.name]) == (1, "missing (the platform waits for it)")
    assert lonely.run("import", stick) == 0
    assert lonely.states() == {"received": 1}
    assert lonely.run("export", stick) == 0
    assert take_in(stick, running.url, capsys)[0] == 0
    assert lonely.run("import", stick) == 0
    assert lonely.states() == {"complete": 1}


@pytest.fixture(scope="module")
def told(running: SandboxProcess, tmp_path_factory: pytest.TempPathFactory) -> tuple[Lonely, SealedCase]:
    """A terminal with one case, for receipts that are tried on it."""
    lonely = Lonely(tmp_path_factory.mktemp("told"), running.keys())
    case = lonely.case()
    lonely.keep(case)
    return lonely, case


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
    return signed(claims(case, kind, **other))


@pytest.mark.parametrize(
    "forge",
    [
        lambda case: signed(claims(case), sandbox_keys.STRANGER_PRIVATE),
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
    told: tuple[Lonely, SealedCase], forge: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    lonely, case = told
    monkeypatch.setattr(command, "ROOT", lonely.root)
    assert callable(forge)
    (tmp_path / RECEIPTS).write_text(json.dumps({case.case_id: [forge(case)]}))
    assert lonely.run("import", tmp_path) == 1
    assert "nothing changed (forged)" in capsys.readouterr().err
    assert lonely.states() == {"sealed": 1}


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
def test_a_receipts_file_of_any_content_has_an_outcome_in_words(
    content: bytes,
    said: str,
    told: tuple[Lonely, SealedCase],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    lonely, case = told
    monkeypatch.setattr(command, "ROOT", lonely.root)
    (tmp_path / RECEIPTS).write_bytes(content.replace(b"%s", case.case_id.encode()))
    assert lonely.run("import", tmp_path) == 1
    error = capsys.readouterr().err
    assert said in error
    assert "\x1b" not in error
    assert lonely.states() == {"sealed": 1}


def test_a_folder_without_receipts_is_said_to_have_none(
    told: tuple[Lonely, SealedCase], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(command, "ROOT", told[0].root)
    assert told[0].run("import", tmp_path) == 1
    assert "receipts.json: No such file" in capsys.readouterr().err


def test_a_pipe_in_place_of_a_file_keeps_nobody_waiting(
    told: tuple[Lonely, SealedCase], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(command, "ROOT", told[0].root)
    for name in (RECEIPTS, MANIFEST):
        os.mkfifo(tmp_path / name)
    assert told[0].run("import", tmp_path) == 1
    assert "receipts.json: not a file" in capsys.readouterr().err
    assert told[0].run("export", tmp_path) == 1
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
def test_whatever_stands_in_receipts_json_only_a_good_receipt_counts(
    told: tuple[Lonely, SealedCase], said: dict[str, object], cut: int, tmp_path: Path
) -> None:
    lonely, case = told
    good = token(case)
    written = json.dumps(said).replace('"CASE"', json.dumps(case.case_id)).replace('"GOOD"', json.dumps(good))
    (tmp_path / RECEIPTS).write_text(written[: len(written) - cut] if cut < len(written) else written)
    outbox = lonely.outbox
    try:
        receipts = read_receipts(tmp_path / RECEIPTS)
    except ValueError:
        receipts = {}
    for id_, tokens in receipts.items():
        word = apply_receipts(outbox, lonely.keys, id_, tokens)
        holds = id_ == case.case_id and good in tokens
        assert word is (
            ReceiptEffect.RECEIVED if holds else ReceiptEffect.FORGED if id_ == case.case_id else ReceiptEffect.FOREIGN
        )
    with outbox.store.transaction() as cursor:
        cursor.execute("UPDATE entry SET state = 'sealed', receipt = ''")  # as before, for the next example
    outbox.close()


def known_as(outbox: Outbox, case: SealedCase) -> EntryState:
    holding = find(outbox, case.case_id)
    assert holding is not None
    return holding.state


def test_an_old_receipt_shown_again_does_not_hide_that_the_platform_lost_the_case(lonely: Lonely) -> None:
    case = lonely.case()
    lonely.keep(case)
    outbox = lonely.outbox
    old, new = [token(case), token(case, "COMPLETE")], token(case, at="2026-11-27T00:00:00Z")
    assert apply_receipts(outbox, lonely.keys, case.case_id, old) is ReceiptEffect.COMPLETE
    ConfirmedCases(outbox.store, SystemClock()).requeue_lost(1)
    assert apply_receipts(outbox, lonely.keys, case.case_id, old) is ReceiptEffect.KNOWN
    assert known_as(outbox, case) is EntryState.WAITING
    assert apply_receipts(outbox, lonely.keys, case.case_id, [new, old[1]]) is ReceiptEffect.RECEIVED
    assert known_as(outbox, case) is EntryState.RECEIVED
    outbox.close()


def test_an_earlier_receipts_file_takes_nothing_back(lonely: Lonely) -> None:
    case = lonely.case()
    lonely.keep(case)
    outbox = lonely.outbox
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
    for tokens, word, state in steps:
        assert apply_receipts(outbox, lonely.keys, case.case_id, tokens) is word
        assert known_as(outbox, case) is state
    assert outbox.receipt_of(case.case_id, ReceiptKind.COMPLETE) == complete
    outbox.close()


@pytest.mark.parametrize(
    "state", [EntryState.SEALED, EntryState.SENDING, EntryState.WAITING, EntryState.HELD, EntryState.QUARANTINED]
)
def test_from_every_unsent_state_a_good_receipt_leads_home(state: EntryState, lonely: Lonely) -> None:
    case, rated = lonely.case(), named_rating("rating-1")
    lonely.keep(case, ratings=[rated])
    outbox = lonely.outbox
    with outbox.store.transaction() as cursor:
        cursor.execute("UPDATE entry SET state = ?", (state,))
    of_rating = signed({**claims(case, RATED), "id": "rating-1", "digest": digest(rating_bytes(rated))})
    other = signed({**claims(case, RATED), "id": "rating-1", "digest": digest(b"other")})
    assert apply_receipts(outbox, lonely.keys, "rating-1", [other, token(case)]) is ReceiptEffect.FORGED
    assert apply_receipts(outbox, lonely.keys, "rating-1", [of_rating]) is ReceiptEffect.COMPLETE
    assert apply_receipts(outbox, lonely.keys, "rating-1", [of_rating]) is ReceiptEffect.KNOWN
    assert (
        apply_receipts(outbox, lonely.keys, case.case_id, [token(case), token(case, "COMPLETE")])
        is ReceiptEffect.COMPLETE
    )
    assert {name for name, count in outbox.counts().items() if count} == {"complete", "purged"}
    outbox.close()
