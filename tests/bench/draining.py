"""The courier compared with a bare Session that posts the same signed requests and verifies the same receipts."""

from __future__ import annotations

import tempfile
import time
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests

from devices import SystemClock
from kiosk.catalogue.sources import read_item
from kiosk.outbox.courier import Courier
from kiosk.outbox.outbox import Outbox
from kiosk.platform.client import HttpGateway
from kiosk.platform.identity import RECEIPT, PlatformKeys, TerminalKey, verify_token
from kiosk.platform.signing import RequestSigner
from kiosk.platform.wire_types import SealedCase
from tests import frozen
from tests.bench.figures import Figure
from tests.loops import loop_of
from tests.sandbox_process import DRAFT, SandboxProcess, sealed_case

CASES = 60
ROUNDS = 5
KEY = TerminalKey(bytes(range(32)))
TERMINAL = "YK-TEST-1"
ALLOWANCE = frozen.SERVICES / "old-age-allowance"


def sandbox(folder: Path) -> SandboxProcess:
    """Start the sandbox with the frozen items in a separate process."""
    return SandboxProcess(folder, services=frozen.SERVICES)


def applications(count: int, keys: PlatformKeys, terminal: str = TERMINAL) -> list[SealedCase]:
    """Make sealed applications that the platform opens and accepts."""
    item = read_item(ALLOWANCE)
    example = tomllib.loads((ALLOWANCE / "examples.toml").read_text(encoding="utf-8"))["example"][0]
    content = {
        **DRAFT,
        "item_id": item.id,
        "item_code": item.codes.implementation,
        "answers": example["answers"],
    }
    header: dict[str, Any] = {"item_id": item.id, "item_version": item.version, "terminal": terminal}
    return [sealed_case(keys, content, **header) for _ in range(count)]


def drain() -> list[Figure]:
    """Measure cases per second, both in turn in every round."""
    shares, rates = [], []
    with tempfile.TemporaryDirectory() as folder, sandbox(Path(folder) / "sandbox") as platform:
        keys = platform.keys()
        for round_ in range(ROUNDS + 1):
            bare = _bare(platform.url, keys, applications(CASES, keys))
            ours = _courier(platform.url, keys, applications(CASES, keys), Path(folder) / f"outbox-{round_}")
            if round_:
                shares.append(ours / bare)
                rates.append(ours)
    return [
        Figure("drain / bare Session, same requests", shares, "ratio", 0.8, at_least=True),
        Figure("drain", rates, "cases/s"),
    ]


def _bare(url: str, keys: PlatformKeys, cases: list[SealedCase]) -> float:
    signer = RequestSigner(TERMINAL, KEY)
    with requests.Session() as session:
        session.trust_env = False
        began = time.monotonic()
        for case in cases:
            headers = {"Content-Type": "application/json", "Idempotency-Key": case.case_id}
            request = requests.Request("PUT", f"{url}/v1/cases/{case.case_id}", headers, data=case.body).prepare()
            signer.sign(request, case.body, datetime.now(UTC))
            answer = session.send(request, timeout=10)
            answer.raise_for_status()
            for token in answer.json()["receipts"]:
                verify_token(token, keys, RECEIPT)
        return len(cases) / (time.monotonic() - began)


def _courier(url: str, keys: PlatformKeys, cases: list[SealedCase], folder: Path) -> float:
    clock = SystemClock()
    outbox = Outbox.open(folder, clock)
    outbox.keep(cases)
    gateway: Callable[[], HttpGateway] = lambda: HttpGateway(url, TERMINAL, KEY, keys, clock)  # noqa: E731
    received: list[float] = []
    courier = Courier(outbox, gateway, clock, lambda: 0.0, lambda receipt: received.append(time.monotonic()))
    began = time.monotonic()
    loop = loop_of(courier, clock)
    loop.start()
    while len(received) < len(cases):
        if time.monotonic() - began > 60:
            raise TimeoutError(f"the courier delivered {len(received)} of {len(cases)}: {outbox.counts()}")
        time.sleep(0.005)
    loop.stop()
    loop.join(5)
    outbox.close()
    return len(cases) / (received[-1] - began)
