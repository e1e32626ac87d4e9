"""Qt's own messages on stderr: their kind and place, never their text, which may quote what a citizen typed."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

PRINTED_AT_MOST = 100
"""A fault that repeats with every frame would fill the disk that holds the error output."""
KINDS: Mapping[QtMsgType, str] = MappingProxyType(
    {QtMsgType.QtWarningMsg: "warning", QtMsgType.QtCriticalMsg: "error", QtMsgType.QtFatalMsg: "fatal error"}
)
"""The kinds that are printed."""


class QtMessages:
    """Installs itself as Qt's message handler."""

    def __init__(self) -> None:
        self._printed = 0
        qInstallMessageHandler(self._print)

    def _print(self, kind: QtMsgType, context: QMessageLogContext, _text: str | None) -> None:
        if kind not in KINDS or self._printed == PRINTED_AT_MOST:
            return
        self._printed += 1
        place = f" at {str(context.file).rpartition('/')[2]}:{context.line}" if context.file else ""
        print(f"yike: qt: {KINDS[kind]} in {context.category or 'default'}{place}", file=sys.stderr)
