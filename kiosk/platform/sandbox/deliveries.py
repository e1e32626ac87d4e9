"""Acts out misfortunes of delivery: twice, out of order, under a wrong clock. Each is a layer around the routes."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from types import MappingProxyType
from typing import TypeVar

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.platform.sandbox.circumstances import ANOTHER_NODE, OFFSET_S
from kiosk.platform.sandbox.misfortunes import Active

T = TypeVar("T")


class Turns:
    """In which order requests came, and which answers wait until a later one of the same terminal was served."""

    def __init__(self) -> None:
        self._count = itertools.count()
        self._waiting: dict[str, dict[int, asyncio.Event]] = {}

    def come(self) -> int:
        return next(self._count)

    def served(self, terminal: str, turn: int) -> None:
        """Release those of this terminal that came before."""
        for earlier, event in self._waiting.get(terminal, {}).items():
            if earlier < turn:
                event.set()

    async def until_a_later(self, terminal: str, turn: int, seconds: float) -> None:
        """Wait for a later request to be served, for so many seconds at most."""
        here, event = self._waiting.setdefault(terminal, {}), asyncio.Event()
        here[turn] = event
        try:
            await asyncio.wait_for(event.wait(), seconds)
        except TimeoutError:
            pass
        finally:
            del here[turn]
            if not here:
                self._waiting.pop(terminal, None)


class Visit:
    """One request on its way in: whose it is, and its turn."""

    def __init__(self, turns: Turns, terminal: str) -> None:
        self.turns, self.terminal, self.turn = turns, terminal, turns.come()

    def served(self) -> None:
        self.turns.served(self.terminal, self.turn)


async def whole(receive: Receive) -> list[Message]:
    """Take the request in, to its last byte."""
    held = [await receive()]
    while held[-1].get("more_body", False):
        held.append(await receive())
    return held


def again(held: list[Message], receive: Receive) -> Receive:
    """The same request once more from its first byte."""
    left = list(held)

    async def replay() -> Message:
        return left.pop(0) if left else await receive()

    return replay


async def _nowhere(_: Message) -> None:
    """An answer that nobody waits for."""


async def _within(circumstance: ContextVar[T], value: T, act: Awaitable[None]) -> None:
    token = circumstance.set(value)
    try:
        await act
    finally:
        circumstance.reset(token)


def _twice(app: ASGIApp, one: Active, visit: Visit) -> ASGIApp:
    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        held = await whole(receive)
        await app(dict(scope), again(held, receive), _nowhere)
        other = bool(one.parameters["another_node"])
        await _within(ANOTHER_NODE, other, app(dict(scope), again(held, receive), send))

    return served


def _out_of_order(app: ASGIApp, one: Active, visit: Visit) -> ASGIApp:
    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "PUT":
            await app(scope, receive, send)
            return
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        await app(scope, receive, keep)
        visit.served()
        await visit.turns.until_a_later(visit.terminal, visit.turn, float(one.parameters["seconds"]))
        for message in answer:
            await send(message)

    return served


def _wrong_clock(app: ASGIApp, one: Active, visit: Visit) -> ASGIApp:
    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        await _within(OFFSET_S, float(one.parameters["offset_s"]), app(scope, receive, send))

    return served


AROUND: Mapping[str, Callable[[ASGIApp, Active, Visit], ASGIApp]] = MappingProxyType(
    {"duplicate_delivery": _twice, "out_of_order": _out_of_order, "clock_shift": _wrong_clock}
)
