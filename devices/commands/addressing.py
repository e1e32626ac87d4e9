"""The devices a command is for: those of a terminal's profile by name, or one that is described on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

from devices import DeviceSpec, UnknownDevice
from devices.health_file import running_terminal
from devices.ports import DEFAULT_BAUD, PortKind, examples
from devices.profile_devices import devices_of
from devices.registry import drivers_of

ROOT = Path(__file__).resolve().parent.parent.parent
CONFIG = ROOT / "config"
REHEARSAL, REHEARSAL_DATA = "rehearsal", "rehearsal-data"


class TerminalRuns(Exception):
    """A running terminal has the devices of this profile; the message names it and says what can be done."""


def profile_file(options: argparse.Namespace) -> Path:
    """The profile's file: by its name in config/terminals, or as a path."""
    given = str(options.profile)
    return Path(given) if given.endswith(".toml") else CONFIG / "terminals" / f"{given}.toml"


def data_folder(options: argparse.Namespace) -> Path:
    """The data folder of the terminal with this profile, as main.py has it; that of a rehearsal holds the sandbox's
    folder too, and the terminal's beside it."""
    name = profile_file(options).stem
    folder = Path(options.data or ROOT / (REHEARSAL_DATA if name == REHEARSAL else f"data-{name}"))
    beside = folder / "terminal"
    return beside if beside.is_dir() else folder


def refuse_beside_a_terminal(options: argparse.Namespace) -> None:
    """Raise TerminalRuns if the profile's terminal runs: its devices' answers would be taken from it."""
    if options.profile and (pid := running_terminal(data_folder(options))):
        raise TerminalRuns(
            f"the terminal is running (pid {pid}) and has the devices; see `python -m devices watch --profile "
            f"{options.profile}`, use its technician's area, or end it"
        )


def specs(options: argparse.Namespace, names: list[str]) -> list[DeviceSpec]:
    """The devices named, all of the profile if none is; without a profile the one of the options.
    Raises UnknownDevice."""
    if not options.profile:
        if names:
            raise UnknownDevice(f"{names[0]}: a device's name needs --profile, or --family and --port without a name")
        return [described(options)]
    known = devices_of(profile_file(options))
    for name in names:
        if name not in known:
            raise UnknownDevice(f"no device {name!r} in this profile; known: {', '.join(known)}")
    return [known[name] for name in names or known]


def one_spec(options: argparse.Namespace) -> DeviceSpec:
    """The one device a command is for. Raises UnknownDevice."""
    if options.profile and not options.device:
        known = devices_of(profile_file(options))
        if family := options.family or options.named_family:
            known = {name: spec for name, spec in known.items() if spec.family == family}
        if len(known) != 1:
            raise UnknownDevice(f"name one device: {', '.join(known) or f'the profile has no {family}'}")
        return next(iter(known.values()))
    return specs(options, [options.device] if options.device else [])[0]


def described(options: argparse.Namespace) -> DeviceSpec:
    """The device of --family, --driver and --port. Raises UnknownDevice."""
    family = options.family or options.usual_family
    if not options.port:
        raise UnknownDevice(f"name a device and --profile, or --port: {examples(frozenset(PortKind))}")
    baud = {} if options.baud == DEFAULT_BAUD else {"baud": options.baud}
    return DeviceSpec(family, driver_of(family, options.driver), options.port, options.model, baud)


def driver_of(family: str, driver: str) -> str:
    """The driver asked for, or the only one of the family. Raises UnknownDevice."""
    known = drivers_of(family)
    if not driver and len(known) > 1:
        raise UnknownDevice(f"{family} has several drivers; name one with --driver: {', '.join(known)}")
    return str(driver or "".join(known))
