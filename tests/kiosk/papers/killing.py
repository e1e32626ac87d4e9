"""End a process of a reader in the middle of a request."""

from __future__ import annotations

import threading

import psutil

UNTIL_ASKED_S = 0.3


def kill_while_asked(process: psutil.Process) -> None:
    """Stop the process, which then cannot answer the request that follows, and kill it soon after.

    Killed at once it may have ended before the request, which then goes to another process and is answered.
    """
    process.suspend()
    threading.Timer(UNTIL_ASKED_S, process.kill).start()
