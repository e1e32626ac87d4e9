"""A department of the sandbox with its rules, and cases of invented people."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, cast

from devices.strict_struct import read
from kiosk.catalogue.case_rules import CaseRules
from kiosk.catalogue.workdays import Workdays, read_workdays
from kiosk.platform.listing_records import CasesAnswer
from kiosk.platform.sandbox import case_life, cases, refunds
from kiosk.platform.sandbox.authentication import AuthenticatedRequest
from kiosk.platform.sandbox.departments import Departments, Office
from kiosk.platform.sandbox.keys import published_keys
from kiosk.platform.sandbox.published import Published
from kiosk.platform.sandbox.registers import load
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
