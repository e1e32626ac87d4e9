"""Names on the form: the keyboard's script, look-alike characters, and the question before a name of one sign."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devices.strict_struct import replace as changed
from kiosk.events import Touched
from kiosk.view import FieldKind
from kiosk.visit import InMatter
from kiosk.words import Text
from tests.kiosk.session.citizen import Citizen, invented_card
from tests.kiosk.session.ways import at_form, at_review


def name_kind(citizen: Citizen) -> FieldKind:
    return citizen.view.fields[0].kind


def test_the_keyboard_opens_in_the_script_of_the_name_or_of_the_visit() -> None:
    citizen = at_form()
    assert name_kind(citizen) is FieldKind.NAME
    citizen.happens(Touched("visit-1", "language"))
    assert name_kind(citizen) is FieldKind.NAME, "the name is in hanzi, whatever the language"
    citizen.types("answer:name", "")
    assert name_kind(citizen) is FieldKind.NAME_IN_LETTERS
    citizen.happens(Touched("visit-1", "language"))
    assert name_kind(citizen) is FieldKind.NAME
    citizen.types("answer:name", "ANNA EXAMPLE")
    assert name_kind(citizen) is FieldKind.NAME_IN_LETTERS


def test_by_voice_a_name_is_typed_like_any_chinese_text() -> None:
    citizen = at_form()
    citizen.touch("voice")
    assert name_kind(citizen) is FieldKind.CHINESE
    citizen.touch("dispute:name")
    assert not citizen.view.fields[0].opens, "the page is being read; Return opens the field"


def test_a_look_alike_never_reaches_a_name() -> None:
    citizen = at_form()
    citizen.types("answer:name", "\U0002f929测\uf9f4")
    citizen.touch("continue")
    assert citizen.session.matter.answers["name"] == "王测林"
    citizen = at_form(card=invented_card("990103197501010027", "\uf9f4样例"))
    citizen.touch("continue")
    assert citizen.session.matter.answers["name"] == "林样例"


def at_question(name: str = "王") -> Citizen:
    citizen = at_form()
    citizen.types("answer:name", name)
    citizen.touch("continue")
    assert citizen.page == "form/person"
    return citizen


def test_a_name_of_one_sign_is_asked_about_before_it_replaces_the_cards() -> None:
    citizen = at_question()
    title = citizen.view.title
    assert isinstance(title, Text)
    assert title.key == "name-of-one"
    assert [choice.key for choice in citizen.view.choices] == ["confirm:name", "dispute:name", "restore:name"]
    assert citizen.view.fields == ()
    assert citizen.view.actions.right is None, "only an answer goes on"
    assert "name" not in citizen.session.matter.answers
    citizen.touch("confirm:name")
    assert citizen.page == "form/address"
    assert citizen.session.matter.answers["name"] == "王"
    citizen.touch("back", "continue")
    assert citizen.page == "form/address", "asked once"


def test_the_name_can_be_changed_or_taken_from_the_card_instead() -> None:
    citizen = at_question()
    citizen.touch("dispute:name")
    field = citizen.view.fields[0]
    assert (field.value, field.opens) == ("王", True)
    citizen.touch("continue", "restore:name")
    field = citizen.view.fields[0]
    assert (field.value, field.source is not None) == ("王测试", True)
    citizen.touch("continue")
    assert citizen.page == "form/address"


def test_another_name_of_one_sign_is_asked_about_too() -> None:
    citizen = at_question()
    citizen.touch("confirm:name", "back")
    citizen.types("answer:name", "李")
    citizen.touch("continue")
    assert citizen.view.id == "form/person?name"


@pytest.mark.parametrize("name", ["·", "··", "-", "1"])
def test_a_name_without_a_letter_is_no_name(name: str) -> None:
    citizen = at_question(name)
    wrong = citizen.view.fields[0].wrong
    assert isinstance(wrong, Text)
    assert wrong.key == "wrong-name"


def test_a_name_that_was_emptied_can_be_taken_from_the_card() -> None:
    citizen = at_form()
    citizen.types("answer:name", "")
    citizen.types("answer:number", "")
    assert not any(choice.key == "restore:name" for choice in citizen.view.choices)
    citizen.touch("continue")
    assert len(citizen.view.wrong) == 2
    citizen.touch("restore:name")
    assert citizen.view.fields[0].value == "王测试"
    assert len(citizen.view.wrong) == 1


def test_a_name_of_one_sign_on_the_card_is_taken_as_it_is() -> None:
    citizen = at_form(card=invented_card("990103197501010027", "赵"))
    citizen.touch("continue")
    assert citizen.page == "form/address"


def test_from_the_check_page_the_field_opens_and_the_page_does_not_open_it_again() -> None:
    citizen = at_review()
    citizen.touch("change:person:name")
    assert [field.opens for field in citizen.view.fields] == [True, False]
    citizen.touch("continue")
    assert citizen.page == "review"
    citizen.touch("back", "back", "back", "back", "back")
    assert citizen.page.startswith("form/")
    assert not any(field.opens for field in citizen.view.fields)


def test_a_latin_name_of_one_letter_is_asked_about_in_letters() -> None:
    citizen = at_question("A")
    assert citizen.view.id == "form/person?name"


def test_a_name_that_may_be_left_out_is_asked_about_when_the_card_has_one() -> None:
    citizen = at_form()
    assert isinstance(citizen.session, InMatter)
    first, *others = citizen.session.item.pages
    pages = (changed(first, controls=tuple(changed(each, optional=True) for each in first.controls)), *others)
    answers = {**citizen.session.item.answers, "required": []}
    citizen.session = replace(citizen.session, item=changed(citizen.session.item, pages=pages, answers=answers))
    citizen.types("answer:name", "")
    citizen.touch("continue")
    title = citizen.view.title
    assert isinstance(title, Text)
    assert title.key == "name-of-none"
    citizen.touch("confirm:name")
    assert citizen.page == "form/address"
    assert "name" not in citizen.session.matter.answers
