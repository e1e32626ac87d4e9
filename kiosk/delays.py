"""The delays of a visit by name, in seconds, each with its reason. Tests and scenarios advance time by these names."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

READINGS_BEFORE_IDLE = 3
"""The idle question appears no earlier than the time needed to read the page aloud this many times."""

DELAYS: Mapping[str, float] = MappingProxyType(
    {
        # Without a touch: until the page asks whether anybody is still there.
        "idle": 60.0,
        # The same for elder and voice modes, where reading and listening take longer.
        "idle_slow": 120.0,
        # The same while the voice speaks, which no page does for so long: its end may never be reported.
        "idle_speaking": 600.0,
        # After a sensor saw the person leave: until the page asks the same; not at once, for people step back.
        "gone": 15.0,
        # Nobody is there for so long: then whoever comes is greeted aloud, and not twice at the edge of a sensor.
        "approach": 20.0,
        # Time to answer the question before the visit ends; never under 20 s (WCAG 2.2.1).
        "countdown": 25.0,
        # "I am looking for a paper": the curtain suspends the idle timer.
        "curtain": 300.0,
        # After the case is kept: wait for the platform's receipt before the page says "kept here".
        "receipt_wait": 4.0,
        # While the citizen waits: until the page says what is being done, and how long it usually takes.
        "say_what": 1.0,
        "say_how_long": 5.0,
        # A named question to the platform.
        "question": 15.0,
        # A document: fetched, checked, and its pages drawn.
        "document": 45.0,
        # A scanned page: looked at, cut out and drawn.
        "page": 12.0,
        # Each of the three counts before a photo, so that nobody moves for the touch.
        "photo_count": 1.0,
        # A photo, from the last count: until a good frame came, or none.
        "photo": 2.0,
        # Without an outcome (the worker hangs or ended): until the page says what is known. Each is longer than the
        # worker's own deadline.
        "keep_longest": 30.0,
        "question_longest": 25.0,
        "document_longest": 60.0,
        "page_longest": 25.0,
        # A relay for the citizen's phone: twice ten minutes (kiosk.platform.relays), and time for the last file.
        "relay": 1260.0,
        "relay_longest": 1320.0,
        "photo_longest": 20.0,
        # An order: asked for, read or closed; a payment code charged, while the bank decides.
        "order": 10.0,
        "order_charge": 45.0,
        "order_longest": 20.0,
        "order_charge_longest": 60.0,
        # While the code to pay with is shown: until the platform is asked again. While it is not certain whether
        # somebody paid: the same, and until the page asks no longer.
        "order_read": 3.0,
        "order_again": 15.0,
        "order_unsure": 600.0,
        # A card that was found is read so long at most; then it is gone, or its reader looks for it again.
        "card_reading": 4.0,
        # After a card was read its result is shown so long before the journey goes on by itself.
        "card_read_shown": 3.0,
        # Until a one-time code may be sent again.
        "code_again": 60.0,
        # Time that a revealed value is shown.
        "reveal": 10.0,
        # The door of a locker: open, until the citizen is reminded to close it; then until that is a matter for staff;
        # closed, until the journey goes on; and not open, until the page with what to do ends.
        "door_left": 45.0,
        "door_staff": 45.0,
        "door_closed": 6.0,
        "door_trouble": 60.0,
        # Farewell page: after the citizen took everything; the same while it asks how the service was; and at most.
        "farewell": 8.0,
        "farewell_asks": 45.0,
        "farewell_longest": 60.0,
        # With the power nearly gone: until the goodbye page ends and the machine shuts down. A battery that says "low"
        # lasts two minutes or more.
        "power_goodbye": 40.0,
        # Between two visits: until a slip that still waits is taken back.
        "slip_left": 15.0,
        # In the technician's area, without a touch: until it is asked whether somebody is still there; the same before
        # anybody entered. Nobody may find it open.
        "staff_idle": 275.0,
        "staff_login_idle": 35.0,
        # The check of an entry, a challenge, what is noted about a part: until the page goes on without it.
        "staff_longest": 10.0,
        # The test of the way to the platform: ten steps.
        "way_longest": 60.0,
        # Until the trouble page returns to the start page.
        "trouble": 60.0,
    }
)
