"""Look-ups and progress: asked after the second proof, shown, printed if wished, kept nowhere."""

from __future__ import annotations

import pytest

from devices.receipt_printer.contract import Paper
from kiosk.effects import Ask, Job, Keep
from kiosk.platform.gateway import CodeSent, CodeVerified, FailureKind, LookupResult
from kiosk.platform.listing import Cases
from kiosk.view import BlockKind
from kiosk.words import Data, Text, text
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.ways import at_code, title


def test_nothing_stored_is_asked_for_before_the_second_proof() -> None:
    citizen = at_code()
    citizen.answers("code.send", CodeSent("199****0001", 6, 300))
    citizen.types("code", "12")
    citizen.touch("continue")
    assert citizen.page == "second_proof"
    citizen.types("code", "123456")
    citizen.touch("continue")
    citizen.answers("code.verify", CodeVerified(False, 2))
    assert citizen.page == "second_proof"
    assert [e.question.name for e in citizen.effects if isinstance(e, Ask)] == ["code.send", "code.verify"]
    citizen.types("code", "123457")
    citizen.touch("continue")
    citizen.answers("code.verify", CodeVerified(True, 0, "proof"))
    citizen.touch("agree:consent-query")
    question = citizen.last(Ask).question
    assert (question.name, question.identity["proof"]) == ("pension.enrolment", "proof")


@pytest.mark.parametrize(
    ("trouble", "reason", "says"),
    [
        (FailureKind.OFFLINE, "", "offline"),
        (FailureKind.REFUSED, "no-registered-phone", "no-registered-phone"),
        (FailureKind.BROKEN, "", "broken"),
    ],
)
def test_no_code_no_look_up_and_a_way_out(trouble: FailureKind, reason: str, says: str) -> None:
    citizen = at_code()
    citizen.no_answer("code.send", trouble, reason)
    assert title(citizen) == f"trouble-platform-{says}"
    citizen.touch("leave")
    assert citizen.page == "farewell"


def test_a_look_up_is_shown_printed_once_and_kept_nowhere() -> None:
    citizen = at_code()
    citizen.answers("code.send", CodeSent("199****0001", 6, 300))
    citizen.types("code", "123456")
    citizen.touch("continue")
    citizen.answers("code.verify", CodeVerified(True, 0, "proof"))
    citizen.touch("agree:consent-query")
    citizen.answers("lookup", LookupResult((("status", "正常"),), "2026-11-20"))
    citizen.touch("print")
    citizen.touch_in_vain("print")
    citizen.printed(Paper.UNCONFIRMED, "transport.lost")
    citizen.touch_in_vain("print")
    assert citizen.count(Job) == 1
    assert citizen.count(Keep) == 0


def test_what_a_look_up_has_no_word_for_is_said_to_be_missing_not_shown_as_a_code() -> None:
    citizen = at_code()
    citizen.answers("code.send", CodeSent("199****0001", 6, 300))
    citizen.types("code", "123456")
    citizen.touch("continue")
    citizen.answers("code.verify", CodeVerified(True, 0, "proof"))
    citizen.touch("agree:consent-query")
    citizen.answers("lookup", LookupResult((("novelty", "X"), ("years", "12"), ("status", "正常")), "2026-11-20"))
    blocks = citizen.view.blocks
    shown = [(block.kind, block.words.key) for block in blocks if isinstance(block.words, Text)]
    assert [key for kind, key in shown if kind is BlockKind.ROW] == ["row-status", "row-years"]
    assert (BlockKind.NOTE, "lookup-more") in shown
    citizen.touch("print")
    assert text("lookup-more", phone=Data("0571-0000 0021")) in citizen.last(Job).argument.notes


def test_waiting_says_what_is_done_then_how_long_it_takes() -> None:
    citizen = at_code()
    for name, key in (("say_what", "asking-what"), ("say_how_long", "asking-how-long")):
        citizen.rings(name)
        assert isinstance(lead := citizen.view.lead, Text)
        assert lead.key == key


def test_five_wrong_slip_numbers_end_the_visit() -> None:
    citizen = Citizen()
    citizen.touch("item:case-progress", "continue", "way:slip")
    for _ in range(5):
        assert citizen.page == "way/slip"
        citizen.types("slip", "WT02-0001-AAAA-2")
        citizen.touch("continue")
        if citizen.session.awaiting:
            citizen.answers("by_slip", Cases(()))
    assert citizen.page == "farewell"
