"""Terminal profiles: all errors are reported at once, and production refuses rehearsal settings."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from devices.registry import families
from kiosk.settings import SettingsError, load_settings
from kiosk.terminal.assembly import device_specs
from tests.house.doors import ROOT

SEAL_PUBLIC, SIGN_PUBLIC = "j0DFrbaPJWJK5bIU6nZ6bslNgp09e14a0bpvPiE4KF8", "A6EHv_POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg"
"""Of invented private keys."""

PROFILE = f"""
[terminal]
code = "WT02"
name = "梧桐社区 02"
duty_phone = "0571-0000 0002"

[platform]
url = "https://platform.example"
seal_key_id = "seal-1"
seal_public = "{SEAL_PUBLIC}"
sign_key_id = "sign-1"
sign_public = "{SIGN_PUBLIC}"

[devices.id_reader]
driver = "samv"
port = "/dev/ttyUSB0"
"""


def written(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "here.toml"
    path.write_text(content, encoding="utf-8")
    return path


def problems(path: Path, *, rehearsal: bool = False) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings(path, rehearsal=rehearsal)
    return str(caught.value)


def test_a_good_profile_starts_in_production(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, PROFILE), rehearsal=False)
    assert settings.terminal.code == "WT02"
    assert settings.devices["id_reader"].port == "/dev/ttyUSB0"


def test_all_errors_are_reported_at_once_with_their_keys(tmp_path: Path) -> None:
    broken = PROFILE.replace('code = "WT02"', 'code = "w t"').replace("driver =", "drivver =")
    said = problems(written(tmp_path, broken))
    for key in ("terminal.code", "devices.id_reader.driver", "devices.id_reader.drivver"):
        assert key in said


def test_a_missing_profile_names_the_known_ones(tmp_path: Path) -> None:
    written(tmp_path, PROFILE)
    assert "known: here" in problems(tmp_path / "there.toml")


@pytest.mark.parametrize("garbage", ["[terminal", "\x00", "= 3"])
def test_unreadable_toml_is_reported_in_one_line(garbage: str, tmp_path: Path) -> None:
    said = problems(written(tmp_path, garbage))
    assert "not readable as TOML" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (("/dev/ttyUSB0", "sim:"), "devices.id_reader.port"),
        (("/dev/ttyUSB0", "SIM:"), "devices.id_reader.port"),
        (("/dev/ttyUSB0", " Sim:x"), "devices.id_reader.port"),
        (("https://platform.example", "http://127.0.0.1:8000"), "platform.url"),
        (("https://platform.example", "https://１２７.0.0.1:8000"), "platform.url"),
        (("seal-1", "TEST-seal"), "platform.seal_key_id"),
        (("sign-1", "TEST-sign"), "platform.sign_key_id"),
        (("[terminal]", "rehearsal = true\n[terminal]"), "rehearsal"),
    ],
)
def test_production_refuses_what_belongs_to_rehearsal(change: tuple[str, str], key: str, tmp_path: Path) -> None:
    path = written(tmp_path, PROFILE.replace(*change))
    assert key in problems(path)
    load_settings(path, rehearsal=True)


def test_the_platforms_interface_is_our_own_unless_another_is_named(tmp_path: Path) -> None:
    assert load_settings(written(tmp_path, PROFILE), rehearsal=False).platform.kind == "yike"
    named = PROFILE.replace("[platform]", '[platform]\nkind = "enveloped"')
    assert load_settings(written(tmp_path, named), rehearsal=False).platform.kind == "enveloped"
    said = problems(written(tmp_path, named.replace("enveloped", "telex")))
    assert "platform.kind: must be one of 'yike', 'enveloped'" in said


@pytest.mark.parametrize(
    "port", ["loop://", "spy:///dev/ttyUSB0", "alt:///dev/ttyUSB0", "sim", "/tmp/x", "socket://h:0"]
)
def test_a_port_of_no_known_scheme_is_one_line(port: str, tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, PROFILE.replace("/dev/ttyUSB0", port)), rehearsal=False)
    with pytest.raises(SettingsError) as caught:
        device_specs(settings, ROOT / "config" / "models")
    (line,) = caught.value.problems
    assert line.startswith(f"devices.id_reader: samv: unknown port address {port!r}; accepted: ")


NAMED = """
[devices.slip_printer]
family = "receipt_printer"
driver = "escpos"
port = "/dev/ttyUSB1"
model = "kiosk_80"

[devices.queue_printer]
family = "receipt_printer"
driver = "escpos"
port = "COM4"
"""


def test_a_device_has_the_name_of_its_section_and_two_of_one_family_are_possible(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, PROFILE + NAMED), rehearsal=False)
    specs = device_specs(settings, ROOT / "config" / "models")
    assert {name: (spec.name, spec.family, spec.port) for name, spec in specs.items()} == {
        "id_reader": ("id_reader", "id_reader", "/dev/ttyUSB0"),
        "slip_printer": ("slip_printer", "receipt_printer", "/dev/ttyUSB1"),
        "queue_printer": ("queue_printer", "receipt_printer", "COM4"),
    }


def test_every_device_that_cannot_be_opened_is_named_with_what_is_accepted(tmp_path: Path) -> None:
    broken = (PROFILE + NAMED).replace('"COM4"', '"xfs4iot://h"').replace('family = "receipt_printer"', "", 1)
    settings = load_settings(written(tmp_path, broken), rehearsal=False)
    with pytest.raises(SettingsError) as caught:
        device_specs(settings, ROOT / "config" / "models")
    assert caught.value.problems == [
        f"devices.slip_printer: unknown device family 'slip_printer'; known: {', '.join(families())}",
        "devices.queue_printer: escpos: unknown port address 'xfs4iot://h'; "
        "accepted: /dev/ttyUSB0, usb:1-2.3, COM3, socket://HOST:PORT, rfc2217://HOST:PORT, sim:",
    ]


@pytest.mark.parametrize(
    ("format_", "said"), [("2", "newer program"), ("0", "older program"), ('"one"', "format"), ("1.5", "format")]
)
def test_a_profile_in_another_format_says_so_and_nothing_else(format_: str, said: str, tmp_path: Path) -> None:
    told = problems(written(tmp_path, f"format = {format_}\n{PROFILE}\n[surprise]\nkey = 1\n"))
    assert said in told
    if "program" in said:
        assert "surprise" not in told


def test_a_profile_that_names_no_format_has_the_first(tmp_path: Path) -> None:
    assert load_settings(written(tmp_path, PROFILE), rehearsal=False).format == 1


QUIET = PROFILE + "\n[sound]\nquiet = {}\n"


@pytest.mark.parametrize(
    ("quiet", "remedy"),
    [
        ('["21:30"]', "has 1 times; write begin and end, or [] for no quiet hours"),
        ('["21:30", "07:00", "12:00"]', "has 3 times"),
        ('["9:30", "07:00"]', "'9:30' is no time of day; write hours and minutes, as in \"21:30\""),
        ('["21:30", "24:00"]', "'24:00' is no time of day"),
        ('["21:30", "07:00\\n"]', "is no time of day"),
        ('["２１:30", "07:00"]', "is no time of day"),
        ('["21:30", "21:30"]', "begins when it ends"),
        ('"21:30-07:00"', "sound.quiet"),
        ("[21, 7]", "sound.quiet"),
        ("[21:30, 07:00]", "not readable as TOML"),
    ],
)
def test_a_mistake_in_the_quiet_hours_is_explained(tmp_path: Path, quiet: str, remedy: str) -> None:
    assert remedy in problems(written(tmp_path, QUIET.format(quiet)))


@pytest.mark.parametrize("volume", ["-1", "101", "60.5", '"loud"', "true"])
def test_a_mistake_in_the_volume_is_explained(tmp_path: Path, volume: str) -> None:
    assert "sound.volume" in problems(written(tmp_path, f"{PROFILE}\n[sound]\nvolume = {volume}\n"))


@pytest.mark.parametrize(
    ("quiet", "times"),
    [
        ("[]", {"00:00": False, "23:00": False}),
        ('["21:30", "07:00"]', {"21:29": False, "21:30": True, "00:00": True, "06:59": True, "07:00": False}),
        ('["12:00", "14:00"]', {"11:59": False, "12:00": True, "13:59": True, "14:00": False, "23:00": False}),
    ],
)
def test_quiet_hours_begin_and_end(tmp_path: Path, quiet: str, times: dict[str, bool]) -> None:
    sound = load_settings(written(tmp_path, QUIET.format(quiet)), rehearsal=False).sound
    assert {at: sound.is_quiet(time.fromisoformat(at)) for at in times} == times
