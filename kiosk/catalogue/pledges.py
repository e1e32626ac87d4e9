"""A pledge in place of a paper, and a paper that may follow later: the data of an item's material, and its words."""

from __future__ import annotations

from typing import Annotated, Literal

from devices.strict_struct import Limits, StrictStruct

LINES = ("proves", "promise", "check", "false", "repair")
"""Ends of the word keys `pledge-<material>-<end>`: which paper need not be handed in, what it proves and by which law;
what is pledged; how that is checked afterwards; what a false pledge means; and how trust is repaired."""
TITLE = "title"
"""End of the key of a pledge's full name."""

TextKey = Annotated[str, Limits(pattern=r"^pledge-[a-z0-9_-]{1,90}\Z")]


class Pledge(StrictStruct, frozen=True):
    """The applicant may pledge what a paper would prove (General Office of the State Council, 2020, document 42).

    `version` is that of the text; `text` are the word keys of its sentences, in order. With `proxy` somebody who acts
    for the applicant may give it. It can be taken back before submitting, and with `withdraw_until = "decided"` until
    the authority decides. `first` is the choice that the page names first.
    """

    version: Annotated[str, Limits(pattern=r"^[0-9]{4}\.[0-9]{1,3}\Z")]
    text: Annotated[tuple[TextKey, ...], Limits(min_length=1, max_length=12)]
    proxy: bool = False
    withdraw_until: Literal["submitted", "decided"] = "submitted"
    first: Literal["pledge", "proof"] = "pledge"


class Later(StrictStruct, frozen=True):
    """A paper may follow within so many days after the authority took the case in; review begins without it."""

    number: Annotated[int, Limits(ge=1, le=365)]
    unit: Literal["working_day"] = "working_day"


def pledge_keys(material: str, pledge: Pledge) -> tuple[str, ...]:
    """The word keys that a pledge in place of this material needs."""
    return (*(f"pledge-{material}-{end}" for end in (TITLE, *LINES)), *pledge.text)


def late_key(material: str) -> str:
    """The word key of what becomes of a case when this material did not follow in time."""
    return f"material-{material}-late"
