"""The presenter of a simulated printer: its commands in each dialect, and the slip at its mouth. For the simulator.

Lengths and acts are from the manuals that `presenters` names; nothing here is made by the driver's own coder.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from devices.clock import Clock
from devices.lazy_dataclass import dataclass
from devices.misfortunes import FaultInjection
from devices.receipt_printer.printed import PrinterModel, Slip

RETRACT_S = 1.5
"""Seconds until a slip that goes back has left the mouth."""
KEPT = 50
"""Slips in the bin; of more the oldest are forgotten."""


@dataclass(frozen=True)
class Function:
    """One command: its whole length in bytes, and what it does: "present", "retract", "ask", "timer", or nothing."""

    length: int
    does: str = ""


ANY = None
Functions = Mapping[int | None, Function]
"""The third byte of a command → its function; ANY: it has none."""

DIALECTS: Mapping[str, Mapping[bytes, Functions]] = MappingProxyType(
    {
        "": {},
        "gs_e": {
            b"\x1de": {
                2: Function(3, "retract"),
                3: Function(4, "present"),
                5: Function(3, "eject"),
                6: Function(3, "ask"),
                18: Function(3),
                20: Function(3),
                32: Function(5, "present"),
            }
        },
        "gs_r": {b"\x1dR": {0x30: Function(3, "retract"), 0x31: Function(4, "timer")}},
        "esc_syn": {
            b"\x1b\x16": {0x30: Function(4, "retract"), 0x31: Function(4, "timer"), 0x34: Function(4)},
        },
        "esc_r": {b"\x1br": {0: Function(3, "eject"), 1: Function(3, "retract")}, b"\x1bv": {ANY: Function(2, "ask")}},
    }
)
"""Dialect → first two bytes → what the third says."""

WAITS: Mapping[str, int] = MappingProxyType({"gs_e": 0x08, "esc_r": 0x40})
JAMMED: Mapping[str, int] = MappingProxyType({"gs_e": 0xC0, "esc_r": 0x20})
ERROR: Mapping[str, int] = MappingProxyType({"gs_e": 0x40})
"""Dialect → bits of its answer: a slip waits; it jammed; an error without a cause of its own."""


class Ejector:
    """Holds the slip that was cut until it is taken or goes back. Under the simulator's lock."""

    def __init__(self, clock: Clock, model: PrinterModel, misfortunes: FaultInjection) -> None:
        self._clock = clock
        self._model = model
        self._misfortunes = misfortunes
        self._slip: Slip | None = None
        self._presented_at = 0.0
        self._leaves_at: float | None = None
        """When the slip that goes back has left the mouth."""
        self._timer_s = model.own_retract_s
        self._jammed = False
        self._not_taken = False
        self.retracted: tuple[Slip, ...] = ()
        """The slips in the bin, newest last."""

    @property
    def slip(self) -> Slip | None:
        """The slip at the mouth now."""
        self._settle()
        return self._slip

    @property
    def not_taken(self) -> bool:
        """The last slip went back: bit 7 of the first status byte, where the model has it."""
        self._settle()
        return self._not_taken and self._model.not_taken_bit

    def put(self, slip: Slip) -> None:
        """A slip was cut; one that still waits falls out before it."""
        self._settle()
        self._slip, self._presented_at, self._leaves_at = slip, self._clock.monotonic(), None
        self._not_taken = self._jammed = False

    def take(self) -> Slip | None:
        slip, self._slip = self.slip, None
        self._leaves_at, self._jammed = None, False
        return slip

    def do(self, function: str, argument: int) -> bytes:
        """Carry out a command; the answer, where it has one."""
        match function:
            case "ask":
                return bytes([self._byte()])
            case "eject":
                self.take()
            case "timer":
                self._timer_s = argument * 0.5
            case "retract" if self.slip is not None:
                self._retract()
        return b""

    def _retract(self) -> None:
        on = self._misfortunes.on
        if on("retract_jams"):
            self._jammed = True
        elif not on("half_pulled") and not on("bin_full") and self._leaves_at is None:
            self._leaves_at = self._clock.monotonic() + RETRACT_S

    def _byte(self) -> int:
        dialect = self._model.presenter
        waits = self.slip is not None or bool(self._misfortunes.on("mouth_stuck"))
        byte = WAITS.get(dialect, 0) if waits else 0
        if self._jammed:
            byte |= JAMMED.get(dialect, 0)
        return byte | (ERROR.get(dialect, 0) if self._misfortunes.on("bin_full") else 0)

    def _settle(self) -> None:
        """A slip that goes back, or whose time is over, has left the mouth by now."""
        if self._slip is None:
            return
        itself = self._misfortunes.on("retracts_itself")
        after_s = float(itself["after_s"]) if itself else self._timer_s
        if after_s and self._leaves_at is None and not self._jammed:
            self._leaves_at = self._presented_at + after_s
        if self._leaves_at is not None and self._clock.monotonic() >= self._leaves_at:
            self.retracted = (*self.retracted[-KEPT + 1 :], self._slip)
            self._slip, self._leaves_at, self._not_taken = None, None, True
