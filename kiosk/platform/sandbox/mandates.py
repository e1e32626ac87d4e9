"""For whom invented people may act, as the question `mandates` says it and as a case is checked against it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from devices.clock import day_in_china
from devices.lazy_dataclass import dataclass
from kiosk.platform.held_papers import holder_of
from kiosk.platform.mandates import MandateState
from kiosk.platform.sandbox.mandate_rows import MandateRow
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.registers import Person
from kiosk.platform.sandbox.request_context import MANDATES_FAULT
from kiosk.platform.sandbox.shared_registers import OTHER_NUMBER
from kiosk.platform.sandbox.state import SandboxState

COMPANIES = "company"
"""The register that knows the companies' names."""
OF_AGE = 18


class _Parameters(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    kinds: tuple[str, ...] = Field(min_length=1, max_length=10)
    number: str = Field(default="", max_length=64, repr=False)


@dataclass(frozen=True)
class _Context:
    sandbox: SandboxState
    item_id: str
    agent: Person | None

    def person(self, id_: str) -> Person | None:
        return next((each for each in self.sandbox.registers.people.values() if each.key == id_), None)

    def rows(self) -> tuple[MandateRow, ...]:
        """The mandates of the agent."""
        return tuple(each for each in self.sandbox.mandates if self.agent is not None and each.agent == self.agent.key)

    def subject(self, row: MandateRow) -> str:
        """The number or credit code of the principal."""
        person = self.person(row.principal)
        return person.number if person is not None else row.principal

    def state(self, row: MandateRow, day: date) -> MandateState:
        """Judged in this order: a mandate that is revoked is that, whatever else."""
        principal = self.person(row.principal)
        meanwhile = self.sandbox.named_mandates.is_revoked(row, self.sandbox.clock.now())
        if row.revoked or meanwhile or MANDATES_FAULT.get() == "revoked":
            return MandateState.REVOKED
        if (row.until is not None and row.until < day) or MANDATES_FAULT.get() == "expired":
            return MandateState.EXPIRED
        if row.kind == "ward" and principal is not None and _age(principal, day) >= OF_AGE:
            return MandateState.OF_AGE
        if row.kind == "deceased" and (row.died is None or row.died > day):
            return MandateState.LIVING
        if row.items and self.item_id not in row.items:
            return MandateState.OUT_OF_SCOPE
        return MandateState.VALID


def _age(person: Person, day: date) -> int:
    born = date.fromisoformat(person.facts["birth"])
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def answer(
    sandbox: SandboxState, item_id: str, agent: Person | None, number: str, visit: str, parameters: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the mandates of a proven person. Who is nobody's relative learns nothing about the number they typed."""
    try:
        asked = _Parameters.model_validate(parameters)
    except ValidationError:
        raise Refusal("malformed") from None
    context, day = _Context(sandbox, item_id, agent), day_in_china(sandbox.clock.now())
    wanted = (each for each in context.rows() if each.kind in asked.kinds)
    named = [each for each in wanted if each.kind != "deceased" or context.subject(each) == asked.number.upper()]
    for each in named:
        sandbox.named_mandates.note(each.token, visit, sandbox.clock.now())
    rows = [_record(context, each, day) for each in named]
    return FAULTS.get(MANDATES_FAULT.get(), _as_it_is)(visit, {"holder": holder_of(visit, number), "mandates": rows})


def _record(context: _Context, row: MandateRow, day: date) -> dict[str, Any]:
    person, company = context.person(row.principal), row.kind == "company"
    known = context.sandbox.shared[COMPANIES].entries.get(row.principal, {}) if company else {}
    name = known.get("name", row.principal) if person is None else person.name
    return {
        "kind": row.kind,
        "token": row.token,
        "name": name if company else name[0] + "＊" * min(len(name) - 1, 3),
        "code": row.principal if company else "",
        "scopes": dict(row.scopes),
        "until": row.until and row.until.isoformat(),
        "state": context.state(row, day).value,
    }


def principal_of(sandbox: SandboxState, item_id: str, agent: str, token: str, day: date | None = None) -> str:
    """Return the number or credit code of the principal, if this agent holds a valid mandate by this token for the item
    on the day (today, unless one is given). Raises Refusal: "mandate-revoked", or "mandate-invalid"."""
    context = _Context(sandbox, item_id, sandbox.registers.people.get(agent.upper()))
    row = next((each for each in context.rows() if each.token == token), None)
    state = MandateState.OUT_OF_SCOPE
    if row is not None:
        state = context.state(row, day or day_in_china(sandbox.clock.now()))
    if row is None or state is not MandateState.VALID:
        raise Refusal("mandate-revoked" if state is MandateState.REVOKED else "mandate-invalid")
    return context.subject(row)


def _as_it_is(visit: str, right: dict[str, Any]) -> dict[str, Any]:
    return right


FAULTS: Mapping[str, Callable[[str, dict[str, Any]], dict[str, Any]]] = MappingProxyType(
    {"other_person": lambda visit, right: {**right, "holder": holder_of(visit, OTHER_NUMBER)}}
)
"""Kind of `wrong_mandates` → what becomes of the right answer; the other kinds change the mandates themselves."""
