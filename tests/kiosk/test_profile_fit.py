"""The check of terminal profiles: mistakes end it, what the pages have no room for is a warning."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices.profile_devices import DeviceSection
from devices.strict_struct import replace
from kiosk.settings import Settings, load_settings
from kiosk.terminal.__main__ import main
from kiosk.terminal.fit import unfit
from tests.frozen import SHIPPED, TERMINALS

PROFILE = TERMINALS / "rehearsal.toml"
SIMULATED = DeviceSection("escpos", "sim:", "receipt_printer", "kiosk_80")


@pytest.fixture
def settings() -> Settings:
    return load_settings(PROFILE, rehearsal=True)


@pytest.mark.parametrize("path", [*(SHIPPED / "terminals").glob("*.toml"), PROFILE], ids=lambda path: path.stem)
def test_of_the_shipped_profiles_there_is_nothing_to_say(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--rehearsal", str(path)]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "梧桐社区党群服务中心大厅"}, "terminal.name: is 24 half characters long, more than 22"),
        ({"name": "W" * 40}, "terminal.name: is 40 half characters long"),
        ({"nearest": "梧" * 51}, "terminal.nearest: is 102 half characters long, more than 100"),
    ],
)
def test_a_long_name_is_said(settings: Settings, change: dict[str, str], said: str) -> None:
    (line,) = unfit(replace(settings, terminal=replace(settings.terminal, **change)))
    assert line.startswith(said)


@pytest.mark.parametrize(
    ("width", "height", "px_per_mm", "said"),
    [
        (800, 1280, 3.7, "is 216 by 346 mm; pages are made for 267 by 476: letters and buttons are 73%"),
        (800, 1280, 4.2, "is 190 by 305 mm; pages are made for 267 by 476: buttons of 64% are too small for a finger"),
        (600, 1024, 4.7, "is 128 by 218 mm"),
        (1920, 1080, 4.03, "is 476 by 268 mm"),
    ],
)
def test_a_small_screen_is_said(settings: Settings, width: int, height: int, px_per_mm: float, said: str) -> None:
    screen = replace(settings.screen, width=width, height=height, px_per_mm=px_per_mm)
    (line,) = unfit(replace(settings, screen=screen))
    assert line.startswith(f"screen: {said}")


@pytest.mark.parametrize(("width", "height", "px_per_mm"), [(1080, 1920, 4.03), (1080, 1920, 2.71), (1080, 1920, 4.05)])
def test_a_screen_as_large_as_the_pages_is_not(settings: Settings, width: int, height: int, px_per_mm: float) -> None:
    screen = replace(settings.screen, width=width, height=height, px_per_mm=px_per_mm)
    assert list(unfit(replace(settings, screen=screen))) == []


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ((500, 690, 180, 130), "cabinet.id_reader: lies outside the front of 600 by 900 mm"),
        ((90, 700, 100, 40), "cabinet.receipt_printer: lies over cabinet.id_reader"),
        ((90, 600, 100, 40), "cabinet.id_reader: lies over cabinet.screen"),
        (None, "cabinet.id_reader: is not there"),
    ],
)
def test_a_place_on_the_cabinet_that_cannot_be_drawn_is_said(
    settings: Settings, place: tuple[float, ...] | None, said: str
) -> None:
    cabinet = {name: at for name, at in settings.cabinet.items() if name != "id_reader" or place}
    cabinet |= {"id_reader": place} if place else {}
    (line,) = unfit(replace(settings, cabinet=cabinet))
    assert line.startswith(said)


def test_more_devices_than_can_be_labelled_are_said(settings: Settings) -> None:
    names = [f"printer_{n}" for n in range(12)]
    cabinet = {**settings.cabinet, "size": (600, 1400)}
    cabinet |= {name: (20 + n % 4 * 145, 920 + n // 4 * 55, 120, 40) for n, name in enumerate(names)}
    devices = {**settings.devices, **dict.fromkeys(names, SIMULATED)}
    (line,) = unfit(replace(settings, cabinet=cabinet, devices=devices))
    assert line.startswith("cabinet: has 14 devices; its drawing has room for the labels of 8")


def test_a_mistake_ends_the_check_and_a_warning_does_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = PROFILE.read_text(encoding="utf-8")
    path = tmp_path / "terminals" / "one.toml"
    path.parent.mkdir()
    path.write_text(good.replace('name = "梧桐社区 02"', f'name = "{"梧" * 40}"'), encoding="utf-8")
    assert main(["check", str(path.parent)]) == 0
    assert f"warning: {path}: terminal.name: is 80 half characters long" in capsys.readouterr().err
    path.write_text(good.replace('code = "WT02"', 'code = "W"'), encoding="utf-8")
    assert main(["check", str(path)]) == 1
    assert f"{path}: terminal.code" in capsys.readouterr().err


def test_a_profile_of_a_terminal_in_service_is_checked_as_its_start_does() -> None:
    """The shipped one has keys of zeros, which a start refuses."""
    assert main(["check", str(SHIPPED / "terminals" / "community.toml")]) == 1
