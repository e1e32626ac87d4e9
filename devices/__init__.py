"""The devices of a terminal: time, readings, faults, families, and how a device is opened.

Import from here or from a family's public modules (`contract` and those that know no protocol); drivers, protocols and
simulators are found by the registry and imported by nobody else.
"""

from devices.clock import CHINA, Cancelled, Clock, DeadlineReached, Mailbox, SystemClock, Wait, day_in_china
from devices.fake_clock import FakeClock
from devices.family import Family, JobKind, Needs, OutputKind, Test, UnknownVerb, WatchKind
from devices.faults import DeviceFault, Fault, Next
from devices.misfortunes import PAPER, PERSON, TEXT, WRITTEN, Action, Misfortune, Simulator
from devices.opening import DeviceSpec, OpenDevice, open_device
from devices.ports_in_use import PortsInUse
from devices.readings import NOT_THERE, Device, DeviceState, DeviceStatus, Inventoried, Inventory, Presence
from devices.registry import UnknownDevice, actions, load_tests, misfortunes
from devices.verdict import Verdict

__all__ = [
    "CHINA",
    "NOT_THERE",
    "PAPER",
    "PERSON",
    "TEXT",
    "WRITTEN",
    "Action",
    "Cancelled",
    "Clock",
    "DeadlineReached",
    "Device",
    "DeviceFault",
    "DeviceSpec",
    "DeviceState",
    "DeviceStatus",
    "FakeClock",
    "Family",
    "Fault",
    "Inventoried",
    "Inventory",
    "JobKind",
    "Mailbox",
    "Misfortune",
    "Needs",
    "Next",
    "OpenDevice",
    "OutputKind",
    "PortsInUse",
    "Presence",
    "Simulator",
    "SystemClock",
    "Test",
    "UnknownDevice",
    "UnknownVerb",
    "Verdict",
    "Wait",
    "WatchKind",
    "actions",
    "day_in_china",
    "load_tests",
    "misfortunes",
    "open_device",
]
