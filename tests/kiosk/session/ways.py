"""Starting points for tests: a citizen who has reached a certain page without a fault."""

from __future__ import annotations

from dataclasses import replace

from devices.id_reader.contract import IdCard
from devices.receipt_printer.contract import Paper
from devices.strict_struct import replace as with_changes
from kiosk.case.slip_number import new_slip_number
from kiosk.platform.gateway import CodeSent, CodeVerified, LookupResult
from kiosk.words import Text
from tests.kiosk.session.citizen import Citizen, invented_card

WANG = invented_card()
ZHAO = invented_card("990103197501010027", "赵样例")
SENT = CodeSent("199****0001", 6, 300)
PROVEN = CodeVerified(True, 0, "proof")
FOUND = LookupResult((("status", "正常"),), "2026-11-20")


def at_identify(citizen: Citizen | None = None) -> Citizen:
    citizen = citizen or Citizen()
    citizen.touch("item:old-age-allowance", "continue", "for:self", "continue")
    assert citizen.page == "identify"
    return citizen


def at_form(citizen: Citizen | None = None, card: IdCard = WANG) -> Citizen:
    citizen = at_identify(citizen)
    citizen.lays_card(card)
    citizen.touch("continue", "agree:consent-record")
    return citizen


def at_review(citizen: Citizen | None = None) -> Citizen:
    citizen = at_form(citizen)
    citizen.touch("continue", "continue")
    citizen.types("answer:phone", "19900000001")
    citizen.touch("continue", "option:bank:rural")
    citizen.types("answer:bank_card", "6200000000000000000")
    citizen.touch("continue")
    assert citizen.page == "review"
    return citizen


def at_declare() -> Citizen:
    citizen = at_review()
    citizen.touch("continue")
    assert citizen.page == "declare"
    return citizen


def at_sign(citizen: Citizen | None = None) -> Citizen:
    """At the signature, in an item that has the step."""
    citizen = at_review(citizen)
    item = citizen.session.item
    assert item is not None
    steps = tuple(each for step in item.steps_ for each in (("sign", step) if step == "submit" else (step,)))
    citizen.session = replace(citizen.session, item=with_changes(item, steps_=steps))
    citizen.touch("continue", "declare")
    assert citizen.page == "sign"
    return citizen


def at_ending(citizen: Citizen | None = None) -> Citizen:
    citizen = at_review(citizen)
    citizen.touch("continue", "declare")
    citizen.kept()
    citizen.rings("receipt_wait")
    assert citizen.page == "ending"
    return citizen


def at_rating(citizen: Citizen | None = None) -> Citizen:
    """Handed over, with the slip in hand: the farewell asks for a level."""
    citizen = at_ending(citizen)
    citizen.receipt()
    citizen.printed(Paper.CAME_OUT)
    citizen.touch("continue")
    assert citizen.page == "farewell"
    return citizen


def at_code(citizen: Citizen | None = None) -> Citizen:
    citizen = citizen or Citizen()
    citizen.touch("item:pension-enrolment", "continue", "continue")
    citizen.lays_card(WANG)
    citizen.touch("continue")
    assert citizen.page == "second_proof"
    return citizen


def a_code_is_checked(citizen: Citizen | None = None) -> Citizen:
    citizen = at_code(citizen)
    citizen.answers("code.send", SENT)
    citizen.types("code", "123456")
    citizen.touch("continue")
    return citizen


def a_look_up_is_asked(citizen: Citizen | None = None) -> Citizen:
    citizen = a_code_is_checked(citizen)
    citizen.answers("code.verify", PROVEN)
    citizen.touch("agree:consent-query")
    return citizen


def a_look_up_is_printed(citizen: Citizen | None = None) -> Citizen:
    citizen = a_look_up_is_asked(citizen)
    citizen.answers("lookup", FOUND)
    citizen.touch("print")
    return citizen


def cases_are_asked_by_card() -> Citizen:
    citizen = Citizen()
    citizen.touch("item:case-progress", "continue", "way:card", "continue")
    citizen.lays_card(WANG)
    citizen.touch("continue")
    citizen.answers("code.send", SENT)
    citizen.types("code", "123456")
    citizen.touch("continue")
    citizen.answers("code.verify", PROVEN)
    return citizen


def a_case_is_asked_by_its_slip() -> Citizen:
    citizen = Citizen()
    citizen.touch("item:case-progress", "continue", "way:slip")
    citizen.types("slip", new_slip_number("WT02", 1, lambda below: below // 2))
    citizen.touch("continue")
    return citizen


def title(citizen: Citizen) -> str:
    assert isinstance(citizen.view.title, Text)
    return citizen.view.title.key


def at_ending_after_help() -> Citizen:
    """The ending of a case that was handed over while help lay over its sealing, and the citizen was asked whether they
    are still there."""
    citizen = at_review()
    citizen.touch("continue", "declare", "help")
    citizen.kept()
    citizen.rings("idle")
    citizen.receipt()
    citizen.rings("countdown")
    return citizen
