"""Bounds of everything that a platform, or who answers in its place, can say: beyond them the answer is no answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import pytest
from pydantic import BaseModel

from devices import FakeClock, SystemClock, Wait
from kiosk.platform import document_records, envelope_answers, questions, records, relay_records
from kiosk.platform.client import HttpGateway
from kiosk.platform.enveloped import EnvelopedGateway
from kiosk.platform.gateway import FailureKind, Heartbeat, HeartbeatReply, PlatformFailure
from kiosk.platform.identity import TerminalKey
from kiosk.platform.sandbox.keys import pins
from kiosk.terminal.clock_check import ClockCheck
from kiosk.workers.heartbeat import EVERY, HeartbeatWorker
from kiosk.workers.notices import PlatformSeen
from tests.contracts.test_platform_gateway import REPORT
from tests.kiosk.platform.raw_server import answer, server
from tests.loops import running
from tests.sandbox_process import TERMINAL

KEY = TerminalKey(bytes(range(32)))
CASE = "0" * 8 + "-0000-7000-8000-" + "0" * 12

READ = {name: record.model_validate_json for name, record in questions.ANSWERS.items()}


MODULES = (records, questions, document_records, relay_records, envelope_answers)


def answer_models() -> list[type[BaseModel]]:
    """Every record of an answer that a gateway parses, found by listing the modules."""
    found = [each for module in MODULES for each in vars(module).values()]
    bases = (records.AnswerRecord, envelope_answers.LenientModel)
    return sorted(
        {each for each in found if isinstance(each, type) and issubclass(each, bases) and each not in bases},
        key=lambda each: each.__name__,
    )


UNBOUNDED = {("AnswerEnvelope", "data"), ("SignedAnswer", "signed"), ("RefusalDetails", "retryAfter")}
"""Data: parsed again as a record. Catalogue: bounded by CATALOGUE_BYTES. Retry-after: capped where it is used."""


def unbounded(schema: Mapping[str, Any], place: str = "") -> Iterator[str]:
    """The places of a JSON Schema that take a number, text or list of any size."""
    kind = schema.get("type")
    if kind == "string" and not {"maxLength", "pattern", "enum", "const", "format"} & set(schema):
        yield place
    if kind in ("integer", "number") and not {"maximum", "minimum"} <= set(schema):
        yield place
    if kind == "array" and "maxItems" not in schema:
        yield place
    if kind == "object" and "additionalProperties" in schema and "maxProperties" not in schema:
        yield place
    for key in ("properties", "$defs"):
        for name, each in schema.get(key, {}).items():
            yield from unbounded(each, f"{place}.{name}")
    for each in (schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", ())):
        if isinstance(each, Mapping):
            yield from unbounded(each, place)


def test_every_number_text_and_list_of_an_answer_has_a_bound() -> None:
    models = answer_models()
    assert {"HeartbeatAnswer", "CaseAnswer", "ReceiptClaims", "Problem", "_Lookup", "OffsetAnswer"} <= {
        model.__name__ for model in models
    }
    found = [
        f"{model.__name__}{place}"
        for model in models
        for place in unbounded(model.model_json_schema())
        if (model.__name__, place.lstrip(".")) not in UNBOUNDED
    ]
    assert not found


GOOD: Mapping[str, tuple[Callable[[bytes], Any], Mapping[str, Any]]] = MappingProxyType(
    {
        "heartbeat": (
            records.HeartbeatAnswer.model_validate_json,
            {"server_time": "2026-11-24T01:02:03Z", "catalogue_version": "1", "admission": {"rate": 0.5}},
        ),
        "problem": (records.Problem.model_validate_json, {"type": "urn:yike:problem:clock-skew"}),
        "case": (
            records.CaseAnswer.model_validate_json,
            {"case_id": CASE, "case_number": "1", "state": "received", "receipts": ["a.b.c"], "missing": []},
        ),
        "claims": (
            records.ReceiptClaims.model_validate_json,
            {
                "id": CASE,
                "digest": "0" * 64,
                "case_number": "1",
                "at": "2026-11-24T01:02:03Z",
                "kind": "RECEIVED",
                "kid": "k",
            },
        ),
        "code": (
            READ["code.send"],
            {"masked_phone": "199****0001", "digits": 6, "seconds": 300},
        ),
        "verified": (
            READ["code.verify"],
            {"right": False, "tries_left": 4, "proof": ""},
        ),
        "lookup": (
            READ["pension.enrolment"],
            {"rows": [{"label": "state", "value": "1"}], "as_of": "2026-11-01"},
        ),
        "progress": (
            READ["case.by_slip"],
            {
                "cases": [
                    {
                        "case_number": "1",
                        "slip_number": "2",
                        "state": "received",
                        "since": "2026-11-24T01:02:03+14:00",
                        "next_step": "wait",
                    }
                ]
            },
        ),
        "offset": (envelope_answers.OffsetAnswer.model_validate_json, {"offset": 1}),
        "relay": (
            relay_records.RelayAnswer.model_validate_json,
            {"state": "claimed", "seconds": 600, "files": [{"number": 1, "size": 10, "held": 10}], "heard": None},
        ),
        "opened": (
            relay_records.OpenedRelayAnswer.model_validate_json,
            {"url": "https://platform.test/relays/0123456789abcdefghij", "seconds": 600},
        ),
    }
)
"""Kind of answer → its parser and an honest answer."""
HUGE = 10**30
BAD = (
    ("heartbeat", "server_time", "0001-01-01T00:00:00+14:00"),
    ("heartbeat", "server_time", "9999-12-31T23:59:59-12:00"),
    ("heartbeat", "server_time", 1e300),
    ("heartbeat", "catalogue_version", "1" * 5000),
    ("heartbeat", "catalogue_version", '1"\r\nX: y'),
    ("heartbeat", "admission", {"rate": 1e-300}),
    ("heartbeat", "admission", {"rate": 1e-9}),
    ("heartbeat", "admission", {"rate": float("inf")}),
    ("heartbeat", "admission", {"rate": float("nan")}),
    ("heartbeat", "admission", {"rate": 1e300}),
    ("heartbeat", "admission", {"spread_s": 1e300}),
    ("heartbeat", "admission", {"spread_s": float("nan")}),
    ("problem", "server_time", "9999-12-31T23:59:59Z"),
    ("problem", "type", "u" * 5000),
    ("case", "case_number", "1" * 5000),
    ("case", "receipts", ["a"] * 5000),
    ("case", "receipts", ["a" * 100_000]),
    ("case", "missing", ["../../etc"]),
    ("claims", "at", "0001-01-01T00:00:00Z"),
    ("claims", "case_number", "1\n2"),
    ("code", "digits", HUGE),
    ("code", "digits", 0),
    ("code", "digits", -1),
    ("code", "seconds", HUGE),
    ("code", "masked_phone", "*" * 5000),
    ("verified", "tries_left", HUGE),
    ("verified", "proof", "p" * 100_000),
    ("lookup", "as_of", "2" * 5000),
    ("lookup", "as_of", "2026-02-30"),
    ("lookup", "as_of", "tomorrow"),
    ("lookup", "as_of", "0001-01-01"),
    ("lookup", "as_of", "9999-12-31"),
    ("lookup", "rows", [{"label": "state", "value": "1" * 5000}]),
    ("lookup", "rows", [{"label": "state", "value": "1"}] * 5000),
    ("progress", "cases", [{**GOOD["progress"][1]["cases"][0], "since": "9999-12-31T23:59:59Z"}]),
    ("offset", "offset", HUGE),
    ("offset", "offset", -1),
    ("relay", "state", "paid"),
    ("relay", "seconds", HUGE),
    ("relay", "seconds", -1),
    ("relay", "heard", HUGE),
    ("relay", "files", [{"number": 1, "size": 1, "held": 1}] * 21),
    ("relay", "files", [{"number": 61, "size": 1, "held": 1}]),
    ("relay", "files", [{"number": 1, "size": 16 * 2**20, "held": 1}]),
    ("opened", "url", "javascript:alert(1)"),
    ("opened", "url", "https://platform.test/relays/a#another-key"),
    ("opened", "url", "https://platform.test/" + "a" * 400),
    ("opened", "url", "https://platform.test/ b"),
    ("opened", "seconds", HUGE),
)


@pytest.mark.parametrize("kind", GOOD)
def test_an_honest_answer_is_within_the_bounds(kind: str) -> None:
    parser, honest = GOOD[kind]
    records.parse_answer(parser, records.as_json(honest))


@pytest.mark.parametrize(("kind", "name", "value"), BAD, ids=lambda value: str(value)[:30])
def test_a_value_beyond_its_bounds_breaks_the_contract(kind: str, name: str, value: object) -> None:
    parser, honest = GOOD[kind]
    with pytest.raises(PlatformFailure) as caught:
        records.parse_answer(parser, records.as_json({**honest, name: value}))
    assert (caught.value.kind, caught.value.reason) == (FailureKind.BROKEN, "contract")


@pytest.mark.parametrize("unseen", ["\x7f", "\x85", "\u2028", "\u2029", "\u202e", "\u2066"])
def test_what_breaks_a_row_or_turns_it_round_is_left_out(unseen: str) -> None:
    parser, honest = GOOD["lookup"]
    body = records.as_json({**honest, "rows": [{"label": "state", "value": f"正{unseen}常"}]})
    assert records.parse_answer(parser, body).answer().rows == (("state", "正常"),)


LONG_NUMBER = b"9" * 6000
"""More digits than Python converts (sys.get_int_max_str_digits)."""


@pytest.mark.parametrize("gateway", [HttpGateway, EnvelopedGateway])
def test_a_number_longer_than_python_converts_breaks_the_contract(
    gateway: type[HttpGateway | EnvelopedGateway],
) -> None:
    body = b'{"code":"0","data":{"server_time":"2026-11-24T01:02:03Z","more":%s},"server_time":%s}' % (
        LONG_NUMBER,
        LONG_NUMBER,
    )
    with server(lambda connection: connection.sendall(answer(body))) as port:
        asked = gateway(f"http://127.0.0.1:{port}", TERMINAL, KEY, pins(), SystemClock())
        with pytest.raises(PlatformFailure) as caught:
            asked.heartbeat(REPORT, Wait(SystemClock(), 5))
        asked.close()
    assert (caught.value.kind, caught.value.reason) == (FailureKind.BROKEN, "contract")


class Platform:
    """A platform that answers heartbeats with given bytes, parsed as a gateway does."""

    def __init__(self) -> None:
        self.body: Mapping[str, Any] = GOOD["heartbeat"][1]

    def heartbeat(self, report: Heartbeat, wait: Wait) -> HeartbeatReply:
        return records.parse_answer(records.HeartbeatAnswer.model_validate_json, records.as_json(self.body)).reply()

    def catalogue(self, known_version: str, wait: Wait) -> None:
        return None

    def close(self) -> None:
        return


@contextmanager
def beating() -> Iterator[tuple[FakeClock, Platform, list[Any]]]:
    clock, platform, posted = FakeClock(), Platform(), list[Any]()
    nothing: Any = None
    gateway: Any = platform
    worker = HeartbeatWorker(
        lambda: gateway, clock, TERMINAL, lambda: nothing, lambda token: nothing, posted.append, lambda: None
    )
    with running(worker, clock):
        yield clock, platform, posted


@pytest.mark.parametrize(("name", "value"), [bad[1:] for bad in BAD if bad[0] == "heartbeat"], ids=str)
def test_a_dishonest_heartbeat_ends_nothing_and_the_next_honest_one_is_taken(name: str, value: object) -> None:
    with beating() as (clock, platform, posted):
        platform.body = {**GOOD["heartbeat"][1], name: value}
        clock.advance(EVERY)
        assert posted
        assert {each.online for each in posted if isinstance(each, PlatformSeen)} == {False}
        platform.body = GOOD["heartbeat"][1]
        clock.advance(EVERY)
        seen = [each for each in posted if isinstance(each, PlatformSeen) and each.online]
        assert seen[0].server_time == datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)
        assert seen[-1] is [each for each in posted if isinstance(each, PlatformSeen)][-1]


@pytest.mark.parametrize("year", [2000, 2199])
def test_the_widest_times_within_the_bounds_are_compared_and_replaced(year: int) -> None:
    clock = FakeClock()
    check = ClockCheck(clock)
    check.compare(datetime(year, 1, 1, tzinfo=UTC))
    assert check.quality() == "offset"
    check.compare(clock.now())
    assert check.quality() == "synchronised"


def test_json_of_these_tests_is_what_a_dishonest_platform_can_send() -> None:
    assert json.loads(records.as_json({"rate": float("inf")})) == {"rate": float("inf")}
