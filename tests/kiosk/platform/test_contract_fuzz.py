"""The running sandbox tested against openapi.yaml by schemathesis, an independent client.

Every operation of /v1 and /sandbox gets valid and invalid requests; status, content type, headers and schema of every
answer must match the contract. Few examples of a fifth of the paths here, by a seed that changes every day (YIKE_SEED
repeats a day's); many of all in `make soak` (HYPOTHESIS_PROFILE=soak).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.daily import of_today, seed
from tests.kiosk.platform.openapi_calls import FILE, METHODS, document
from tests.sandbox_process import ROOT, SandboxProcess

SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
DATABASES = ("sqlite", "postgresql") if SOAK else ("sqlite",)
"""Databases under the platform. test_sandbox.py tests storage on both; the requests here are the same on either."""
Completed = subprocess.CompletedProcess[str]
HERE = Path(__file__).parent
EXAMPLES = 500 if SOAK else 14  # with fewer, some operation is never asked well by chance
"""Random examples per operation, in addition to the systematic ones of the coverage phase."""
LEFT_TO_SOAK = "^/relays/[^/]+/"
"""The many small operations of a phone with its relay; tests/contracts/test_relays.py does them all."""
DAYS = 5
"""Days after which every path was asked: each day another share of them, all in `make soak`."""
HOOKS = "tests.kiosk.platform.fuzz_hooks"
TIMEOUT_S = 3600 if SOAK else 300


def paths_of_today() -> list[str]:
    paths = sorted(document()["paths"])
    if SOAK:
        return paths
    return [path for path in paths if not re.search(LEFT_TO_SOAK, path)][seed() % DAYS :: DAYS]


def run_schemathesis(contract: Path, url: str, folder: Path, *more: str) -> tuple[Completed, Counter[str]]:
    """Run schemathesis; return the completed process, and the number of answers by operation and status."""
    tally = folder / "tally.json"
    program = "from schemathesis.cli import schemathesis; schemathesis()"
    completed = subprocess.run(
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
        timeout=TIMEOUT_S,
        check=False,
    )
    return completed, Counter(json.loads(tally.read_text(encoding="utf-8")))


def test_schemathesis_finds_no_violation(database_arguments: Callable[[], tuple[str, ...]], tmp_path: Path) -> None:
    paths = paths_of_today()
    chosen = [word for path in paths for word in ("--include-path", path)]
    with SandboxProcess(tmp_path / "sandbox", *database_arguments()) as sandbox:
        completed, answered = run_schemathesis(FILE, sandbox.url, tmp_path, "--max-examples", str(EXAMPLES), *chosen)
    assert completed.returncode == 0, completed.stdout + completed.stderr
    for path in paths:
        operations = document()["paths"][path]
        for method in METHODS & set(operations):
            name = operations[method]["operationId"]
            good = [f"{name} {template}" for template in operations[method]["responses"] if template.startswith("2")]
            assert answered.keys() & good or not good, f"{name} never succeeded: {answered}"
            unsigned = operations[method].get("security") == []
            assert not path.startswith("/v1/") or unsigned or f"{name} 401" in answered


def test_schemathesis_detects_a_wrong_contract(tmp_path: Path) -> None:
    contract, wrong_contract = FILE.read_text(encoding="utf-8"), tmp_path / "openapi.yaml"
    changes = (
        ("required: [api, sign_key_id,", "required: [motto, api, sign_key_id,", "motto"),
        ("minimum_build: {type: string}", "minimum_build: {type: integer}", 'is not of type "integer"'),
        ("/v1/meta:\n    get:", "/v1/meta:\n    put:", "Received: 405"),
    )
    with SandboxProcess(tmp_path / "sandbox") as sandbox:
        assert all(true in contract for true, _, _ in changes)
        for true, false, complaint in of_today(changes, 1):
            wrong_contract.write_text(contract.replace(true, false), encoding="utf-8")
            completed, _ = run_schemathesis(
                wrong_contract, sandbox.url, tmp_path, "--include-path", "/v1/meta", "--max-examples", "1"
            )
            assert completed.returncode == 1
            assert complaint in completed.stdout
