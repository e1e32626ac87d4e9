"""Every page with a fault says what happened, what is safe, what to do, whom to call and what to say there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from devices.id_reader.contract import CardProblem, IdCard
from kiosk.case.kept import Case
from kiosk.case_events import KeepUnconfirmed, Kept, KeptCase, NotKept
from kiosk.events import DeviceInfo
from kiosk.platform.gateway import CodeSent, CodeVerified, FailureKind
from kiosk.service_messages import SERVICE_MESSAGES, service_key
from kiosk.session.attract import Attract
from kiosk.session.trouble import InTrouble
from kiosk.spoken import spoken
from kiosk.steps.identify import OTHER_PERSON
from kiosk.terminal_state import TerminalState
from kiosk.words import Data, Text, text
from tests.house.doors import ROOT, product_files
from tests.kiosk.session.citizen import ALL_WELL, FACTS, NOW, Citizen, invented_card
from tests.kiosk.session.fault_pages import (
    ARGUMENTS,
    AT_LARGE,
    FAULTS,
    WORDS,
    exact_faults,
    families_of_no_page,
    of,
    rows,
    says_it_all,
)
from tests.kiosk.session.ways import (
    a_case_is_asked_by_its_slip,
    a_code_is_checked,
    a_look_up_is_asked,
    at_code,
    at_declare,
    at_identify,
    cases_are_asked_by_card,
)
from tests.languages import LANGUAGES


def test_every_fault_has_words_a_unique_short_code_and_something_to_do() -> None:
    codes = [note.code for note in FAULTS.values()]
    assert len(set(codes)) == len(codes)
    for language in LANGUAGES:
        words = WORDS.words(language)
        for fault, note in FAULTS.items():
            assert words.text(Text("trouble-" + re.sub(r"[._]", "-", fault), args=ARGUMENTS))
            assert words.text(Text(f"fault-do-{note.do.replace('_', '-')}"))


def test_no_fault_of_the_program_is_without_a_note() -> None:
    named = re.compile(
        r'"((?:id_reader|receipt_printer|document_printer|code_scanner|document_scanner|camera|card_reader|power|locker|transport|keep)\.[a-z_]+)"'
    )
    # A rehearsal names misfortunes the same way, and they are no faults.
    program = [path for path in product_files() if "kiosk/scenario/" not in path.as_posix()]
    told = {code for path in program for code in named.findall(path.read_text(encoding="utf-8"))}
    assert told <= FAULTS.keys(), told - FAULTS.keys()
    assert {f"platform.{trouble.value}" for trouble in FailureKind} <= FAULTS.keys()


def test_every_fault_there_is_has_its_page_here() -> None:
    devices = (
        "id_reader",
        "receipt_printer",
        "document_printer",
        "code_scanner",
        "document_scanner",
        "camera",
        "locker",
        "card_reader",
        "social_card",
        "transport",
        "device",
    )
    # Of a locker's, the one that is no page's is seen between visits.
    of_a_page = set(of(*devices, "card", "document", "mandate", "page", "platform", "keep", "order"))
    assert of_a_page | AT_LARGE == set(FAULTS) - set(of(*families_of_no_page()))
    assert set(of("card")) == set(REFUSED) | {OTHER_PERSON}, "tests/kiosk/session/test_swapped_cards.py has the other"
    assert set(of("keep")) == {f"keep.{reason}" for reason in codes_of_keeping() - NOT_OF_A_VISIT.keys()}


NOT_OF_A_VISIT = {
    "store_too_new": "it is found at the start, and nobody begins",
    "too_many_materials": "no visit hands in materials",
    "material_too_large": "no visit hands in materials",
}
"""Keep failure without a page → why no citizen can meet it."""


def codes_of_keeping() -> set[str]:
    """Every word by which sealing and keeping say why they could not."""
    files = [ROOT / "kiosk" / "outbox" / "store.py", ROOT / "kiosk" / "case" / "sealing.py"]
    program = "".join(path.read_text(encoding="utf-8") for path in files)
    code_of = program[program.index("def _code_of") : program.index("def _code_of") + 600]
    sealer = (ROOT / "kiosk" / "workers" / "case_sealer.py").read_text(encoding="utf-8")
    unexpected = {*re.findall(r'NotKept\([^)]*, "([a-z_]+)"\)', sealer), "unconfirmed"}
    assert "KeepUnconfirmed(" in sealer
    return (
        unexpected
        | set(re.findall(r'(?:KeepFailed|CannotSeal)\("([a-z_]+)"\)', program))
        | set(re.findall(r'(?:return|else) "(disk_[a-z]+|store_[a-z]+)"', code_of))
    )


@pytest.mark.parametrize("code", of("id_reader", "transport", "device"))
def test_a_reader_in_trouble_is_named_once_in_the_audit_log(code: str) -> None:
    citizen = at_identify()
    for _ in range(3):
        citizen.reader_says(code)
    assert exact_faults(citizen) == [code]
    says_it_all(citizen.view, code)
    citizen.lays_card(invented_card())
    assert citizen.session.trouble == ""


def for_another() -> Citizen:
    """A helper whose own card was read, and who lays the same one down again as the applicant's."""
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "continue", "for:other", "relation:neighbour", "continue", "continue")
    citizen.lays_card(invented_card())
    citizen.touch("continue")
    return citizen


REFUSED: dict[str, tuple[Callable[[], Citizen], IdCard]] = {
    "card.unusable": (at_identify, invented_card(problems=(CardProblem.NUMBER_CHECK_DIGIT,))),
    "card.expired": (at_identify, invented_card(valid_to=date(2020, 1, 1))),
    "card.same_person": (for_another, invented_card()),
    "card.too_young": (at_identify, invented_card("990103197501010027", birth=date(1975, 1, 1))),
}
"""Refusal → who lays which card."""


@pytest.mark.parametrize("code", REFUSED)
def test_a_card_that_is_refused(code: str) -> None:
    way, card = REFUSED[code]
    citizen = way()
    for _ in range(2):
        citizen.lays_card(card)
    says_it_all(citizen.view, code)
    assert exact_faults(citizen) == [code]
    assert citizen.session.matter.card is None


def test_a_fault_without_words_is_shown_by_its_code() -> None:
    citizen = at_identify()
    citizen.reader_says("id_reader.on_fire")
    assert rows(citizen.view)["fault-say"] == "WT02 id_reader.on_fire"
    assert exact_faults(citizen) == ["id_reader.on_fire"]
    assert WORDS.words("en").text(Text("trouble-unknown")) in spoken(citizen.view, WORDS.words("en"))


@pytest.mark.parametrize("trouble", FailureKind)
def test_a_platform_without_an_answer_is_named_exactly(trouble: FailureKind) -> None:
    citizen = at_code()
    citizen.no_answer("code.send", trouble, "unknown-question")
    says_it_all(citizen.view, f"platform.{trouble.value}")
    assert exact_faults(citizen) == [f"platform.{trouble.value}:unknown-question"]


def test_a_code_that_could_not_be_checked_can_be_tried_again_without_a_new_one() -> None:
    citizen = at_code()
    citizen.answers("code.send", CodeSent("199****0001", 6, 300))
    citizen.types("code", "123456")
    citizen.touch("continue")
    citizen.no_answer("code.verify", FailureKind.SLOW)
    says_it_all(citizen.view, "platform.slow")
    assert citizen.view.fields[0].value == "123456"
    citizen.touch("continue")
    assert citizen.session.awaits("code.verify")
    assert citizen.session.trouble == ""


ASKED: dict[str, Callable[[], Citizen]] = {
    "code.send": at_code,
    "code.verify": a_code_is_checked,
    "lookup": a_look_up_is_asked,
    "cases": cases_are_asked_by_card,
    "by_slip": a_case_is_asked_by_its_slip,
}
"""Every question → a citizen who waits for its answer."""


@pytest.mark.parametrize("purpose", ASKED)
@pytest.mark.parametrize("code", of("platform"))
def test_every_question_without_an_answer_says_it_all(purpose: str, code: str) -> None:
    citizen = ASKED[purpose]()
    word = code.removeprefix("platform.")
    if word in {trouble.value for trouble in FailureKind}:
        citizen.no_answer(purpose, FailureKind(word))
        exact = code
    else:
        # What the platform itself gave as its reason.
        citizen.no_answer(purpose, FailureKind.REFUSED, word.replace("_", "-"))
        exact = f"platform.refused:{word.replace('_', '-')}"
    says_it_all(citizen.view, code)
    assert exact_faults(citizen) == [exact]


@pytest.mark.parametrize("code", of("keep"))
def test_a_case_that_could_not_be_kept(code: str) -> None:
    citizen = at_declare()
    citizen.touch("declare")
    citizen.not_kept(code.removeprefix("keep."))
    says_it_all(citizen.view, code)
    assert exact_faults(citizen) == [code]


@pytest.mark.parametrize("message", SERVICE_MESSAGES)
def test_taken_out_of_service_by_staff(message: str) -> None:
    state = Attract("visit-1", FACTS, None, replace(ALL_WELL, closed=message))
    says_it_all(state.view(), "terminal.closed")
    assert state.view().lead == text(service_key(message))


@pytest.mark.parametrize("reason", ["outbox", "no_catalogue", "program"])
def test_out_of_service(reason: str) -> None:
    state = Attract("visit-1", FACTS, None, replace(ALL_WELL, out_of_service=reason))
    says_it_all(state.view(), f"terminal.{reason}")


def test_without_a_catalogue_the_page_says_why_the_platform_gives_none() -> None:
    status = replace(ALL_WELL, devices={"platform": DeviceInfo("warning", ("platform.not_the_platform", "line.tls"))})
    for out, said in (("", "WT02 T1 N3"), ("outbox", "WT02 T2")):
        view = Attract("visit-1", FACTS, None, replace(status, out_of_service=out)).view()
        assert said in {block.value.text for block in view.blocks if isinstance(block.value, Data)}


@pytest.mark.parametrize(
    ("fault", "code"), [("signature", "N7"), ("malformed", "N7"), ("too_large", "N7"), ("slow", "N2"), ("busy", "N4")]
)
def test_a_catalogue_that_cannot_be_used_is_named_where_there_is_no_other(fault: str, code: str) -> None:
    devices = {"platform": DeviceInfo("ready"), "catalogue": DeviceInfo("warning", (f"catalogue.{fault}",))}
    view = Attract("visit-1", FACTS, None, replace(ALL_WELL, devices=devices)).view()
    assert f"WT02 T1 {code}" in {block.value.text for block in view.blocks if isinstance(block.value, Data)}


def test_a_program_that_failed() -> None:
    state = InTrouble("visit-1", FACTS, ALL_WELL, "en", None)
    says_it_all(state.view(), "program.error")
    kept = replace(state, case=Case("case-1", "WT02-0001-ABCD-E", NOW))
    says_it_all(kept.view(), "program.error")
    assert "WT02-0001-ABCD-E" in {b.value.text for b in kept.view().blocks if isinstance(b.value, Data)}
    assert not kept.timers()
    assert replace(kept, number_in_hand=True).timers()


def test_a_program_that_failed_while_keeping_waits_for_the_outcome() -> None:
    state: TerminalState | None = InTrouble("visit-1", FACTS, ALL_WELL, "en", None, awaiting=frozenset({7}))
    assert state is not None
    says_it_all(state.view(), "program.error")
    for event in (KeepUnconfirmed("visit-1", 7), NotKept("visit-1", 6, "program"), Kept("visit-0", 7, (KEPT,))):
        assert state.advance(event) == (state, ())
        assert state.view().lead == Text("trouble-unconfirmed")
    kept, _ = state.advance(Kept("visit-1", 7, (KEPT,)))
    assert kept is not None
    assert kept.view().lead == Text("trouble-kept")
    not_kept, _ = state.advance(NotKept("visit-1", 7, "disk_full"))
    assert not_kept is not None
    assert not_kept.view().lead == Text("trouble-nothing-kept")


KEPT = KeptCase("case-1", "WT02-0001-ABCD-E", NOW)


def test_a_code_that_a_lost_answer_has_spent_is_not_called_too_many_tries() -> None:
    citizen = at_code()
    citizen.answers("code.send", CodeSent("199****0001", 6, 300))
    citizen.types("code", "123456")
    citizen.touch("continue")
    citizen.no_answer("code.verify", FailureKind.OFFLINE)
    citizen.touch("continue")
    citizen.answers("code.verify", CodeVerified(False, 0))
    says_it_all(citizen.view, "platform.code_spent")
    citizen.touch("again")
    assert citizen.session.awaits("code.send")


def test_used_up_tries_are_named() -> None:
    citizen = at_code()
    citizen.answers("code.send", CodeSent("199****0001", 6, 300))
    for left in (1, 0):
        citizen.types("code", "000000")
        citizen.touch("continue")
        citizen.answers("code.verify", CodeVerified(False, left))
    says_it_all(citizen.view, "platform.too_many_tries")


def test_continue_is_advised_only_where_trying_again_helps() -> None:
    citizen = at_code()
    citizen.answers("code.send", CodeSent("199****0001", 6, 300))
    for trouble, says in ((FailureKind.SLOW, "fault-do-continue"), (FailureKind.IDENTITY, "fault-do-elsewhere")):
        citizen.types("code", "123456")
        citizen.touch("continue")
        citizen.no_answer("code.verify", trouble)
        assert rows(citizen.view)["fault-do"] == WORDS.words("en").text(Text(says))
