"""Faults of the printer during a visit: the page and what it says about the slip."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from devices.receipt_printer.contract import Paper
from kiosk.effects import Audit, AuditKind
from kiosk.platform.gateway import FailureKind
from kiosk.scenario.stage import message_keys
from kiosk.steps.slip_printing import AUDIT_OF, WORDS_OF
from kiosk.words import Text
from tests.kiosk.session.citizen import FACTS, Citizen
from tests.kiosk.session.fault_pages import (
    WORDS,
    heard,
    of,
    rows,
    says_it_all,
    seen,
)
from tests.kiosk.session.ways import (
    a_look_up_is_printed,
    at_code,
    at_declare,
    at_ending,
)


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
    assert f"paper-{WORDS_OF[paper][0]}" in keys
    assert {key for key in keys if key in ("paper-note-number", "paper-read-screen")} == {instead}
    assert WORDS.words("en").text(Text(instead)) in seen(citizen.view)
    assert WORDS.words("en").speech(Text(instead)) in heard(citizen.view)
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
    citizen.printed(Paper.UNCONFIRMED)
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
