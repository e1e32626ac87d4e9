"""The world of a rehearsal: a terminal on simulated devices, the sandbox behind a cable, and the actors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import Popen

from devices import Clock
from devices.id_reader.people import load_people
from devices.lazy_dataclass import dataclass
from devices.strict_struct import replace
from kiosk.events import Event
from kiosk.scenario.actors import ActorError, Cards, DeviceActions, Platform, Sheets, Slips, device_if_any
from kiosk.scenario.phone import CitizensPhone
from kiosk.settings import Settings, load_settings
from kiosk.terminal.assembly import assemble
from kiosk.terminal.startup import START_FAILURES
from kiosk.terminal.terminal import Places, Terminal
from kiosk.view import View

WORLD_FAILURES: tuple[type[Exception], ...] = (*START_FAILURES, ActorError)
"""Expected failures of building a world: those of a terminal's start, and of the sandbox's."""

CALL_TIMEOUT_S = 3.0
"""Longest call to the sandbox in real seconds, because the deadlines of a fake clock do not bound it."""


@dataclass(frozen=True)
class World:
    """A terminal and its actors. `close` ends them, and the sandbox if this world started it."""

    terminal: Terminal
    platform: Platform
    device_actions: DeviceActions
    cards: Cards
    slips: Slips
    sheets: Sheets
    phone: CitizensPhone
    places: Places
    owns_platform: bool = True

    def identity_code_of(self, person: str) -> str:
        """The code that this invented person's phone shows now. Raises ActorError."""
        return self.platform.identity_code(self.cards.person(person).number)

    def close(self) -> None:
        self.terminal.stop()
        if self.owns_platform:
            self.platform.stop()


def rehearsal_settings(config: Path, profile: str, url: str) -> Settings:
    """Load a rehearsal profile with the sandbox at `url` as its platform. Raises SettingsError."""
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
    at_most_s: float = CALL_TIMEOUT_S,
    on_fatal: Callable[[], None] = lambda: None,
    on_process: Callable[[Popen[str]], None] = lambda process: None,
) -> World:
    """Build a world; the terminal is enrolled and not yet started. A given `platform` is used and left running.
    `on_process` is called with the sandbox's process as soon as it runs.

    Raises WORLD_FAILURES.
    """
    own = platform or Platform(config / "services", config / "people.toml", sandbox_data, on_process=on_process)
    try:
        places, phone = Places(config, data), CitizensPhone(own.control)

        def seen(event: Event) -> None:
            phone.event(event)
            if record is not None:
                record(event)

        settings = rehearsal_settings(config, profile, own.url)
        terminal = assemble(
            settings, clock, publish, places, record=seen, platform_at_most_s=at_most_s, on_fatal=on_fatal
        )
        own.set_time(clock.now().isoformat())
        own.enrol(settings.terminal.code, terminal.public_key)
    except BaseException:
        if platform is None:
            own.stop()
        raise
    people = load_people(config / "people.toml")
    devices = terminal.devices
    cards, slips = Cards(people, device_if_any(devices, "id_reader")), Slips(device_if_any(devices, "receipt_printer"))
    sheets = Sheets(device_if_any(devices, "document_printer"))
    return World(terminal, own, DeviceActions(people, devices), cards, slips, sheets, phone, places, platform is None)
