"""The life of a case in the sandbox: rules, what follows it, money asked back, and what a citizen is shown of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from devices.strict_struct import read
from kiosk.catalogue.case_rules import CaseRules
from kiosk.catalogue.workdays import Workdays
from kiosk.platform.listing import CaseAction, CaseState
from kiosk.platform.orders import OrderKey
from kiosk.platform.sandbox import case_life, cases
from kiosk.platform.sandbox.order_book import Payment, pay
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.storage import Case
from tests.kiosk.platform.case_world import (
    ITEM,
    TUESDAY,
    World,
    rule,
)

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


def test_every_action_is_one_of_the_closed_list() -> None:
    assert set(cases.POSSIBLE) <= set(CaseAction)
    assert cases.BEFORE_DECISION.isdisjoint(case_life.FINAL)
    assert set(CaseState) == cases.BEFORE_DECISION | case_life.FINAL
    assert date(2026, 12, 4) > TUESDAY.date()
