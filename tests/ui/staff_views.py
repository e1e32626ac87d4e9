"""Every page of the technician's area, in states that show all it has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from devices import Inventory
from kiosk.console_view import Bar
from kiosk.effects import AskChallenge, LookAtPart, TryWay
from kiosk.events import ReadingCame
from kiosk.health import DeviceRecord
from kiosk.platform.network_steps import PathStep, StepResult
from kiosk.staff.entry import StaffRole, StaffVerdict, VerdictKind
from kiosk.staff_events import ChallengeCame, PartLooked, WayTried
from kiosk.view import View
from kiosk.words import Data
from tests.kiosk.session.citizen import invented_card
from tests.kiosk.technician.staff import VISIT, Staff, info

EMPTY = info("fault", "receipt_printer.paper_out", paper="out")


DAYS = tuple(
    Bar(Data(f"11-{23 + n}"), value, unsure, code)
    for n, (value, unsure, code) in enumerate(
        ((61, 0, ""), (74, 2, ""), (58, 0, "P6"), (69, 0, ""), (83, 2, "P5"), (0, 0, ""), (52, 2, "P1"))
    )
)


def _entered() -> Staff:
    staff = Staff()
    staff.enter()
    staff.sees(slips=EMPTY, id_reader=info("unknown"), sensors=info("warning", door="open"))
    return staff


def _login() -> Staff:
    staff = Staff()
    staff.types(staff="0731", pin="135790", proof="2468")
    return staff


def _locked() -> Staff:
    staff = Staff()
    staff.verdict(StaffVerdict(VerdictKind.LOCKED, locked_s=840.0))
    return staff


def _challenge() -> Staff:
    staff = _locked()
    staff.touch("way:answer")
    (asked,) = staff.asked(AskChallenge)
    staff.post(ChallengeCame(VISIT, asked.number, "83521907"))
    staff.types(pin="135790", proof="44170")
    return staff


def _site(*keys: str) -> Staff:
    staff = Staff()
    staff.enter(StaffRole.SITE)
    staff.touch(*keys)
    return staff


def _at(*keys: str) -> Staff:
    staff = _entered()
    staff.touch(*keys)
    return staff


def _part() -> Staff:
    staff = _at("part:slips")
    (asked,) = staff.asked(LookAtPart)
    names = Inventory("slip_80", "SIM-0038-2291", "2.14")
    record = DeviceRecord(names, {"jobs": 8214, "losses": 2, "contacts": 3})
    staff.post(PartLooked(VISIT, asked.number, record, DAYS))
    return staff


def _half_done() -> Staff:
    staff = _at("fix:slips")
    staff.sees(slips=info("fault", "receipt_printer.cover_open", paper="unknown"))
    return staff


def _tested() -> Staff:
    staff = _entered()
    staff.sees(id_reader=info("ready"))
    staff.touch("tab:tests", "test:id_reader:read_test_card")
    (watch,) = staff.now.watches()
    staff.post(ReadingCame(VISIT, watch, invented_card()))
    return staff


def _closed() -> Staff:
    staff = _at("tab:service")
    assert staff.state is not None
    staff.state = replace(staff.state, status=replace(staff.state.status, closed="repair"))
    return staff


def _stopped() -> Staff:
    """A login page of the network stands in the way."""
    staff = _at("tab:network", "try")
    (asked,) = staff.asked(TryWay)
    saw = {"cable": "enp1s0, 1000 Mbit/s", "address": "192.0.2.20", "router": "192.0.2.1"}
    saw |= {"name": "platform.invalid → 198.51.100.20", "connect": "198.51.100.20, 443"}
    good = [StepResult(PathStep(step), True, seen) for step, seen in saw.items()]
    rest = [StepResult(step, None) for step in list(PathStep)[len(good) + 1 :]]
    fault = StepResult(PathStep.CERTIFICATE, False, "login.wifi.invalid", "certificate_untrusted")
    staff.post(WayTried(VISIT, asked.number, (*good, fault, *rest)))
    return staff


STATES: Mapping[str, Callable[[], Staff]] = {
    "login": _login,
    "locked": _locked,
    "challenge": _challenge,
    "site": _site,
    "cleaning": lambda: _site("site:clean"),
    "service": _closed,
    "display": lambda: _at("tab:display"),
    "map": _entered,
    "part": _part,
    "instruction": _half_done,
    "tests": _tested,
    "network": _stopped,
    "touch": lambda: _at("tab:tests", "screen:touch", "square:7", "square:8"),
    "colours": lambda: _at("tab:tests", "screen:colours"),
}


def staff_views() -> Iterator[View]:
    yield from (make().view for make in STATES.values())
