"""The idle timer rests while a device or the network works, and runs again once the outcome is there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from devices.receipt_printer.contract import Paper
from kiosk.events import VoiceSeen
from kiosk.platform.gateway import CodeVerified, FailureKind
from kiosk.platform.listing import Cases
from kiosk.session import timers_of
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.ways import (
    FOUND,
    SENT,
    a_case_is_asked_by_its_slip,
    a_code_is_checked,
    a_look_up_is_asked,
    a_look_up_is_printed,
    at_code,
    at_declare,
    at_ending,
    cases_are_asked_by_card,
)

LISTENING = frozenset({"idle", "idle_slow", "countdown"})
"""The timers by which somebody is asked whether they are still there."""


def a_case_is_kept_under_help() -> Citizen:
    citizen = at_declare()
    citizen.touch("declare", "help")
    return citizen


def a_slip_is_printed_that_was_read_aloud() -> Citizen:
    citizen = at_ending()
    citizen.happens(VoiceSeen("visit-1", speaking=False, number=True))
    return citizen


def cases_and_documents_come(citizen: Citizen) -> None:
    citizen.answers("cases", Cases(()))
    citizen.no_answer("proofs", FailureKind.SLOW)


WORK: dict[str, tuple[Callable[[], Citizen], str, str, tuple[Callable[[Citizen], None], ...]]] = {
    "a code is sent": (
        at_code, "second_proof", "code.send",
        (lambda c: c.answers("code.send", SENT), lambda c: c.no_answer("code.send", FailureKind.OFFLINE)),
    ),
    "a code is checked": (
        a_code_is_checked, "second_proof", "code.verify",
        (lambda c: c.answers("code.verify", CodeVerified(False, 2)), lambda c: c.no_answer("code.verify")),
    ),
    "a look-up is asked": (
        a_look_up_is_asked, "lookup", "lookup",
        (lambda c: c.answers("lookup", FOUND), lambda c: c.no_answer("lookup", FailureKind.BROKEN)),
    ),
    "a look-up is printed": (
        a_look_up_is_printed, "lookup", "print",
        (lambda c: c.printed(Paper.CAME_OUT), lambda c: c.printed(Paper.DID_NOT, "receipt_printer.jam")),
    ),
    "cases are asked by card": (
        cases_are_asked_by_card, "progress", "cases",
        (cases_and_documents_come, lambda c: c.no_answer("cases", FailureKind.SLOW)),
    ),
    "a case is asked by its slip": (
        a_case_is_asked_by_its_slip, "way/slip", "by_slip",
        (lambda c: c.answers("by_slip", Cases(())), lambda c: c.no_answer("by_slip", FailureKind.BUSY)),
    ),
    "a case is kept, help lies over it": (
        a_case_is_kept_under_help, "submit", "keep",
        (Citizen.kept,),
    ),
    "a slip is printed, its number was spoken": (
        a_slip_is_printed_that_was_read_aloud, "ending", "print",
        (lambda c: c.printed(Paper.CAME_OUT), lambda c: c.printed(Paper.UNCONFIRMED)),
    ),
}  # fmt: skip
"""Work in progress → the way there, the page and purpose it is awaited on, and its possible outcomes."""

ENDS = [(name, end) for name, (_, _, _, ends) in WORK.items() for end in ends]


def asking(citizen: Citizen) -> set[str]:
    return {timer.name for timer in timers_of(citizen.session)} & LISTENING


@pytest.mark.parametrize(("name", "comes_home"), ENDS, ids=[name for name, _ in ENDS])
@pytest.mark.parametrize("larger", [False, True], ids=["as it is", "larger"])
def test_nobody_is_asked_for_while_something_is_awaited(
    name: str, comes_home: Callable[[Citizen], None], larger: bool
) -> None:
    way, page, purpose, _ = WORK[name]
    citizen = way()
    if larger:
        citizen.touch("larger")
    assert (citizen.page, set(citizen.session.awaiting.values())) == (page, {purpose})
    assert asking(citizen) == set()
    comes_home(citizen)
    assert not citizen.session.awaiting
    assert (citizen.page, asking(citizen)) == (page, {"idle_slow" if larger else "idle"})


@pytest.mark.parametrize("name", [name for name, (_, page, _, _) in WORK.items() if page != "submit"])
def test_a_curtain_that_falls_open_asks_only_when_nothing_is_awaited(name: str) -> None:
    way, _, _, ends = WORK[name]
    for ended in (False, True):
        citizen = way()
        if ended:
            ends[0](citizen)
        citizen.touch("help", "pause")
        citizen.rings("curtain")
        assert citizen.session.counting_down is ended
