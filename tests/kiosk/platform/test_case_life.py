"""Departments of the sandbox by data: rules, hours, what follows a case, and what a citizen is shown of it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, cast

import pytest

from devices.strict_struct import read
from kiosk.catalogue.case_rules import CaseRules
from kiosk.catalogue.workdays import Workdays, read_workdays
from kiosk.platform.listing import CaseAction, CaseState
from kiosk.platform.listing_records import CasesAnswer
from kiosk.platform.orders import OrderKey
from kiosk.platform.sandbox import case_life, cases, refunds
from kiosk.platform.sandbox.authentication import AuthenticatedRequest
from kiosk.platform.sandbox.departments import NOBODY, Departments, Office, load_departments
from kiosk.platform.sandbox.keys import published_keys
from kiosk.platform.sandbox.order_book import Payment, pay
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.published import Published
from kiosk.platform.sandbox.registers import load
from kiosk.platform.sandbox.request_context import DEPARTMENT_FAULT
from kiosk.platform.sandbox.state import PlatformClock, SandboxState
from kiosk.platform.sandbox.storage import Case, Storage

CONFIG = Path(__file__).resolve().parents[3] / "config"
CALENDAR = Workdays(read_workdays(CONFIG / "workdays"))
CHINA = timezone(timedelta(hours=8))
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=CHINA)
ITEM = {
    "id": "allowance",
    "materials": [{"id": "lease", "forms": ["original", "copy"]}, {"id": "photo", "forms": ["original"]}],
    "promised_limit": {"number": 10, "unit": "working_day", "counts_from": "accepted"},
    "words": {"zh-CN": "name = 事\nmaterial-lease = 租房合同\n", "en": "material-lease = Rental contract\n"},
}
OFFICE = Office(
    id="civil", items=("allowance",), titles={"zh-CN": "样例民政局"}, short={"zh-CN": "民政局", "en": "Bureau"}
)
LI = "990101198506120016"


class Clock(PlatformClock):
    """A platform's clock that the test moves."""

    at = TUESDAY

    def now(self) -> datetime:
        return self.at


@dataclass
class World:
    """A department with rules, and its cases."""

    tmp: Path
    rules: list[dict[str, Any]] = field(default_factory=list)
    office: Office = OFFICE
    calendar: Workdays = CALENDAR
    item: dict[str, Any] = field(default_factory=lambda: ITEM)
    serial: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        rules = read(CaseRules, {"rule": self.rules})
        self.storage = Storage(f"sqlite:///{self.tmp / 'sandbox.sqlite'}")
        self.sandbox = SandboxState(
            storage=self.storage,
            published=Published("1", "", {"allowance": self.item}, self.calendar),
            registers=load(CONFIG / "people.toml"),
            materials=cast(Any, None),
            nonces=cast(Any, None),
            issuer=cast(Any, None),
            keys=published_keys(),
            departments=Departments((self.office,), {"allowance": rules}),
            clock=Clock(),
        )
        self.caller = cast(AuthenticatedRequest, Caller(self.sandbox))

    def wait(self, **time: int) -> None:
        self.sandbox.clock.at += timedelta(**time)  # type: ignore[attr-defined]  # the clock of this test

    def case(self, act: str = "apply", follows: str = "", person: str = LI, **content: Any) -> str:
        """Take in a case as the platform does; return its id."""
        number, now = next(self.serial), self.sandbox.clock.now()
        stamp = now.isoformat()
        with self.storage.writing() as session:
            case = Case(
                case_id=f"00000000-0000-7000-8000-{number:012d}", digest=f"{number:064x}", terminal="T", act=act,
                slip_number=f"S-{number}", item_id="allowance", item_version="1", sealed_at=stamp, body=b"",
                content={"answers": {}, **content}, answers_checked=True, person=person, item_code="c", day="d",
                serial=number, case_number=f"N-{number}", received_at=stamp, application="",
                supersedes={"case_id": follows} if follows else None, receipt="r", complete_receipt="c",
                state="received", since=stamp, note="", decided_receipt="", followed_by="",
            )  # fmt: skip
            case_life.require_open(self.sandbox, case.item_id)
            case_life.begin(case, self.sandbox)
            if follows:
                followed = session.query(Case).filter(Case.case_id == follows).one()
                case_life.follow(case, followed, self.sandbox, now)
                case.application = followed.application
            if act == "refund":
                refunds.ask(session, self.sandbox, case, followed)
            session.add(case)
            session.flush()
            case_life.advance(case, self.sandbox)
            return case.case_id

    def row(self, case_id: str) -> Case:
        with self.storage.reading() as session:
            return session.query(Case).filter(Case.case_id == case_id).one()

    def listed(self, person: str = LI) -> list[dict[str, Any]]:
        """Return the cases as the platform lists them for the person, checked by the records of the wire."""
        found = cases.of_person(self.caller, person)
        CasesAnswer.model_validate({"cases": found})
        return found

    def by_slip(self, slip: str) -> list[dict[str, Any]]:
        found = cases.by_slip(self.caller, slip)
        CasesAnswer.model_validate({"cases": found})
        return found


@dataclass
class Caller:
    sandbox: SandboxState
    terminal: str = "T"


def rule(*then: dict[str, Any], when: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {"when": when or [], "then": list(then)}


CORRECTION = {"after": "2h", "state": "correction", "missing": ["lease"], "days": 8, "clock_stops": True}


def test_a_case_moves_when_its_time_has_come_whoever_looks_when(tmp_path: Path) -> None:
    world = World(tmp_path, [rule({"after": "2h", "state": "accepted"}, {"after": "1d", "state": "granted"})])
    case = world.case()
    world.wait(hours=1)
    assert world.listed()[0]["state"] == "received"
    world.wait(days=30)
    (shown,) = world.listed()
    assert shown["state"] == "granted"
    assert [each["state"] for each in shown["moments"]] == ["received", "accepted", "granted"]
    assert shown["since"] == "2026-11-25T04:00:00.000Z"
    assert world.row(case).decided_receipt


def test_the_first_rule_that_fits_decides(tmp_path: Path) -> None:
    rules = [
        rule({"after": "0m", "state": "suspended"}, when=[{"fact": "answers.kind", "schema": {"const": "x"}}]),
        rule({"after": "0m", "state": "granted"}, when=[{"fact": "person", "schema": {"const": "li_adult"}}]),
        rule({"after": "0m", "state": "not_granted"}, when=[{"fact": "acting_for", "schema": {"enum": ["family"]}}]),
        rule({"after": "0m", "state": "under_review"}, when=[{"fact": "materials.lease", "schema": {"const": "scan"}}]),
        rule({"after": "0m", "state": "accepted"}),
    ]
    world = World(tmp_path, rules)
    wang = "99010119440307002X"
    made = {
        "suspended": world.case(person=wang, answers={"kind": "x"}),
        "granted": world.case(),
        "not_granted": world.case(person=wang, evidence={"acting_for": "family"}),
        "under_review": world.case(person=wang, handed=[{"id": "lease", "way": "scan"}]),
        "accepted": world.case(person=wang, evidence={"acting_for": 5}, handed=[3]),
    }
    assert {world.row(case).state: case for case in made.values()} == made


def test_a_correction_names_everything_missing_and_waits_for_it(tmp_path: Path) -> None:
    world = World(
        tmp_path, [rule({"after": "0m", "state": "accepted"}, CORRECTION, {"after": "1d", "state": "granted"})]
    )
    case = world.case()
    assert world.listed()[0]["promised_by"] == "2026-12-08"
    world.wait(days=3)
    (shown,) = world.listed()
    assert (shown["state"], shown["next_step"], shown["deadline"]) == ("correction", "correct", "2026-12-04")
    assert shown["missing"] == [
        {
            "id": "lease",
            "titles": {"zh-CN": "租房合同", "en": "Rental contract"},
            "forms": ["original", "copy"],
            "words": {},
        }
    ]
    assert (shown["promised_by"], shown["stopped_since"]) == (None, "2026-11-24T04:00:00.000Z")
    assert set(shown["actions"]) == {"correct", "withdraw"}
    world.case("supplement", case, person="")
    (shown,) = world.listed()
    assert shown["state"] == "under_review"
    # Three working days were the applicant's.
    assert (shown["promised_by"], shown["stopped_since"]) == ("2026-12-11", None)
    world.wait(days=1)
    assert world.listed()[0]["state"] == "granted"


def test_a_day_in_a_year_that_was_not_announced_is_not_stated(tmp_path: Path) -> None:
    world = World(tmp_path, [rule({"after": "0m", "state": "accepted"}, CORRECTION)], calendar=Workdays())
    world.case()
    assert world.listed()[0]["promised_by"] is None
    world.wait(hours=2)
    assert (world.listed()[0]["state"], world.listed()[0]["deadline"]) == ("correction", None)


def test_by_slip_number_alone_there_is_what_is_printed_on_it(tmp_path: Path) -> None:
    world = World(tmp_path, [rule(CORRECTION)])
    case = world.case()
    (shown,) = world.by_slip("S-1")
    assert shown == {
        "case_number": "N-1",
        "slip_number": "S-1",
        "state": "received",
        "since": TUESDAY.isoformat(),
        "next_step": "wait",
        "actions": [],
    }
    world.wait(hours=2)
    (shown,) = world.by_slip("S-1")
    assert (shown["actions"], shown["case_id"], shown["deadline"]) == (["correct"], case, "2026-12-04")
    assert not {"offices", "moments", "note"} & set(shown)


def test_what_is_unpaid_is_said_after_login_and_by_slip(tmp_path: Path) -> None:
    world = World(tmp_path, item={**ITEM, "fee": {"charged": True, "sum": "10.00"}})
    case = world.case()
    assert "pay" not in world.listed()[0]["actions"], "a case without an application has no order"
    with world.storage.writing() as session:
        session.query(Case).filter(Case.case_id == case).one().application = "application-1"
    assert "pay" in world.listed()[0]["actions"]
    (shown,) = world.by_slip("S-1")
    assert (shown["actions"], shown["application"], shown["item_id"]) == (["pay"], "application-1", "allowance")
    world.case("withdraw", case)
    assert "pay" not in world.listed()[0]["actions"]


def asking_back(tmp_path: Path) -> tuple[World, str]:
    """A case that was paid, at a department that gives back what was paid twice, and nothing else."""
    world = World(tmp_path, item={**ITEM, "fee": {"charged": True, "sum": "10.00"}})
    refund = [
        rule({"after": "2h", "state": "granted"}, when=[{"fact": "reason", "schema": {"const": "paid_twice"}}]),
        rule({"after": "2h", "state": "not_granted", "words": {"zh-CN": "按规定不退"}}),
    ]
    world.sandbox.departments.rules["allowance"] = read(CaseRules, {"refund": refund})  # type: ignore[index]  # a dict
    case, now = world.case(), world.sandbox.clock.now()
    with world.storage.writing() as session:
        session.query(Case).filter(Case.case_id == case).one().application = "application-1"
        order, _ = world.sandbox.order_book.open(session, OrderKey("application-1", 1), "T", now)
        pay(session, order.number, Payment.PAY, now)
    return world, case


@pytest.mark.parametrize(("reason", "state"), [("paid_twice", "refunded"), ("not_needed", "declined")])
def test_money_is_asked_back_once_and_the_department_decides(tmp_path: Path, reason: str, state: str) -> None:
    world, case = asking_back(tmp_path)
    (shown,) = world.listed()
    assert "refund" in shown["actions"]
    assert [each["state"] for each in shown["payments"]] == ["paid"]
    world.case("withdraw", case)
    with pytest.raises(Refusal, match="cannot-open"):
        world.case("refund", case, reason="for fun")
    asked = world.case("refund", case, reason=reason)
    with pytest.raises(Refusal, match="superseded"):
        world.case("refund", case, reason=reason)
    (shown,) = world.listed()
    assert "refund" not in shown["actions"]
    assert [each["state"] for each in shown["payments"]] == ["asked"]
    world.wait(hours=3)
    (shown,) = world.by_slip(world.row(asked).slip_number)
    (money,) = shown["payments"]
    assert (money["state"], money["sum"], money["at"]) == (state, "10.00", "2026-11-24T04:00:00.000Z")
    assert money["words"] == ({} if state == "refunded" else {"zh-CN": "按规定不退"})
    assert world.row(asked).state == ("granted" if state == "refunded" else "not_granted")


def test_an_amended_case_still_costs_what_it_cost(tmp_path: Path) -> None:
    world = World(tmp_path, item={**ITEM, "fee": {"charged": True, "sum": "10.00"}})
    case = world.case()
    with world.storage.writing() as session:
        session.query(Case).filter(Case.case_id == case).one().application = "application-1"
    world.case("amend", case)
    assert [("pay" in each["actions"], each["state"]) for each in world.listed()] == [
        (True, "received"), (False, "withdrawn"),
    ]  # fmt: skip


def test_what_follows_a_case_is_seen_in_it(tmp_path: Path) -> None:
    world = World(tmp_path)
    case = world.case()
    assert set(world.listed()[0]["actions"]) == {"urge", "amend", "withdraw"}
    world.wait(hours=1)
    world.case("urge", case)
    (shown,) = world.listed()
    assert (shown["urged_at"], set(shown["actions"])) == ("2026-11-24T03:00:00.000Z", {"amend", "withdraw"})
    assert [each["slip_number"] for each in world.by_slip("S-2")] == ["S-1"]
    world.case("withdraw", case)
    (shown,) = world.listed()
    assert (shown["state"], shown["note"], shown["actions"]) == ("withdrawn", "已撤回", [])
    with pytest.raises(Refusal, match="superseded"):
        world.case("urge", case)


def test_a_decided_case_is_not_withdrawn(tmp_path: Path) -> None:
    world = World(
        tmp_path, [rule({"after": "1h", "state": "granted", "delivery": "window", "pick_up": {"en": "Room 1"}})]
    )
    case = world.case()
    world.wait(hours=1)
    with pytest.raises(Refusal, match="superseded"):
        world.case("withdraw", case)
    (shown,) = world.listed()
    assert (shown["state"], shown["actions"]) == ("granted", ["rate"])
    assert (shown["delivery"], shown["pick_up"]) == ("window", {"en": "Room 1"})


def test_an_amendment_takes_the_place_of_its_case(tmp_path: Path) -> None:
    world = World(tmp_path)
    case = world.case()
    new = world.case("amend", case)
    assert [(each["case_id"], each["state"]) for each in world.listed()] == [(new, "received"), (case, "withdrawn")]
    assert world.row(case).followed_by == new


@pytest.mark.parametrize(("kind", "state"), [("late", "received"), ("refuses", "not_accepted")])
def test_a_department_in_trouble(tmp_path: Path, kind: str, state: str) -> None:
    world = World(tmp_path, [rule({"after": "0m", "state": "accepted"})])
    token = DEPARTMENT_FAULT.set((kind, "civil"))
    try:
        case = world.case()
        assert world.row(case).state == state
    finally:
        DEPARTMENT_FAULT.reset(token)
    assert world.listed()[0]["state"] == ("accepted" if kind == "late" else "not_accepted")


HOURS = {"mon": "09:00-12:00 13:30-17:00", "tue": "09:00-12:00 13:30-17:00", "fri": "09:00-17:00"}


@pytest.mark.parametrize(
    ("now", "seconds"),
    [
        ("2026-11-24T09:00", 0),
        ("2026-11-24T08:59", 60),
        ("2026-11-24T12:00", 5_400),
        ("2026-11-24T17:00", 2 * 86_400 + 16 * 3_600),  # Friday at nine
        ("2026-02-14T10:00", 0),  # a Saturday that is worked, by Monday's hours
        ("2026-02-16T10:00", 8 * 86_400 - 3_600),  # the Spring Festival, to Tuesday of the next week
        ("2027-01-04T10:00", 0),  # by the weekday alone: the year was not announced
    ],
)
def test_hours(now: str, seconds: int) -> None:
    office = OFFICE.model_copy(update={"hours": HOURS, "holidays": True})
    assert office.seconds_to_opening(datetime.fromisoformat(now).replace(tzinfo=CHINA), CALENDAR) == seconds


def test_a_closed_department_says_when_it_opens(tmp_path: Path) -> None:
    office = OFFICE.model_copy(update={"hours": {"fri": "09:00-17:00"}})
    world = World(tmp_path, office=office)
    with pytest.raises(Refusal) as closed:
        world.case()
    assert (closed.value.word, closed.value.retry_after) == ("department-closed", 86_400)
    shown = {each["item_id"]: each for each in cases.hours(world.sandbox, ["allowance", "lottery"])}
    assert shown["allowance"]["opens_at"] == "2026-11-27T01:00:00.000Z"
    assert shown["lottery"]["open"] is False
    never = OFFICE.model_copy(update={"hours": {"mon": ""}})
    assert never.seconds_to_opening(TUESDAY, CALENDAR) is None


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        ('items = []\ntitles = {}\nshort = { en = "A" }\n', "titles"),
        ('items = []\ntitles = { en = "A" }\nshort = { en = "A" }\nhours = { moon = "09:00-10:00" }\n', "moon"),
        ('items = []\ntitles = { en = "A" }\nshort = { en = "A" }\nhours = { mon = "17:00-09:00" }\n', "ends before"),
        ('items = []\ntitles = { en = "A" }\nshort = { en = "A" }\nhours = { mon = "9-10" }\n', "no time"),
        ('items = ["x"]\ntitles = { en = "A" }\nshort = { en = "A" }\n', "handled by a"),
        ("items = [", "Invalid value"),
    ],
)
def test_a_wrong_department_is_explained(tmp_path: Path, content: str, wrong: str) -> None:
    for name, text in (("a", 'items = ["x"]\ntitles = { en = "A" }\nshort = { en = "A" }\n'), ("b", content)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "department.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=wrong):
        load_departments(tmp_path, tmp_path / "services")


def test_rules_name_their_department(tmp_path: Path) -> None:
    (tmp_path / "allowance").mkdir()
    (tmp_path / "allowance" / "sandbox.toml").write_text('department = "police"\n', encoding="utf-8")
    departments = load_departments(CONFIG / "departments", tmp_path)
    assert departments.of_item("allowance").id == "police"
    assert departments.of_item("old-age-allowance").id == "civil-affairs"
    assert departments.of_item("lottery") is NOBODY
    (tmp_path / "allowance" / "sandbox.toml").write_text('department = "moon"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="moon"):
        load_departments(CONFIG / "departments", tmp_path)


def test_every_action_is_one_of_the_closed_list() -> None:
    assert set(cases.POSSIBLE) <= set(CaseAction)
    assert cases.BEFORE_DECISION.isdisjoint(case_life.FINAL)
    assert set(CaseState) == cases.BEFORE_DECISION | case_life.FINAL
    assert date(2026, 12, 4) > TUESDAY.date()
