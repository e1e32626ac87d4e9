"""Small elements of items: names and texts with their limits, and those that several modules of an item use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from devices.strict_struct import Limits, StrictStruct

NAME = r"^[a-z][a-z0-9_-]{0,49}\Z"
Name = Annotated[str, Limits(pattern=NAME)]
"""Names of items, pages and answers: parts of word keys and of the keys of touchable things."""
DayLimit = Annotated[str, Limits(pattern=r"^(today|[0-9]{4}-[0-9]{2}-[0-9]{2}|)\Z")]
"""A day, or the day on which the form is filled in; "": no limit."""
Version = Annotated[str, Limits(pattern=r"^[!#-~]{0,100}\Z")]
"""The version of a catalogue, which is also its ETag (RFC 9110, section 8.8.3)."""
FactName = Annotated[str, Limits(pattern=r"^[a-z_]+(\.[a-z][a-z0-9_-]{0,49})?\Z", max_length=100)]
"""A fact of vocabulary.facts, with its member where it has members: `way`, `answers.reason`, `can.take_photo`."""


# Limits of every part: an item may be wrong, but it cannot be so large that a checker or a terminal stops over it.
Short = Annotated[str, Limits(max_length=100)]
"""A word key, an icon, a phone number."""
Keys = Annotated[tuple[Short, ...], Limits(max_length=100)]
Words = Annotated[str, Limits(max_length=100_000)]
"""The words of an item in one language, as Fluent source."""

Ways = Annotated[tuple[Literal["card", "phone_code", "social_card"], ...], Limits(min_length=1, max_length=3)]
"""Ways to say who one is: by an identity card, the code that one's phone shows, a social security card."""
ForWhom = Literal["self", "family", "other", "ward", "authorised", "company", "newborn", "deceased"]


class Prefill(StrictStruct, frozen=True):
    """A register that is asked for what the form would ask: `fills` maps answers to its fields. `purpose` is one of the
    item's keys of consent, asked for that alone: who does not agree types by hand."""

    register: Annotated[str, Limits(min_length=1, max_length=100)]
    purpose: Short
    fills: Annotated[Mapping[Name, Short], Limits(max_length=50)]
