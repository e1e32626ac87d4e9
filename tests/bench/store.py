"""Durable enqueue relative to the raw commit rate of SQLite for the same bytes; time to seal a case."""

from __future__ import annotations

import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import apsw

from devices import SystemClock
from kiosk.case.draft import Draft, Evidence, Person
from kiosk.case.ids import new_id
from kiosk.case.sealing import seal_case
from kiosk.outbox.outbox import Outbox
from kiosk.platform.sandbox.keys import pins
from kiosk.platform.wire_types import SealedCase
from tests.bench.figures import Figure

CASES = 100
ROUNDS = 21


def _raw(path: Path) -> apsw.Connection:
    connection = apsw.Connection(str(path))
    connection.pragma("journal_mode", "WAL")
    connection.pragma("synchronous", "FULL")
    connection.execute("CREATE TABLE t (id TEXT PRIMARY KEY, body BLOB)")
    return connection


def enqueue() -> list[Figure]:
    """Measure both rates in turn in every round, so that a slow disk affects both."""
    body, shares, rates = os.urandom(8192), [], []
    with tempfile.TemporaryDirectory() as folder:
        outbox = Outbox.open(Path(folder) / "outbox", SystemClock())
        raw = _raw(Path(folder) / "raw.sqlite")
        for round_ in range(ROUNDS):
            began = time.monotonic()
            for n in range(CASES):
                outbox.keep([SealedCase(f"{round_}-{n}", "slip", "item", body, "digest")])
            ours = CASES / (time.monotonic() - began)
            began = time.monotonic()
            for n in range(CASES):
                with raw:
                    raw.execute("INSERT INTO t VALUES (?, ?)", (f"{round_}-{n}", body))
            bare = CASES / (time.monotonic() - began)
            shares.append(ours / bare)
            rates.append(ours)
        raw.close()
        outbox.close()
    return [
        Figure("durable enqueue / raw SQLite commits", shares, "ratio", 0.8, at_least=True),
        Figure("durable enqueue of 8 KB", rates, "cases/s"),
        Figure("sealing a case", _sealing(), "ms"),
    ]


def _sealing() -> list[float]:
    evidence = Evidence("item", "1", "1", "v", {"notice": "0" * 64}, "zh-CN", (), "self", "", (), "WT02", "visit")
    person = Person("990101198001010011", "例", "resident", "card", "chip", True)
    draft = Draft("item", "code", person, None, {"text": "答" * 2500}, evidence)
    now, keys, samples = datetime.now(UTC), pins(), []
    for _ in range(50):
        began = time.monotonic()
        seal_case(
            draft, keys=keys, case_id=new_id(now, os.urandom), slip_number="WT02-0001-AAAA-B", sealed_at=now,
            clock_quality="synchronised",
        )  # fmt: skip
        samples.append((time.monotonic() - began) * 1000)
    return samples
