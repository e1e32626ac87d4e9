"""The answer to a question that is asked at a port of which nobody knows what is behind it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from devices.clock import DeadlineReached, Wait
from devices.readings import Inventory
from devices.transport import Pipe

ANSWER_MOST = 512
"""More bytes than the longest answer to such a question has."""
QUIET_S = 0.06
"""A device that knows the question says nothing more for so long after its answer."""


def answer_to(pipe: Pipe, wait: Wait, read: Callable[[bytes], Inventory | None]) -> Inventory | None:
    """The value that `read` makes of all bytes that came, once it makes one and the line is quiet; None if it never
    does. Raises DeviceFault, Cancelled."""
    came = b""
    with suppress(DeadlineReached):
        while len(came) < ANSWER_MOST:
            came += pipe.read(wait if read(came) is None else wait.within(QUIET_S))
    return read(came)
