"""A simulated Linux input device: what its node gives whoever opens it, shared by the simulators that are one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from devices.clock import Clock
from devices.input_records import EV_SYN, SYN_DROPPED, Record, encoded
from devices.misfortunes import Misfortune, SimulatedDevice
from devices.transport import Peer, Wire

NOISE = bytes(0x80 | (73 * place) % 64 for place in range(48))
"""Two records of no input device."""


class InputSimulator(SimulatedDevice, ABC):
    """The other end of an input node's wire. Whoever opens it is first told what is so now."""

    def __init__(self, clock: Clock, table: Sequence[Misfortune]) -> None:
        super().__init__(clock, table)
        self._opened = False

    @abstractmethod
    def now(self) -> Sequence[Record]:
        """The switches that are on, and the keys that are held."""

    def connection(self, wire: Wire) -> Peer:
        with self._lock:
            self._opened = True
            if records := self.now():
                wire.send(encoded(*records))
            return self

    def received(self, data: bytes) -> None:
        self.complain("bytes are written to an input device")

    def report(self, *records: Record, after: float = 0.0) -> None:
        """Send records to whoever has the node open; otherwise they are lost, as the kernel's are."""
        if not self._opened:
            return
        if self.misfortunes.on("garbled"):
            self._wire.send(NOISE, after)
            return
        cut = self.misfortunes.on("unplugged_during")
        if cut:
            self._wire.send(encoded(*records)[: int(cut["after_bytes"])], after)
            self._wire.cut()
            return
        if self.misfortunes.once("lost_events"):
            self._wire.send(encoded(Record(EV_SYN, SYN_DROPPED, 0)), after)
            return
        self._wire.send(encoded(*records), after)
