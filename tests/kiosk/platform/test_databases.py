"""What holds on any database, and what several processes on one PostgreSQL may not do to each other."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from devices import SystemClock, Wait
from kiosk.platform.client import HttpGateway
from kiosk.platform.gateway import PlatformFailure
from kiosk.platform.sandbox.__main__ import main
from kiosk.platform.sandbox.storage import Storage
from kiosk.platform.wire_types import SealedCase
from tests.kiosk.platform.conftest import KEY
from tests.kiosk.platform.test_openapi import CASE, call, judged, question
from tests.postgresql import Cluster
from tests.sandbox_process import DRAFT, ITEM_CODE, TERMINAL, SandboxProcess, sealed_case

Soon = Callable[[float], Wait]
Pair = tuple[SandboxProcess, SandboxProcess]


@pytest.fixture
def two(cluster: Cluster, tmp_path: Path) -> Iterator[Pair]:
    """Two platforms, each a process of its own, on one database."""
    address = cluster.new_database()
    with (
        SandboxProcess(tmp_path / "one", "--database", address) as one,
        SandboxProcess(tmp_path / "two", "--database", address) as two,
    ):
        yield one, two


def _handed_over(two: Pair, cases: list[SealedCase]) -> list[str]:
    """Every case to both platforms by eight hands at once; the tokens of the receipts, or the refusals."""
    gateways = [HttpGateway(each.url, TERMINAL, KEY, each.keys(), SystemClock()) for each in two]

    def hand_over(job: tuple[int, SealedCase]) -> str:
        which, case = job
        try:
            return gateways[which].put_case(case, Wait(SystemClock(), 30)).received.token
        except PlatformFailure as trouble:
            return trouble.reason

    with ThreadPoolExecutor(8) as hands:
        told = list(hands.map(hand_over, [(which, case) for case in cases for which in (0, 1)]))
    for gateway in gateways:
        gateway.close()
    return told


def test_two_platforms_on_one_database_give_each_case_one_number(two: Pair) -> None:
    cases = [sealed_case(two[0].keys()) for _ in range(60)]
    tokens = _handed_over(two, cases)
    assert tokens[0::2] == tokens[1::2]
    kept = two[1].get("/sandbox/cases")
    assert sorted(one["case_id"] for one in kept) == sorted(case.case_id for case in cases)
    day = kept[0]["case_number"].removeprefix(ITEM_CODE)[:8]
    assert [one["case_number"] for one in kept] == [f"{ITEM_CODE}{day}{n:04d}" for n in range(1, 61)]


def test_two_platforms_on_one_database_never_hold_two_contents_under_one_id(two: Pair) -> None:
    rivals = [(sealed_case(two[0].keys()), index) for index in range(20)]
    others = [sealed_case(two[0].keys(), {**DRAFT, "evidence": {"n": n}}, case_id=one.case_id) for one, n in rivals]
    told = _handed_over(two, [case for pair in zip((one for one, _ in rivals), others, strict=True) for case in pair])
    assert told.count("digest-mismatch") == 40
    for at in range(0, 80, 4):
        assert sorted(token == "digest-mismatch" for token in told[at : at + 4]) == [False, False, True, True]
    assert len(two[0].get("/sandbox/cases")) == 20


def test_two_processes_may_make_the_tables_at_once(cluster: Cluster) -> None:
    address = cluster.new_database()
    with ThreadPoolExecutor(6) as hands:
        made = list(hands.map(Storage, [address] * 6))
    for storage in made:
        storage.close()


def test_what_the_database_cannot_hold_is_malformed(cluster: Cluster, tmp_path: Path) -> None:
    with SandboxProcess(tmp_path, "--database", cluster.new_database()) as sandbox:
        asked = question("", parameters={"slip_number": "\0"})
        assert call(sandbox, "POST", "/v1/questions/case.by_slip", asked).status_code == 400
        assert call(sandbox, "GET", "/v1/cases/a%00b").status_code == 400
        case = sealed_case(sandbox.keys(), {**DRAFT, "applicant": {"number": "\0"}})
        reply = call(sandbox, "PUT", f"/v1/cases/{case.case_id}", case.body)
        assert judged(reply, CASE, "PUT")["type"] == "urn:yike:problem:malformed"
        assert sandbox.get("/sandbox/cases") == []


def test_a_database_that_went_away_makes_the_platform_busy_and_blames_no_case(tmp_path: Path, soon: Soon) -> None:
    with SandboxProcess(tmp_path) as sandbox:
        case = sealed_case(sandbox.keys())
        assert call(sandbox, "GET", "/v1/catalogue").status_code == 200
        (tmp_path / "sandbox-2.sqlite").rename(tmp_path / "gone")
        (tmp_path / "sandbox-2.sqlite").mkdir()
        reply = call(sandbox, "PUT", f"/v1/cases/{case.case_id}", case.body)
        assert reply.status_code == 503
        assert judged(reply, CASE, "PUT")["type"] == "urn:yike:problem:busy"
        assert reply.headers["Retry-After"] == "5"


def test_a_postgresql_that_comes_back_finds_the_platform_waiting(cluster: Cluster, tmp_path: Path) -> None:
    with Cluster() as own, SandboxProcess(tmp_path, "--database", own.new_database()) as sandbox:
        before, after = sealed_case(sandbox.keys()), sealed_case(sandbox.keys())
        kept = call(sandbox, "PUT", f"/v1/cases/{before.case_id}", before.body).json()
        own.stop()
        reply = call(sandbox, "PUT", f"/v1/cases/{after.case_id}", after.body)
        assert reply.status_code == 503
        assert judged(reply, CASE, "PUT")["type"] == "urn:yike:problem:busy"
        own.start()
        assert call(sandbox, "PUT", f"/v1/cases/{before.case_id}", before.body).json() == kept
        assert call(sandbox, "PUT", f"/v1/cases/{after.case_id}", after.body).status_code == 201


@pytest.mark.parametrize("address", ["postgresql://nobody@/none?host=/nowhere", "no address", "oracle9://x"])
def test_a_database_that_cannot_be_opened_is_named_at_the_start(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "catalogue.json").write_text(json.dumps({"version": "1", "items": []}))
    given = ["--port", "0", "--data", str(tmp_path), "--services", str(tmp_path / "catalogue.json")]
    assert main([*given, "--database", address]) == 2
    assert "cannot start" in capsys.readouterr().err
