"""Simulators: their misfortunes, begun and ended by name, what people can do to them, and what all of them share.

Each simulator's module has a table of both: MISFORTUNES and ACTIONS.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import field
from types import MappingProxyType
from typing import Protocol

from devices.clock import Clock
from devices.lazy_dataclass import dataclass
from devices.transport import Peer, Wire

Parameter = float | int | str | bool


@dataclass(frozen=True)
class Misfortune:
    """A trouble that can be begun: name, words for people, fault codes, parameters with their defaults.

    `faults` are the codes that the driver may report while it is on; without any, the driver copes with it. A parameter
    `times` says how often it happens before it is over; 0 is until it is ended.
    """

    name: str
    words: str
    faults: tuple[str, ...] = ()
    parameters: Mapping[str, Parameter] = field(default_factory=lambda: MappingProxyType({}))


LOST = ("transport.lost", "transport.absent")
"""The fault codes of a plug that is pulled."""
PERSON = "person"
"""An action's argument is an invented person: their card, their face."""
TEXT = "text"
"""An action's argument is a text: what a code says."""
PAPER = "paper"
"""An action's argument is a paper: its text, or the name of a picture file."""
WRITTEN = frozenset({TEXT, PAPER})
"""Arguments that are written as a text."""


@dataclass(frozen=True)
class Action:
    """Something a citizen or a technician does to a device: the simulator's method of this name, with words for people.

    `argument` says what the method takes: "" for nothing, PERSON for an invented person, TEXT for a text,
    PAPER for a paper.
    """

    name: str
    words: str
    argument: str = ""


class Simulator(Peer, Protocol):
    """A simulated device at the other end of a wire.

    What a citizen or a technician does to it are further methods (`put_card`, `take_slip`), different in each family
    and listed in the module's ACTIONS.
    """

    def begin(self, misfortune: str, **parameters: Parameter) -> None:
        """Start a misfortune. Raises KeyError for a name or parameter not in the table."""

    def end(self, misfortune: str) -> None:
        """End it; ending one that is not on changes nothing. Raises KeyError for a name not in the table."""


class FaultInjection:
    """The misfortunes of one simulator that are on now."""

    def __init__(self, table: Sequence[Misfortune]) -> None:
        self._table = {misfortune.name: misfortune for misfortune in table}
        self._on: dict[str, dict[str, Parameter]] = {}

    def begin(self, name: str, **parameters: Parameter) -> None:
        """Start one. Raises KeyError for a name or parameter the table does not have."""
        known = self._table[name].parameters
        for parameter in parameters:
            if parameter not in known:
                raise KeyError(f"{name} has no parameter {parameter!r}")
        self._on[name] = {**known, **parameters}

    def end(self, name: str) -> None:
        """End one; one that is not on changes nothing. Raises KeyError for a name the table does not have."""
        self._on.pop(self._table[name].name, None)

    def on(self, name: str) -> Mapping[str, Parameter]:
        """The parameters of a misfortune that is on, else nothing; one without any is true by its `on`."""
        return {"on": True, **self._on[name]} if name in self._on else {}

    def once(self, name: str) -> bool:
        """Whether it happens now; counts one of its `times`."""
        parameters = self._on.get(name)
        if parameters is None:
            return False
        times = int(parameters.get("times", 0))
        if times == 1:
            del self._on[name]
        elif times > 1:
            parameters["times"] = times - 1
        return True


COMPLAINTS_KEPT = 200


class SimulatedDevice:
    """Base of the simulators: their wire and its plug, the misfortunes that are on, and their complaints.

    `complaints` has a line for each request that a strict device would not understand. `begin`, `end` and the actions
    may be called from any thread.
    """

    def __init__(self, clock: Clock, table: Sequence[Misfortune]) -> None:
        self._clock = clock
        self._lock = threading.RLock()
        self._wire: Wire
        self._complaints: deque[str] = deque(maxlen=COMPLAINTS_KEPT)
        self.misfortunes = FaultInjection(table)

    @property
    def complaints(self) -> tuple[str, ...]:
        return tuple(self._complaints)

    def complain(self, about: str) -> None:
        self._complaints.append(about)

    def attach(self, wire: Wire) -> None:
        self._wire = wire

    def begin(self, misfortune: str, **parameters: Parameter) -> None:
        with self._lock:
            self.misfortunes.begin(misfortune, **parameters)
            if misfortune == "unplugged":
                self._wire.cut()

    def end(self, misfortune: str) -> None:
        with self._lock:
            self.misfortunes.end(misfortune)
            if misfortune.startswith("unplugged"):
                self._wire.mend()
