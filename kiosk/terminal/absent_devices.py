"""Items that this terminal can never do, because its profile has no device for them: said in log and health at once.

The start page says it to citizens (`kiosk.steps.reasons.why_not`).
"""

from __future__ import annotations

from collections.abc import Mapping

from devices import DeviceState, DeviceStatus, Fault, Next
from kiosk.catalogue.load import Catalogue
from kiosk.log import Log
from kiosk.steps.paper_ways import lacking

PART = "profile"
"""The name of this report among the devices of the heartbeat."""


class AbsentDevices:
    """`absent` are the capabilities that no device of the terminal can have."""

    def __init__(self, absent: frozenset[str], log: Log) -> None:
        self._absent = absent
        self._log = log
        self._lacking: Mapping[str, tuple[str, ...]] = {}

    def adopt(self, catalogue: Catalogue) -> None:
        """Note what the items of this catalogue need in vain: a line in the log for each item."""
        needed = {item.id: {*item.needs, *lacking(item, self._absent)} for item in catalogue}
        found = {each: tuple(id_ for id_, needs in needed.items() if each in needs) for each in sorted(self._absent)}
        self._lacking = {capability: items for capability, items in found.items() if items}
        for capability, items in self._lacking.items():
            for item in items:
                self._log.write(PART, f"lacks_{capability}:{item}")

    def statuses(self) -> Mapping[str, DeviceStatus]:
        """The report for the heartbeat; empty where nothing is lacking."""
        faults = tuple(Fault(f"{PART}.lacks_{each}", Next.CALL_STAFF) for each in self._lacking)
        return {PART: DeviceStatus(DeviceState.WARNING, faults)} if faults else {}
