"""The contract file held against the running sandbox by schemathesis, a client we did not write.

Every operation of /v1 and /sandbox is asked what the file allows and what it forbids; status, content type, headers
and schema of every answer must be the file's. A few examples here, many in `make soak` (HYPOTHESIS_PROFILE=soak).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.kiosk.platform.test_openapi import FILE, METHODS, document
from tests.sandbox_process import ROOT, SandboxProcess

DATABASES = ("sqlite", "postgresql")
Ended = subprocess.CompletedProcess[str]
HERE = Path(__file__).parent
EXAMPLES = {"soak": 500}.get(os.environ.get("HYPOTHESIS_PROFILE", ""), 5)
"""So many an operation, beside those that try every edge of every schema."""
HOOKS = "tests.kiosk.platform.fuzz_hooks"
LONGEST_S = 3600 if EXAMPLES > 5 else 300


def held_against(contract: Path, url: str, folder: Path, *more: str) -> tuple[Ended, Counter[str]]:
    """How schemathesis's run ended, and how often which operation was answered with which status."""
    tally = folder / "tally.json"
    program = "from schemathesis.cli import schemathesis; schemathesis()"
    done = subprocess.run(
        [
            *(sys.executable, "-c", program, "--config-file", str(HERE / "schemathesis.toml"), "run", str(contract)),
            *(
                "--url",
                url,
                "--phases",
                "coverage,fuzzing",
                "--seed",
                "1",
                "--continue-on-failure",
                "--no-color",
                *more,
            ),
        ],
        cwd=folder,
        env={**os.environ, "SCHEMATHESIS_HOOKS": HOOKS, "PYTHONPATH": str(ROOT), "FUZZ_TALLY": str(tally)},
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    return done, Counter(json.loads(tally.read_text(encoding="utf-8")))


def test_schemathesis_finds_nothing_to_complain_of(elsewhere: Callable[[], tuple[str, ...]], tmp_path: Path) -> None:
    with SandboxProcess(tmp_path / "sandbox", *elsewhere()) as sandbox:
        done, answered = held_against(FILE, sandbox.url, tmp_path, "--max-examples", str(EXAMPLES))
    assert done.returncode == 0, done.stdout + done.stderr
    for path, operations in document()["paths"].items():
        for method in METHODS & set(operations):
            name = operations[method]["operationId"]
            good = [f"{name} {told}" for told in operations[method]["responses"] if told.startswith("2")]
            assert answered.keys() & good, f"{name} never succeeded: {answered}"
            unsigned = operations[method].get("security") == []
            assert not path.startswith("/v1/") or unsigned or f"{name} 401" in answered


def test_schemathesis_would_see_a_lie(tmp_path: Path) -> None:
    contract, lying = FILE.read_text(encoding="utf-8"), tmp_path / "openapi.yaml"
    lies = (
        ("required: [api, sign_key_id,", "required: [motto, api, sign_key_id,", "motto"),
        ("minimum_build: {type: string}", "minimum_build: {type: integer}", 'is not of type "integer"'),
        ("/v1/meta:\n    get:", "/v1/meta:\n    put:", "Received: 405"),
    )
    with SandboxProcess(tmp_path / "sandbox") as sandbox:
        for true, false, complaint in lies:
            assert true in contract
            lying.write_text(contract.replace(true, false), encoding="utf-8")
            done, _ = held_against(lying, sandbox.url, tmp_path, "--include-path", "/v1/meta", "--max-examples", "1")
            assert done.returncode == 1
            assert complaint in done.stdout
