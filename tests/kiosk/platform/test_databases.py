"""Behaviour on both databases, and of several processes on one PostgreSQL."""

from __future__ import annotations

import json
import secrets
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
from tests.kiosk.platform.openapi_calls import CASE, call, question, validated
from tests.postgresql import Cluster
from tests.sandbox_process import DRAFT, ITEM_CODE, TERMINAL, SandboxProcess, sealed_case

MakeWait = Callable[[float], Wait]
Platforms = tuple[SandboxProcess, SandboxProcess]


@pytest.fixture
def platforms(cluster: Cluster, tmp_path: Path) -> Iterator[Platforms]:
    """Two sandbox processes on one database."""
    address = cluster.new_database()
    with (
        SandboxProcess(tmp_path / "one", "--database", address) as one,
        SandboxProcess(tmp_path / "two", "--database", address) as platforms,
    ):
        yield one, platforms


def _hand_over_concurrently(platforms: Platforms, cases: list[SealedCase]) -> list[str]:
    """Send every case to both platforms, in eight threads; return the receipt tokens or the reasons of refusal."""
    gateways = [HttpGateway(each.url, TERMINAL, KEY, each.keys(), SystemClock()) for each in platforms]

    def hand_over(job: tuple[int, SealedCase]) -> str:
        which, case = job
        try:
            return gateways[which].put_case(case, Wait(SystemClock(), 30)).received.token
        except PlatformFailure as trouble:
            return trouble.reason

    with ThreadPoolExecutor(8) as executor:
        template = list(executor.map(hand_over, [(which, case) for case in cases for which in (0, 1)]))
    for gateway in gateways:
        gateway.close()
    return template


def test_two_platforms_on_one_database_give_each_case_one_number(platforms: Platforms) -> None:
    cases = [sealed_case(platforms[0].keys()) for _ in range(60)]
    tokens = _hand_over_concurrently(platforms, cases)
    assert tokens[0::2] == tokens[1::2]
    kept = platforms[1].get("/sandbox/cases")
    assert sorted(one["case_id"] for one in kept) == sorted(case.case_id for case in cases)
    day = kept[0]["case_number"].removeprefix(ITEM_CODE)[:8]
    assert [one["case_number"] for one in kept] == [f"{ITEM_CODE}{day}{n:04d}" for n in range(1, 61)]


def test_two_platforms_on_one_database_hold_one_content_per_id(platforms: Platforms) -> None:
    rivals = [(sealed_case(platforms[0].keys()), index) for index in range(20)]
    others = [
        sealed_case(platforms[0].keys(), {**DRAFT, "evidence": {"n": n}}, case_id=one.case_id) for one, n in rivals
    ]
    template = _hand_over_concurrently(
        platforms, [case for pair in zip((one for one, _ in rivals), others, strict=True) for case in pair]
    )
    assert template.count("digest-mismatch") == 40
    for at in range(0, 80, 4):
        assert sorted(token == "digest-mismatch" for token in template[at : at + 4]) == [False, False, True, True]
    assert len(platforms[0].get("/sandbox/cases")) == 20


def test_several_processes_can_create_the_tables_at_once(cluster: Cluster) -> None:
    address = cluster.new_database()
    with ThreadPoolExecutor(6) as executor:
        made = list(executor.map(Storage, [address] * 6))
    for storage in made:
        storage.close()


def test_values_that_the_database_cannot_store_are_malformed(cluster: Cluster, tmp_path: Path) -> None:
    with SandboxProcess(tmp_path, "--database", cluster.new_database()) as sandbox:
        asked = question("", parameters={"slip_number": "\0"})
        assert call(sandbox, "POST", "/v1/questions/case.by_slip", asked).status_code == 400
        assert call(sandbox, "GET", "/v1/cases/a%00b").status_code == 400
        case = sealed_case(sandbox.keys(), {**DRAFT, "applicant": {"number": "\0"}})
        reply = call(sandbox, "PUT", f"/v1/cases/{case.case_id}", case.body)
        assert validated(reply, CASE, "PUT")["type"] == "urn:yike:problem:malformed"
        # Random, because what compresses well would fit the index.
        long = sealed_case(sandbox.keys(), {**DRAFT, "applicant": {"number": secrets.token_hex(50_000)}})
        reply = call(sandbox, "PUT", f"/v1/cases/{long.case_id}", long.body)
        assert validated(reply, CASE, "PUT")["type"] == "urn:yike:problem:cannot-open"
        assert sandbox.get("/sandbox/cases") == []


def test_an_unavailable_database_makes_the_platform_busy(tmp_path: Path, make_wait: MakeWait) -> None:
    with SandboxProcess(tmp_path) as sandbox:
        case = sealed_case(sandbox.keys())
        assert call(sandbox, "GET", "/v1/catalogue").status_code == 200
        (tmp_path / "sandbox-4.sqlite").rename(tmp_path / "gone")
        (tmp_path / "sandbox-4.sqlite").mkdir()
        reply = call(sandbox, "PUT", f"/v1/cases/{case.case_id}", case.body)
        assert reply.status_code == 503
        assert validated(reply, CASE, "PUT")["type"] == "urn:yike:problem:busy"
        assert reply.headers["Retry-After"] == "5"


def test_the_platform_reconnects_to_a_restarted_postgresql(cluster: Cluster, tmp_path: Path) -> None:
    with Cluster() as own, SandboxProcess(tmp_path, "--database", own.new_database()) as sandbox:
        before, after = sealed_case(sandbox.keys()), sealed_case(sandbox.keys())
        kept = call(sandbox, "PUT", f"/v1/cases/{before.case_id}", before.body).json()
        own.stop()
        reply = call(sandbox, "PUT", f"/v1/cases/{after.case_id}", after.body)
        assert reply.status_code == 503
        assert validated(reply, CASE, "PUT")["type"] == "urn:yike:problem:busy"
        own.start()
        assert call(sandbox, "PUT", f"/v1/cases/{before.case_id}", before.body).json() == kept
        assert call(sandbox, "PUT", f"/v1/cases/{after.case_id}", after.body).status_code == 201


@pytest.mark.parametrize("address", ["postgresql://nobody@/none?host=/nowhere", "no address", "oracle9://x"])
def test_a_database_that_cannot_be_opened_is_reported_at_the_start(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "catalogue.json").write_text(json.dumps({"version": "1", "items": []}))
    given = ["--port", "0", "--data", str(tmp_path), "--services", str(tmp_path / "catalogue.json")]
    assert main([*given, "--database", address]) == 2
    assert "cannot start" in capsys.readouterr().err
