"""Capture of a program's output outside its data folder: log lines, exceptions of threads, temporary files."""

from __future__ import annotations

import logging
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class CapturedLogs(logging.Handler):
    """`lines` are all log lines, `warnings` those of level WARNING or above; `temporary` is the folder of temporary
    files."""

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
    """Capture every log line and every exception that ends a thread; redirect temporary files to a folder."""
    root, hook, usual = logging.getLogger(), threading.excepthook, tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="yike-log-capture-") as folder:
        captured = CapturedLogs(Path(folder))

        def record_thread_exception(args: Any) -> None:
            captured.warnings.append(f"thread: {args.exc_type.__name__}: {args.exc_value}")

        root.addHandler(captured)
        threading.excepthook = record_thread_exception
        tempfile.tempdir = folder
        try:
            yield captured
        finally:
            root.removeHandler(captured)
            threading.excepthook = hook
            tempfile.tempdir = usual
