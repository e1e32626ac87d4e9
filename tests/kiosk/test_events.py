"""Whatever names an effect is an outcome."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from kiosk import events
from kiosk.outcome import Outcome


def test_every_event_that_names_an_effect_is_an_outcome() -> None:
    """Another would leave the effect awaited for ever, and its page without an idle timer."""
    classes = [each for each in vars(events).values() if isinstance(each, type) and is_dataclass(each)]
    of_an_effect = {each for each in classes if "effect" in {field.name for field in fields(each)}}
    assert Outcome in of_an_effect
    assert all(issubclass(each, Outcome) for each in of_an_effect)
