"""The form in elder mode: one field a page, whenever the letters are made larger or smaller."""

from __future__ import annotations

from tests.kiosk.session.ways import WANG, at_form, at_review


def test_in_elder_mode_every_field_has_a_separate_page() -> None:
    citizen = at_form()
    citizen.touch("larger")
    assert [field.key for field in citizen.view.fields] == ["answer:name"]
    citizen.touch("continue")
    assert citizen.page == "form/person/number"
    assert [(f.key, f.value) for f in citizen.view.fields] == [("answer:number", WANG.number)]
    citizen.types("answer:number", "12")
    citizen.touch("continue")
    assert citizen.page == "form/person/number"
    citizen.touch("back")
    assert citizen.page == "form/person"
    citizen.touch("continue")
    assert citizen.view.fields[0].value == "12", "the wrong input stays"
    citizen.types("answer:number", WANG.number)
    citizen.touch("continue")
    assert citizen.page == "form/address"


def test_larger_and_smaller_letters_lose_no_field() -> None:
    citizen = at_form()
    citizen.types("answer:number", "990104193905050023")
    citizen.touch("larger", "continue")
    assert [f.value for f in citizen.view.fields] == ["990104193905050023"]
    citizen.touch("larger")
    assert [f.key for f in citizen.view.fields] == ["answer:number"]
    citizen.touch("back")
    assert [f.value for f in citizen.view.fields] == ["王测试", "990104193905050023"]
    citizen.touch("larger", "larger", "continue")
    assert citizen.page == "form/address"


def test_in_elder_mode_a_change_leads_to_its_own_field_and_back() -> None:
    citizen = at_review()
    citizen.touch("larger", "change:person:number")
    assert [field.key for field in citizen.view.fields] == ["answer:number"]
    citizen.touch("continue")
    assert citizen.page == "review"
