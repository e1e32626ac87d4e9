"""Presenters of kiosk printers as data: how each is told to present and to take back, and asked for the slip. No I/O.

A presenter holds the cut slip at the mouth until somebody pulls it. One that can take it back has a bin inside. The
dialects differ in every byte; `PRESENTERS` has a row for each, named in a model by `presenter`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from devices.lazy_dataclass import dataclass


@dataclass(frozen=True)
class Presenter:
    """One dialect. Empty bytes: it has no such command.

    `present` is sent behind the cut, followed by the number of steps; a presenter without it presents by itself.
    `ask` is answered by one byte at once, with `waits` set while a slip is at the mouth and `jammed` set after a jam.
    `timer_off` keeps the printer from taking slips back by itself from the next one on, so that it happens only after
    somebody was asked.
    """

    present: bytes = b""
    ask: bytes = b""
    waits: int = 0
    jammed: int = 0
    retract: bytes = b""
    timer_off: bytes = b""

    def after_cut(self, steps: int) -> bytes:
        """The end of a job."""
        return self.present + bytes([steps]) if self.present else b""


PRESENTERS: Mapping[str, Presenter] = MappingProxyType(
    {
        "": Presenter(),
        # Custom and Pyramid. GS e 3 m: present m steps. GS e 6: ejector status, bit 3 "ticket presented at output",
        # bit 7 jam. GS e 2: retract, "only if paper retracting is enabled". Its timer is begun by GS e 32 only, which
        # is not sent. Source: KPM-210 manual; Pyramid's ESC/POS reference, "Paper movement commands".
        "gs_e": Presenter(b"\x1de\x03", b"\x1de\x06", 0x08, 0x80, b"\x1de\x02"),
        # Citizen PPU-700 and PMU2300III. GS R 0: retract now. It presents by itself; its timer (GS R 1) is off unless a
        # memory switch is on, and which value ends it is not documented. Source: the command references of both.
        "gs_r": Presenter(retract=b"\x1dR\x30"),
        # Star TUP500 and TUP900. ESC SYN 0 n: "execute presenter paper recovery", ignored unless a cut slip is there.
        # ESC SYN 1 n: own timer of n x 0.5 s, 0 off, from the next sheet. DLE EOT 5 asks for the slip, but which of its
        # bits says so was not found. Source: Star "Line Mode Command Specifications" 3.8, and the list "Original
        # Presenter Control Commands" of its "ESC/POS Command Specifications".
        "esc_syn": Presenter(retract=b"\x1b\x16\x30\x00", timer_off=b"\x1b\x16\x31\x00"),
        # Nippon Primex NP-2511 and NP-3511 with presenter NPT-301. ESC r 1: held slip back. ESC v: one byte, bit 6
        # paper at the mouth, bit 5 presenter fault. Source: the command references of NPT-301 and of the NP-225 family.
        "esc_r": Presenter(ask=b"\x1bv", waits=0x40, jammed=0x20, retract=b"\x1br\x01"),
    }
)
