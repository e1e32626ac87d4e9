"""Registers fill the form for who agrees to it; whoever does not, or gets no answer, types by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kiosk.case.draft import Disputed, Draft, asks_correction
from kiosk.case_events import CaseNotReceived, Kept, KeptCase, ReceiptCame
from kiosk.effects import Ask, Keep
from kiosk.platform.gateway import FailureKind
from kiosk.platform.registers import RegisterEntries, RegisterEntry
from kiosk.view import Field
from kiosk.words import Text
from tests.frozen import whom as items
from tests.kiosk.session.citizen import ALL_WELL, NOW, Citizen
from tests.kiosk.session.ways import PROVEN, SENT, WANG

ADDRESS, CARD = "测试省样例市梧桐街道 8 号", "6200000000000000018"
POPULATION, PENSION = "agree:consent-population", "agree:consent-pension"
RECORD = "agree:consent-record"


def entry(register: str, **values: str) -> RegisterEntry:
    return RegisterEntry(register, {"zh-CN": "样例库", "en": "the sample register"}, "2026-06-30", values)


ALL = (entry("population", household=ADDRESS), entry("pension", account=CARD, scheme="residents"))


def at_consent(citizen: Citizen | None = None, whom: str = "for:self") -> Citizen:
    citizen = citizen or Citizen(items=items())
    citizen.touch("item:pension-account", "continue", whom)
    if citizen.page == "for_whom/relation":
        citizen.touch("relation:child", "continue")
    citizen.touch("continue")
    while citizen.page.startswith("identify"):
        citizen.lays_card(WANG if citizen.page == "identify" else replace(WANG, number="990103197501010027"))
        citizen.touch("continue")
    citizen.answers("code.send", SENT)
    citizen.types("code", "123456")
    citizen.touch("continue")
    citizen.answers("code.verify", PROVEN)
    assert citizen.page == "consent"
    return citizen


def at_prefill(*agreed: str) -> Citizen:
    citizen = at_consent()
    citizen.touch(RECORD, *(agreed or (POPULATION, PENSION)), "continue")
    return citizen


def answered(*entries: RegisterEntry) -> Citizen:
    citizen = at_prefill()
    citizen.answers("prefill", RegisterEntries(entries))
    return citizen


def field(citizen: Citizen) -> Field:
    (one,) = citizen.view.fields
    return one


def draft(citizen: Citizen) -> Draft:
    """Go on to the end, typing what is missing."""
    for _ in range(10):
        if citizen.page == "form/phone":
            citizen.types("answer:phone", "19900000001")
        right = citizen.view.actions.right
        assert right is not None
        citizen.touch(right.key)
        if citizen.page == "submit":
            keep = citizen.last(Keep)
            one, *others = keep.drafts
            assert isinstance(one, Draft)
            assert [asks_correction(each) for each in keep.drafts] == [False, *([True] if one.disputed else [])]
            for other in others:
                assert set(other.answers) == {each.answer for each in one.disputed}, "no more than it is about"
            return one
    raise AssertionError(citizen.page)


def wanted(citizen: Citizen) -> list[dict[str, Any]]:
    return list(citizen.last(Ask).question.parameters["wanted"])


def test_what_was_agreed_to_is_asked_with_the_words_that_were_shown() -> None:
    citizen = at_prefill()
    ask = citizen.last(Ask)
    assert (citizen.page, ask.question.name, ask.question.purpose) == (
        "prefill", "registers", "consent-record consent-population consent-pension",
    )  # fmt: skip
    assert wanted(citizen) == [
        {"register": "population", "fields": ("household",), "purpose": "consent-population"},
        {"register": "pension", "fields": ("account", "scheme"), "purpose": "consent-pension"},
    ]
    assert ask.question.identity["proof"] == "proof"
    assert ask.consent == citizen.session.matter.shown["consent"]


def test_the_form_is_filled_and_says_from_where_and_of_which_day() -> None:
    citizen = answered(*ALL)
    seen = []
    for _ in range(3):
        each = field(citizen)
        assert isinstance(each.source, Text)
        assert (each.source.key, dict(each.source.args)["day"], each.unspoken) == (
            "source-register",
            "2026-06-30",
            True,
        )
        seen.append(each.value)
        citizen.touch("continue")
    assert seen == [ADDRESS, CARD, "residents"]
    assert citizen.page == "form/phone"
    assert field(citizen).source is None


def test_the_case_says_what_was_agreed_to_and_what_a_register_vouches_for() -> None:
    sealed = draft(answered(*ALL))
    assert sealed.evidence.consented == ("consent-record", "consent-population", "consent-pension")
    assert sealed.evidence.registers == {"address": "population", "account": "pension", "scheme": "pension"}
    assert sealed.disputed == ()


def test_who_agrees_to_one_register_is_looked_up_in_no_other() -> None:
    citizen = at_prefill(PENSION)
    assert [each["register"] for each in wanted(citizen)] == ["pension"]
    assert citizen.last(Ask).question.purpose == "consent-record consent-pension"
    citizen.answers("prefill", RegisterEntries(ALL))
    assert field(citizen).value == "", "what was not asked for is not taken"
    assert citizen.page == "form/address"


def test_who_agrees_to_none_types_by_hand_and_is_not_turned_away() -> None:
    citizen = at_consent()
    notes = [choice.note for choice in citizen.view.choices]
    assert notes == [None, Text("consent-optional"), Text("consent-optional")]
    citizen.touch("continue")
    assert citizen.page == "consent", "the purpose of the matter itself is needed"
    citizen.touch(RECORD, "continue")
    assert citizen.page == "form/address"
    assert citizen.last(Ask).question.name == "code.verify"


def test_consent_taken_back_takes_its_values_back() -> None:
    citizen = answered(*ALL)
    citizen.touch("continue", "continue", "back", "back", "back")
    assert citizen.page == "consent"
    citizen.touch(PENSION, "continue")
    assert citizen.page == "form/address"
    assert field(citizen).value == ADDRESS
    citizen.touch("continue")
    assert (field(citizen).value, field(citizen).source) == ("", None)
    citizen.touch("back", "back", PENSION, "continue")
    assert citizen.page == "prefill", "agreed to again, it is asked again"
    assert [each["register"] for each in wanted(citizen)] == ["pension"]


def test_without_a_network_nothing_is_asked() -> None:
    citizen = at_consent()
    citizen.world(online=False)
    citizen.touch(RECORD, POPULATION, PENSION, "continue")
    assert citizen.page == "form/address"


def test_nobody_has_to_wait() -> None:
    citizen = at_prefill()
    citizen.rings("say_what")
    citizen.touch("by-hand")
    assert (citizen.page, citizen.session.awaiting) == ("form/address", {})
    citizen.touch("back")
    assert citizen.page == "consent"
    citizen.touch("continue")
    assert citizen.page == "form/address", "who types by hand is not asked again"


@pytest.mark.parametrize(
    ("trouble", "reason", "code"),
    [
        (FailureKind.SLOW, "", "platform.slow"),
        (FailureKind.NOT_THE_PLATFORM, "other-person", "platform.other_person"),
        (FailureKind.BROKEN, "other-fields", "platform.broken"),
        (FailureKind.REFUSED, "proof-required", "platform.refused"),
    ],
)
def test_a_register_that_does_not_answer_well_is_said_and_stops_nobody(
    trouble: FailureKind, reason: str, code: str
) -> None:
    citizen = at_prefill()
    citizen.no_answer("prefill", trouble, reason)
    assert (citizen.page, citizen.session.trouble) == ("prefill", code)
    assert citizen.view.title == Text("prefill-none-title")
    citizen.touch("again")
    assert not citizen.session.trouble
    citizen.no_answer("prefill", trouble, reason)
    citizen.touch("by-hand")
    assert (citizen.page, field(citizen).value) == ("form/address", "")


def test_half_the_fields_fill_half_the_form() -> None:
    citizen = answered(entry("pension", account=CARD))
    citizen.types("answer:address", ADDRESS)
    citizen.touch("continue")
    assert field(citizen).value == CARD
    citizen.touch("continue")
    assert not any(option.chosen for option in field(citizen).options)


@pytest.mark.parametrize("wrong", ["?", "6200", "6" * 60, "", "一二三四"])
def test_a_value_that_the_form_does_not_take_is_asked(wrong: str) -> None:
    citizen = answered(entry("pension", account=wrong, scheme="emperors"))
    citizen.types("answer:address", ADDRESS)
    citizen.touch("continue")
    assert (field(citizen).value, field(citizen).source) == ("", None)


def test_who_says_the_register_is_wrong_goes_on_with_what_they_type() -> None:
    citizen = answered(*ALL)
    (choice,) = citizen.view.choices
    assert (choice.key, choice.label) == (
        "dispute:address",
        Text("form-register-wrong", (("what", Text("answer-address", (), "pension-account")),)),
    )
    citizen.touch("dispute:address")
    assert field(citizen).value == ADDRESS, "it is opened to be changed"
    citizen.types("answer:address", "样例市新地址 9 号")
    source = field(citizen).source
    assert isinstance(source, Text)
    assert source.key == "source-disputed"
    sealed = draft(citizen)
    assert sealed.answers["address"] == "样例市新地址 9 号"
    assert sealed.disputed == (Disputed("address", "population", "2026-06-30"),)
    assert sealed.evidence.registers == {"account": "pension", "scheme": "pension"}
    assert ADDRESS not in str(sealed.disputed)


@pytest.mark.parametrize(
    ("told", "words"),
    [("received", "dispute-passed-on"), ("refused", "dispute-refused"), ("", "dispute-with-case")],
)
def test_a_correction_is_a_case_of_its_own_and_the_ending_says_what_became_of_it(told: str, words: str) -> None:
    citizen = answered(*ALL)
    citizen.touch("dispute:address")
    citizen.types("answer:address", "样例市新地址 9 号")
    draft(citizen)
    kept = tuple(KeptCase(f"case-{n}", "WT02-0001-ABCD-E", NOW, "pension-account", n == 2) for n in (1, 2))
    citizen.happens(Kept("visit-1", citizen.awaited("keep"), kept, "application-1"))
    assert [case.case_id for case in citizen.session.matter.cases] == ["case-1"]
    if told == "received":
        citizen.happens(ReceiptCame("visit-1", "case-2", "3301-0002", NOW))
    if told == "refused":
        citizen.happens(CaseNotReceived("visit-1", "case-2", "answers-invalid", None))
    assert citizen.page == "submit", "the application itself is waited for"
    citizen.receipt()
    assert citizen.page == "ending"
    said = {block.words.key for block in citizen.view.blocks if isinstance(block.words, Text)}
    assert words in said
    assert citizen.view.title == Text("ending-handed-over-title", citizen.view.title.args)  # type: ignore[union-attr]


def test_a_value_typed_over_is_no_dispute_and_neither_is_one_left_as_it_is() -> None:
    citizen = answered(*ALL)
    citizen.types("answer:address", "样例市新地址 9 号")
    citizen.touch("continue", "dispute:account")
    sealed = draft(citizen)
    assert sealed.disputed == ()
    assert sealed.answers["account"] == CARD


def test_a_corrected_answer_is_marked_on_the_page_of_all_answers() -> None:
    citizen = answered(*ALL)
    citizen.touch("dispute:address")
    citizen.types("answer:address", "样例市新地址 9 号")
    for key in ("continue", "continue", "continue"):
        citizen.touch(key)
    citizen.types("answer:phone", "19900000001")
    citizen.touch("continue")
    sources = [block.source.key for block in citizen.view.blocks if isinstance(block.source, Text)]
    assert sources == ["source-disputed", "source-register", "source-register"]


def test_nobody_is_looked_up_because_a_helper_agrees() -> None:
    """A helper has the applicant's card, not their mandate."""
    citizen = at_consent(whom="for:family")
    citizen.touch(RECORD, POPULATION, PENSION, "continue")
    assert citizen.page == "form/address"


def test_for_somebody_else_than_before_nothing_is_left() -> None:
    citizen = answered(*ALL)
    while citizen.page != "for_whom":
        citizen.touch("back")
    citizen.touch("for:family", "back", "for:self")
    matter = citizen.session.matter
    assert (dict(matter.cards), matter.proof, matter.consented, dict(matter.sources)) == ({}, "", frozenset(), {})
    assert ALL_WELL.online


def test_one_purpose_that_may_be_declined_has_two_ways_on() -> None:
    citizen = at_consent()
    item = items().find("pension-account")
    assert item is not None
    from devices.strict_struct import replace as with_changes

    only = with_changes(item, consent=("consent-pension",), prefill=item.prefill[1:])
    citizen.session = replace(citizen.session, item=only)
    assert [choice.key for choice in citizen.view.choices] == ["agree:consent-pension", "by-hand"]
    citizen.touch("by-hand")
    assert citizen.page == "form/address"
    citizen.touch("back", "agree:consent-pension")
    assert citizen.page == "prefill"
