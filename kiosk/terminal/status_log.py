"""Write changes of the devices' status to the local log, on their way to the conductor."""

from __future__ import annotations

from kiosk.events import Event
from kiosk.log import Log
from kiosk.workers.device import Post
from kiosk.workers.notices import StatusSeen

LONGEST = 80
"""Characters of a code that the log takes."""


class StatusLog:
    """Passes messages on to `post`; a status that differs from the last one is a line of the log. Thread-safe by
    its use: each device is reported by one thread."""

    def __init__(self, log: Log, post: Post) -> None:
        self._log = log
        self._post = post
        self._last: dict[str, str] = {}

    def __call__(self, message: Event | StatusSeen) -> None:
        if isinstance(message, StatusSeen):
            code = ":".join(fault.code for fault in message.status.faults)[:LONGEST] or message.status.state.value
            if self._last.get(message.name) != code:
                self._last[message.name] = code
                self._log.write(f"device.{message.name}", code)
        self._post(message)
