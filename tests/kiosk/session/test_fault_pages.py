"""Every page with a fault says what happened, what is safe, what to do, whom to call and what to say there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from devices.id_reader.contract import CardProblem, IdCard
from devices.receipt_printer.contract import Paper
from devices.registry import families, load_family
from kiosk.effects import Audit, AuditKind
from kiosk.events import Touched
from kiosk.messages import Languages
from kiosk.platform.gateway import CodeSent, CodeVerified, FailureKind
from kiosk.scenario.stage import message_keys, touchable_keys
from kiosk.session.attract import Attract
from kiosk.session.trouble import InTrouble
from kiosk.spoken import spoken
from kiosk.steps.paper import AUDIT_OF, WORDS_OF
from kiosk.terminal.facts import fault_notes
from kiosk.view import BlockKind, View
from kiosk.visit import Case
from kiosk.vocabulary import CAPABILITIES
from kiosk.words import Data, Text
from tests.frozen import catalogue
from tests.house.doors import ROOT, product_files
from tests.kiosk.session.citizen import ALL_WELL, FACTS, NOW, Citizen, invented_card
from tests.kiosk.session.ways import (
    a_case_is_asked_by_its_slip,
    a_code_is_checked,
    a_look_up_is_asked,
    a_look_up_is_printed,
    at_code,
    at_declare,
    at_ending,
    at_form,
    at_identify,
    cases_are_asked_by_card,
)
from tests.languages import FOLDER, LANGUAGES

FAULTS = fault_notes(ROOT / "config" / "faults.toml")
WORDS = Languages.load(FOLDER).with_items(catalogue())


def rows(view: View) -> dict[str, str]:
    """Label → value of a page's rows, as a citizen reads them in English."""
    say = WORDS.words("en").text
    found = [block for block in view.blocks if block.kind is BlockKind.ROW]
    return {block.words.key: say(block.value) for block in found if isinstance(block.words, Text) and block.value}


def named(code: str) -> str:
    """Return the text that belongs to this fault alone."""
    return WORDS.words("en").text(Text("trouble-" + re.sub(r"[._]", "-", code), args=(("years", Data("80")),)))


def heard(view: View) -> str:
    return "\n".join(spoken(view, WORDS.words("en")))


def says_it_all(view: View, code: str) -> None:
    told = rows(view)
    assert told["fault-safe"]
    assert told["fault-do"]
    assert told["help-phone"] == FACTS.duty_phone
    assert told["fault-say"] == f"{FACTS.code} {FAULTS[code].code}"
    assert named(code) in heard(view)


def exact_faults(citizen: Citizen) -> list[str]:
    return [e.code for e in citizen.effects if isinstance(e, Audit) and e.kind is AuditKind.FAULT_SHOWN]


def of(*families: str) -> list[str]:
    return [code for code in FAULTS if code.partition(".")[0] in families]


def test_every_fault_has_words_a_short_code_of_its_own_and_something_to_do() -> None:
    codes = [note.code for note in FAULTS.values()]
    assert len(set(codes)) == len(codes)
    for language in LANGUAGES:
        words = WORDS.words(language)
        for fault, note in FAULTS.items():
            arguments = (("years", Data("80")),) if fault == "card.too_young" else ()
            assert words.text(Text("trouble-" + re.sub(r"[._]", "-", fault), args=arguments))
            assert words.text(Text(f"fault-do-{note.do.replace('_', '-')}"))


def test_no_fault_of_the_program_is_without_a_note() -> None:
    named = re.compile(r'"((?:id_reader|receipt_printer|transport|keep)\.[a-z_]+)"')
    # A rehearsal names misfortunes the same way, and they are no faults.
    program = [path for path in product_files() if "kiosk/scenario/" not in path.as_posix()]
    told = {code for path in program for code in named.findall(path.read_text(encoding="utf-8"))}
    assert told <= FAULTS.keys(), told - FAULTS.keys()
    assert {f"platform.{trouble.value}" for trouble in FailureKind} <= FAULTS.keys()


def test_every_fault_there_is_has_its_page_here() -> None:
    of_a_page = set(of("id_reader", "transport", "device", "receipt_printer", "card", "platform", "keep"))
    assert of_a_page | AT_LARGE == set(FAULTS) - set(of(*families_of_no_page()))
    assert set(of("card")) == set(REFUSED)
    assert set(of("keep")) == {f"keep.{reason}" for reason in codes_of_keeping() - NOT_OF_A_VISIT.keys()}


def families_of_no_page() -> set[str]:
    """Device families that no item can need: no page waits for such a device or speaks of its faults."""
    needed = {name for name in families() if set(load_family(name).capabilities) & CAPABILITIES.keys()}
    return set(families()) - needed


AT_LARGE = {"terminal.no_catalogue", "terminal.outbox", "terminal.program", "program.error"}
"""Faults of no page of a visit."""

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


def test_a_fault_nobody_has_words_for_is_told_by_its_own_name() -> None:
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


def slips(citizen: Citizen) -> list[tuple[AuditKind, str]]:
    return [(e.kind, e.code) for e in citizen.effects if isinstance(e, Audit) and e.kind in AUDIT_OF.values()]


def at_print_of_a_case() -> Citizen:
    citizen = at_declare()
    citizen.touch("declare")
    citizen.kept()
    citizen.receipt()
    return citizen


@pytest.mark.parametrize("paper", [Paper.DID_NOT, Paper.UNCONFIRMED])
@pytest.mark.parametrize(
    ("way", "instead"),
    [(at_print_of_a_case, "paper-note-number"), (a_look_up_is_printed, "paper-read-screen")],
    ids=["case", "look-up"],
)
@pytest.mark.parametrize("code", of("receipt_printer", "transport"))
def test_a_slip_that_did_not_come_out(way: Callable[[], Citizen], instead: str, code: str, paper: Paper) -> None:
    citizen = way()
    citizen.printed(paper, code)
    says_it_all(citizen.view, code)
    keys = message_keys(citizen.view)
    assert WORDS_OF[paper][0] in keys
    assert {key for key in keys if key in ("paper-note-number", "paper-read-screen")} == {instead}
    assert WORDS.words("en").text(Text(instead)) in heard(citizen.view)
    assert slips(citizen) == [(AUDIT_OF[paper], code)]


def test_a_look_up_after_a_kept_case_never_says_that_nothing_was() -> None:
    citizen = at_ending()
    citizen.printed(Paper.CAME_OUT)
    citizen.touch("another")
    at_code(citizen)
    citizen.no_answer("code.send", FailureKind.SLOW)
    says_what_was_before(citizen)
    citizen.touch("leave")
    citizen = at_ending()
    citizen.touch("another")
    a_look_up_is_printed(citizen).printed(Paper.DID_NOT, "receipt_printer.jam")
    says_what_was_before(citizen)


def says_what_was_before(citizen: Citizen) -> None:
    keys = message_keys(citizen.view)
    assert "fault-safe-before" in keys
    assert "fault-safe-nothing" not in keys


def test_a_slip_nobody_can_vouch_for_has_a_short_code_too() -> None:
    citizen = at_print_of_a_case()
    citizen.printed(Paper.UNCONFIRMED)
    told = rows(citizen.view)
    assert (told["help-phone"], told["fault-say"]) == (FACTS.duty_phone, "WT02 P0")
    assert slips(citizen) == [(AuditKind.SLIP_UNCONFIRMED, "")]


@pytest.mark.parametrize("reason", ["outbox", "no_catalogue", "program"])
def test_out_of_service(reason: str) -> None:
    state = Attract("visit-1", FACTS, None, replace(ALL_WELL, out_of_service=reason))
    says_it_all(state.view(), f"terminal.{reason}")


def test_a_program_that_failed() -> None:
    state = InTrouble("visit-1", FACTS, ALL_WELL, "en", None)
    says_it_all(state.view(), "program.error")
    kept = replace(state, case=Case("case-1", "WT02-0001-ABCD-E", NOW))
    says_it_all(kept.view(), "program.error")
    assert "WT02-0001-ABCD-E" in {b.value.text for b in kept.view().blocks if isinstance(b.value, Data)}


@pytest.mark.parametrize("way", [Citizen, at_identify, at_code, at_form, at_declare, at_ending])
def test_staff_end_a_visit_from_any_page_and_nothing_is_shown(way: Callable[[], Citizen]) -> None:
    citizen = way()
    citizen.touch("help", "staff-end", "back")
    assert "staff-end" in touchable_keys(citizen.view)
    citizen.touch("staff-end", "staff-end-now")
    assert citizen.session.finished
    kinds = [effect.kind for effect in citizen.effects if isinstance(effect, Audit)]
    assert kinds[-2:] == [AuditKind.ENDED_BY_STAFF, AuditKind.VISIT_ENDED]


def test_nobody_ends_a_visit_by_a_touch_that_is_not_on_the_page() -> None:
    citizen = at_identify()
    for key in ("staff-end", "staff-end-now"):
        citizen.happens(Touched("visit-1", key))
    assert not citizen.session.finished
    assert not citizen.session.help_over


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


def test_who_has_used_up_the_tries_is_told_so() -> None:
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
