"""An unknown name is an error that lists the known ones; a broken profile names file and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices import DeviceSpec, FakeClock, UnknownDevice, open_device
from devices.models import ModelError, load_model


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        (DeviceSpec("id_reader", "sam9", "sim:"), "unknown driver 'sam9' of id_reader; known: samv"),
        (DeviceSpec("toaster", "x", "sim:"), "unknown device family 'toaster'"),
        (DeviceSpec("receipt_printer", "escpos", "sim:", model="nobody"), "no such device model"),
    ],
)
def test_an_unknown_name_is_an_error_with_the_known_ones(spec: DeviceSpec, says: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownDevice, match=says):
        open_device(spec, FakeClock(), tmp_path)


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
