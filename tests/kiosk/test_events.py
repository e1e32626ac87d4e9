"""The unions of events: whatever names an effect is an outcome, and every event class is an event."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import get_args

from kiosk import events


def test_every_event_that_names_an_effect_is_an_outcome() -> None:
    """Another would leave the effect awaited for ever, and its page without an idle timer."""
    classes = [each for each in vars(events).values() if isinstance(each, type) and is_dataclass(each)]
    of_an_effect = {each for each in classes if "effect" in {field.name for field in fields(each)}}
    assert of_an_effect == set(get_args(events.Outcome))
    assert of_an_effect <= set(get_args(events.Event))
