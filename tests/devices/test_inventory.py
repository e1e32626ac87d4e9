"""Model, serial number and firmware, as each driver is told them, and what comes in their place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from devices import DeviceFault, DeviceSpec, FakeClock, Inventoried, Inventory, Wait, open_device
from devices.receipt_printer.answers import BLOCK_BYTES, block_text
from devices.receipt_printer.contract import Paper, TextBlock
from devices.receipt_printer.escpos import EscposPrinter
from devices.receipt_printer.simulator import EscposSimulator
from devices.transport import SimulatedPort, SimulatedWire
from tests.house.doors import ROOT

MODELS = ROOT / "config" / "models"
NAMES = {
    ("id_reader", "samv", ""): Inventory(serial="05.01-01000000-0123456789-0987654321"),
    ("document_printer", "ipp", "ipp_a4"): Inventory("Simulated A4 printer", "A4-0001", "1.0"),
    ("document_scanner", "escl", "escl_a4"): Inventory("Rehearsal scanner", "SIM-SCAN-1"),
    ("power", "nut", ""): Inventory("Rehearsal supply", firmware="1.0"),
    ("power", "megatec", ""): Inventory("KIOSK UPS-1000", firmware="V1.0"),
}


@pytest.mark.parametrize("key", NAMES, ids=lambda key: "-".join(filter(None, key)))
def test_a_device_names_itself(key: tuple[str, str, str]) -> None:
    family, driver, model = key
    clock = FakeClock(auto=True)
    opened = open_device(DeviceSpec(family, driver, "sim:", model), clock, MODELS)
    assert isinstance(opened.device, Inventoried)
    assert opened.device.inventory(Wait(clock, 10)) == NAMES[key]
    opened.device.close()


class Printer:
    """A printer that is asked for its names, and a simulator that may answer otherwise."""

    def __init__(self, *, names_itself: bool = True, spoil: Callable[[bytes], bytes] = bytes) -> None:
        self.clock = FakeClock(auto=True)
        self.simulator = EscposSimulator(self.clock)
        wire = SimulatedWire(self.clock, self.simulator)
        send = wire.send

        def spoiled(data: bytes, after: float = 0.0) -> None:
            if sent := spoil(data):
                send(sent, after)

        wire.send = spoiled  # type: ignore[method-assign]
        profile: dict[str, Any] = {"dots_per_line": 576, "names_itself": names_itself, "clear_buffer": True}
        self.driver = EscposPrinter(SimulatedPort(wire), self.clock, profile)

    def told(self) -> Inventory:
        return self.driver.inventory(Wait(self.clock, 10))

    def prints(self) -> Paper:
        return self.driver.print((TextBlock("WT02-0001-7K3Q-D", 8),), Wait(self.clock, 20)).paper


def test_a_receipt_printer_names_itself_in_blocks() -> None:
    printer = Printer()
    assert printer.told() == Inventory("SIM80", "SIM-0001", "1.02")
    assert printer.prints() is Paper.CAME_OUT


def test_a_model_without_the_command_is_not_asked() -> None:
    printer = Printer(names_itself=False, spoil=lambda data: pytest.fail("it was asked"))
    assert printer.told() == Inventory()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-1] if data[:1] == b"_" else data,
        lambda data: b"" if data[:1] == b"_" else data,
        lambda data: b"_" + b"A" * 500 if data[:1] == b"_" else data,
        lambda data: b"\x00" if data[:1] == b"_" else data,
        lambda data: data + data if data[:1] == b"_" else data,
    ],
    ids=["no end", "nothing", "endless", "one byte", "twice"],
)
def test_what_is_no_block_names_nothing_and_the_next_slip_is_true(spoil: Callable[[bytes], bytes]) -> None:
    printer = Printer(spoil=spoil)
    assert printer.told() == Inventory()
    assert printer.prints() is Paper.CAME_OUT
    assert len(printer.simulator.slips) == 1


@pytest.mark.parametrize("data", [b"", b"_", b"A\0", b"_A", b"_A\0B\0", b"_" + b"A" * BLOCK_BYTES + b"\0"])
def test_a_block_is_whole_or_none(data: bytes) -> None:
    assert block_text(data) is None


def test_a_supply_that_sends_the_question_back_has_no_names_and_a_silent_one_is_a_fault() -> None:
    clock = FakeClock(auto=True)
    opened = open_device(DeviceSpec("power", "megatec", "sim:"), clock, MODELS)
    assert opened.simulator is not None
    opened.simulator.begin("silent")
    with pytest.raises(DeviceFault):
        opened.device.inventory(Wait(clock, 10))  # type: ignore[attr-defined]
