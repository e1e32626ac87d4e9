"""Identified by the code on a phone: the platform names the person once; no card and no second code are asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from devices import Fault, Next
from devices.code_scanner.contract import Code, CodeProblem
from devices.strict_struct import replace as replaced
from kiosk.effects import Ask, Audit, AuditKind
from kiosk.events import ReadingCame, TerminalStatus, WatchFailed
from kiosk.platform.gateway import CodeHolder, FailureKind, LookupResult
from kiosk.session import begin
from kiosk.session.derive import watches_of
from kiosk.steps.phone_code import TRIES, accepts
from kiosk.steps.reasons import why_not
from kiosk.terminal_facts import TerminalFacts
from kiosk.words import Text
from tests.frozen import catalogue
from tests.kiosk.session.citizen import ALL_WELL, FACTS, WITH_SCANNER, Citizen, devices
from tests.kiosk.session.fault_pages import exact_faults, of, rows, seen

TOKEN = "YKID1.abcdefghijklmnopqrstuvwxyz0123456789"
HOLDER = CodeHolder("99010119440307002X", "王测试", "resident", "proof-of-the-code")
BOTH = ("card", "phone_code")


def at_identify(
    status: TerminalStatus = WITH_SCANNER, facts: TerminalFacts = FACTS, by: tuple[Any, ...] = BOTH
) -> Citizen:
    """At the page that waits for a card, of a look-up that takes these ways."""
    citizen = Citizen(status, facts)
    citizen.touch("item:pension-enrolment")
    item = citizen.session.item
    assert item is not None
    citizen.session = replace(citizen.session, item=replaced(item, identify_by=by))
    citizen.touch("continue", "continue")
    assert citizen.page == "identify"
    return citizen


def at_phone_code() -> Citizen:
    citizen = at_identify()
    citizen.touch("phone-code")
    assert citizen.page == "identify/phone_code"
    return citizen


def code_watches(citizen: Citizen) -> list[Any]:
    return [watch for watch in watches_of(citizen.session) if watch.verb == "code"]


def holds(citizen: Citizen, code: Code) -> None:
    (watch,) = code_watches(citizen)
    citizen.happens(ReadingCame("visit-1", watch, code))


def keys(citizen: Citizen) -> set[str]:
    return {choice.key for choice in citizen.view.choices}


def state(citizen: Citizen) -> str:
    assert citizen.view.guidance is not None
    words = citizen.view.guidance.state
    return words.key if isinstance(words, Text) else ""


def identified() -> Citizen:
    citizen = at_phone_code()
    holds(citizen, Code(TOKEN))
    citizen.answers("identity.code", HOLDER)
    return citizen


def test_the_code_goes_to_the_platform_and_the_person_comes_back() -> None:
    citizen = at_phone_code()
    holds(citizen, Code(TOKEN))
    question = citizen.last(Ask).question
    assert (question.name, question.parameters, question.identity) == ("identity.code", {"code": TOKEN}, {})
    assert TOKEN not in repr(question)
    assert not code_watches(citizen), "the light stays on"
    citizen.answers("identity.code", HOLDER)
    assert citizen.session.matter.applicant.number == HOLDER.number
    assert citizen.last(Audit) == Audit(citizen.last(Audit).number, AuditKind.PERSON_PROVEN, "phone_code")
    assert rows(citizen.view)["card-name"].startswith("王＊")
    assert HOLDER.number not in seen(citizen.view)
    assert not code_watches(citizen)


def test_no_card_and_no_second_code_are_asked_for_and_the_proof_goes_along() -> None:
    citizen = identified()
    citizen.touch("continue")
    assert citizen.page == "consent"
    citizen.touch("agree:consent-query")
    asked = citizen.last(Ask).question
    assert asked.name == "pension.enrolment"
    assert (asked.identity["number"], asked.identity["proof"]) == (HOLDER.number, HOLDER.proof)
    citizen.answers("lookup", LookupResult((("status", "正常"),), "2026-11-20"))
    assert citizen.page == "lookup"
    assert not citizen.session.card_used


def test_the_page_goes_on_by_itself() -> None:
    citizen = identified()
    citizen.rings("card_read_shown")
    assert citizen.page == "consent"


def test_somebody_who_goes_back_finds_their_person_and_no_card() -> None:
    citizen = identified()
    citizen.touch("continue", "back")
    assert citizen.page == "identify/phone_code"
    assert state(citizen) == "phone-code-read"
    citizen.touch("back")
    assert citizen.page == "notice"


def test_the_card_stays_a_way() -> None:
    citizen = at_phone_code()
    citizen.touch("by-card")
    assert citizen.page == "identify"
    assert [watch.verb for watch in watches_of(citizen.session)] == ["read"]
    citizen.touch("back")
    assert citizen.page == "notice"


def test_it_is_offered_only_where_it_can_be_done() -> None:
    assert "phone-code" in keys(at_identify())
    assert "phone-code" not in keys(at_identify(by=("card",))), "the item takes cards only"
    assert "phone-code" not in keys(at_identify(ALL_WELL)), "there is no scanner"
    citizen = at_identify()
    citizen.world(online=False, devices=WITH_SCANNER.devices)
    assert "phone-code" not in keys(citizen), "the platform cannot be asked"


def test_an_application_never_takes_a_code_whatever_it_says() -> None:
    item = next(each for each in catalogue().items if each.kind == "application")
    assert not accepts(replaced(item, identify_by=BOTH, age_from=0, for_whom=("self",)))
    lookup = next(each for each in catalogue().items if each.kind == "lookup")
    assert accepts(replaced(lookup, identify_by=BOTH))
    assert not accepts(replaced(lookup, identify_by=BOTH, age_from=60))
    assert not accepts(replaced(lookup, identify_by=BOTH, for_whom=("self", "family")))


def test_without_a_card_reader_the_item_can_still_be_begun() -> None:
    lookup = next(each for each in catalogue().items if each.kind == "lookup")
    scanner = WITH_SCANNER.devices["code_scanner"]
    broken = replace(WITH_SCANNER, devices={**devices("absent"), "code_scanner": scanner})
    session = Citizen(broken).session
    assert why_not(session, replaced(lookup, identify_by=BOTH)) is None
    assert why_not(session, lookup) is not None


OTHERS = {
    "a link": (Code("https://example.invalid/long-enough"), "phone-code-link"),
    "a payment": (Code("wxp://f2f0abcdefghijkl"), "phone-code-link"),
    "too short": (Code("12345"), "phone-code-other"),
    "blanks": (Code("a poster with words in it"), "phone-code-other"),
    "hanzi": (Code("梧桐社区图书角欢迎您来看书看报下棋"), "phone-code-other"),
    "too long": (Code("A" * 700), "phone-code-other"),
    "several lines": (Code(problem=CodeProblem.SEVERAL_LINES), "phone-code-other"),
    "four kilobytes": (Code(problem=CodeProblem.TOO_LONG), "phone-code-other"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_another_code_is_a_sentence_and_goes_nowhere(name: str) -> None:
    code, words = OTHERS[name]
    citizen = at_phone_code()
    for _ in range(TRIES + 1):
        holds(citizen, code)
    assert (state(citizen), citizen.count(Ask), citizen.page) == (words, 0, "identify/phone_code")
    holds(citizen, Code(TOKEN))
    assert citizen.count(Ask) == 1


def test_a_code_that_names_nobody_is_said_and_five_end_the_visit() -> None:
    citizen = at_phone_code()
    for number in range(TRIES):
        assert citizen.page == "identify/phone_code"
        holds(citizen, Code(f"{TOKEN}{number}"))
        citizen.answers("identity.code", CodeHolder())
        assert citizen.session.matter.card is None
        if number + 1 < TRIES:
            assert state(citizen) == "phone-code-unknown"
    assert citizen.page == "farewell"


@pytest.mark.parametrize("failure", list(FailureKind))
def test_a_platform_that_does_not_answer_is_said_and_the_next_code_is_asked(failure: FailureKind) -> None:
    citizen = at_phone_code()
    holds(citizen, Code(TOKEN))
    citizen.no_answer("identity.code", failure)
    assert exact_faults(citizen) == [f"platform.{failure.value}"]
    assert "by-card" in keys(citizen)
    holds(citizen, Code(TOKEN + "2"))
    citizen.answers("identity.code", HOLDER)
    assert citizen.session.trouble == ""
    assert citizen.session.matter.card is not None


@pytest.mark.parametrize("fault", of("code_scanner", "transport", "device"))
def test_a_scanner_in_trouble_leaves_the_card(fault: str) -> None:
    citizen = at_phone_code()
    for _ in range(3):
        (watch,) = code_watches(citizen)
        citizen.happens(WatchFailed("visit-1", watch, Fault(fault, Next.CALL_STAFF)))
    assert exact_faults(citizen) == [fault]
    citizen.touch("by-card")
    assert (citizen.page, citizen.session.trouble) == ("identify", "")


def test_practice_asks_nothing_real() -> None:
    citizen = Citizen(WITH_SCANNER)
    citizen.session, _ = begin("visit-1", FACTS, catalogue(), WITH_SCANNER, practice=True)
    citizen.touch("item:pension-enrolment")
    item = citizen.session.item
    assert item is not None
    citizen.session = replace(citizen.session, item=replaced(item, identify_by=BOTH))
    citizen.touch("continue", "continue", "phone-code")
    assert not code_watches(citizen)
    citizen.touch("practice-code")
    assert citizen.last(Ask).question.parameters == {"code": "practice"}
    citizen.answers("identity.code", HOLDER)
    citizen.touch("continue")
    assert citizen.page == "consent"


@pytest.mark.parametrize(
    ("status", "by", "said"), [(WITH_SCANNER, BOTH, True), (WITH_SCANNER, ("card",), False), (ALL_WELL, BOTH, False)]
)
def test_the_guide_says_that_a_code_does_where_it_can_be_read(
    status: TerminalStatus, by: tuple[Any, ...], said: bool
) -> None:
    citizen = Citizen(status)
    citizen.touch("item:pension-enrolment")
    assert citizen.session.item is not None
    citizen.session = replace(citizen.session, item=replaced(citizen.session.item, identify_by=by))
    assert (
        "guide-phone-code" in {block.words.key for block in citizen.view.blocks if isinstance(block.words, Text)}
    ) is said
