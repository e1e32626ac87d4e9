"""Transfer tokens of an enrolled terminal that is offline, and a sandbox that knows its key."""

from __future__ import annotations

import pytest

from kiosk.platform.identity import TerminalKey
from kiosk.platform.offline_transfer import (
    CASE,
    transfer_token,
)
from tests.kiosk.outbox.transfer import CODE
from tests.sandbox_process import SandboxProcess

Capture = pytest.CaptureFixture[str]
KEY = TerminalKey(bytes(range(32)))
STRANGER = TerminalKey(bytes(range(9, 41)))


def enroll(sandbox: SandboxProcess) -> SandboxProcess:
    """Enroll the terminal of `KEY` in the sandbox, and return the sandbox."""
    sandbox.put(f"/sandbox/terminals/{CODE}", {"public": KEY.public})
    return sandbox


def carried(body: bytes, key: TerminalKey = KEY, kind: str = CASE, terminal: str = CODE) -> bytes:
    return transfer_token(body, terminal, key, kind).encode()
