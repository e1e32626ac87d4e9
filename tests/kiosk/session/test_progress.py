"""Progress: what is shown of each state, of parts and by slip number; and what follows a case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.case.draft import Subject
from kiosk.case_events import CaseNotReceived, Kept, KeptCase, ReceiptCame
from kiosk.effects import Keep, Rate
from kiosk.platform.listing import CaseAction, CasePayment, Cases, CaseState, MoneyState, RefundReason
from kiosk.platform.wire_types import RatingNode
from kiosk.steps.progress_state import GROUPS, ProgressState, offers
from kiosk.view import BlockKind, Tone
from kiosk.words import Data, text
from tests.frozen import charged
from tests.kiosk.session.case_samples import BUNDLE, EACH_STATE, IDS, SLIP, case_in, printed
from tests.kiosk.session.citizen import NOW, Citizen
from tests.kiosk.session.ways import a_case_is_asked_by_its_slip, cases_are_asked_by_card
from tests.view_texts import texts_in


def shown(*cases: object) -> Citizen:
    citizen = cases_are_asked_by_card()
    citizen.answers("cases", Cases(cases))  # type: ignore[arg-type]  # cases of the samples
    assert citizen.page == "progress"
    return citizen


def keys(citizen: Citizen) -> set[str]:
    return {each.key for each in texts_in(citizen.view)}


def touchable(citizen: Citizen) -> set[str]:
    actions = citizen.view.actions
    ends = [each.key for each in (actions.left, actions.middle, actions.right) if each is not None]
    return {each.key for each in citizen.view.choices} | set(ends)


@pytest.mark.parametrize("case", EACH_STATE, ids=lambda case: case.state.value)
def test_each_state_says_what_the_authority_said_and_nothing_else(case: object) -> None:
    citizen = shown(case)
    said, state = keys(citizen), case.state  # type: ignore[attr-defined]  # a case of the samples
    assert f"state-{state.value.replace('_', '-')}" in said
    assert ("progress-clock" in said) == (state in (CaseState.CORRECTION, CaseState.SUSPENDED))
    assert ("progress-promised" in said) == (state in (CaseState.ACCEPTED, CaseState.UNDER_REVIEW))
    assert ("progress-transferred" in said) == (state in (CaseState.TRANSFERRED, CaseState.NOT_ACCEPTED))
    assert ("progress-delivery" in said) == (state in (CaseState.GRANTED, CaseState.DELIVERED))
    assert ("progress-missing-all" in said) == (state is CaseState.CORRECTION)
    assert ("progress-answer" in said) == (GROUPS[state] in ("going", "missing"))


def test_several_applications_are_a_list_and_each_is_opened() -> None:
    citizen = shown(case_in(CaseState.GRANTED, 3), *BUNDLE)
    assert [each.key for each in citizen.view.choices] == ["case:0", "case:1"]
    one, several = citizen.view.choices
    assert (one.tag, one.tag_tone) == (text("state-granted"), Tone.DONE)
    assert (several.tag, several.tag_tone) == (text("state-correction"), Tone.ATTENTION)
    citizen.touch("case:1")
    assert citizen.page == "progress/case"
    citizen.touch("back")
    assert citizen.page == "progress"
    citizen.touch("case:0", "continue")
    assert citizen.page == "farewell"


def test_the_parts_of_an_application_are_counted_and_the_most_urgent_is_first() -> None:
    citizen = shown(*reversed(BUNDLE))
    assert citizen.view.lead == text(
        "progress-of-parts",
        count=3,
        parts=text(
            "list-of-two",
            one=text(
                "list-of-two", one=text("progress-count-missing", count=1), other=text("progress-count-going", count=1)
            ),
            other=text("progress-count-done", count=1),
        ),
    )
    assert citizen.view.title == text("progress-missing-of", name=text("short", "old-age-allowance"), count=2)
    # One that this terminal does not know is shown too.
    citizen.touch("part:2")
    assert citizen.view.title == text("progress-state-of", name=text("progress-this"), state=text("state-granted"))
    citizen.touch("part:0")
    assert "progress-missing-all" in keys(citizen)


def test_by_slip_number_there_is_no_item_no_office_and_nothing_that_needs_the_person() -> None:
    citizen = a_case_is_asked_by_its_slip()
    citizen.answers("by_slip", Cases(tuple(printed(each) for each in BUNDLE)))
    said = keys(citizen)
    assert "progress-by-slip" in said
    assert "progress-missing-all" in said
    assert not said & {"progress-office", "case-number-label", "authority-short"}
    assert text("short", "old-age-allowance") not in texts_in(citizen.view)
    assert touchable(citizen) == {"back", "leave", "continue"}
    citizen.touch("part:1")
    assert "state-under-review" in keys(citizen)


def test_no_cases_and_cases_without_their_details_are_shown() -> None:
    assert "progress-none" in keys(shown())
    bare = replace(case_in(CaseState.UNDER_REVIEW), detail=type(BUNDLE[0].detail)())
    assert "state-under-review" in keys(shown(bare))


@pytest.mark.parametrize(("key", "act"), [("urge", "urge"), ("withdraw", "withdraw")])
def test_what_follows_a_case_is_kept_like_an_application(key: str, act: str) -> None:
    citizen = shown(case_in(CaseState.UNDER_REVIEW, application="application-1"))
    citizen.touch(key)
    if key == "withdraw":
        assert citizen.page == "progress/withdraw"
        citizen.touch("stop", "withdraw", "withdraw-now")
    assert citizen.page == "submit"
    (keep,) = [each for each in citizen.effects if isinstance(each, Keep)]
    (draft,) = keep.drafts
    assert draft.subject == Subject(act, IDS[0], f"{1:064x}", "application-1")  # type: ignore[arg-type]  # of the table
    assert (draft.item_id, dict(draft.answers), draft.handed) == ("old-age-allowance", {}, ())
    assert draft.applicant is not None
    assert draft.applicant.proof == "card+person"
    citizen.happens(Kept("visit-1", keep.number, (KeptCase("case-2", "WT02-0002-AAAA-B", NOW, "old-age-allowance"),)))
    citizen.happens(ReceiptCame("visit-1", "case-2", "3301-0002", NOW))
    assert citizen.page == "ending"
    assert citizen.view.title == text(
        "ending-follow-handed-over-title",
        what=text(f"act-{act}"),
        authority=text("authority-short", "old-age-allowance"),
    )
    assert citizen.view.lead == text(f"follow-{act}-lead", authority=text("authority-short", "old-age-allowance"))
    assert citizen.view.progress is None


def test_a_withdrawal_that_waits_here_says_that_it_does_not_count_yet() -> None:
    citizen = shown(case_in(CaseState.UNDER_REVIEW))
    citizen.touch("withdraw", "withdraw-now")
    (keep,) = [each for each in citizen.effects if isinstance(each, Keep)]
    citizen.happens(Kept("visit-1", keep.number, (KeptCase("case-2", "WT02-0002-AAAA-B", NOW, "old-age-allowance"),)))
    citizen.rings("receipt_wait")
    assert citizen.view.lead == text("ending-follow-kept-lead", authority=text("authority-short", "old-age-allowance"))


def test_an_amendment_has_the_form_again_and_names_its_case() -> None:
    citizen = shown(case_in(CaseState.RECEIVED))
    citizen.touch("amend")
    assert citizen.page == "notice"
    assert citizen.session.matter.subject is not None
    assert citizen.session.matter.subject.act == "amend"
    assert citizen.session.matter.card is not None


def test_what_is_missing_is_handed_in_where_the_item_takes_it_here() -> None:
    lease = replace(BUNDLE[0].detail.missing[0], id="lease")
    citizen = shown(case_in(CaseState.CORRECTION, item_id="residence-permit", missing=(lease,)))
    right = citizen.view.actions.right
    assert right is not None
    assert (right.key, right.note) == ("correct", text("progress-correct-note", count=1))
    citizen.touch("correct")
    assert citizen.page == "materials"
    subject = citizen.session.matter.subject
    assert subject is not None
    assert (subject.act, subject.papers) == ("supplement", ("lease",))
    elsewhere = shown(case_in(CaseState.CORRECTION))
    assert "progress-correct-elsewhere" in keys(elsewhere)
    assert "correct" not in touchable(elsewhere)


def test_a_decided_case_is_rated_on_the_farewell() -> None:
    citizen = shown(case_in(CaseState.GRANTED))
    citizen.touch("rate-case")
    assert citizen.page == "farewell"
    heading = next(each for each in citizen.view.blocks if each.kind is BlockKind.HEADING)
    assert heading.words == text("rate-title", authority=Data("民政局"))
    citizen.touch("rate:2", "levels", "rate:5")
    (rating,) = [each for each in citizen.effects if isinstance(each, Rate)]
    assert (rating.case_id, rating.item_id, rating.node, rating.level) == (
        IDS[0], "old-age-allowance", RatingNode.DECIDED, 5,
    )  # fmt: skip


@pytest.mark.parametrize("way", ["card", "slip"])
def test_what_is_unpaid_can_be_paid_by_whoever_has_the_slip(way: str) -> None:
    citizen = cases_are_asked_by_card() if way == "card" else a_case_is_asked_by_its_slip()
    citizen.session = replace(citizen.session, catalogue=charged())
    due = case_in(
        CaseState.RECEIVED, item_id="no-house-proof", application="application-1", actions=frozenset({CaseAction.PAY})
    )
    citizen.answers("cases" if way == "card" else "by_slip", Cases((due,)))
    citizen.touch("pay")
    assert citizen.page == "pay"
    assert citizen.session.matter.application == "application-1"
    elsewhere = replace(citizen.session, status=replace(citizen.session.status, online=False))
    assert not offers(elsewhere.with_own(ProgressState((due,))), due, CaseAction.PAY)  # type: ignore[arg-type]  # in a matter


def paid(state: MoneyState, **more: object) -> CasePayment:
    payee = {"zh-CN": "样例市不动产登记中心"}
    return CasePayment(state, "10.00", payee, "2511241000000371", NOW, **more)  # type: ignore[arg-type]  # words


def test_money_is_asked_back_for_a_reason_of_the_list_and_kept_as_a_case() -> None:
    every = frozenset({CaseAction.REFUND})
    due = case_in(CaseState.GRANTED, application="application-1", actions=every, payments=(paid(MoneyState.PAID),))
    citizen = shown(due)
    assert "progress-paid-sum" in keys(citizen)
    citizen.touch("refund")
    assert [each.key for each in citizen.view.choices] == [f"reason:{each.value}" for each in RefundReason]
    citizen.touch("reason:paid_twice", "reasons", "reason:wrong_sum")
    assert {"refund-reason-wrong-sum", "progress-refund-sure-lead"} <= keys(citizen)
    citizen.touch("refund-now")
    (keep,) = [each for each in citizen.effects if isinstance(each, Keep)]
    (draft,) = keep.drafts
    assert draft.subject == Subject("refund", IDS[0], f"{1:064x}", "application-1", reason="wrong_sum")
    case = KeptCase("case-2", "WT02-0002-AAAA-B", NOW, "old-age-allowance")
    citizen.happens(Kept("visit-1", keep.number, (case,), "application-1"))
    citizen.happens(CaseNotReceived("visit-1", "case-2", reason="superseded"))
    office = text("authority-short", "old-age-allowance")
    assert citizen.view.lead == text("follow-refund-refused-lead", authority=office)


@pytest.mark.parametrize("state", [each for each in MoneyState if each is not MoneyState.PAID])
def test_what_became_of_money_that_was_asked_back_is_said(state: MoneyState) -> None:
    citizen = shown(case_in(CaseState.GRANTED, payments=(paid(state, words={"zh-CN": "按规定不退"}),)))
    said = keys(citizen)
    assert f"progress-refund-{state.value}" in said
    assert ("pay-returned-when" in said) == (state is MoneyState.REFUNDED)
    assert "refund" not in touchable(citizen)


def test_only_what_the_platform_offers_with_what_it_needs_can_be_done() -> None:
    every = frozenset(CaseAction)
    assert {"urge", "amend", "withdraw", "rate-case"} <= touchable(shown(case_in(CaseState.RECEIVED, actions=every)))
    without = shown(case_in(CaseState.RECEIVED, actions=every, case_id="", digest=""))
    assert touchable(without) == {"back", "leave", "continue"}
    unknown = shown(case_in(CaseState.RECEIVED, item_id="no-longer-offered", actions=every))
    assert touchable(unknown) == {"back", "leave", "continue"}
    assert shown(case_in(CaseState.RECEIVED, actions=frozenset())).view.choices == ()
    assert Data(SLIP) in [each.value for each in without.view.blocks]
