"""Ways to hand in a paper at this terminal now: on the start page, in the guide, and in the terminal's own report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from devices import DeviceState
from devices.fake_clock import FakeClock
from devices.strict_struct import replace as with_changes
from kiosk.catalogue.item import Item, Material
from kiosk.catalogue.load import Catalogue
from kiosk.events import DeviceInfo, TerminalStatus
from kiosk.log import EventLog
from kiosk.session import begin, view_of
from kiosk.steps.data_used import data_used
from kiosk.steps.paper_ways import no_way, ways_here
from kiosk.steps.reasons import why_not
from kiosk.terminal.absent_devices import AbsentDevices
from kiosk.visit import InMatter, Session
from kiosk.words import Text, text
from tests.frozen import catalogue
from tests.kiosk.session.citizen import ALL_WELL, FACTS, Citizen

ALL = ("scan", "phone", "photo", "licence", "earlier")
SCANNER = DeviceInfo("ready", capabilities=frozenset({"scan_document"}))
CAMERA = DeviceInfo("ready", capabilities=frozenset({"take_photo"}))
WITH_BOTH = {"document_scanner": SCANNER, "camera": CAMERA}
WITHOUT = frozenset({"scan_document", "take_photo"})


def status(more: Mapping[str, DeviceInfo] = MappingProxyType({}), **changes: Any) -> TerminalStatus:
    return replace(ALL_WELL, devices=MappingProxyType({**ALL_WELL.devices, **more}), **changes)


def paper(*ways: str, necessity: str = "necessary", id_: str = "lease") -> Material:
    changes: dict[str, Any] = {"id": id_, "necessity": necessity, "ways": ways}
    return with_changes(Material("", "necessary", "self", ("original",)), **changes)


def with_papers(*papers: Material) -> Item:
    item = catalogue().find("old-age-allowance")
    assert item is not None
    return with_changes(item, materials=papers)


def at(session_status: TerminalStatus, absent: frozenset[str] = frozenset()) -> Session:
    session, _ = begin("visit-1", replace(FACTS, absent=absent), catalogue(), session_status)
    assert isinstance(session, Session)
    return session


def to(capability: str) -> Text:
    return text(f"device-to-{capability}")


@pytest.mark.parametrize(
    ("devices", "online", "here"),
    [
        (WITH_BOTH, True, ALL),
        (WITH_BOTH, False, ("scan", "photo")),
        ({"document_scanner": SCANNER}, True, ("scan", "phone", "licence", "earlier")),
        ({"camera": replace(CAMERA, state="absent")}, False, ()),
    ],
    ids=["all", "no network", "no camera", "nothing"],
)
def test_a_way_is_here_while_its_device_or_the_network_is(
    devices: Mapping[str, DeviceInfo], online: bool, here: tuple[str, ...]
) -> None:
    assert ways_here(at(status(devices, online=online)), paper(*ALL)) == here


BROKEN = {"document_scanner": replace(SCANNER, state="absent")}
REASONS = {
    # ways, devices, changes of the status, absent → the reason, None: it is offered
    "scanner": (("scan",), WITH_BOTH, {}, frozenset(), None),
    "no scanner": (("scan",), {}, {}, WITHOUT, text("not-here-device", device=to("scan-document"))),
    "broken": (("scan",), BROKEN, {}, frozenset(), text("not-now-device", device=to("scan-document"))),
    "no camera": (("photo",), {}, {}, WITHOUT, text("not-here-device", device=to("take-photo"))),
    "starting": (
        ("scan", "phone"), {"document_scanner": replace(SCANNER, state="unknown")}, {"online": False}, frozenset(),
        text("not-now-checking", device=to("scan-document")),
    ),
    "phone instead": (("scan", "phone"), {}, {}, WITHOUT, None),
    "phone, no network": (("scan", "phone"), {}, {"online": False}, WITHOUT, text("not-now-offline")),
    "phone, not asked": (("phone",), {}, {"online": False, "asked": False}, WITHOUT, text("not-now-asking")),
    "broken and no network": (("scan", "phone"), BROKEN, {"online": False}, frozenset(), text("not-now-offline")),
    "a register is no way": (
        ("licence", "scan"), {}, {}, WITHOUT, text("not-here-device", device=to("scan-document")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("necessity", ["necessary", "may_follow"])
@pytest.mark.parametrize("name", REASONS)
def test_an_item_whose_paper_cannot_be_handed_in_here_says_so_before_the_card(name: str, necessity: str) -> None:
    ways, devices, changes, absent, reason = REASONS[name]
    session = at(status(devices, **changes), absent)
    item = with_papers(paper(necessity=necessity), paper(*ways, necessity=necessity))
    assert why_not(session, item) == reason


def test_a_paper_that_nobody_needs_keeps_no_item_away() -> None:
    item = with_papers(paper("scan", necessity="unnecessary"))
    assert why_not(at(ALL_WELL, WITHOUT), item) is None


def guide_of(item: Item, session_status: TerminalStatus) -> list[Text]:
    citizen = Citizen(session_status)
    citizen.touch("item:old-age-allowance")
    session = replace(citizen.session, item=item)
    return [each.words for each in view_of(session).blocks if isinstance(each.words, Text)]


SAID = [
    (WITH_BOTH, True, ("scan", "phone", "photo"), "guide-paper-here", "hand-in-scan-photo-phone"),
    (WITH_BOTH, False, ("scan", "phone", "photo"), "guide-paper-here", "hand-in-scan-photo"),
    ({}, True, ("phone", "scan"), "guide-paper-here", "hand-in-phone"),
    (WITH_BOTH, True, ("earlier", "scan"), "guide-paper-held", "hand-in-scan"),
    (WITH_BOTH, False, ("earlier", "scan"), "guide-paper-here", "hand-in-scan"),
    ({}, False, ("phone", "scan"), "guide-paper", None),
    (WITH_BOTH, True, (), "guide-paper", None),
]


@pytest.mark.parametrize(("devices", "online", "ways", "key", "how"), SAID)
def test_the_guide_says_how_a_paper_can_be_handed_in_here_now(
    devices: Mapping[str, DeviceInfo], online: bool, ways: tuple[str, ...], key: str, how: str | None
) -> None:
    item = with_papers(paper(*ways))
    necessity = text("necessity-handed-necessary" if ways else "necessity-necessary")
    said = {"paper": text("material-lease", item.id), "necessity": necessity}
    expected = text(key, **said, **({"ways": text(how)} if how else {}))
    assert expected in guide_of(item, status(devices, online=online))


def test_notice_and_consent_name_the_papers_that_are_handed_in() -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance")
    brought, handed = paper(id_="id-card"), paper("scan")
    session = replace(citizen.session, item=with_papers(brought, handed))
    assert isinstance(session, InMatter)
    used = data_used(session)
    assert text("material-lease", "old-age-allowance") in used
    assert text("material-id-card", "old-age-allowance") not in used


@pytest.mark.parametrize(
    ("ways", "lacks"),
    [(("scan",), {"scan_document"}), (("scan", "photo"), set(WITHOUT)), (("scan", "phone"), set())],
)
def test_a_paper_that_can_never_be_handed_in_here_is_in_the_terminals_report(
    ways: tuple[str, ...], lacks: set[str], tmp_path: Path
) -> None:
    log = EventLog.open(tmp_path / "log", FakeClock())
    report = AbsentDevices(WITHOUT, log)
    report.adopt(Catalogue(with_changes(catalogue().document, items=(with_papers(paper(*ways)),))))
    log.close()
    lines = [json.loads(line)["code"] for line in (tmp_path / "log" / "events.jsonl").read_text().splitlines()]
    assert lines == [f"lacks_{each}:old-age-allowance" for each in sorted(lacks)]
    assert [each.state for each in report.statuses().values()] == [DeviceState.WARNING] * bool(lacks)


def test_no_phone_sends_anything_in_practice() -> None:
    """The platform is not spoken to in practice: the page says so beforehand, and the guide names the other ways."""
    permit = next(each for each in catalogue() if each.id == "residence-permit")
    session, _ = begin("visit-1", FACTS, catalogue(), status(WITH_BOTH), practice=True)
    lease = next(each for each in permit.handed_in if each.id == "lease")
    assert ways_here(session, lease) == ("scan", "earlier")
    without, _ = begin("visit-1", FACTS, catalogue(), ALL_WELL, practice=True)
    why = no_way(without, permit)
    assert isinstance(why, Text)
    assert "offline" not in why.key, "there is a network, and it is not what is missing"
