"""A visit as a pure function: `advance(session, event) -> (session, effects)`, and what is derived from a session."""

from kiosk.session.advance import advance, begin
from kiosk.session.derive import outputs_of, timers_of, view_of, watches_of

__all__ = ["advance", "begin", "outputs_of", "timers_of", "view_of", "watches_of"]
