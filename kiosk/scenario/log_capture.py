"""What a program says and puts down beside its own data: log lines, threads that die, temporary files."""

from __future__ import annotations

import logging
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class CapturedLogs(logging.Handler):
    """`lines` were logged, `warnings` are those that should not have been; temporary files lie in `temporary`."""

    def __init__(self, temporary: Path) -> None:
        super().__init__(logging.DEBUG)
        self.temporary = temporary
        self.lines: list[str] = []
        self.warnings: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = f"{record.name}: {record.getMessage()}"
        self.lines.append(line)
        if record.levelno >= logging.WARNING:
            self.warnings.append(line)


@contextmanager
def capture_logs() -> Iterator[CapturedLogs]:
    """Hear every log line and every exception that ends a thread, and have temporary files put where they are found."""
    root, hook, usual = logging.getLogger(), threading.excepthook, tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="yike-log-capture-") as folder:
        heard = CapturedLogs(Path(folder))

        def died(args: Any) -> None:
            heard.warnings.append(f"thread: {args.exc_type.__name__}: {args.exc_value}")

        root.addHandler(heard)
        threading.excepthook = died
        tempfile.tempdir = folder
        try:
            yield heard
        finally:
            root.removeHandler(heard)
            threading.excepthook = hook
            tempfile.tempdir = usual
