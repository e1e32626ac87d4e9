"""Something is picked up by its code: its door opens once, and only a door that opened uses the code up."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from devices import Fault, Next
from devices.code_scanner.contract import Code
from devices.locker.contract import Door, DoorOutcome, DoorResult, LockerCapability, OpenDoors
from kiosk.effects import Ask, Audit, Job, ReportPaper
from kiosk.events import DeviceInfo, JobEnded, ReadingCame, WatchFailed
from kiosk.platform.documents import PaperOutcome
from kiosk.platform.gateway import FailureKind
from kiosk.platform.pick_ups import PickUp, PickUpState
from kiosk.session import timers_of, watches_of
from kiosk.view import View
from kiosk.words import Data, Text
from tests.frozen import locker
from tests.kiosk.session.citizen import FACTS, WITH_SCANNER, Citizen
from tests.kiosk.session.fault_pages import FAULTS, of

LOCKER = DeviceInfo("ready", capabilities=frozenset(LockerCapability))
EQUIPPED = replace(WITH_SCANNER, devices=MappingProxyType({**WITH_SCANNER.devices, "locker": LOCKER}))
CODE = "20260001"
TITLES = MappingProxyType({"zh-CN": "养老待遇领取证"})
STUCK = Fault("locker.did_not_open", Next.CALL_STAFF)
SILENT = Fault("locker.no_answer", Next.CALL_STAFF)


def at_code() -> Citizen:
    citizen = Citizen(status=EQUIPPED, items=locker())
    citizen.touch("item:test-pick-up", "continue")
    return citizen


def here(citizen: Citizen, door: int = 3) -> None:
    permit = citizen.last(Ask).question.parameters["permit"]
    citizen.answers("pick_up", PickUp(PickUpState.HERE, permit, door, TITLES))


def at_door() -> Citizen:
    citizen = at_code()
    citizen.types("pickup", CODE)
    citizen.touch("continue")
    here(citizen)
    return citizen


def ended(citizen: Citizen, result: DoorResult, fault: Fault | None = None) -> None:
    citizen.happens(JobEnded("visit-1", citizen.awaited("open_door"), DoorOutcome(result, fault)))


def sees_open(citizen: Citizen, *doors: int) -> None:
    (watch,) = watches_of(citizen.session)
    citizen.happens(ReadingCame("visit-1", watch, OpenDoors(frozenset(doors))))


def key(words: object) -> str:
    return words.key if isinstance(words, Text) else ""


def said(view: View) -> set[str]:
    blocks = (each for block in view.blocks for each in (block.words, block.value))
    return {key(each) for each in (view.title, view.lead, *view.wrong, *blocks)}


def reports(citizen: Citizen) -> list[tuple[str, PaperOutcome]]:
    return [(each.permit, each.outcome) for each in citizen.effects if isinstance(each, ReportPaper)]


def test_a_door_opens_is_emptied_and_closed() -> None:
    citizen = at_door()
    job = citizen.last(Job)
    assert (citizen.page, job.device, job.verb, job.argument) == ("collect/door", "locker", "open", Door(3))
    assert key(citizen.view.title) == "door-opening-title"
    assert not timers_of(citizen.session), "nothing ends the page while a door moves"
    assert reports(citizen) == []
    ended(citizen, DoorResult.OPENED)
    permit = citizen.last(Ask).question.parameters["permit"]
    assert reports(citizen) == [(permit, PaperOutcome.CAME_OUT)]
    assert key(citizen.view.title) == "door-open-title"
    sees_open(citizen, 3, 8)
    citizen.touch("taken")
    assert key(citizen.view.title) == "door-left-open-title", "nobody is thanked for an open door"
    sees_open(citizen, 8)
    assert key(citizen.view.title) == "door-closed-title"
    citizen.rings("door_closed")
    assert citizen.page == "farewell"
    assert key(citizen.view.lead) == "farewell-collected"
    assert len(reports(citizen)) == 1


def test_a_locker_that_cannot_see_believes_the_citizen() -> None:
    citizen = at_door()
    ended(citizen, DoorResult.OPENED)
    (watch,) = watches_of(citizen.session)
    citizen.happens(WatchFailed("visit-1", watch, SILENT))
    citizen.touch("taken")
    assert citizen.page == "farewell"


def test_a_door_that_stays_open_is_reminded_of_and_then_a_matter_for_staff() -> None:
    citizen = at_door()
    ended(citizen, DoorResult.OPENED)
    citizen.rings("door_left")
    assert key(citizen.view.title) == "door-left-open-title"
    citizen.rings("door_staff")
    assert (citizen.page, citizen.last(Audit).code) == ("farewell", "locker.left_open")
    assert key(citizen.view.lead) == "farewell-door-open"


def test_a_door_that_stays_shut_is_tried_once_more_under_a_permit_of_its_own() -> None:
    citizen = at_door()
    ended(citizen, DoorResult.DID_NOT_OPEN, STUCK)
    assert {"trouble-locker-did-not-open", "door-safe", "door-do-again"} <= said(citizen.view)
    citizen.touch("again")
    here(citizen)
    ended(citizen, DoorResult.DID_NOT_OPEN, STUCK)
    assert {"door-safe", "fault-do-door-staff"} <= said(citizen.view)
    citizen.touch_in_vain("again")
    (first, did_not), (second, too) = reports(citizen)
    assert first != second
    assert (did_not, too) == (PaperOutcome.DID_NOT, PaperOutcome.DID_NOT)
    assert citizen.count(Job) == 2
    citizen.touch("finish-door")
    assert key(citizen.view.lead) == "farewell-not-collected"


def test_without_the_platform_a_door_is_not_tried_again() -> None:
    citizen = at_door()
    ended(citizen, DoorResult.DID_NOT_OPEN, STUCK)
    citizen.touch("again")
    citizen.no_answer("pick_up", FailureKind.OFFLINE)
    assert "trouble-platform-offline" in said(citizen.view)
    assert citizen.count(Job) == 1
    citizen.touch("again")
    citizen.answers("pick_up", PickUp(PickUpState.USED, titles=TITLES))
    assert citizen.page == "collect"
    assert "pickup-used" in said(citizen.view)


@pytest.mark.parametrize("result", [DoorResult.UNCONFIRMED, DoorResult.WAS_OPEN])
def test_a_door_of_which_nobody_knows_uses_up_no_code(result: DoorResult) -> None:
    citizen = at_door()
    ended(citizen, result, SILENT if result is DoorResult.UNCONFIRMED else None)
    assert [outcome for _, outcome in reports(citizen)] == [PaperOutcome.UNCONFIRMED]
    assert "door-safe-unsure" in said(citizen.view)
    if result is DoorResult.WAS_OPEN:
        assert not watches_of(citizen.session), "it was open before: that it is open says nothing"
    else:
        sees_open(citizen, 5)
        assert "door-safe-unsure" in said(citizen.view)
        sees_open(citizen, 3, 5)
        assert key(citizen.view.title) == "door-open-title"
        assert [outcome for _, outcome in reports(citizen)][1:] == [PaperOutcome.CAME_OUT]
        return
    citizen.rings("door_trouble")
    assert key(citizen.view.lead) == "farewell-door-unsure"


@pytest.mark.parametrize("state", [each for each in PickUpState if each is not PickUpState.HERE])
def test_a_code_that_leads_to_no_door_says_why(state: PickUpState) -> None:
    citizen = at_code()
    citizen.types("pickup", CODE)
    citizen.touch("continue")
    citizen.answers("pick_up", PickUp(state, titles=TITLES, place={"en": "the counter"}))
    assert (citizen.page, citizen.count(Job)) == ("collect", 0)
    assert f"pickup-{state.value.replace('_', '-')}" in said(citizen.view)
    citizen.types("pickup", CODE[:-1])
    assert f"pickup-{state.value.replace('_', '-')}" not in said(citizen.view)
    citizen.touch("continue")
    assert "pickup-mistyped" in said(citizen.view)
    assert citizen.count(Ask) == 1


def test_five_wrong_codes_end_the_visit() -> None:
    citizen = at_code()
    for number in range(5):
        citizen.types("pickup", f"2026999{number}")
        citizen.touch("continue")
        citizen.answers("pick_up", PickUp(PickUpState.UNKNOWN))
    assert citizen.page == "farewell"


def test_without_the_platform_nothing_opens() -> None:
    citizen = at_code()
    citizen.types("pickup", CODE)
    citizen.touch("continue")
    citizen.no_answer("pick_up", FailureKind.OFFLINE)
    assert {"trouble-platform-offline", "pickup-safe"} <= said(citizen.view)
    citizen.touch("continue")
    asked = [each.question.parameters["permit"] for each in citizen.effects if isinstance(each, Ask)]
    assert len(asked) == 2
    assert len(set(asked)) == 1, "an answer that was lost is asked for again under the same permit"


@pytest.mark.parametrize("text", ["https://example.invalid/", "WT02-0001-7K3Q-D", "2026000１", "202600011", ""])
def test_a_strangers_code_is_no_code(text: str) -> None:
    citizen = at_code()
    (watch,) = watches_of(citizen.session)
    citizen.happens(ReadingCame("visit-1", watch, Code(text)))
    assert said(citizen.view) & {"pickup-code-link", "pickup-code-other"}
    assert citizen.count(Ask) == 0
    (watch,) = watches_of(citizen.session)
    citizen.happens(ReadingCame("visit-1", watch, Code(CODE)))
    assert citizen.last(Ask).question.parameters["code"] == CODE


def test_without_a_locker_or_in_practice_it_is_not_offered() -> None:
    def offered(**changes: Any) -> str:
        citizen = Citizen(items=locker(), **changes)
        (tile,) = (each for each in citizen.view.choices if each.key == "item:test-pick-up")
        return key(tile.why_not)

    assert offered() == "not-now-device"
    assert offered(status=EQUIPPED) == ""
    assert offered(status=replace(EQUIPPED, online=False)) == "not-now-offline"


@pytest.mark.parametrize("code", sorted({*of("locker"), "transport.lost"} - {"locker.left_open"}))
@pytest.mark.parametrize("result", [DoorResult.DID_NOT_OPEN, DoorResult.UNCONFIRMED])
def test_every_fault_of_a_door_is_said(code: str, result: DoorResult) -> None:
    citizen = at_door()
    ended(citizen, result, Fault(code, Next.CALL_STAFF))
    assert key(citizen.view.title) == "trouble-" + code.replace(".", "-").replace("_", "-")
    told = {key(block.words): block.value for block in citizen.view.blocks}
    assert {"fault-safe", "fault-do", "help-phone", "door-number"} <= told.keys()
    assert told["fault-say"] == Data(f"{FACTS.code} {FAULTS[code].code}")
