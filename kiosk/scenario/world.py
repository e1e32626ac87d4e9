"""The world of a rehearsal: a terminal on invented devices, the sandbox behind a cable, and all who act in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from devices import Clock
from devices.id_reader.people import load_people
from kiosk.events import Event
from kiosk.scenario.actors import Cards, Hands, Platform, Slips, device_named
from kiosk.settings import Settings, load_settings
from kiosk.strict_struct import replace
from kiosk.terminal.assembly import assemble
from kiosk.terminal.terminal import Places, Terminal
from kiosk.view import View

REAL_SECONDS = 3.0
"""Under a fake clock real time is all that bounds a call to the sandbox."""


@dataclass(frozen=True)
class World:
    """A terminal and its actors. `close` ends all of it."""

    terminal: Terminal
    platform: Platform
    hands: Hands
    cards: Cards
    slips: Slips
    places: Places
    owns_platform: bool = True

    def close(self) -> None:
        self.terminal.stop()
        if self.owns_platform:
            self.platform.stop()


def rehearsal_settings(config: Path, profile: str, url: str) -> Settings:
    """A rehearsal profile whose platform is the sandbox at `url`. Raises SettingsError."""
    settings = load_settings(config / "terminals" / f"{profile}.toml", rehearsal=True)
    return replace(settings, platform=replace(settings.platform, url=url))


def build_world(
    config: Path,
    data: Path,
    sandbox_data: Path,
    clock: Clock,
    publish: Callable[[View], None],
    *,
    profile: str = "rehearsal",
    record: Callable[[Event], None] | None = None,
    platform: Platform | None = None,
    at_most_s: float = REAL_SECONDS,
    on_fatal: Callable[[], None] = lambda: None,
) -> World:
    """Put a world together, the terminal enrolled and not yet started. A platform given is used, not ended here.

    Raises SettingsError, OutboxInUse, ActorTrouble.
    """
    own = platform or Platform(config / "services", config / "people.toml", sandbox_data)
    try:
        places = Places(config, data)
        settings = rehearsal_settings(config, profile, own.url)
        terminal = assemble(
            settings, clock, publish, places, record=record, platform_at_most_s=at_most_s, on_fatal=on_fatal
        )
    except BaseException:
        if platform is None:
            own.stop()
        raise
    own.set_time(clock.now().isoformat())
    own.enrol(settings.terminal.code, terminal.public_key)
    people = load_people(config / "people.toml")
    devices = terminal.devices
    cards, slips = Cards(people, device_named(devices, "id_reader")), Slips(device_named(devices, "receipt_printer"))
    return World(terminal, own, Hands(people, devices), cards, slips, places, platform is None)
