"""The worker that keeps whether staff took the terminal out of service: a small file, read at the next start."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from devices import Clock
from kiosk.effects import SetService
from kiosk.private_files import write_private
from kiosk.service_messages import SERVICE_MESSAGES
from kiosk.workers.mailbox_body import MailboxBody
from kiosk.workers.notices import ServiceSet

NAME = "service_switch"
FILE = "service"


class ServiceSwitch(MailboxBody[str]):
    """A body of the supervised loop. `take` comes from the conductor's thread."""

    name = NAME

    def __init__(self, folder: Path, clock: Clock, post: Callable[[ServiceSet], None]) -> None:
        self._path = folder / FILE
        super().__init__(clock)
        self._post = post

    def kept(self) -> str:
        """The message that was kept at the last start; "" in service, and for a file that says nothing known."""
        found = ""
        with suppress(OSError, UnicodeDecodeError):
            found = self._path.read_text(encoding="ascii").strip()
        return found if found in SERVICE_MESSAGES else ""

    def take(self, visit: str, effect: SetService) -> None:
        self._orders.put(effect.message)

    def run(self, job: str, deadline: object) -> None:
        """Keep it, and say so even if the disk cannot: until the next start it holds all the same."""
        self._post(ServiceSet(job))
        write_private(self._path, job)

    def refused(self, job: str) -> None:
        self._post(ServiceSet(job))
