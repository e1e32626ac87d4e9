"""A simulated jack whose switch is an input device of Linux: headphones are plugged in and pulled out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from devices.clock import Clock
from devices.input_records import EV_SW, SW_HEADPHONE_INSERT, Record
from devices.input_simulator import InputSimulator
from devices.misfortunes import LOST, Action, Misfortune, Parameter, Simulator

MISFORTUNES = (
    Misfortune("flickers", "The contact goes on and off fifty times a second"),
    Misfortune("garbled", "It sends noise", ("transport.noise",)),
    Misfortune("lost_events", "An event gets lost, and the device says so", (), MappingProxyType({"times": 1})),
    Misfortune("unplugged", "The plug is pulled", LOST),
    Misfortune("unplugged_during", "The plug is pulled while it reports", LOST, MappingProxyType({"after_bytes": 7})),
)
ACTIONS = (
    Action("plug_in", "Headphones are plugged in"),
    Action("pull_out", "The headphones are pulled out"),
)
FLICKER_S, FLICKERS = 0.01, 400


def create(clock: Clock, options: Mapping[str, Any]) -> Simulator:
    """A jack with nothing in it."""
    return JackSimulator(clock)


class JackSimulator(InputSimulator):
    """The other end of an input node's wire."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock, MISFORTUNES)
        self.plugged = False

    def now(self) -> Sequence[Record]:
        return [_switch(closed=True)] if self.plugged else []

    def plug_in(self) -> None:
        self._move(plugged=True)

    def pull_out(self) -> None:
        self._move(plugged=False)

    def _move(self, *, plugged: bool) -> None:
        with self._lock:
            if plugged is not self.plugged:
                self.plugged = plugged
                self.report(_switch(closed=plugged))

    def begin(self, misfortune: str, **parameters: Parameter) -> None:
        with self._lock:
            super().begin(misfortune, **parameters)
            if misfortune == "flickers":
                for place in range(FLICKERS):
                    self.report(_switch(closed=bool(place % 2) is self.plugged), after=FLICKER_S * place)
            elif misfortune == "garbled":
                self.report()


def _switch(*, closed: bool) -> Record:
    return Record(EV_SW, SW_HEADPHONE_INSERT, int(closed))
