"""Background work of the courier when nothing is due: closing orders, paper reports, the daily comparison."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from devices import Cancelled, DeadlineReached, Wait
from kiosk.outbox.store import KeepFailed
from kiosk.platform.gateway import PlatformFailure, PlatformGateway


class Chore(Protocol):
    """One kind of such work, with its own schedule."""

    def seconds_to_next(self) -> float | None:
        """Seconds until it may be done; None: nothing is to be done. Raises KeepFailed."""

    def run(self, gateway: PlatformGateway, wait: Wait) -> None:
        """Do what is due. Raises PlatformFailure, DeadlineReached, Cancelled and KeepFailed."""

    def postpone(self) -> None:
        """Try again later: the platform could not be asked."""


class Chores:
    """All chores, the first of them first. Used by one thread."""

    def __init__(self, chores: Sequence[Chore], on_error: Callable[[BaseException], None]) -> None:
        """`on_error` is called with an unexpected exception, which postpones the chore."""
        self._chores = chores
        self._on_error = on_error

    def seconds_to_next(self) -> float | None:
        """Seconds until one of them may be done; None: there is nothing to do. Raises KeepFailed."""
        found = [each.seconds_to_next() for each in self._chores]
        return min((each for each in found if each is not None), default=None)

    def do_next(self, gateway: PlatformGateway, wait: Wait) -> None:
        """Do the first that is due. Raises Cancelled and KeepFailed."""
        chore = next((each for each in self._chores if each.seconds_to_next() == 0), None)
        if chore is None:
            return
        try:
            chore.run(gateway, wait)
        except (DeadlineReached, PlatformFailure):
            chore.postpone()
        except (Cancelled, KeepFailed):
            raise
        except Exception as error:
            # Done again at once it would put the courier out of service, and with it the cases that wait.
            self._on_error(error)
            chore.postpone()
