"""A long name with whatever dots somebody's keyboard has: it is kept whole, and with the one dot."""

from __future__ import annotations

import pytest

from kiosk.effects import Keep
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.ways import at_form

NAME = "·".join(["阿卜杜热合曼江𠮷"] * 8)
assert len(NAME) == 71


def handed_in(citizen: Citizen) -> Citizen:
    """From the first page of the form to the case that is kept."""
    citizen.touch("continue", "continue")
    citizen.types("answer:phone", "19900000001")
    citizen.touch("continue", "option:bank:rural")
    citizen.types("answer:bank_card", "6200000000000000000")
    citizen.touch("continue", "continue", "declare")
    return citizen


@pytest.mark.parametrize("dot", ["·", "•", "‧", " ・ ", "．", "∙", " ⋅", "･ ", "᛫"])
def test_a_name_is_kept_whole_and_with_the_one_dot(dot: str) -> None:
    citizen = at_form()
    citizen.types("answer:name", NAME.replace("·", dot))
    handed_in(citizen)
    assert citizen.last(Keep).drafts[0].answers["name"] == NAME


def test_a_name_that_comes_back_to_be_changed_has_the_one_dot_too() -> None:
    citizen = at_form()
    citizen.types("answer:name", NAME.replace("·", "•"))
    citizen.touch("continue", "back")
    assert citizen.page == "form/person"
    assert citizen.view.fields[0].value == NAME
