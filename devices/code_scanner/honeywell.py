"""The driver of Honeywell's code scanners: the commands of `syn`, used as in `scanning`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from devices.clock import Clock, Wait
from devices.code_scanner.contract import CodeScanner
from devices.code_scanner.scanning import TriggeredScanner, identify_by
from devices.code_scanner.syn import DIALECT
from devices.readings import Inventory
from devices.transport import Pipe, Port


def create(port: Port, clock: Clock, model: Mapping[str, Any], options: Mapping[str, Any]) -> CodeScanner:
    """The driver for a port; nothing is opened yet. Its return type has mypy check it against the contract."""
    return TriggeredScanner(port, clock, DIALECT, model)


def identify(pipe: Pipe, wait: Wait) -> Inventory | None:
    """Whether a scanner of this dialect answered."""
    return identify_by(DIALECT, pipe, wait)
