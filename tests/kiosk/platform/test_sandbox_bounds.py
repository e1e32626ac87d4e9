"""Values from outside: bounded where they enter, and a stored one that cannot be formatted does not end the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest
import requests

from devices import SystemClock
from kiosk.platform import records
from kiosk.platform.identity import TerminalKey
from kiosk.platform.listing import CaseState
from kiosk.platform.sandbox.issuing import Issuer
from kiosk.platform.sandbox.material_store import MaterialStore
from kiosk.platform.sandbox.nonces import NonceMemory
from kiosk.platform.sandbox.page import UNREADABLE, page
from kiosk.platform.sandbox.published import Published
from kiosk.platform.sandbox.registers import Registers
from kiosk.platform.sandbox.state import SandboxState
from kiosk.platform.sandbox.storage import Case, Rating, Storage, Terminal, sqlite_url
from kiosk.platform.signing import RequestSigner
from tests.contracts.test_platform_gateway import RATING, REPORT
from tests.kiosk.platform.conftest import KEY
from tests.kiosk.platform.openapi_calls import CASE, call, validated
from tests.sandbox_process import DRAFT, SandboxProcess, sealed_case

DATABASES = ("sqlite", "postgresql")
RATE = "/v1/ratings/{rating_id}"
BEAT = "/v1/terminals/self/heartbeat"
HUGE = "@huge@"


def rating(rated_at: str) -> bytes:
    return json.dumps({**records.rating_record(RATING), "rated_at": rated_at}).encode()


@pytest.mark.parametrize(
    "moment",
    [
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-14:00",
        "0001-01-01T00:00:00+14:00",
        "0001-01-01T00:00:00Z",
        "2100-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "1970-01-01T00:00:00+00:01",
    ],
)
def test_a_rating_of_an_impossible_time_is_refused_and_the_page_goes_on(moment: str, sandbox: SandboxProcess) -> None:
    reply = call(sandbox, "PUT", "/v1/ratings/rating-0001", rating(moment))
    assert validated(reply, RATE, "PUT")["type"] == "urn:yike:problem:malformed"
    assert requests.get(sandbox.url + "/", timeout=10).status_code == 200
    assert sandbox.get("/sandbox/ratings") == []


def test_a_rating_by_a_clock_that_began_again_is_accepted(sandbox: SandboxProcess) -> None:
    reply = call(sandbox, "PUT", "/v1/ratings/rating-0001", rating("1970-01-01T00:00:01Z"))
    assert reply.status_code == 201
    assert "1970-01-01 08:00:01" in requests.get(sandbox.url + "/", timeout=10).text


@pytest.mark.parametrize(
    "changes",
    [
        {"uptime_s": HUGE},
        {"oldest_unsent_s": HUGE},
        {"disk_free_mb": HUGE},
        {"outbox": {"sealed": HUGE, "sent": HUGE}},
        {"outbox": {"x" * 65: 1}},
        {"outbox": {str(n): 1 for n in range(33)}},
        {"clock_offset_s": 1e300},
        {"clock_offset_s": -1e300},
    ],
)
def test_a_heartbeat_with_an_impossible_amount_is_refused(changes: dict[str, Any], sandbox: SandboxProcess) -> None:
    # Each int has 4,300 digits, the most that Python reads; a sum of two has more than it prints.
    text = json.dumps({**records.heartbeat_record(REPORT), **changes}).replace(f'"{HUGE}"', "9" * 4300)
    reply = call(sandbox, "POST", BEAT, text.encode())
    assert validated(reply, BEAT, "POST")["type"] == "urn:yike:problem:malformed"
    assert requests.get(sandbox.url + "/", timeout=10).status_code == 200


def test_a_terminal_with_an_impossible_code_is_not_enrolled(sandbox: SandboxProcess) -> None:
    for code in ("x" * 65, "a b", "<b>"):
        request = requests.Request("GET", sandbox.url + "/v1/catalogue").prepare()
        RequestSigner(code, TerminalKey(KEY.private)).sign(request, b"", SystemClock().now())
        with requests.Session() as session:
            assert session.send(request, timeout=10).json()["type"] == "urn:yike:problem:not-enrolled"
    assert sandbox.get("/sandbox/terminals") == []


def test_an_applicants_number_that_no_index_takes_is_refused_once_for_all(sandbox: SandboxProcess) -> None:
    case = sealed_case(sandbox.keys(), {**DRAFT, "applicant": {"number": "9" * 100_000}})
    reply = call(sandbox, "PUT", f"/v1/cases/{case.case_id}", case.body)
    assert validated(reply, CASE, "PUT")["type"] == "urn:yike:problem:cannot-open"


def test_a_restore_to_a_time_before_the_calendar_is_malformed(sandbox: SandboxProcess) -> None:
    order = {"name": "restored_from_yesterday", "parameters": {"before": "0001-01-01T00:00:00+14:00"}}
    reply = call(sandbox, "POST", "/sandbox/misfortunes", json.dumps(order).encode(), sign=False)
    assert validated(reply, "/sandbox/misfortunes", "POST")["type"] == "urn:yike:problem:malformed"


def test_the_page_shows_what_an_earlier_version_stored(tmp_path: Path) -> None:
    storage = Storage(sqlite_url(tmp_path))
    empty = ("digest", "item_id", "item_version", "sealed_at", "person", "day", "application", "act", "since")
    with storage.writing() as session:
        for number, (state, received_at) in enumerate(
            [(CaseState.RECEIVED.value, "9999-12-31T23:59:59.000Z"), ("<lost>", "2026-11-24T01:02:03.000Z")]
        ):
            session.add(
                Case(
                    **dict.fromkeys(empty, ""),
                    case_id=f"case-{number}",
                    terminal="YK-1",
                    slip_number="",
                    body=b"",
                    content={},
                    answers_checked=True,
                    item_code="",
                    serial=number,
                    case_number=f"number-{number}",
                    received_at=received_at,
                    receipt="",
                    state=state,
                )
            )
        session.add(
            Rating(
                rating_id="rating-1",
                digest="",
                terminal="YK-1",
                visit="",
                case_id=None,
                item_id="",
                node="received",
                level=5,
                labels=[],
                label_set="",
                rated_at="9999-12-31T23:59:59.000Z",
            )
        )
        session.add(Terminal(terminal="YK-1", public="", suspended=False, heard_at="yesterday", report={"devices": 5}))
    sandbox = SandboxState(
        storage,
        cast(Published, None),
        cast(Registers, None),
        MaterialStore(tmp_path / "materials"),
        cast(NonceMemory, None),
        cast(Issuer, None),
    )
    text_of_page = bytes(page(sandbox).body).decode()
    storage.close()
    assert text_of_page.count("9999-12-31T23:59:59.000Z") == 2
    assert text_of_page.count(UNREADABLE) == 2
    assert "case-1" in text_of_page
    assert "YK-1" in text_of_page
