"""One value of a watch that asks again and again, and what stands for it after a fault."""

from __future__ import annotations

from devices import DeadlineReached, Device, DeviceFault, Fault, Next, Wait, WatchKind
from devices.family import silently

TIMED_OUT = Fault("device.no_answer", Next.CALL_STAFF)
AFTER_FAILURE = 1.0
"""Pause before a watch or an output that failed is tried again."""


def value_of(
    kind: WatchKind[Device, object], device: Device, wait: Wait, longest: float, every_s: float
) -> tuple[object, float]:
    """Call a watch once: its value, or what stands for it after a fault, and the pause until the next call."""
    try:
        return kind.take(device, wait.within(longest), silently), every_s
    except DeviceFault as failure:
        fault = failure.fault
    except DeadlineReached:
        wait.check()
        fault = TIMED_OUT
    pause_s = max(every_s, AFTER_FAILURE) if kind.lasting else every_s
    return fault if kind.on_fault is None else kind.on_fault(fault), pause_s
