"""Calls of the sandbox, and the contract openapi.yaml by which their answers are judged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

import requests
import yaml
from jsonschema import Draft202012Validator

from devices import SystemClock
from kiosk.platform import records
from kiosk.platform.signing import RequestSigner
from tests.kiosk.platform.conftest import KEY
from tests.sandbox_process import ITEM_ID, TERMINAL, WANG, SandboxProcess

FILE = Path(records.__file__).with_name("openapi.yaml")


METHODS = {"get", "head", "put", "patch", "post", "delete"}


CASE = "/v1/cases/{case_id}"


ASK = "/v1/questions/{name}"


@cache
def document() -> dict[str, Any]:
    return cast(dict[str, Any], yaml.safe_load(FILE.read_text(encoding="utf-8")))


def statuses(paths: Mapping[str, Any], *, without_own_422: bool = False) -> dict[tuple[str, str], set[str]]:
    found = {}
    for path, operations in paths.items():
        for method in METHODS & set(operations):
            responses = operations[method]["responses"]
            # FastAPI adds a 422 for every parameter; the sandbox answers 400 instead.
            own = {s for s in responses if without_own_422 and "HTTPValidationError" in json.dumps(responses[s])}
            found[path, method] = set(responses) - own
    return found


def schema(name: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": document()["components"]})


def call(
    sandbox: SandboxProcess, method: str, path: str, body: bytes = b"", *, sign: bool = True, **headers: str
) -> requests.Response:
    sent = {"Idempotency-Key": "k", **{name.replace("_", "-"): value for name, value in headers.items()}}
    request = requests.Request(method, sandbox.url + path, data=body or None, headers=sent).prepare()
    if sign:
        RequestSigner(TERMINAL, KEY).sign(request, body, SystemClock().now())
    with requests.Session() as session:
        session.trust_env = False
        return session.send(request, allow_redirects=False, timeout=10)


def validated(reply: requests.Response, path: str, method: str) -> Any:
    """Check an answer against the contract; return its content."""
    template = document()["paths"][path][method.lower()]["responses"]
    assert str(reply.status_code) in template, f"{method} {path} answered {reply.status_code}"
    response = template[str(reply.status_code)]
    if "$ref" in response:
        response = document()["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
    content = response.get("content", {})
    kind = reply.headers.get("Content-Type", "").partition(";")[0]
    if not content:
        assert not reply.content
        return None
    assert kind in content
    value = reply.json() if kind.endswith("json") else reply.text
    Draft202012Validator({**content[kind]["schema"], "components": document()["components"]}).validate(value)
    return value


def question(name: str, **more: Any) -> bytes:
    body = {"item_id": ITEM_ID, "visit": "v1", "purpose": "p", "identity": WANG, **more}
    return json.dumps(body).encode()
