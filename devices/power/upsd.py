"""The text protocol of NUT's server upsd. Pure.

Source: NUT 2.8.0, docs/net-protocol.txt (revision 1.3), and answers of upsd 2.8.0 as measured.

    GET VAR <ups> <variable>                 a question, ended by LF
    VAR <ups> <variable> "<value>"           its answer; a backslash escapes quotes and itself
    ERR <code> [extra]                       a refusal

`ups.status` is a set of words (docs/new-drivers.txt, "Status data"): OL on line, OB on battery, LB battery low, FSD
forced shutdown, CAL calibrating (on battery on purpose), RB replace the battery, OVER overloaded, BYPASS without a
battery behind it, OFF switched off, WAIT no answer of the supply yet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from devices.faults import DeviceFault, Fault, Next
from devices.power.contract import PowerReading, PowerState

STATUS, CHARGE, RUNTIME = "ups.status", "battery.charge", "battery.runtime"
NAMES = ("ups.model", "ups.serial", "ups.firmware")
"""Model, serial number and firmware."""
LONGEST_LINE = 1024
ENCODING = "utf-8"

REFUSALS: Mapping[str, tuple[str, Next]] = MappingProxyType(
    {
        "DATA-STALE": ("power.stale", Next.CALL_STAFF),
        "DRIVER-NOT-CONNECTED": ("power.driver_away", Next.CALL_STAFF),
        "UNKNOWN-UPS": ("power.unknown_ups", Next.CALL_STAFF),
    }
)
"""Code after ERR → fault; every other one is a refusal."""
REFUSED = ("power.refused", Next.CALL_STAFF)
NOT_SUPPORTED = "VAR-NOT-SUPPORTED"

TROUBLES: Mapping[str, Fault] = MappingProxyType(
    {
        "RB": Fault("power.replace_battery", Next.CALL_STAFF),
        "OVER": Fault("power.overload", Next.CALL_STAFF),
        "BYPASS": Fault("power.unprotected", Next.CALL_STAFF),
        "OFF": Fault("power.unprotected", Next.CALL_STAFF),
    }
)
BY_STATE: Mapping[PowerState, Fault] = MappingProxyType(
    {
        PowerState.BATTERY: Fault("power.on_battery", Next.CALL_STAFF),
        PowerState.LOW: Fault("power.low", Next.OUT_OF_SERVICE),
        PowerState.UNKNOWN: Fault("power.starting", Next.TRY_AGAIN),
    }
)
CHARGE_LOW = Fault("power.charge_low", Next.CALL_STAFF)

_ANSWER = re.compile(r'VAR (?P<ups>\S+) (?P<name>\S+) "(?P<value>(?:[^"\\]|\\.)*)"')
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,6})?", re.ASCII)


class NotAnAnswer(ValueError):
    """A line that upsd cannot mean as the answer to this question."""


def question(ups: str, name: str) -> bytes:
    return f"GET VAR {ups} {name}\n".encode("ascii")


def answer_in(line: str, ups: str, name: str) -> str | None:
    """The value in the answer to a question; None for a variable that this supply does not have.

    Raises NotAnAnswer, and DeviceFault for a refusal.
    """
    if line.startswith("ERR "):
        code = line.split()[1] if len(line.split()) > 1 else ""
        if code == NOT_SUPPORTED:
            return None
        fault, following = REFUSALS.get(code, REFUSED)
        raise DeviceFault(fault, following, f"{name}: {code[:40]}")
    found = _ANSWER.fullmatch(line)
    if found is None or (found["ups"], found["name"]) != (ups, name):
        raise NotAnAnswer(name)
    return re.sub(r"\\(.)", r"\1", found["value"])


def number_in(value: str | None) -> int | None:
    """A whole number of a value; None without one."""
    return int(float(value)) if value is not None and _NUMBER.fullmatch(value) else None


def state_in(words: frozenset[str]) -> PowerState:
    """The state that a set of status words means; a supply that calibrates is on battery on purpose."""
    if "FSD" in words:
        return PowerState.LOW
    if "CAL" in words:
        return PowerState.LINE
    if "OB" in words:
        return PowerState.LOW if "LB" in words else PowerState.BATTERY
    return PowerState.LINE if "OL" in words else PowerState.UNKNOWN


def reading_of(status: str, charge: str | None, runtime: str | None) -> PowerReading:
    """The reading that the values of three variables mean."""
    words = frozenset(status.split())
    state = state_in(words)
    faults = [BY_STATE[state]] if state in BY_STATE else []
    if "LB" in words and state is PowerState.LINE:
        faults.append(CHARGE_LOW)
    faults += [fault for word, fault in TROUBLES.items() if word in words]
    percent = number_in(charge)
    return PowerReading(
        state, None if percent is None else min(percent, 100), number_in(runtime), tuple(dict.fromkeys(faults))
    )
