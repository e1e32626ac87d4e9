"""The ID reader on a simulated wire of real speed."""

from __future__ import annotations

import time

from devices import DeviceSpec, SystemClock, Wait, open_device
from devices.id_reader import sdt
from devices.id_reader.people import load_people
from devices.id_reader.samv import SamvReader
from devices.id_reader.sdt import Command
from devices.id_reader.simulator import THINK_S, SamvSimulator
from tests.bench.figures import Figure
from tests.house.doors import ROOT

BAUD = 115200
REPLIES = len(sdt.reply(sdt.OK, bytes(8))) + 1295
"""Bytes of the replies from Select to the end of the reading."""


def card_read() -> list[Figure]:
    """Measure from Select to the end of the reply, relative to the time of the bytes on the wire and of the card."""
    clock = SystemClock()
    opened = open_device(
        DeviceSpec("id_reader", "samv", "sim:", options={"paced_baud": BAUD}), clock, ROOT / "config" / "models"
    )
    reader, simulator = opened.device, opened.simulator
    assert isinstance(reader, SamvReader)
    assert isinstance(simulator, SamvSimulator)
    card = load_people(ROOT / "config" / "people.toml")["wang_old"]
    needed = REPLIES * 10 / BAUD + THINK_S[Command.SELECT] + THINK_S[Command.READ]
    samples = []
    for _ in range(8):
        simulator.put_card(card)
        assert reader._find(Wait(clock, 5))
        began = time.monotonic()
        assert reader._read_found(Wait(clock, 5)) is not None
        samples.append((time.monotonic() - began) / needed)
    reader.close()
    return [Figure("ID card read, Select to end / line + card", samples, "ratio", 1.05)]
