"""A terminal in the hands of invented staff, for tests of the technician's area without a screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType

from kiosk.effects import CheckStaff, Effect
from kiosk.events import DeviceInfo, Event, StatusChanged, TerminalStatus, Touched, Typed
from kiosk.remedies.instruction import Instruction, Step
from kiosk.staff.entry import StaffRole, StaffVerdict, VerdictKind
from kiosk.staff_events import StaffChecked
from kiosk.technician.state import Technician
from kiosk.technician.workshop import Part, Workshop
from kiosk.terminal.workshop_facts import part_tests
from kiosk.view import View
from tests.kiosk.session.citizen import FACTS

VISIT = "f0"
NOW = datetime(2026, 12, 1, 6, 6, tzinfo=UTC)
PAPER_OUT = Instruction(
    "receipt_printer.paper_out",
    "P1",
    "site",
    "today",
    3,
    test="print_page",
    steps=(
        Step("sensors", "door", "open", "open-door"),
        Step(fact="cover", wanted="open", name="open-cover"),
        Step(name="take-core-out"),
        Step(fact="paper", wanted="ok", name="load-roll"),
    ),
)
WORKSHOP = Workshop(
    (
        Part("id_reader", "id_reader", "samv", "sim:", tests=tuple(part_tests("id_reader", {}))),
        Part("slips", "receipt_printer", "escpos", "sim:", "slip_80", tests=tuple(part_tests("receipt_printer", {}))),
        Part("sensors", "sensors", "modbus", "sim:"),
    ),
    MappingProxyType({PAPER_OUT.code: PAPER_OUT}),
)


def info(state: str, *faults: str, **levels: str) -> DeviceInfo:
    return DeviceInfo(state, faults, MappingProxyType(levels), since=NOW)


def status(**devices: DeviceInfo) -> TerminalStatus:
    known = {"id_reader": info("ready"), "slips": info("ready", paper="ok"), "sensors": info("ready", door="closed")}
    return TerminalStatus(online=True, now=NOW, devices=MappingProxyType({**known, **devices}))


class Staff:
    """Somebody before the terminal: touches and types, and remembers every effect."""

    def __init__(self, state: Technician | None = None) -> None:
        self.state: Technician | None = state or Technician(VISIT, FACTS, status(), WORKSHOP)
        self.effects: list[Effect] = []

    @property
    def now(self) -> Technician:
        assert self.state is not None, "the area was left"
        return self.state

    @property
    def left(self) -> bool:
        return self.state is None

    @property
    def view(self) -> View:
        return self.now.view()

    def post(self, event: Event) -> None:
        self.state, effects = self.now.advance(event)
        self.effects += effects

    def touch(self, *keys: str) -> None:
        for key in keys:
            self.post(Touched(VISIT, key))

    def types(self, **texts: str) -> None:
        for name, text in texts.items():
            self.post(Typed(VISIT, name, text))

    def sees(self, **devices: DeviceInfo) -> None:
        known = {**self.now.status.devices, **devices}
        self.post(StatusChanged(replace(self.now.status, devices=MappingProxyType(known))))

    def asked(self, kind: type) -> list[Effect]:
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def verdict(self, verdict: StaffVerdict) -> None:
        """Type all factors and get this verdict on them."""
        self.types(staff="0731", pin="135790", proof="246802")
        self.touch("enter")
        self.post(StaffChecked(VISIT, self.asked(CheckStaff)[-1].number, verdict))

    def enter(self, role: StaffRole = StaffRole.TECHNICIAN) -> None:
        if role is StaffRole.SITE:
            self.touch("way:site")
        self.verdict(StaffVerdict(VerdictKind.ENTERED, role, "0731" if role is StaffRole.TECHNICIAN else ""))
