"""Terminal profile read from TOML. All errors are reported at once, each with file, key and remedy."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from devices.ports import service_problem
from kiosk.pinned import address_problem, ca_file_problems, key_problem
from kiosk.strict_struct import Limits, ShapeError, StrictStruct, field, read, replace


class SettingsError(Exception):
    """The profile cannot be used; `problems` has one line per error."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class TerminalSection(StrictStruct, frozen=True):
    """The terminal's short code (Crockford letters and digits), name, and phone number of the staff on duty."""

    code: Annotated[str, Limits(pattern=r"^[0-9A-HJKMNP-TV-Z]{2,8}\Z")]
    name: str
    duty_phone: str
    nearest: str = ""
    """Name and place of the nearest other terminal, as surveyed; shown where this one cannot help."""


class DeviceSection(StrictStruct, frozen=True):
    """One device: driver, port, model, and options for the driver or its simulator.

    The section's name is the device's name; `family` is required only where the two differ ("slip_printer").
    """

    driver: str
    port: str
    family: str = ""
    model: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


PlatformKind = Literal["yike", "enveloped"]
"""Interface of the platform: "yike" is our own HTTP interface, "enveloped" one POST as on provincial gateways."""


class PlatformSection(StrictStruct, frozen=True):
    """The platform's address, its pinned public keys (base64url), and its interface."""

    url: str
    seal_key_id: str
    seal_public: str
    sign_key_id: str
    sign_public: str
    kind: PlatformKind = "yike"
    ca_file: str = ""
    """File (PEM) of the CAs that vouch for the platform, trusted alone; relative to the profile. Without it, the public
    CAs are trusted."""


FORMAT = 1
"""The format of terminal profiles that this program reads; a profile that does not name one has the first."""


class Settings(StrictStruct, frozen=True, kw_only=True):
    """One terminal profile. `screen` and `cabinet` are read only by ui/."""

    format: int = 1
    rehearsal: bool = False
    terminal: TerminalSection
    platform: PlatformSection
    devices: Mapping[str, DeviceSection]
    screen: Mapping[str, Any] = field(default_factory=dict)
    cabinet: Mapping[str, Any] = field(default_factory=dict)


TEST_KEY = "TEST-"
"""Prefix of the sandbox's published key ids; a production terminal refuses them."""


def load_settings(path: Path, *, rehearsal: bool) -> Settings:
    """Read a profile. Raises SettingsError.

    Without `rehearsal`, a rehearsal profile, simulated devices, loopback addresses and keys that are published or weak
    are errors.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        known = ", ".join(sorted(p.stem for p in path.parent.glob("*.toml")))
        raise SettingsError([f"{path}: no such terminal profile; known: {known or 'none'}"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError([f"{path}: not readable as TOML: {error}"]) from error
    made_for = raw.get("format", 1)
    if isinstance(made_for, int) and made_for != FORMAT:
        # Said before anything else: in another format every key may be "unknown".
        newer = "a newer program: update this one" if made_for > FORMAT else "an older program: bring it up to date"
        raise SettingsError([f"{path}: format: {made_for} is for {newer} (this one reads {FORMAT})"])
    try:
        settings = read(Settings, raw)
    except ShapeError as error:
        raise SettingsError([f"{path}: {'.'.join(each.place)}: {each.wrong}" for each in error.mismatches]) from error
    problems = [] if rehearsal else [f"{path}: {problem}" for problem in _production_problems(settings)]
    if settings.platform.ca_file:
        ca_file = path.parent / settings.platform.ca_file
        settings = replace(settings, platform=replace(settings.platform, ca_file=str(ca_file)))
        problems += [f"{path}: platform.ca_file: {wrong}" for wrong in ca_file_problems(ca_file)]
    if problems:
        raise SettingsError(problems)
    return settings


def _production_problems(settings: Settings) -> list[str]:
    found = []
    if settings.rehearsal:
        found.append("rehearsal: this is a rehearsal profile; start it with --rehearsal or choose another")
    for name, device in settings.devices.items():
        wrong = service_problem(device.port)
        found += [f"devices.{name}.port: {wrong}"] if wrong else []
    if unfit := address_problem(settings.platform.url):
        found.append(f"platform.url: {unfit}")
    keys = {name: key_problem(name, getattr(settings.platform, name)) for name in ("seal_public", "sign_public")}
    found += [f"platform.{name}: {wrong}" for name, wrong in keys.items() if wrong]
    names = [n for n in ("seal_key_id", "sign_key_id") if getattr(settings.platform, n).startswith(TEST_KEY)]
    return found + [f"platform.{name}: a published test key; pin the platform's own" for name in names]
