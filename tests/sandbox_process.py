"""A real sandbox for tests, in a separate process on a free loopback port.

    with SandboxProcess(tmp_path) as sandbox:
        gateway = HttpGateway(sandbox.url, "YK-0001", key, sandbox.keys(), clock)
        sandbox.begin("silent", times=1)

Without `services` it publishes `CATALOGUE`, so that tests are independent of the shipped items.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import tomllib
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import requests

from kiosk.platform.identity import PlatformKeys, b64url, digest
from kiosk.platform.records import CaseBody
from kiosk.platform.wire_types import SealedCase, SealedMaterial

ROOT = Path(__file__).resolve().parents[1]
START_TIMEOUT_S = 60
ITEM_ID = "test-allowance"
ITEM_CODE = "11990101MB0000000X4990199001000"
CATALOGUE: Mapping[str, Any] = {
    "version": "test-1",
    "issued": "2026-11-20T00:00:00Z",
    "items": [
        {
            "id": ITEM_ID,
            "version": "1",
            "codes": {"basic": "990199001000", "implementation": ITEM_CODE, "business": ""},
            "proof": "card",
            "certificate": {"kind": "pension-enrolment", "reprint_days": 30},
            "answers": {
                "type": "object",
                "additionalProperties": False,
                "required": ["phone"],
                "properties": {"phone": {"type": "string", "pattern": "^199[0-9]{8}$"}},
            },
            "prefill": [
                {
                    "register": "population",
                    "purpose": "consent-registers",
                    "fills": {"address": "household", "name": "name", "kind": "household_type"},
                },
                {"register": "pension", "purpose": "consent-pension", "fills": {"account": "account"}},
            ],
        },
        {
            "id": "test-strict",
            "version": "1",
            "codes": {"basic": "990199002000", "implementation": "11990101MB0000000X4990199002000", "business": ""},
            "proof": "card+person",
            "answers": {},
            "prefill": [{"register": "pension", "purpose": "consent-pension", "fills": {"account": "account"}}],
            "fee": {"charged": True, "basis": "fee-basis", "sum": "10.00"},
            "certificate": {"kind": "no-house", "reprint_days": 30},
            "materials": [
                {"id": "id-card", "ways": ["licence", "scan"], "paper": "id-card"},
                {"id": "register", "ways": ["licence"], "paper": "household-register"},
                {"id": "lease", "ways": ["scan", "licence", "earlier"], "paper": "lease"},
            ],
        },
    ],
}
PEOPLE = """
[wang_old]
number = "990101195003070010"
name = "王测试"
phone = "19900000001"

[foreign_2017]
number = "990101198001010021"
name = "无话机"
phone = "19900000002"

[li_adult]
number = "990101198506120016"
name = "李样例"
phone = "19900000005"

[zhao_helper]
number = "990103197501010027"
name = "赵样例"
phone = "19900000003"
"""

TERMINAL = "YK-TEST-1"
WANG = {"number": "990101195003070010", "name": "王测试", "kind": "resident"}
DRAFT: Mapping[str, Any] = {
    "item_id": ITEM_ID,
    "item_code": ITEM_CODE,
    "applicant": {**WANG, "proof": "card", "checked": "chip", "valid": True},
    "helper": None,
    "answers": {"phone": "19900000009"},
    "evidence": {},
}


def sealed_case(
    keys: PlatformKeys,
    content: Any = DRAFT,
    *,
    case_id: str = "",
    materials: Sequence[SealedMaterial] = (),
    **header: Any,
) -> SealedCase:
    """Return a sealed case; `header` overrides fields of the clear header."""
    name = case_id or str(uuid.uuid4())
    clear = {
        "case_id": name,
        "terminal": TERMINAL,
        "slip_number": f"YK-{name[:8]}",
        "item_id": ITEM_ID,
        "item_version": "1",
        "sealed_at": "2026-11-24T01:02:03.000Z",
        "key_id": keys.seal_key_id,
        "materials": [{"sha256": m.sha256, "size": m.size, "media_type": m.media_type} for m in materials],
        **header,
    }
    record = CaseBody.model_validate({"v": 1, "sealed": "", **clear})
    sealed = keys.seal(json.dumps(content, ensure_ascii=False).encode(), record.info())
    body = json.dumps({"v": 1, **clear, "sealed": b64url(sealed)}).encode()
    return SealedCase(name, record.slip_number, record.item_id, body, digest(body), tuple(materials))


def material(size: int = 1000, seed: int = 0) -> SealedMaterial:
    """Return a material of random bytes."""
    body = random.Random(seed).randbytes(size)
    return SealedMaterial(digest(body), "image/jpeg", body)


class SandboxProcess:
    """Context manager that starts the sandbox and terminates it."""

    def __init__(self, folder: Path, *more: str, services: Path | None = None, people: Path | None = None) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        if services is None:
            services = folder / "catalogue.json"
            services.write_text(json.dumps(CATALOGUE), encoding="utf-8")
        if people is None:
            people = folder / "people.toml"
            people.write_text(PEOPLE, encoding="utf-8")
        self._arguments = [
            "--port",
            "0",
            "--data",
            str(folder),
            "--services",
            str(services),
            "--people",
            str(people),
            *more,
        ]
        self._stderr = folder / "stderr.txt"
        self.url = ""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "kiosk.platform.sandbox", *self._arguments]
        with self._stderr.open("w") as stderr:
            self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=stderr, text=True)
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.startswith("listening on "):
            self._process.communicate(timeout=START_TIMEOUT_S)
            raise RuntimeError(f"the sandbox did not start: {self._stderr.read_text().strip()}")
        self.url = line.removeprefix("listening on ").strip()
        self._session = requests.Session()
        self._session.trust_env = False
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._session.close()
        self._process.terminate()
        try:
            self._process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
        stderr = self._stderr.read_text()
        if kind is None and ("Traceback" in stderr or self._process.returncode not in (0, -signal.SIGKILL)):
            raise AssertionError(f"the sandbox stumbled ({self._process.returncode}): {stderr}")

    def kill(self) -> None:
        """Kill the process, as in a power failure."""
        self._process.kill()
        self._process.wait()

    def signal(self, number: int) -> None:
        self._process.send_signal(number)

    def wait(self) -> int:
        """Wait for the end of the process; return its exit code."""
        return self._process.wait(10)

    def read_section(self) -> dict[str, Any]:
        """Return the section `platform` that a sandbox with own keys or a certificate prints; trust its authority."""
        assert self._process.stdout is not None
        lines: list[str] = []
        while not lines or not lines[-1].startswith("sign_public"):
            lines.append(self._process.stdout.readline())
        section: dict[str, Any] = tomllib.loads("".join(lines))["platform"]
        self._session.verify = section.get("ca_file", True)
        return section

    def close_output(self) -> None:
        """Close the reading end of the process's output, as happens when its parent is killed."""
        assert self._process.stdout is not None
        self._process.stdout.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    def keys(self) -> PlatformKeys:
        return PlatformKeys(**self.get("/sandbox/keys"))

    def get(self, path: str) -> Any:
        return self._call("GET", path).json()

    def post(self, path: str, order: Mapping[str, Any] | None = None) -> Any:
        return self._call("POST", path, order)

    def put(self, path: str, order: Mapping[str, Any]) -> Any:
        return self._call("PUT", path, order).json()

    def begin(self, misfortune: str, parameters: Mapping[str, Any] | None = None, **where: Any) -> int:
        """Begin a misfortune, limited by `path`, `terminal` and `times`; return its number."""
        return int(
            self.post("/sandbox/misfortunes", {"name": misfortune, "parameters": parameters or {}, **where}).json()[
                "number"
            ]
        )

    def end_misfortunes(self) -> None:
        self._call("DELETE", "/sandbox/misfortunes")

    def reset(self) -> None:
        self.post("/sandbox/reset")

    def newest_code(self, phone: str) -> str:
        return str(self.get("/sandbox/phones")[phone][-1]["code"])

    def identity_code(self, number: str) -> str:
        """The code that this person's phone shows now."""
        return str(self.post("/sandbox/identity-codes", {"number": number}).json()["code"])

    def _call(self, method: str, path: str, order: Mapping[str, Any] | None = None) -> requests.Response:
        answer = self._session.request(method, self.url + path, json=order, timeout=10)
        answer.raise_for_status()
        return answer
