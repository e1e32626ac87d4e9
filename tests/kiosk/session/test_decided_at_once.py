"""Decisions that come with the receipt: shown on ending and slip and for each part, if the receipt is valid."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.case.kept import Case, Fate
from kiosk.case_events import ReceiptCame
from kiosk.effects import Job
from kiosk.platform.listing import CaseState
from kiosk.platform.receipts import _proven
from kiosk.platform.wire_types import Receipt, ReceiptKind
from kiosk.spoken import spoken
from kiosk.view import Tone
from kiosk.words import Text
from tests.kiosk.session.citizen import NOW
from tests.kiosk.session.fault_pages import WORDS
from tests.kiosk.session.test_parts import both_kept
from tests.kiosk.session.ways import at_declare
from tests.view_texts import texts_in

SAID = {
    CaseState.GRANTED: ("granted", Tone.DONE),
    CaseState.DECIDED: ("granted", Tone.DONE),
    CaseState.NOT_GRANTED: ("turned-down", Tone.ATTENTION),
    CaseState.NOT_ACCEPTED: ("turned-down", Tone.ATTENTION),
    CaseState.CORRECTION: ("asked", Tone.ATTENTION),
    CaseState.UNDER_REVIEW: ("handed-over", Tone.DONE),
}


@pytest.mark.parametrize(("state", "said"), SAID.items())
def test_page_and_slip_say_the_state_of_the_receipt(state: CaseState, said: tuple[str, Tone]) -> None:
    word, tone = said
    citizen = at_declare()
    citizen.touch("declare")
    citizen.kept()
    citizen.happens(ReceiptCame("visit-1", "case-1", "3301-0001", NOW, state))
    assert citizen.page == "ending"
    assert isinstance(citizen.view.title, Text)
    assert (citizen.view.title.key, citizen.view.tone) == (f"ending-{word}-title", tone)
    keys = {each.key for each in texts_in(citizen.view) if isinstance(each, Text)}
    assert (f"state-{state.value.replace('_', '-')}" in keys) == (word != "handed-over")
    assert citizen.last(Job).argument.state.key == f"slip-{word}"
    words = WORDS.words("zh-CN")
    assert words.text(citizen.view.title) in "".join(spoken(citizen.view, words))


def test_each_part_has_its_own() -> None:
    citizen = both_kept()
    citizen.happens(ReceiptCame("visit-1", "case-1", "3301-0001", NOW, CaseState.NOT_ACCEPTED))
    citizen.happens(ReceiptCame("visit-1", "case-2", "3301-0002", NOW))
    assert isinstance(citizen.view.title, Text)
    assert citizen.view.title.key == "ending-parts-mixed"
    keys = {each.key for each in texts_in(citizen.view) if isinstance(each, Text)}
    assert {"part-turned-down", "part-handed-over"} <= keys


def test_a_paper_that_was_put_off_is_not_asked_for_twice() -> None:
    case = Case("case-1", "S", NOW, "3301-0001", NOW, missing=("proof",), state=CaseState.CORRECTION)
    assert case.fate is Fate.MISSING
    assert replace(case, missing=()).fate is Fate.ASKED
    assert replace(case, state=CaseState.NOT_GRANTED).fate is Fate.TURNED_DOWN


def test_a_decision_without_its_receipt_is_none() -> None:
    proof = Receipt(ReceiptKind.DECIDED, "case-1", "d", "3301-0001", NOW, "token", "granted")
    assert _proven(CaseState.GRANTED, proof) is CaseState.GRANTED
    assert _proven(CaseState.NOT_GRANTED, proof) is _proven(CaseState.GRANTED, None) is CaseState.RECEIVED
    assert _proven(CaseState.CORRECTION, None) is CaseState.CORRECTION
