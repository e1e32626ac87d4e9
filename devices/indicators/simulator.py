"""Simulated guide lights: the relays of a simulated board, and which slots they light."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from devices.clock import Clock
from devices.io_board_simulator import BoardPart, misfortunes_of
from devices.misfortunes import Action, Misfortune, Simulator

MISFORTUNES: tuple[Misfortune, ...] = (
    *misfortunes_of("indicators"),
    Misfortune("loses_power", "The board was without power for a moment, and its lamps went dark"),
)
ACTIONS: tuple[Action, ...] = ()


def create(clock: Clock, options: Mapping[str, Any]) -> Simulator:
    """A board with all lamps dark."""
    return LampsSimulator(clock, options)


class LampsSimulator(BoardPart):
    """`lit` are the slots whose lamp is lit now; `changes` counts how often the lamps changed."""

    def __init__(self, clock: Clock, options: Mapping[str, Any]) -> None:
        super().__init__(clock, MISFORTUNES, int(options.get("unit") or 1))
        self._lamps: Mapping[str, int] = options.get("lamps", {})
        self.changes: list[frozenset[str]] = []

    @property
    def lit(self) -> frozenset[str]:
        return frozenset(slot for slot, relay in self._lamps.items() if self.board.coils[relay])

    def begin(self, misfortune: str, **parameters: float | int | str | bool) -> None:
        with self._lock:
            super().begin(misfortune, **parameters)
            if misfortune == "loses_power":
                self.board.coils[:] = [False] * len(self.board.coils)

    def switched(self, coils: tuple[bool, ...]) -> None:
        if not self.changes or self.changes[-1] != self.lit:
            self.changes.append(self.lit)
