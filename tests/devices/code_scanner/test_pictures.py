"""From picture to text: codes drawn by segno and read back by zxing-cpp are what the simulated scanners hold."""

from __future__ import annotations

import io
from typing import Any

import pytest
import segno
import zxingcpp
from PIL import Image

from devices import DeviceSpec, FakeClock, Wait, open_device
from devices.code_scanner.contract import Code, CodeProblem
from devices.registry import drivers_of
from tests.house.doors import ROOT

TEXTS = {
    "a slip number": "WT02-0001-7K3Q-D",
    "a link": "https://example.invalid/pay?to=somebody&sum=100",
    "hanzi": "凭条 一刻",
    "a long token": "0123456789ABCDEFabcdef-_" * 30,
}


def decoded(text: str) -> bytes:
    """The text that an independent decoder reads from a drawn code, in the encoding in which scanners send it."""
    picture = io.BytesIO()
    segno.make(text, micro=False).save(picture, kind="png", scale=4, border=4)
    (found,) = zxingcpp.read_barcodes(Image.open(picture))
    return found.text.encode()


@pytest.mark.parametrize("name", TEXTS)
def test_a_drawn_code_arrives_as_its_text(name: str) -> None:
    content = decoded(TEXTS[name])
    for driver in drivers_of("code_scanner"):
        clock = FakeClock(auto=True)
        opened = open_device(DeviceSpec("code_scanner", driver, "sim:"), clock, ROOT / "config" / "models")
        simulator: Any = opened.simulator
        scanner: Any = opened.device
        simulator.show_bytes(content)
        assert scanner.scan(Wait(clock, 5)) == Code(TEXTS[name])


def test_a_drawn_code_of_four_kilobytes_is_too_long() -> None:
    """The largest QR code has 2953 bytes; a contact is several lines."""
    for text, problem in (
        ("x" * 2900, CodeProblem.TOO_LONG),
        ("BEGIN:VCARD\nFN:Nobody\nEND:VCARD", CodeProblem.SEVERAL_LINES),
    ):
        clock = FakeClock(auto=True)
        opened = open_device(DeviceSpec("code_scanner", "newland", "sim:"), clock, ROOT / "config" / "models")
        simulator: Any = opened.simulator
        scanner: Any = opened.device
        simulator.show_bytes(decoded(text))
        assert scanner.scan(Wait(clock, 5)) == Code("", "", problem)
