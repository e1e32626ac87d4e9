"""A citizen who acts for somebody, up to the list of their rights and to the sealed case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kiosk.case.draft import Draft
from kiosk.effects import Keep
from kiosk.platform.mandates import Mandate, Mandates, MandateState
from kiosk.words import Text
from tests.frozen import whom as items
from tests.kiosk.session.citizen import FACTS, Citizen, invented_card
from tests.kiosk.session.fault_pages import FAULTS, message_of, rows
from tests.kiosk.session.ways import PROVEN, SENT

AGENT = invented_card("990101198506120016", "李样例")


CODE = "91990101MA0000001Y"


RELATIVE = "990101193802010011"


def mandate(kind: str = "ward", state: MandateState = MandateState.VALID, **changes: Any) -> Mandate:
    one = Mandate(kind, f"token-{kind}", "孙＊＊", "", {"zh-CN": "样例事项", "en": "sample"}, "2027-03-31", state)
    return replace(one, **changes)


COMPANY = mandate("company", name="青禾样例商贸有限公司", code=CODE)


def begun(item: str, *touches: str) -> Citizen:
    """Go to the step of mandates, with the card of who came."""
    citizen = Citizen(items=items())
    citizen.touch(f"item:{item}", "continue", *touches, "continue")
    assert citizen.view.title == Text("identify-title-own-card")
    citizen.lays_card(AGENT)
    citizen.touch("continue")
    if citizen.page == "second_proof":
        citizen.answers("code.send", SENT)
        citizen.types("code", "123456")
        citizen.touch("continue")
        citizen.answers("code.verify", PROVEN)
    return citizen


def at_list(kind: str = "ward", *found: Mandate) -> Citizen:
    citizen = begun("pension-account", f"for:{kind}")
    assert citizen.page == "mandate"
    citizen.answers("mandates", Mandates(found or (mandate(kind),)))
    return citizen


def says_it_all(citizen: Citizen, code: str) -> None:
    told = rows(citizen.view)
    assert citizen.view.title == replace(message_of(code), args=())
    assert {"fault-safe", "fault-do", "help-phone"} <= told.keys()
    assert told["fault-say"] == f"{FACTS.code} {FAULTS[code].code}"


def fill(citizen: Citizen) -> None:
    """Go through consent and form to the declaration."""
    typed = {
        "answer:address": "样例市样例大道 9 号", "answer:account": "6200000000000000018", "answer:phone": "19900000001",
        "answer:certificate": "T990000001",
    }  # fmt: skip
    for _ in range(20):
        if citizen.page == "declare":
            return
        for field in citizen.view.fields:
            if field.options:
                citizen.touch(field.options[0].key)
                break
            citizen.types(field.key, typed[field.key])
        else:
            if citizen.page == "consent":
                citizen.touch("agree:consent-record")
            if citizen.page.startswith("form") or citizen.page in ("consent", "review"):
                citizen.touch(*(("continue",) if citizen.page != "prefill" and not field_done(citizen) else ()))
    raise AssertionError(citizen.page)


def field_done(citizen: Citizen) -> bool:
    right = citizen.view.actions.right
    return right is None or right.key != "continue"


def sealed(citizen: Citizen) -> Draft:
    (one,) = citizen.last(Keep).drafts
    assert isinstance(one, Draft)
    return one


def applicant_of(case: Draft) -> tuple[str, str, str]:
    assert case.applicant is not None
    return case.applicant.number, case.applicant.name, case.applicant.kind


def declared(citizen: Citizen, *still: Mandate) -> Draft:
    """Declare, with what the platform says of the mandates then."""
    citizen.touch("declare")
    citizen.answers("mandates", Mandates(still))
    assert citizen.page == "submit"
    return sealed(citizen)
