"""An unknown name is an error that lists the known ones; a broken profile names file and remedy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from devices import DeviceSpec, DeviceState, FakeClock, UnknownDevice, Wait, open_device
from devices.models import ModelError, load_model
from devices.opening import problems
from devices.receipt_printer.contract import FAMILY, Paper, PrintOutcome, TextBlock
from devices.registry import (
    DRIVERS,
    create_simulator,
    drivers_of,
    families,
    load_family,
    misfortunes,
)
from tests.house.doors import ROOT

MODELS = ROOT / "config" / "models"
KNOWN = f"known: {', '.join(families())}"
READERS = f"known: {', '.join(sorted(drivers_of('id_reader')))}"


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        (DeviceSpec("id_reader", "sam9", "sim:"), f"unknown driver 'sam9' of id_reader; {READERS}"),
        (DeviceSpec("toaster", "x", "sim:"), f"unknown device family 'toaster'; {KNOWN}"),
        (DeviceSpec("receipt_printer", "escpos", "sim:", model="nobody"), "no such device model"),
        (DeviceSpec("id_reader", "samv", "usb://1"), "samv: unknown port address 'usb://1'; accepted: /dev/ttyUSB0"),
        (DeviceSpec("id_reader", "samv", "sim:", options={"baud": "fast"}), "options.baud: Expected"),
    ],
)
def test_an_unknown_name_is_an_error_with_the_known_ones(spec: DeviceSpec, says: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownDevice, match=says):
        open_device(spec, FakeClock(), tmp_path)


def test_all_that_is_wrong_with_a_spec_is_said_at_once(tmp_path: Path) -> None:
    wrong = problems(DeviceSpec("id_reader", "samv", "usb://1", "nobody", {"baud": 0, "paced": 1}), tmp_path)
    said = ["samv:", "options.baud:", "options.paced:", f"{tmp_path / 'nobody.toml'}:"]
    assert [line.split()[0] for line in wrong] == said


@pytest.mark.parametrize(
    ("options", "key"),
    [({"baud": speed}, "baud") for speed in ("fast", 0, -1, 9600.5, True, 10**30)]
    + [({"dots_per_line": 0}, "dots_per_line"), ({"dots_per_lime": 576}, "dots_per_lime")],
)
def test_options_are_checked_by_the_drivers_schema(options: dict[str, Any], key: str) -> None:
    (line,) = problems(DeviceSpec("receipt_printer", "escpos", "sim:", "kiosk_80", options), MODELS)
    assert line.startswith(f"options.{key}: ")


def test_a_model_is_checked_by_the_drivers_schema(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('dots_per_line = 0\npresenter = "gs_x"\nfour_byte = 1\nclear_buffer = "no"\n')
    lines = problems(DeviceSpec("receipt_printer", "escpos", "sim:", "mine"), tmp_path)
    places = [line.removeprefix(f"{tmp_path / 'mine'}.toml: ").partition(":")[0] for line in lines]
    assert places == ["dots_per_line", "presenter", "four_byte", "clear_buffer"]


@pytest.mark.parametrize("model", sorted(path.stem for path in MODELS.glob("*.toml")))
def test_every_model_that_ships_fits_a_driver(model: str) -> None:
    # A driver that reads nothing of a model takes none but by name.
    specs = [DeviceSpec(row.family, row.name, "sim:" if row.simulator else "sane:NAME", model) for row in DRIVERS]
    fits = {spec.family for spec in specs if not problems(spec, MODELS)}
    # Lamps and sensors are on one board.
    assert len(fits) == 1 or fits == {"indicators", "sensors"}, fits


@pytest.mark.parametrize("content", ["= 3", "a = " + "[" * 5000, "\xff"], ids=["syntax", "deep", "latin"])
def test_a_model_that_cannot_be_read_is_one_line(content: str, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(content, encoding="latin-1")
    (line,) = problems(DeviceSpec("receipt_printer", "escpos", "sim:", "mine"), tmp_path)
    assert f"{tmp_path / 'mine.toml'}: cannot be read" in line


@pytest.mark.parametrize("ask", [create_simulator, misfortunes])
def test_a_simulator_is_looked_up_by_known_names(ask: Any) -> None:
    with pytest.raises(UnknownDevice, match=KNOWN):
        ask("toaster", "x", *([FakeClock(), {}] if ask is create_simulator else []))
    with pytest.raises(UnknownDevice, match=KNOWN):
        load_family("toaster")


def test_two_devices_of_one_family_have_separate_names() -> None:
    clock = FakeClock(auto=True)
    slips = open_device(DeviceSpec("receipt_printer", "escpos", "sim:", "kiosk_80", name="slips"), clock, MODELS)
    queue = open_device(DeviceSpec("receipt_printer", "escpos", "sim:", "kiosk_58", name="queue"), clock, MODELS)
    assert (slips.spec.name, queue.spec.name, slips.spec.family) == ("slips", "queue", "receipt_printer")
    assert slips.family is queue.family is FAMILY
    near, far = slips.simulator, queue.simulator
    assert near is not None
    assert far is not None
    near.begin("paper_out")
    states = [each.device.status(Wait(clock, 5)).state for each in (slips, queue)]
    assert states == [DeviceState.FAULT, DeviceState.READY]
    for each, paper in ((slips, Paper.DID_NOT), (queue, Paper.CAME_OUT)):
        outcome = each.family.job("print").run(each.device, (TextBlock("凭条"),), Wait(clock, 20))
        assert isinstance(outcome, PrintOutcome)
        assert outcome.paper is paper


def test_a_device_is_named_like_its_family_unless_it_is_given_a_name() -> None:
    assert DeviceSpec("id_reader", "samv", "sim:").name == "id_reader"


def test_a_model_takes_from_its_parent_and_overrides(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text("width = 576\ncutter = true\n")
    (tmp_path / "small.toml").write_text('inherits = "base"\nwidth = 384\n')
    assert load_model(tmp_path, "small") == {"width": 384, "cutter": True}


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"a": 'inherits = "b"', "b": 'inherits = "a"'}, "inherits in a circle: a → b → a"),
        ({"a": "width = "}, "a.toml"),
        ({"a": 'inherits = "gone"'}, "no such device model; known: a"),
    ],
)
def test_a_broken_model_names_file_and_trouble(files: dict[str, str], says: str, tmp_path: Path) -> None:
    for name, content in files.items():
        (tmp_path / f"{name}.toml").write_text(content)
    with pytest.raises(ModelError, match=says):
        load_model(tmp_path, "a")
