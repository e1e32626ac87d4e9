"""The machines of the cabinet: contracts, readings, faults and the way to open them.

Import from here (or from a family's `contract`); drivers are found by the registry and imported by nobody else.
"""

from devices.clock import CHINA, Cancelled, Clock, DeadlineReached, FakeClock, Mailbox, SystemClock, Wait, day_in_china
from devices.faults import DeviceFault, Fault, Next
from devices.misfortunes import Misfortune
from devices.readings import Device, DeviceState, DeviceStatus, Presence
from devices.registry import DeviceSpec, OpenDevice, Simulator, UnknownDevice, misfortunes, open_device

__all__ = [
    "CHINA",
    "Cancelled",
    "Clock",
    "DeadlineReached",
    "Device",
    "DeviceFault",
    "DeviceSpec",
    "DeviceState",
    "DeviceStatus",
    "FakeClock",
    "Fault",
    "Mailbox",
    "Misfortune",
    "Next",
    "OpenDevice",
    "Presence",
    "Simulator",
    "SystemClock",
    "UnknownDevice",
    "Wait",
    "day_in_china",
    "misfortunes",
    "open_device",
]
