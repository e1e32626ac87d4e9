"""A slip's code is asked for as its number; every other code is a sentence, and nothing else."""

from __future__ import annotations

import random
from dataclasses import replace
from types import MappingProxyType

import pytest

from devices import Fault, Next
from devices.code_scanner.contract import LONGEST_TEXT, Code, CodeProblem
from kiosk.case.slip_number import new_slip_number, parse
from kiosk.effects import Ask
from kiosk.events import ReadingCame, WatchFailed
from kiosk.platform.listing import Cases
from kiosk.session.derive import watches_of
from kiosk.steps.codes import slip_in
from kiosk.words import Text
from tests.kiosk.session.citizen import ALL_WELL, FACTS, SCANNER, WITH_SCANNER, Citizen, devices
from tests.kiosk.session.fault_pages import FAULTS, exact_faults, message_of, of, seen
from tests.view_texts import texts_in

SLIP = new_slip_number("WT02", 1, lambda below: 7)


def at_slip_entry(*, scanner: bool = True) -> Citizen:
    citizen = Citizen(WITH_SCANNER if scanner else ALL_WELL)
    citizen.touch("item:case-progress", "continue", "way:slip")
    return citizen


def holds(citizen: Citizen, code: Code) -> None:
    (watch,) = (watch for watch in watches_of(citizen.session) if watch.verb == "code")
    citizen.happens(ReadingCame("visit-1", watch, code))


def scanner_says(citizen: Citizen, fault: str) -> None:
    (watch,) = (watch for watch in watches_of(citizen.session) if watch.verb == "code")
    citizen.happens(WatchFailed("visit-1", watch, Fault(fault, Next.CALL_STAFF)))


def wrong(citizen: Citizen) -> str:
    (field,) = citizen.view.fields
    return field.wrong.key if isinstance(field.wrong, Text) else ""


def said(words: object) -> str:
    return words.key if isinstance(words, Text) else ""


def test_a_slips_code_is_asked_for_at_once() -> None:
    citizen = at_slip_entry()
    assert said(citizen.view.title) == "slip-entry-title-scan"
    assert said(citizen.view.lead) == "slip-entry-lead-scan"
    holds(citizen, Code(SLIP))
    assert citizen.last(Ask).question.parameters == {"slip_number": SLIP}
    assert citizen.view.fields[0].value == SLIP
    assert not [watch for watch in watches_of(citizen.session) if watch.verb == "code"], "the light stays on"


def test_the_scanner_is_dark_on_the_other_pages() -> None:
    citizen = Citizen(WITH_SCANNER)
    for key in ("item:case-progress", "continue", "way:card", "continue"):
        assert not [watch for watch in watches_of(citizen.session) if watch.verb == "code"], citizen.page
        citizen.touch(key)


def test_a_terminal_without_a_scanner_speaks_of_none() -> None:
    citizen = at_slip_entry(scanner=False)
    assert (said(citizen.view.title), said(citizen.view.lead)) == ("slip-entry-title", "slip-entry-lead")
    assert not watches_of(citizen.session)


def test_a_scanner_that_does_not_work_is_not_offered() -> None:
    citizen = at_slip_entry()
    broken = MappingProxyType({**devices(), "code_scanner": replace(SCANNER, state="fault")})
    citizen.world(devices=broken)
    assert (said(citizen.view.title), said(citizen.view.lead)) == ("slip-entry-title", "slip-entry-lead")


OTHERS = {
    "a poster": (Code("Wash your hands"), "slip-code-other"),
    "a link": (Code("https://example.invalid/win?now"), "slip-code-link"),
    "a link in capitals": (Code("HTTP://EXAMPLE.INVALID"), "slip-code-link"),
    "a payment": (Code("wxp://f2f0abcdef"), "slip-code-link"),
    "a link without a scheme": (Code("www.example.invalid"), "slip-code-link"),
    "a link that types": (Code("javascript:alert(1)"), "slip-code-link"),
    "four kilobytes": (Code(problem=CodeProblem.TOO_LONG), "slip-code-too-long"),
    "a contact": (Code(problem=CodeProblem.SEVERAL_LINES), "slip-code-several"),
    "control characters": (Code(problem=CodeProblem.UNPRINTABLE), "slip-code-other"),
    "binary": (Code(problem=CodeProblem.NOT_TEXT), "slip-code-other"),
    "a thousand characters": (Code("A" * LONGEST_TEXT), "slip-code-other"),
    "a slip number with a wrong check character": (Code(SLIP[:-1] + "Z"), "slip-code-other"),
    "a slip number within a link": (Code(f"https://example.invalid/{SLIP}"), "slip-code-link"),
    "a slip number as nobody prints it": (Code(SLIP.replace("-", "")), "slip-code-other"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_another_code_is_a_sentence_and_nothing_else(name: str) -> None:
    code, words = OTHERS[name]
    citizen = at_slip_entry()
    citizen.types("slip", "WT02")
    holds(citizen, code)
    assert wrong(citizen) == words
    assert citizen.count(Ask) == 0
    assert (citizen.page, citizen.view.fields[0].value) == ("way/slip", "WT02")
    holds(citizen, Code(SLIP))
    assert (wrong(citizen), citizen.count(Ask)) == ("", 1)


def test_strangers_codes_are_no_tries() -> None:
    citizen = at_slip_entry()
    for _ in range(20):
        holds(citizen, Code("Wash your hands"))
    assert citizen.page == "way/slip"


def test_five_unknown_slips_end_the_visit_as_five_typed_ones_do() -> None:
    citizen = at_slip_entry()
    for _ in range(5):
        assert citizen.page == "way/slip"
        holds(citizen, Code(SLIP))
        citizen.answers("by_slip", Cases(()))
    assert citizen.page == "farewell"


def test_a_code_ends_the_question_whether_somebody_is_still_there() -> None:
    citizen = at_slip_entry()
    citizen.rings("idle")
    assert citizen.view.countdown is not None
    holds(citizen, Code("Wash your hands"))
    assert citizen.view.countdown is None


@pytest.mark.parametrize("fault", of("code_scanner", "transport", "device"))
def test_a_scanner_in_trouble_is_named_once_and_the_number_can_be_typed(fault: str) -> None:
    citizen = at_slip_entry()
    for _ in range(3):
        scanner_says(citizen, fault)
    assert exact_faults(citizen) == [fault]
    said_of_it = [words for words in texts_in(citizen.view) if words.key in ("scanner-out", message_of(fault).key)]
    assert said_of_it, "the page does not name the fault"
    if fault != "code_scanner.incomplete":
        assert f"WT02 {FAULTS[fault].code}" in seen(citizen.view)
        assert FACTS.duty_phone in seen(citizen.view)
    assert not citizen.view.traits.read_first, "the keyboard is closed"
    citizen.types("slip", SLIP)
    citizen.touch("continue")
    assert citizen.last(Ask).question.parameters == {"slip_number": SLIP}
    assert citizen.session.trouble == ""


def test_the_next_code_ends_the_trouble_of_one_that_was_cut() -> None:
    citizen = at_slip_entry()
    scanner_says(citizen, "code_scanner.incomplete")
    assert wrong(citizen) == "trouble-code-scanner-incomplete"
    holds(citizen, Code("Wash your hands"))
    assert citizen.session.trouble == ""


def test_a_bar_code_of_a_parcel_is_no_slip_number() -> None:
    """Typed, every thirtieth of such numbers would pass for one: a person leaves dashes out, a slip's code never."""
    chosen = random.Random(17)
    numbers = ["".join(chosen.choice("0123456789") for _ in range(13)) for _ in range(2_000)]
    assert sum(parse(number) is not None for number in numbers) > 10
    assert not any(slip_in(Code(number)) for number in numbers)
