"""The devices of a terminal profile: their sections, and the specs that are made of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from devices.opening import DeviceSpec
from devices.registry import UnknownDevice
from devices.strict_struct import Limits, ShapeError, StrictStruct, field, read
from devices.text_files import read_toml, reason_of


class DeviceSection(StrictStruct, frozen=True):
    """One device: driver, port, model, and options for the driver or its simulator.

    The section's name is the device's name; `family` is required only where the two differ ("slip_printer").
    """

    driver: Annotated[str, Limits(min_length=1, max_length=100)]
    port: Annotated[str, Limits(min_length=1, max_length=500)]
    family: Annotated[str, Limits(max_length=100)] = ""
    model: Annotated[str, Limits(pattern=r"^[A-Za-z0-9_.-]{0,100}\Z")] = ""
    options: Mapping[str, Any] = field(default_factory=dict)


def spec_of(name: str, section: DeviceSection) -> DeviceSpec:
    """The spec of a section."""
    return DeviceSpec(section.family or name, section.driver, section.port, section.model, section.options, name)


def devices_of(profile: Path) -> dict[str, DeviceSpec]:
    """The devices of a profile by name. What else is in it is not looked at, so that a profile with a mistake elsewhere
    serves a technician too. Raises UnknownDevice."""
    try:
        sections = read_toml(profile).get("devices", {})
    except FileNotFoundError:
        known = ", ".join(sorted(path.stem for path in profile.parent.glob("*.toml")))
        raise UnknownDevice(f"{profile}: no such terminal profile; known: {known or 'none'}") from None
    except (OSError, ValueError) as wrong:
        raise UnknownDevice(f"{profile}: cannot be read: {reason_of(wrong)}") from None
    if not isinstance(sections, dict) or not sections:
        raise UnknownDevice(f"{profile}: has no section [devices.NAME]")
    specs = {}
    for name, section in sections.items():
        try:
            specs[name] = spec_of(name, read(DeviceSection, section))
        except ShapeError as error:
            raise UnknownDevice(f"{profile}: devices.{name}.{error.mismatches[0].line}") from None
    return specs
