"""Throughput of one worker of the sandbox: cases per second (each verified, opened, checked, numbered, and committed
with its receipts before the answer) and heartbeats per second. Requests are signed beforehand."""

from __future__ import annotations

import http.client
import json
import tempfile
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import requests

from kiosk.platform import records
from kiosk.platform.signing import RequestSigner
from tests import frozen
from tests.bench.draining import KEY, TERMINAL, applications
from tests.bench.figures import Figure
from tests.contracts.test_platform_gateway import REPORT
from tests.postgresql import DURABLE, Cluster, programs
from tests.sandbox_process import SandboxProcess

CONNECTIONS = 8
CASES = 400
ROUNDS = 3

Signed = tuple[str, str, dict[str, str], bytes]


def _signed(url: str, method: str, path: str, body: bytes) -> Signed:
    headers = {"Content-Type": "application/json", "Idempotency-Key": uuid.uuid4().hex}
    request = requests.Request(method, url + path, headers, data=body).prepare()
    RequestSigner(TERMINAL, KEY).sign(request, body, datetime.now(UTC))
    return method, path, dict(request.headers), body


def _rate(url: str, wanted: list[Signed]) -> float:
    """Return requests per second over several persistent connections."""
    place = urlsplit(url)
    assert place.hostname is not None

    def send(mine: list[Signed]) -> None:
        connection = http.client.HTTPConnection(str(place.hostname), place.port)
        for method, path, headers, body in mine:
            connection.request(method, path, body, headers)
            reply = connection.getresponse()
            reply.read()
            assert reply.status in (200, 201), reply.status
        connection.close()

    began = time.monotonic()
    with ThreadPoolExecutor(CONNECTIONS) as connections:
        list(connections.map(send, [wanted[number::CONNECTIONS] for number in range(CONNECTIONS)]))
    return len(wanted) / (time.monotonic() - began)


def _worker(name: str, sandbox: SandboxProcess) -> list[Figure]:
    keys, cases, beats = sandbox.keys(), [], []
    beat = json.dumps(records.heartbeat_record(REPORT)).encode()
    for _ in range(ROUNDS):
        made = applications(CASES, keys)
        put = [_signed(sandbox.url, "PUT", f"/v1/cases/{case.case_id}", case.body) for case in made]
        cases.append(_rate(sandbox.url, put))
        posts = [_signed(sandbox.url, "POST", "/v1/terminals/self/heartbeat", beat) for _ in range(CASES)]
        beats.append(_rate(sandbox.url, posts))
    return [
        Figure(f"platform worker, {name}, cases", cases, "cases/s"),
        Figure(f"platform worker, {name}, heartbeats", beats, "beats/s"),
    ]


def worker() -> list[Figure]:
    """Measure on SQLite, and on PostgreSQL where it is installed; both sync every commit."""
    services = frozen.SERVICES
    figures = []
    with tempfile.TemporaryDirectory() as folder, SandboxProcess(Path(folder), services=services) as sandbox:
        figures += _worker("SQLite", sandbox)
    if programs() is not None:
        with (
            Cluster(DURABLE) as cluster,
            tempfile.TemporaryDirectory() as folder,
            SandboxProcess(Path(folder), "--database", cluster.new_database(), services=services) as sandbox,
        ):
            figures += _worker("PostgreSQL", sandbox)
    return figures
