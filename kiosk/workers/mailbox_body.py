"""The base of worker bodies that do one order after the other, from a mailbox."""

from __future__ import annotations

from typing import Generic, TypeVar

from devices import Clock, Mailbox

J = TypeVar("J")


class MailboxBody(Generic[J]):
    """A body of the supervised loop (`supervised.Body`) without `run`. Orders are put from any thread."""

    name: str
    replaceable = False
    order_longest_s = 10.0
    """Seconds after which an order is given up."""

    def __init__(self, clock: Clock) -> None:
        self._orders: Mailbox[J | None] = Mailbox(clock)

    def next(self) -> J | None:
        return self._orders.get()

    def stop(self) -> None:
        self._orders.put(None)

    def visit_of(self, job: J) -> str:
        return ""

    def longest_s(self, job: J) -> float:
        return self.order_longest_s

    def failed(self, job: J) -> None:
        """Nobody waits for it."""

    def refused(self, job: J) -> None:
        self.failed(job)

    def reset(self) -> None:
        """Nothing is held open."""

    def abandon(self) -> None:
        """Nothing is held by a thread."""

    def close(self) -> None:
        """Nothing is held open."""
