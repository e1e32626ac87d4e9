"""Terminal profile read from TOML. All errors are reported at once, each with file, key and remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from devices.ports import service_problem
from devices.profile_devices import DeviceSection
from devices.strict_struct import Limits, ShapeError, StrictStruct, field, read, replace
from devices.text_files import read_toml, reason_of
from kiosk.document_roots import document_root_problems
from kiosk.pinned import address_form_problem, address_problem, ca_file_problems, key_form_problem, key_problem


class SettingsError(Exception):
    """The profile cannot be used; `problems` has one line per error."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


Word = Annotated[str, Limits(min_length=1, max_length=100)]
SHOWN = r"^(?=.*\S)[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+\Z"
"""One line with something in it to see; nothing that breaks it or turns it round."""


class TerminalSection(StrictStruct, frozen=True):
    """The terminal's short code (Crockford letters and digits), name, and phone number of the staff on duty."""

    code: Annotated[str, Limits(pattern=r"^[0-9A-HJKMNP-TV-Z]{2,8}\Z")]
    name: Annotated[str, Limits(min_length=1, max_length=60, pattern=SHOWN)]
    duty_phone: Annotated[str, Limits(min_length=1, max_length=40, pattern=SHOWN)]
    nearest: Annotated[str, Limits(max_length=200, pattern=f"{SHOWN}|^\\Z")] = ""
    """Name and place of the nearest other terminal, as surveyed; shown where this one cannot help."""


PlatformKind = Literal["yike", "enveloped"]
"""Interface of the platform: "yike" is our own HTTP interface, "enveloped" one POST as on provincial gateways."""


class PlatformSection(StrictStruct, frozen=True):
    """The platform's address, its pinned public keys (base64url), and its interface."""

    url: Annotated[str, Limits(pattern=r"^https?://[^/\s]+(/\S*)?\Z", max_length=500)]
    seal_key_id: Word
    seal_public: Word
    sign_key_id: Word
    sign_public: Word
    kind: PlatformKind = "yike"
    ca_file: str = ""
    """File (PEM) of the CAs that vouch for the platform, trusted alone; relative to the profile. Without it, the public
    CAs are trusted."""
    document_roots: Annotated[
        tuple[Annotated[str, Limits(min_length=1, max_length=500)], ...], Limits(max_length=20)
    ] = ()
    """Files (PEM or DER) of the roots under which documents must be signed; relative to the profile. Without one, a
    rehearsal believes the sandbox's documents, and any other terminal none."""


class ScreenSection(StrictStruct, frozen=True):
    """The screen: pixels, pixels per millimetre, the height of its lower edge above the floor in mm, and its voice.

    `ui/profile.py` reads the same section before everything else, and takes the defaults for what does not fit.
    """

    width: Annotated[int, Limits(ge=320, le=8192)] = 1080
    height: Annotated[int, Limits(ge=320, le=8192)] = 1920
    px_per_mm: Annotated[float, Limits(ge=0.5, le=40)] = 4.03
    bottom_mm: Annotated[float, Limits(ge=0, le=2500)] = 760.0
    full_screen: bool = False
    speaks: bool = False
    moving: bool = True
    layout: Annotated[str, Limits(pattern=r"^[a-z][a-z0-9_]{0,39}\Z")] = "portrait"


class SoundSection(StrictStruct, frozen=True):
    """Sounds of touches and pages, where the screen `speaks`: volume in per cent, and the quiet hours.

    In quiet hours, written as begin and end in the time of China, there are no sounds and the voice is lower.
    """

    volume: Annotated[int, Limits(ge=0, le=100)] = 60
    quiet: Annotated[tuple[Annotated[str, Limits(max_length=20)], ...], Limits(max_length=10)] = ()

    def is_quiet(self, now: time) -> bool:
        """Return whether a time of day is within the quiet hours; they may last over midnight."""
        if not self.quiet:
            return False
        begin, end = map(time.fromisoformat, self.quiet)
        return begin <= now < end if begin < end else now >= begin or now < end


class PowerSection(StrictStruct, frozen=True):
    """Consequences of a battery that is nearly empty: with `shut_down` the service manager is asked to switch the
    machine off. Without, and in every rehearsal, nothing is switched off."""

    shut_down: bool = False


class TechnicianSection(StrictStruct, frozen=True):
    """The way into the technician's area: the corners of the screen and keys in a hidden order, or a key switch alone,
    the contact `key_switch` among the slots of the sensors."""

    entry: Literal["corners", "key_switch"] = "corners"


Millimetres = Annotated[float, Limits(ge=-5000, le=5000)]
Cabinet = Mapping[str, Annotated[tuple[Millimetres, ...], Limits(min_length=2, max_length=4)]]
"""The cabinet's front: `size` (width, height), and a rectangle (x, y, width, height) for `screen` and each device."""

FORMAT = 1
"""The format of terminal profiles that this program reads; a profile that does not name one has the first."""


class Settings(StrictStruct, frozen=True, kw_only=True):
    """One terminal profile."""

    format: int = 1
    rehearsal: bool = False
    terminal: TerminalSection
    platform: PlatformSection
    devices: Mapping[str, DeviceSection]
    screen: ScreenSection = ScreenSection()
    sound: SoundSection = SoundSection()
    power: PowerSection = PowerSection()
    technician: TechnicianSection = TechnicianSection()
    cabinet: Cabinet = field(default_factory=dict)


DEVICE_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
TEST_KEY = "TEST-"
"""Prefix of the sandbox's published key ids; a production terminal refuses them."""


def load_settings(path: Path, *, rehearsal: bool) -> Settings:
    """Read a profile. Raises SettingsError.

    Without `rehearsal`, a rehearsal profile, simulated devices, loopback addresses and keys that are published or weak
    are errors.
    """
    try:
        raw = read_toml(path)
    except FileNotFoundError:
        known = ", ".join(sorted(p.stem for p in path.parent.glob("*.toml")))
        raise SettingsError([f"{path}: no such terminal profile; known: {known or 'none'}"]) from None
    except OSError as error:
        raise SettingsError([f"{path}: cannot be read: {reason_of(error)}"]) from error
    except ValueError as error:
        raise SettingsError([f"{path}: not readable as TOML: {reason_of(error)}"]) from error
    made_for = raw.get("format", 1)
    if isinstance(made_for, int) and made_for != FORMAT:
        # Said before anything else: in another format every key may be "unknown".
        newer = "a newer program: update this one" if made_for > FORMAT else "an older program: bring it up to date"
        raise SettingsError([f"{path}: format: {made_for} is for {newer} (this one reads {FORMAT})"])
    try:
        settings = read(Settings, raw)
    except ShapeError as error:
        raise SettingsError([f"{path}: {each.line}" for each in error.mismatches]) from error
    found = [
        *_name_problems(settings),
        *_quiet_problems(settings.sound.quiet),
        *(_form_problems if rehearsal else _production_problems)(settings),
    ]
    problems = [f"{path}: {problem}" for problem in found]
    if settings.platform.ca_file:
        ca_file = path.parent / settings.platform.ca_file
        settings = replace(settings, platform=replace(settings.platform, ca_file=str(ca_file)))
        problems += [f"{path}: platform.ca_file: {wrong}" for wrong in ca_file_problems(ca_file)]
    if settings.platform.document_roots:
        roots = tuple(str(path.parent / name) for name in settings.platform.document_roots)
        settings = replace(settings, platform=replace(settings.platform, document_roots=roots))
        for root in map(Path, roots):
            wrong = document_root_problems(root, rehearsal=rehearsal)
            problems += [f"{path}: platform.document_roots: {each}" for each in wrong]
    if problems:
        raise SettingsError(problems)
    return settings


def _name_problems(settings: Settings) -> Iterator[str]:
    """Names of devices, and entries of the cabinet that do not fit them."""
    for name in settings.devices:
        if not DEVICE_NAME.fullmatch(name):
            yield f"devices.{name}: no name of a device; use small letters, figures and _"
    known = {"screen", *settings.devices}
    for name, place in settings.cabinet.items():
        if name != "size" and name not in known:
            yield f"cabinet.{name}: no device of this name; remove it, or add [devices.{name}]"
        elif len(place) != (2 if name == "size" else 4):
            yield f"cabinet.{name}: needs {'width, height' if name == 'size' else 'x, y, width, height'} in millimetres"
        elif min(place[-2:]) <= 0:
            yield f"cabinet.{name}: width and height must be above 0; correct them"


TIME_OF_DAY = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


def _quiet_problems(quiet: tuple[str, ...]) -> Iterator[str]:
    if quiet and len(quiet) != 2:
        yield f"sound.quiet: has {len(quiet)} times; write begin and end, or [] for no quiet hours"
    wrong = [each for each in quiet if not TIME_OF_DAY.fullmatch(each)]
    for each in wrong:
        yield f'sound.quiet: {each!r} is no time of day; write hours and minutes, as in "21:30"'
    if len(quiet) == 2 and not wrong and quiet[0] == quiet[1]:
        yield "sound.quiet: begins when it ends; correct one of the times, or set sound.volume = 0"


KEYS = ("seal_public", "sign_public")


def _form_problems(settings: Settings) -> list[str]:
    """Return what no start can use, a rehearsal neither."""
    unfit = address_form_problem(settings.platform.url)
    keys = {name: key_form_problem(getattr(settings.platform, name)) for name in KEYS}
    return [f"platform.url: {unfit}"] * bool(unfit) + [
        f"platform.{name}: {wrong}" for name, wrong in keys.items() if wrong
    ]


def _production_problems(settings: Settings) -> list[str]:
    found = []
    if settings.rehearsal:
        found.append("rehearsal: this is a rehearsal profile; start it with --rehearsal or choose another")
    for name, device in settings.devices.items():
        wrong = service_problem(device.port)
        found += [f"devices.{name}.port: {wrong}"] if wrong else []
    if unfit := address_problem(settings.platform.url):
        found.append(f"platform.url: {unfit}")
    keys = {name: key_problem(name, getattr(settings.platform, name)) for name in KEYS}
    found += [f"platform.{name}: {wrong}" for name, wrong in keys.items() if wrong]
    names = [n for n in ("seal_key_id", "sign_key_id") if getattr(settings.platform, n).startswith(TEST_KEY)]
    return found + [f"platform.{name}: a published test key; pin the platform's own" for name in names]
