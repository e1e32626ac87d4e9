"""Wire record of the answer about a thing in a locker (openapi.yaml)."""

from __future__ import annotations

from types import MappingProxyType
from typing import Self

from pydantic import Field, model_validator

from kiosk.platform.bounds import Line, Word
from kiosk.platform.gateway import FailureKind, PlatformFailure, Question
from kiosk.platform.pick_ups import DOORS_MOST, PERMIT, PickUp, PickUpState
from kiosk.platform.records import QuestionAnswer


class PickUpAnswer(QuestionAnswer):
    state: PickUpState
    permit: Word = ""
    door: int = Field(default=0, ge=0, le=DOORS_MOST)
    titles: dict[Word, Line] = Field(default_factory=dict, max_length=20, repr=False)
    place: dict[Word, Line] = Field(default_factory=dict, max_length=20)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        """A door is named with its permit where the thing is here, and nowhere else."""
        here = self.state is PickUpState.HERE
        if {bool(self.permit), bool(self.door)} != {here}:
            raise ValueError("half a permit")
        return self

    def answer(self) -> PickUp:
        titles, place = MappingProxyType(dict(self.titles)), MappingProxyType(dict(self.place))
        return PickUp(self.state, self.permit, self.door, titles, place)

    def answer_to(self, question: Question) -> PickUp:
        """Return the answer, if it permits nothing but what was asked for. Raises PlatformFailure."""
        if self.permit and self.permit != question.parameters.get(PERMIT):
            raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "other-permit")
        return self.answer()
