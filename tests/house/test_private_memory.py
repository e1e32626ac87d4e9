"""No program that sees a card leaves a core file, and no other program of the same user may read its memory."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from tests.house.doors import ROOT

PROGRAMS = (
    "ui/production.py",
    "ui/rehearsal/rehearsal_app.py",
    "devices/__main__.py",
    "kiosk/platform/sandbox/__main__.py",
)

CHILD = """
import resource, ctypes, os, signal, subprocess, sys
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
from devices.private_memory import keep_memory_private
keep_memory_private()
PR_GET_DUMPABLE = 3
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), flush=True)
subprocess.run([sys.executable, "-c", "import resource; print(resource.getrlimit(resource.RLIMIT_CORE))"])
os.kill(os.getpid(), signal.SIGABRT)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="core files of Linux")
def test_a_crash_leaves_no_core_file_and_what_it_starts_neither() -> None:
    run = subprocess.Popen([sys.executable, "-c", CHILD], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    said, _ = run.communicate(timeout=20)
    assert said.splitlines() == ["(0, 0) 0", "(0, 0)"]
    assert run.returncode == -6


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_program_that_sees_a_card_asks_for_it(program: str) -> None:
    tree = ast.parse((ROOT / program).read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert any(isinstance(call.func, ast.Name) and call.func.id == "keep_memory_private" for call in calls)
