"""The steps of the way to the platform, what each found, and what to do about it (kiosk.platform.network_path)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from devices.lazy_dataclass import dataclass


class PathStep(StrEnum):
    """The steps, in their order."""

    CABLE = "cable"
    ADDRESS = "address"
    ROUTER = "router"
    NAME = "name"
    CONNECT = "connect"
    CERTIFICATE = "certificate"
    CLOCK = "clock"
    PLATFORM = "platform"
    SIGNATURE = "signature"
    LATENCY = "latency"


@dataclass(frozen=True)
class StepResult:
    """`passed` None: not tested, or of no matter here. `saw`: an address, a name, a speed; `fault`: a key of REMEDIES.
    `ms` is how long the step took."""

    step: PathStep
    passed: bool | None
    saw: str = ""
    fault: str = ""
    ms: int = 0


REMEDIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "no_cable": ("plug_cable", "other_cable", "switch_port"),
        "no_address": ("dhcp_or_fixed", "network_admin"),
        "no_router": ("router_power", "network_admin"),
        "name": ("name_server", "network_admin"),
        "loopback": ("name_server", "network_admin"),
        "connect": ("let_through", "platform_works", "network_admin"),
        "refused": ("profile_address", "platform_works"),
        "handshake": ("let_through", "network_admin"),
        "certificate_untrusted": ("let_through", "ca_file", "hotspot"),
        "certificate_name": ("let_through", "profile_address", "hotspot"),
        "certificate_expired": ("set_clock", "platform_works"),
        "certificate_not-yet": ("set_clock", "platform_works"),
        "certificate_version": ("platform_works",),
        "not_the_platform": ("hotspot", "let_through", "profile_address"),
        "busy": ("wait", "platform_works"),
        "broken": ("platform_works",),
        "clock": ("set_clock", "time_server"),
        "identity": ("enrol", "platform_works"),
        "catalogue": ("profile_keys", "platform_works"),
        "slow": ("other_cable", "network_admin"),
    }
)
"""Fault → what to do, the cheapest first: keys of words."""
