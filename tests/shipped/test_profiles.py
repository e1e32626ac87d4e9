"""Every shipped terminal profile: valid, with drivers for its devices, and a drawing within its cabinet."""

from __future__ import annotations

import pytest

from devices.driver_table import DRIVERS
from kiosk.settings import SettingsError, load_settings
from tests.frozen import SHIPPED
from ui.profile import ScreenProfile, load_screen

PROFILES = sorted((SHIPPED / "terminals").glob("*.toml"))
EVERY = pytest.mark.parametrize("name", [path.stem for path in PROFILES])
FOLDER = SHIPPED / "terminals"


@EVERY
def test_it_can_be_used_and_its_devices_have_drivers(name: str) -> None:
    settings = load_settings(FOLDER / f"{name}.toml", rehearsal=True)
    named = {(device.family or name, device.driver) for name, device in settings.devices.items()}
    assert named <= {(row.family, row.name) for row in DRIVERS}


@EVERY
def test_only_a_rehearsal_has_simulated_devices(name: str) -> None:
    """A profile to be copied lacks the platform's keys, and production says so, and nothing else."""
    settings = load_settings(FOLDER / f"{name}.toml", rehearsal=True)
    if not settings.rehearsal:
        with pytest.raises(SettingsError) as caught:
            load_settings(FOLDER / f"{name}.toml", rehearsal=False)
        keys = [problem.split(": ")[1] for problem in caught.value.problems]
        assert keys == ["platform.seal_public", "platform.sign_public"]


@EVERY
def test_screen_and_slots_are_within_the_cabinet(name: str) -> None:
    screen = load_screen(FOLDER / f"{name}.toml")
    assert screen != ScreenProfile()
    width, height = screen.cabinet["size"]
    places = {part: place for part, place in screen.cabinet.items() if part != "size"}
    assert places
    for part, (x, y, wide, high) in places.items():
        assert wide > 0 < high, part
        assert 0 <= x <= x + wide <= width, part
        assert 0 <= y <= y + high <= height, part
