"""Report exceptions that nobody caught: in Qt's slots and event filters, in threads, in finalizers.

Python would print them with their message, which may quote what a citizen typed, and nobody would learn of them.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable

from kiosk.terminal.startup import uncaught

PRINTED_AT_MOST = 20
"""Later ones are only reported: a fault in a timer would fill the disk that holds the error output."""


class UncaughtHooks:
    """Installs itself in the interpreter; `remove` puts the former hooks back. `report` may be called from any
    thread."""

    def __init__(self, report: Callable[[BaseException], None]) -> None:
        self._report = report
        self._printed = 0
        self._before = (sys.excepthook, sys.unraisablehook, threading.excepthook)
        sys.excepthook = lambda _kind, error, _traceback: self._on_error(error)
        sys.unraisablehook = lambda given: self._on_error(given.exc_value)
        threading.excepthook = lambda given: self._on_error(given.exc_value)

    def remove(self) -> None:
        sys.excepthook, sys.unraisablehook, threading.excepthook = self._before

    def _on_error(self, error: BaseException | None) -> None:
        if error is None or isinstance(error, KeyboardInterrupt):
            return
        if self._printed < PRINTED_AT_MOST:
            self._printed += 1
            print(f"yike: {uncaught(error)}", file=sys.stderr)
        self._report(error)
