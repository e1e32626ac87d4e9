"""Pages of other sites in a tester's browser: they can neither change the sandbox nor read it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urlsplit

import pytest
import requests

from tests.kiosk.platform.openapi_calls import document, validated
from tests.sandbox_process import SandboxProcess

CONTROL = [
    (method.upper(), path)
    for path, operations in document()["paths"].items()
    if path == "/" or path.startswith("/sandbox")
    for method in operations
    if method in ("get", "put", "post", "delete")
]


def send(sandbox: SandboxProcess, method: str, path: str, headers: Mapping[str, str]) -> requests.Response:
    filled = path.format(number=1, terminal="YK-NEW", staff="4711", case_id="00000000-0000-7000-8000-000000000000")
    body = json.dumps({"name": "slow", "times": 1})
    with requests.Session() as session:
        session.trust_env = False
        return session.request(method, sandbox.url + filled, data=body, headers=dict(headers), timeout=10)


FOREIGN = (
    {"Origin": "http://elsewhere.example"},
    {"Origin": "null"},
    {"Origin": "http://["},
    {"Origin": "http://127.0.0.1"},  # another port of this machine: another program's page
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
)
FOREIGN_HOSTS = ("elsewhere.example", "elsewhere.example:8790", "127.0.0.1.elsewhere.example", "localhost.", "[")


@pytest.mark.parametrize(
    ("headers", "method", "path"),
    [(FOREIGN[0], *each) for each in CONTROL if each[0] != "GET"]
    + [(each, "POST", "/sandbox/misfortunes") for each in FOREIGN],
)
def test_a_page_of_another_site_changes_nothing(
    headers: dict[str, str], method: str, path: str, sandbox: SandboxProcess
) -> None:
    reply = send(sandbox, method, path, {"Content-Type": "text/plain", **headers})
    assert reply.status_code == 403
    assert "another site" in validated(reply, path, method)["detail"]
    assert sandbox.get("/sandbox/misfortunes")["active"] == []


@pytest.mark.parametrize(
    ("host", "method", "path"),
    [(FOREIGN_HOSTS[0], *each) for each in CONTROL] + [(each, "GET", "/sandbox/phones") for each in FOREIGN_HOSTS],
)
def test_a_name_that_is_made_to_point_here_reads_and_changes_nothing(
    host: str, method: str, path: str, sandbox: SandboxProcess
) -> None:
    reply = send(sandbox, method, path, {"Host": host})
    assert reply.status_code == 403
    assert "--url" in validated(reply, path, method)["detail"]


def test_the_own_page_and_programs_go_on(sandbox: SandboxProcess) -> None:
    own = urlsplit(sandbox.url)
    for headers in (
        {},
        {"Origin": sandbox.url, "Sec-Fetch-Site": "same-origin"},
        {"Host": f"localhost:{own.port}", "Origin": f"http://localhost:{own.port}"},
        {"Host": f"[::1]:{own.port}"},
        {"Host": f"192.0.2.7:{own.port}"},
    ):
        assert send(sandbox, "POST", "/sandbox/misfortunes", headers).status_code == 201
        assert send(sandbox, "GET", "/sandbox/phones", {**headers, "Sec-Fetch-Site": "none"}).status_code == 200
