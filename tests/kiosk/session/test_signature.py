"""The step sign: strokes on the glass, undone and wiped; the declaration that counts as much; both in the draft."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devices.strict_struct import replace as with_changes
from kiosk.case.draft import Draft
from kiosk.catalogue.item import Condition, JourneyStep
from kiosk.effects import Keep
from kiosk.session import timers_of, view_of
from kiosk.signature import STROKES_MOST, Signature
from kiosk.signing import Drawn
from kiosk.spoken import focus_stops
from kiosk.steps.sign import SignState
from kiosk.words import Text, text
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.ways import ZHAO, at_declare, at_sign

ONE = ((1000, 1000), (6000, 1100))
LINE = ((1000, 1000, 0), (6000, 1100, 16))


def written(citizen: Citizen) -> int:
    return len(citizen.session.own(SignState).strokes)


def draft_of(citizen: Citizen) -> Draft:
    (draft,) = citizen.last(Keep).drafts
    assert isinstance(draft, Draft)
    return draft


def test_the_declaration_says_that_a_signature_follows_and_submits() -> None:
    signing, plain = at_sign(), at_declare()
    signing.touch("back")
    assert signing.view.actions.right is not None
    assert signing.view.actions.right.note == text("declare-sign-note")
    assert plain.view.actions.right is not None
    assert plain.view.actions.right.note == text("action-declare-note")


def test_a_signature_is_kept_with_the_case_as_strokes() -> None:
    citizen = at_sign()
    citizen.touch_in_vain("signed")
    citizen.writes(*ONE)
    citizen.touch("signed")
    assert citizen.page == "submit"
    assert draft_of(citizen).signature == Signature("signed", (LINE,), 248, 149)
    shown = citizen.last(Keep).shown["signature"]
    assert text("sign-title") in shown.words
    declared = set(citizen.last(Keep).shown["declaration"].words)
    assert declared & set(shown.words), "the words that are signed are evidence under the signature too"


def test_a_declaration_counts_as_much_and_keeps_no_stroke() -> None:
    citizen = at_sign()
    citizen.writes(*ONE)
    citizen.touch("other")
    assert citizen.page == "sign/other"
    citizen.touch("declared")
    assert citizen.page == "submit"
    assert draft_of(citizen).signature == Signature("declared")
    assert text("sign-other-lead") in citizen.last(Keep).shown["signature"].words


def test_without_the_step_a_case_has_no_signature() -> None:
    citizen = at_declare()
    citizen.touch("declare")
    assert draft_of(citizen).signature is None


def test_a_signature_may_be_asked_of_some_and_the_declaration_knows_of_whom() -> None:
    citizen = at_sign()
    item = citizen.session.item
    assert item is not None
    for value, expected in (("self", "declare-sign-note"), ("family", "action-declare-note")):
        condition = Condition(fact="acting_for", schema_={"const": value})
        steps = tuple(JourneyStep("sign", (condition,)) if each == "sign" else each for each in item.steps_)
        citizen.session = replace(citizen.session, item=with_changes(item, steps_=steps), page="declare")
        assert citizen.view.actions.right is not None
        assert citizen.view.actions.right.note == text(expected)
    citizen.touch("declare")
    assert citizen.page == "submit"
    assert draft_of(citizen).signature is None


def test_strokes_are_undone_one_by_one_and_all_at_once() -> None:
    citizen = at_sign()
    citizen.touch_in_vain("undo")
    for _ in range(3):
        citizen.writes(*ONE)
    citizen.touch("undo")
    assert written(citizen) == 2
    citizen.touch("clear")
    assert written(citizen) == 0
    citizen.touch_in_vain("signed")


def test_looking_at_the_other_way_keeps_the_strokes_and_declaring_anew_wipes_them() -> None:
    citizen = at_sign()
    citizen.writes(*ONE)
    citizen.touch("other", "back")
    assert (citizen.page, written(citizen)) == ("sign", 1)
    citizen.touch("back", "back", "change:phone:phone")
    citizen.types("answer:phone", "19900000002")
    citizen.touch("continue", "continue", "declare")
    assert (citizen.page, written(citizen)) == ("sign", 0)


@pytest.mark.parametrize(
    "drawn",
    [
        Drawn("visit-0", "signature", (1, 1, 0), 248),
        Drawn("visit-1", "no-pad", (1, 1, 0), 248),
        Drawn("visit-1", "signature", (1, 1, 7), 248),
        Drawn("visit-1", "signature", (10_001, 1, 0), 248),
        Drawn("visit-1", "signature", (1, 1, 0) * 300, 248),
        Drawn("visit-1", "signature", (1, 1, 0), 0),
        Drawn("visit-1", "signature", (1, 1, 0), 100_000),
    ],
)
def test_a_stroke_that_cannot_be_or_is_not_for_this_page_writes_nothing(drawn: Drawn) -> None:
    citizen = at_sign()
    citizen.happens(drawn)
    assert written(citizen) == 0


def test_nothing_is_written_on_what_is_covered() -> None:
    citizen = at_sign()
    open_ = citizen.session
    for covered in (replace(open_, curtain=True), replace(open_, counting_down=True), replace(open_, help_over=True)):
        citizen.session = covered
        citizen.writes(*ONE)
        assert written(citizen) == 0
    citizen.session = open_
    citizen.touch("help")
    citizen.writes(*ONE)
    assert written(citizen) == 0


def test_no_other_page_takes_a_stroke() -> None:
    citizen = at_sign()
    citizen.touch("other")
    before = citizen.session
    citizen.writes(*ONE)
    assert citizen.session is before


def test_a_full_pad_says_so_and_takes_no_more() -> None:
    citizen = at_sign()
    for _ in range(STROKES_MOST + 5):
        citizen.writes(*ONE)
    assert written(citizen) == STROKES_MOST
    assert citizen.view.lead == text("sign-full")
    assert citizen.view.pad is not None
    assert citizen.view.pad.full
    citizen.touch("undo")
    assert citizen.view.lead == text("sign-lead")


def test_writing_is_a_sign_of_life() -> None:
    citizen = at_sign()
    (before,) = (timer for timer in timers_of(citizen.session) if timer.name == "idle")
    citizen.writes(*ONE)
    (after,) = (timer for timer in timers_of(citizen.session) if timer.name == "idle")
    assert before != after


def test_who_listens_meets_the_way_without_writing_before_what_is_about_strokes() -> None:
    citizen = at_sign()
    assert [each.key for each in citizen.view.choices] == ["undo", "clear", "other"]
    citizen.touch("voice")
    assert focus_stops(citizen.view)[0].key == "other"
    citizen.touch("other")
    assert focus_stops(citizen.view)[0].key == "declared"


def test_a_time_out_leaves_no_stroke() -> None:
    citizen = at_sign()
    citizen.writes(*ONE)
    citizen.rings("idle")
    citizen.rings("countdown")
    assert citizen.page == "farewell"
    citizen.rings("farewell")
    assert citizen.session.finished


def test_a_helper_signs_with_their_own_name_and_declares_as_a_helper() -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "continue", "for:family", "relation:child", "continue", "continue")
    citizen.lays_card(ZHAO)
    citizen.touch("continue")
    assert citizen.page == "identify"
    citizen.session = replace(citizen.session, page="sign")
    view = view_of(citizen.session)
    assert view.lead == text("sign-lead-helper")
    assert any(isinstance(block.words, Text) and block.words.key.endswith("-helper") for block in view.blocks)
