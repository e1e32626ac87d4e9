"""Every page with a fault says what happened, what is safe, what to do, whom to call and what to say there."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from devices.receipt_printer.contract import Paper
from kiosk.effects import Audit, AuditKind
from kiosk.events import Touched
from kiosk.messages import Languages
from kiosk.platform.gateway import CodeSent, CodeVerified, Trouble
from kiosk.scenario.stage import keys_of
from kiosk.session.states import Attract, InTrouble, room_of
from kiosk.spoken import spoken
from kiosk.terminal.facts import fault_notes
from kiosk.view import BlockKind, View
from kiosk.words import Data, Text
from tests.house.doors import ROOT, product_files
from tests.kiosk.session.citizen import ALL_WELL, FACTS, Citizen, catalogue, invented_card
from tests.kiosk.session.ways import at_code, at_declare, at_ending, at_form, at_identify

FAULTS = fault_notes(ROOT / "config" / "faults.toml")
WORDS = Languages.load(ROOT / "config" / "languages").with_items(catalogue())


def rows(view: View) -> dict[str, str]:
    """Label → value of a page's rows, as a citizen reads them in English."""
    say = WORDS.words("en").text
    found = [block for block in view.blocks if block.kind is BlockKind.ROW]
    return {block.words.key: say(block.value) for block in found if isinstance(block.words, Text) and block.value}


def says_it_all(view: View, code: str) -> None:
    told = rows(view)
    assert told["fault-safe"]
    assert told["fault-do"]
    assert told["help-phone"] == FACTS.duty_phone
    assert told["fault-say"] == f"{FACTS.code} {FAULTS[code].code}"
    happened = WORDS.words("en").text(Text("trouble-" + re.sub(r"[._]", "-", code), args=(("years", Data("80")),)))
    assert happened in "\n".join(spoken(view, WORDS.words("en")))


def exact_faults(citizen: Citizen) -> list[str]:
    return [e.code for e in citizen.effects if isinstance(e, Audit) and e.kind is AuditKind.FAULT_SHOWN]


def test_every_fault_has_words_a_short_code_of_its_own_and_something_to_do() -> None:
    codes = [note.code for note in FAULTS.values()]
    assert len(set(codes)) == len(codes)
    for language in ("zh-CN", "en"):
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
    assert {f"platform.{trouble.value}" for trouble in Trouble} <= FAULTS.keys()


@pytest.mark.parametrize("code", [c for c in FAULTS if c.startswith(("id_reader.", "transport."))])
def test_a_reader_in_trouble_is_named_once_in_the_audit_log(code: str) -> None:
    citizen = at_identify()
    for _ in range(3):
        citizen.reader_says(code)
    assert exact_faults(citizen) == [code]
    says_it_all(citizen.view, code)
    citizen.lays_card(invented_card())
    assert citizen.session.trouble == ""


def test_a_fault_nobody_has_words_for_is_told_by_its_own_name() -> None:
    citizen = at_identify()
    citizen.reader_says("id_reader.on_fire")
    assert rows(citizen.view)["fault-say"] == "WT02 id_reader.on_fire"
    assert exact_faults(citizen) == ["id_reader.on_fire"]
    assert WORDS.words("en").text(Text("trouble-unknown")) in spoken(citizen.view, WORDS.words("en"))


@pytest.mark.parametrize("trouble", Trouble)
def test_a_platform_without_an_answer_is_named_exactly(trouble: Trouble) -> None:
    citizen = at_code()
    citizen.no_answer("code.send", trouble, "unknown-question")
    says_it_all(citizen.view, f"platform.{trouble.value}")
    assert exact_faults(citizen) == [f"platform.{trouble.value}:unknown-question"]


def test_a_code_that_could_not_be_checked_can_be_tried_again_without_a_new_one() -> None:
    citizen = at_code()
    citizen.answers("code.send", CodeSent("199****0001", 6, 300))
    citizen.types("code", "123456")
    citizen.touch("continue")
    citizen.no_answer("code.verify", Trouble.SLOW)
    says_it_all(citizen.view, "platform.slow")
    assert citizen.view.fields[0].value == "123456"
    citizen.touch("continue")
    assert citizen.session.awaits("code.verify")
    assert citizen.session.trouble == ""


def test_a_case_that_could_not_be_kept() -> None:
    citizen = at_declare()
    citizen.touch("declare")
    citizen.not_kept()
    says_it_all(citizen.view, "keep.disk_full")


@pytest.mark.parametrize("code", [c for c in FAULTS if c.startswith("receipt_printer.")])
def test_a_slip_that_did_not_come_out(code: str) -> None:
    citizen = at_declare()
    citizen.touch("declare")
    citizen.kept()
    citizen.receipt()
    citizen.printed(Paper.DID_NOT, code)
    says_it_all(citizen.view, code)
    assert rows(citizen.view)["fault-safe"] == WORDS.words("en").text(Text("fault-safe-kept"))


@pytest.mark.parametrize("reason", ["outbox", "no_catalogue"])
def test_out_of_service(reason: str) -> None:
    from dataclasses import replace

    state = Attract("visit-1", FACTS, None, replace(ALL_WELL, out_of_service=reason))
    says_it_all(room_of(state).view(state), f"terminal.{reason}")


def test_a_program_that_failed() -> None:
    state = InTrouble("visit-1", FACTS, ALL_WELL, "en", None)
    says_it_all(room_of(state).view(state), "program.error")


@pytest.mark.parametrize("way", [Citizen, at_identify, at_code, at_form, at_declare, at_ending])
def test_staff_end_a_visit_from_any_page_and_nothing_is_shown(way: Callable[[], Citizen]) -> None:
    citizen = way()
    citizen.touch("help", "staff-end", "back")
    assert "staff-end" in keys_of(citizen.view)
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
    citizen.no_answer("code.verify", Trouble.OFFLINE)
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
    for trouble, says in ((Trouble.SLOW, "fault-do-continue"), (Trouble.IDENTITY, "fault-do-elsewhere")):
        citizen.types("code", "123456")
        citizen.touch("continue")
        citizen.no_answer("code.verify", trouble)
        assert rows(citizen.view)["fault-do"] == WORDS.words("en").text(Text(says))
