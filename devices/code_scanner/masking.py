"""Traces of a scanner's line without the codes: answers stay, every other byte becomes an asterisk."""

from __future__ import annotations

from devices.code_scanner.dialect import Dialect
from devices.code_scanner.syn import DIALECT as SYN
from devices.code_scanner.unified import DIALECT as UNIFIED
from devices.tap import SENT


class CodeMasker:
    """Keeps lengths and whole answers to known commands, drops contents."""

    def __init__(self, dialect: Dialect) -> None:
        self._answer = dialect.answer

    def feed(self, direction: str, data: bytes) -> list[bytes]:
        if direction == SENT:
            return [data]
        masked, at = b"", 0
        for found in self._answer.finditer(data):
            masked += b"*" * (found.start() - at) + found[0]
            at = found.end()
        return [masked + b"*" * (len(data) - at)]


class SynMasker(CodeMasker):
    """The masker of `syn`."""

    def __init__(self) -> None:
        super().__init__(SYN)


class UnifiedMasker(CodeMasker):
    """The masker of `unified`."""

    def __init__(self) -> None:
        super().__init__(UNIFIED)
