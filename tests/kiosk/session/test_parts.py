"""A bundle: its parts are chosen, asked once, kept together, and each has its own truth."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from devices.receipt_printer.contract import Paper
from devices.strict_struct import replace as with_changes
from kiosk.case_events import CaseNotReceived, Kept, KeptCase
from kiosk.catalogue.load import Catalogue
from kiosk.documents.slip import SlipContent
from kiosk.effects import Ask, Job, Keep
from kiosk.events import TerminalStatus
from kiosk.platform.listing import PARTS, PartHours, PartsHours
from kiosk.steps.parts_state import PartsState
from kiosk.view import BlockKind, Tone
from kiosk.words import Text
from tests.frozen import bundle as catalogue
from tests.kiosk.session.citizen import ALL_WELL, NOW, Citizen, invented_card
from tests.kiosk.session.ways import title

NUMBER = "WT02-0001-ABCD-E"


def at_parts(status: TerminalStatus = ALL_WELL) -> Citizen:
    citizen = Citizen(status, items=catalogue())
    citizen.touch("item:moving", "continue")
    assert citizen.page == "parts"
    return citizen


def to_declare(citizen: Citizen) -> None:
    """From the parts on, with every answer that is asked for."""
    citizen.touch("continue", "continue")
    citizen.lays_card(invented_card())
    citizen.touch("continue", "agree:consent-record")
    answers = {"form/address": ("address", "青禾县河东街道学府路一号"), "form/phone": ("phone", "19900000001")}
    while citizen.page.startswith("form/"):
        if citizen.page in answers:
            citizen.types(f"answer:{answers[citizen.page][0]}", answers[citizen.page][1])
            citizen.touch("continue")
        else:
            citizen.touch("option:zone:town")
    citizen.touch("continue")
    assert citizen.page == "declare", citizen.page


def both_kept() -> Citizen:
    citizen = at_parts()
    citizen.touch("part:bus-card")
    to_declare(citizen)
    citizen.touch("declare")
    cases = tuple(
        KeptCase(f"case-{n}", NUMBER, NOW, item) for n, item in enumerate(("home-register", "bus-card"), start=1)
    )
    citizen.happens(Kept("visit-1", citizen.awaited("keep"), cases, "application-1"))
    return citizen


def test_one_signature_stands_under_the_case_of_every_part() -> None:
    citizen = at_parts()
    citizen.touch("part:bus-card")
    to_declare(citizen)
    item = citizen.session.item
    assert item is not None
    steps = tuple(each for step in item.steps_ for each in (("sign", step) if step == "submit" else (step,)))
    citizen.session = replace(citizen.session, item=with_changes(item, steps_=steps))
    citizen.touch("declare")
    citizen.writes((1000, 1000), (6000, 1100))
    citizen.touch("signed")
    first, second = (draft.signature for draft in citizen.last(Keep).drafts)
    assert first is not None
    assert first.way == "signed"
    assert first == second


def chosen(citizen: Citizen) -> dict[str, bool | None]:
    return {choice.key.partition(":")[2]: choice.chosen for choice in citizen.view.choices}


def why_not(citizen: Citizen) -> dict[str, str]:
    return {
        choice.key.partition(":")[2]: choice.why_not.key
        for choice in citizen.view.choices
        if isinstance(choice.why_not, Text)
    }


def test_the_parts_are_chosen_as_the_item_says_and_one_is_the_authoritys() -> None:
    citizen = at_parts()
    assert chosen(citizen) == {"home-register": True, "bus-card": False, "school-check": None}
    assert why_not(citizen) == {"school-check": "part-by-department"}
    citizen.touch_in_vain("part:school-check")


def tags(citizen: Citizen) -> dict[str, str]:
    return {
        choice.key.partition(":")[2]: choice.tag.key for choice in citizen.view.choices if isinstance(choice.tag, Text)
    }


def test_an_office_that_is_closed_says_from_when_it_is_sent() -> None:
    citizen = at_parts()
    asked = citizen.last(Ask).question
    assert (asked.name, asked.parameters) == ("parts", {PARTS: ["bus-card", "home-register"]})
    hours = (PartHours("home-register", False, NOW + timedelta(hours=9)), PartHours("bus-card", False))
    citizen.answers("hours", PartsHours(hours))
    assert tags(citizen) == {"home-register": "part-opens", "bus-card": "part-closed"}
    citizen.touch("continue", "back")
    assert tags(citizen) == {"home-register": "part-opens", "bus-card": "part-closed"}
    assert citizen.count(Ask) == 1, "the hours are asked once"


def test_without_an_answer_nothing_is_said_of_hours_and_nobody_waits() -> None:
    citizen = at_parts()
    citizen.no_answer("hours")
    assert tags(citizen) == {"home-register": "part-now", "bus-card": "part-now"}
    citizen.touch("continue")
    offline = at_parts(replace(ALL_WELL, online=False))
    assert offline.count(Ask) == 0


def test_without_a_part_there_is_no_way_on() -> None:
    citizen = at_parts()
    citizen.touch("part:home-register")
    assert citizen.view.actions.right is not None
    assert not citizen.view.actions.right.enabled
    citizen.touch_in_vain("continue")


def test_a_part_that_cannot_be_done_now_says_why_and_is_not_chosen() -> None:
    items = catalogue()
    register = items.find("home-register")
    assert register is not None
    from devices.strict_struct import replace as with_changes

    forbidden = with_changes(register, offline="forbidden")
    document = with_changes(
        items.document, items=tuple(forbidden if each is register else each for each in items.items)
    )
    citizen = Citizen(replace(ALL_WELL, online=False), items=Catalogue(document))
    citizen.touch("item:moving", "continue")
    assert why_not(citizen)["home-register"] == "not-now-offline"
    assert citizen.session.own(PartsState).ticked == frozenset()


def test_back_from_the_form_the_choice_is_as_it_was() -> None:
    citizen = at_parts()
    citizen.touch("part:home-register", "part:bus-card", "continue", "back")
    assert chosen(citizen) == {"home-register": False, "bus-card": True, "school-check": None}


def test_only_what_the_chosen_parts_need_is_asked() -> None:
    citizen = at_parts()
    to_declare(citizen)
    citizen.touch("declare")
    (draft,) = citizen.last(Keep).drafts
    assert (draft.item_id, dict(draft.answers)) == (
        "home-register",
        {"address": "青禾县河东街道学府路一号", "phone": "19900000001"},
    )


def test_each_part_is_a_case_that_holds_only_what_it_names() -> None:
    citizen = both_kept()
    register, bus = citizen.last(Keep).drafts
    assert (register.item_id, bus.item_id) == ("home-register", "bus-card")
    assert register.answers.keys() == {"address", "phone"}
    assert bus.answers.keys() == {"phone", "zone"}
    assert {draft.evidence.bundle for draft in (register, bus)} == {"moving"}
    assert citizen.session.matter.application == "application-1"


def test_a_card_too_young_for_a_part_is_refused_and_taken_without_it() -> None:
    young = invented_card("990101198506120016", "李测试", birth=NOW.date().replace(year=1985))
    citizen = at_parts()
    citizen.touch("part:bus-card", "continue", "continue")
    citizen.lays_card(young)
    assert citizen.session.trouble == "card.too_young"
    citizen.touch("back", "back")
    assert citizen.page == "parts"
    citizen.touch("part:bus-card", "continue", "continue")
    citizen.lays_card(young)
    assert not citizen.session.trouble


FATES = [
    # what happens to the two cases → title, tone of the head
    (("receipt", "receipt"), "ending-parts-handed-over", Tone.DONE),
    (("", ""), "ending-parts-kept", Tone.QUIET),
    (("refused", "refused"), "ending-parts-refused", Tone.ATTENTION),
    (("receipt", ""), "ending-parts-mixed", Tone.QUIET),
    (("receipt", "refused"), "ending-parts-mixed", Tone.ATTENTION),
    (("waits", "receipt"), "ending-parts-mixed", Tone.QUIET),
    (("waits", "waits"), "ending-parts-waiting", Tone.QUIET),
]  # fmt: skip


def happens_to(citizen: Citizen, case: str, what: str) -> None:
    if what == "receipt":
        citizen.receipt(case)
    elif what == "refused":
        citizen.happens(CaseNotReceived("visit-1", case, "answers-invalid"))
    elif what == "waits":
        citizen.happens(CaseNotReceived("visit-1", case, "department-closed", NOW + timedelta(hours=9)))


@pytest.mark.parametrize(("fates", "said", "tone"), FATES, ids=["-".join(fates) for fates, _, _ in FATES])
def test_every_part_has_its_own_truth(fates: tuple[str, str], said: str, tone: Tone) -> None:
    citizen = both_kept()
    for case, what in zip(("case-1", "case-2"), fates, strict=True):
        assert citizen.page == "submit"
        happens_to(citizen, case, what)
    if "" in fates:
        citizen.rings("receipt_wait")
    assert (citizen.page, title(citizen), citizen.view.tone) == ("ending", said, tone)
    words = {"receipt": "part-handed-over", "": "part-kept", "refused": "part-refused", "waits": "part-waiting"}
    told = [
        block.value.key
        for block in citizen.view.blocks
        if block.kind is BlockKind.PART and isinstance(block.value, Text)
    ]
    assert told == [words[each] for each in fates]
    numbers = [block for block in citizen.view.blocks if block.kind is BlockKind.BIG_NUMBER]
    assert len(numbers) == 1, "one slip number for all parts"


def test_a_later_receipt_changes_its_part_alone() -> None:
    citizen = both_kept()
    citizen.rings("receipt_wait")
    citizen.printed(Paper.CAME_OUT)
    citizen.receipt("case-2")
    assert title(citizen) == "ending-parts-mixed"
    citizen.receipt("case-1")
    assert title(citizen) == "ending-parts-handed-over"


def test_the_slip_has_every_part_with_its_state() -> None:
    citizen = both_kept()
    citizen.receipt("case-1")
    happens_to(citizen, "case-2", "refused")
    slip = citizen.last(Job).argument
    assert isinstance(slip, SlipContent)
    assert slip.number == NUMBER
    states = [line.value.key for line in slip.lines if isinstance(line.value, Text)]
    assert "slip-handed-over" in states
    assert "slip-refused" in states


def test_a_single_case_that_is_refused_is_not_said_to_be_sent_later() -> None:
    citizen = Citizen(items=catalogue())
    citizen.touch("item:home-register", "continue")
    to_declare_single(citizen)
    citizen.touch("declare")
    citizen.kept()
    citizen.happens(CaseNotReceived("visit-1", "case-1", "answers-invalid"))
    assert (citizen.page, title(citizen), citizen.view.tone) == ("ending", "ending-refused-title", Tone.ATTENTION)
    citizen.printed(Paper.CAME_OUT)
    citizen.touch("continue")
    assert isinstance(citizen.view.lead, Text)
    assert citizen.view.lead.key == "farewell-refused"


def to_declare_single(citizen: Citizen) -> None:
    citizen.touch("continue")
    citizen.lays_card(invented_card())
    citizen.touch("continue", "agree:consent-record")
    citizen.types("answer:address", "青禾县河东街道学府路一号")
    citizen.touch("continue")
    citizen.types("answer:phone", "19900000001")
    citizen.touch("continue", "continue")
