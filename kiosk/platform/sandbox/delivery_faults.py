"""Delivery faults as ASGI layers around the routes: delivered twice, answered out of order, served by a wrong clock."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from types import MappingProxyType
from typing import TypeVar

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.platform.sandbox.misfortunes import Active
from kiosk.platform.sandbox.request_context import (
    ANOTHER_NODE,
    CLOCK_OFFSET_S,
    DEPARTMENT_FAULT,
    DOCUMENT_FAULT,
    MANDATES_FAULT,
    ORDER_FAULT,
    PAPERS_FAULT,
    REGISTERS_FAULT,
)

T = TypeVar("T")


class RequestOrder:
    """Numbers requests in order of arrival, and lets answers wait until a later request of the terminal was served."""

    def __init__(self) -> None:
        self._count = itertools.count()
        self._waiting: dict[str, dict[int, asyncio.Event]] = {}

    def next_number(self) -> int:
        return next(self._count)

    def mark_served(self, terminal: str, number: int) -> None:
        """Release waiting answers to earlier requests of this terminal."""
        for earlier, event in self._waiting.get(terminal, {}).items():
            if earlier < number:
                event.set()

    async def wait_for_later(self, terminal: str, number: int, seconds: float) -> None:
        """Wait until a later request was served, at most `seconds`."""
        here, event = self._waiting.setdefault(terminal, {}), asyncio.Event()
        here[number] = event
        try:
            await asyncio.wait_for(event.wait(), seconds)
        except TimeoutError:
            pass
        finally:
            del here[number]
            if not here:
                self._waiting.pop(terminal, None)


class RequestTurn:
    """A request's terminal and its number in order of arrival."""

    def __init__(self, order: RequestOrder, terminal: str) -> None:
        self.order, self.terminal, self.number = order, terminal, order.next_number()

    def mark_served(self) -> None:
        self.order.mark_served(self.terminal, self.number)


async def read_all(receive: Receive) -> list[Message]:
    """Receive all messages of a request."""
    held = [await receive()]
    while held[-1].get("more_body", False):
        held.append(await receive())
    return held


def replay(held: list[Message], receive: Receive) -> Receive:
    """Return a `receive` that delivers the messages again from the first."""
    left = list(held)

    async def receive_again() -> Message:
        return left.pop(0) if left else await receive()

    return receive_again


async def _discard(_: Message) -> None:
    """Ignore a message of an answer."""


async def _with_context(variable: ContextVar[T], value: T, awaitable: Awaitable[None]) -> None:
    token = variable.set(value)
    try:
        await awaitable
    finally:
        variable.reset(token)


def _twice(app: ASGIApp, misfortune: Active, turn: RequestTurn) -> ASGIApp:
    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        held = await read_all(receive)
        await app(dict(scope), replay(held, receive), _discard)
        other = bool(misfortune.parameters["another_node"])
        await _with_context(ANOTHER_NODE, other, app(dict(scope), replay(held, receive), send))

    return serve


def _out_of_order(app: ASGIApp, misfortune: Active, turn: RequestTurn) -> ASGIApp:
    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "PUT":
            await app(scope, receive, send)
            return
        answer: list[Message] = []

        async def buffer(message: Message) -> None:
            answer.append(message)

        await app(scope, receive, buffer)
        turn.mark_served()
        await turn.order.wait_for_later(turn.terminal, turn.number, float(misfortune.parameters["seconds"]))
        for message in answer:
            await send(message)

    return serve


def _wrong_clock(app: ASGIApp, misfortune: Active, turn: RequestTurn) -> ASGIApp:
    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        await _with_context(CLOCK_OFFSET_S, float(misfortune.parameters["offset_s"]), app(scope, receive, send))

    return serve


Around = Callable[[ASGIApp, Active, RequestTurn], ASGIApp]
"""Wraps the routes for one request with a misfortune."""


def _of_kind(fault: ContextVar[str]) -> Around:
    """Return the layer that serves a request with the misfortune's `kind` in this context variable."""

    def layer(app: ASGIApp, misfortune: Active, turn: RequestTurn) -> ASGIApp:
        async def serve(scope: Scope, receive: Receive, send: Send) -> None:
            await _with_context(fault, str(misfortune.parameters["kind"]), app(scope, receive, send))

        return serve

    return layer


def _department_trouble(app: ASGIApp, misfortune: Active, turn: RequestTurn) -> ASGIApp:
    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        trouble = str(misfortune.parameters["kind"]), str(misfortune.parameters["department"])
        await _with_context(DEPARTMENT_FAULT, trouble, app(scope, receive, send))

    return serve


AROUND: Mapping[str, Around] = MappingProxyType(
    {
        "duplicate_delivery": _twice,
        "out_of_order": _out_of_order,
        "clock_shift": _wrong_clock,
        "wrong_document": _of_kind(DOCUMENT_FAULT),
        "wrong_papers": _of_kind(PAPERS_FAULT),
        "wrong_registers": _of_kind(REGISTERS_FAULT),
        "wrong_mandates": _of_kind(MANDATES_FAULT),
        "wrong_order": _of_kind(ORDER_FAULT),
        "department_trouble": _department_trouble,
    }
)
