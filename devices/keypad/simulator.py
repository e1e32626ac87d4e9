"""A simulated keypad that is an input device of Linux, and what all simulated keypads share: fingers on keys.

`press` presses keys one after the other by their names ("1", "confirm"); each of the pad's usual keys is an action.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import partialmethod
from types import MappingProxyType
from typing import Any

from devices.clock import Clock
from devices.input_records import EV_KEY, HELD, PRESSED, RELEASED, Record
from devices.input_simulator import InputSimulator
from devices.misfortunes import LOST, Action, Misfortune, Parameter, Simulator

STUCK = ("keypad.stuck_key",)
WHICH = MappingProxyType({"key": "5"})
COMMON = (
    Misfortune("stuck_key", "A key is stuck", STUCK, WHICH),
    Misfortune("garbled", "It sends noise", ("transport.noise",)),
    Misfortune("unplugged", "The plug is pulled", LOST),
)
MISFORTUNES = (
    *COMMON,
    Misfortune("chatters", "A worn key goes on and off by itself", STUCK, WHICH),
    Misfortune("no_release", "Keys are pressed, and their release gets lost", STUCK),
    Misfortune("lost_events", "An event gets lost, and the pad says so", (), MappingProxyType({"times": 1})),
    Misfortune(
        "unplugged_during", "The plug is pulled while a key is sent", LOST, MappingProxyType({"after_bytes": 7})
    ),
)
ACTIONS = tuple(Action(f"press_{name}", f"Press {name}") for name in (*"1234567890", "clear", "confirm", "cancel"))

FIRST_S, DOWN_S, PAUSE_S = 0.02, 0.08, 0.1
"""Until the first key, while a finger is on a key, and from one to the next."""
CHATTER_S, CHATTERS = 0.02, 300
"""A worn contact opens and closes so often, and then stays closed."""
CODES: Mapping[str, int] = MappingProxyType(
    {
        **dict(zip("1234567890", (79, 80, 81, 75, 76, 77, 71, 72, 73, 82), strict=True)),
        "clear": 14, "confirm": 96, "cancel": 1, "star": 55, "up": 103, "down": 108, "left": 105, "right": 106,
        **{f"f{number}": 58 + number for number in range(1, 9)},
    }
)  # fmt: skip
"""Names of keys → codes that a pad of this sort sends, as `evtest` shows them."""


def create(clock: Clock, options: Mapping[str, Any]) -> Simulator:
    """A pad that nobody touches."""
    return KeypadSimulator(clock)


class Fingers(ABC):
    """People's fingers on any pad."""

    def press(self, *names: str) -> None:
        """Press these keys one after the other, each once."""
        self._press(names)

    @abstractmethod
    def _press(self, names: tuple[str, ...]) -> None: ...

    press_1 = partialmethod(press, "1")
    press_2 = partialmethod(press, "2")
    press_3 = partialmethod(press, "3")
    press_4 = partialmethod(press, "4")
    press_5 = partialmethod(press, "5")
    press_6 = partialmethod(press, "6")
    press_7 = partialmethod(press, "7")
    press_8 = partialmethod(press, "8")
    press_9 = partialmethod(press, "9")
    press_0 = partialmethod(press, "0")
    press_clear = partialmethod(press, "clear")
    press_confirm = partialmethod(press, "confirm")
    press_cancel = partialmethod(press, "cancel")


class KeypadSimulator(InputSimulator, Fingers):
    """The other end of an input node's wire."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock, MISFORTUNES)
        self._free_at = 0.0
        self._held: set[int] = set()

    def now(self) -> Sequence[Record]:
        return [Record(EV_KEY, code, HELD) for code in sorted(self._held)]

    def _press(self, names: tuple[str, ...]) -> None:
        with self._lock:
            now = self._clock.monotonic()
            at = max(now + FIRST_S, self._free_at)
            for name in names:
                code = CODES[name]
                self.report(Record(EV_KEY, code, PRESSED, at), after=at - now)
                if self.misfortunes.on("no_release"):
                    self._held.add(code)
                else:
                    self.report(Record(EV_KEY, code, RELEASED, at + DOWN_S), after=at + DOWN_S - now)
                at += DOWN_S + PAUSE_S
            self._free_at = at

    def begin(self, misfortune: str, **parameters: Parameter) -> None:
        with self._lock:
            super().begin(misfortune, **parameters)
            now = self._clock.monotonic()
            if misfortune in ("stuck_key", "chatters"):
                code = CODES[str(self.misfortunes.on(misfortune)["key"])]
                self._held.add(code)
                self.report(Record(EV_KEY, code, PRESSED, now))
                for place in range(CHATTERS if misfortune == "chatters" else 0):
                    later = CHATTER_S * (place + 1)
                    self.report(Record(EV_KEY, code, PRESSED if place % 2 else RELEASED, now + later), after=later)
            elif misfortune == "garbled":
                self.report()

    def end(self, misfortune: str) -> None:
        with self._lock:
            super().end(misfortune)
            held, self._held = self._held, set()
            now = self._clock.monotonic()
            self.report(*(Record(EV_KEY, code, RELEASED, now) for code in sorted(held)))
