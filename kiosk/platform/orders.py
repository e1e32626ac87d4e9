"""Types exchanged with a platform about orders: what an application costs, made, watched, charged and closed there.

An order belongs to an application (the id that its cases share) and has a number n, from 1. The platform decides alone
whether it is paid: PAID, CLOSED and REFUNDED are believed only with its signature over application, n and sum
(`order_records`). No order holds a person, and no answer a way to pay again: n + 1 is opened only after n is final.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Protocol

from devices import Wait
from devices.lazy_dataclass import dataclass

N_MOST = 99
"""Orders of one application."""
CODE_LEAST, CODE_MOST = 10, 64
"""Characters of a citizen's payment code. Its form differs between provinces and apps, so the platform judges it."""
APPS_MOST = 12
VALID_MOST_S = 86_400


class OrderState(StrEnum):
    """States of an order. The last three are final."""

    OPEN = "open"
    """It can be paid, and nobody is paying it."""
    PAYING = "paying"
    """Money may be on its way: it becomes one of the others."""
    PAID = "paid"
    CLOSED = "closed"
    """Nothing was paid, and nothing can come any more."""
    REFUNDED = "refunded"
    """The money was returned, or is on its way back."""


FINAL = frozenset({OrderState.PAID, OrderState.CLOSED, OrderState.REFUNDED})


class Refund(StrEnum):
    """State of a refund."""

    NONE = ""
    EXTRA = "extra"
    """More money came than is due (a second payment, another sum, one after the end): it goes back by itself."""
    ASKED = "asked"
    """The citizen asked for it, and the authority has not decided."""
    DECLINED = "declined"
    DONE = "done"
    """It is back, as far as the platform can know."""


@dataclass(frozen=True)
class OrderKey:
    """An order: the id of an application, and its number there."""

    application: str
    n: int


@dataclass(frozen=True)
class Order:
    """An order as the platform says. `sum` is in yuan with two decimals, `payee` a name by language, `number` what a
    citizen quotes to the authority, `apps` the words of the apps that can pay it, `code` the text of the code that they
    scan ("" when it cannot be paid any more), `receipt` the address of the electronic receipt, for a code."""

    key: OrderKey
    state: OrderState
    sum: str
    payee: Mapping[str, str]
    number: str
    apps: tuple[str, ...] = ()
    code: str = field(default="", repr=False)
    seconds_left: int = 0
    receipt: str = field(default="", repr=False)
    refund: Refund = Refund.NONE
    index: int = 1
    """Its place among the payments of the application, of which there are `count`: one for each payee."""
    count: int = 1

    @property
    def final(self) -> bool:
        return self.state in FINAL


class OrderDeed(StrEnum):
    """Kinds of request about an order."""

    OPEN = "open"
    """Open it, or return it as it is; from then on this terminal may close it, and no other. Refused by "order-open"
    (the one before is not final) and "nothing-due" (paid already, or free of charge)."""
    READ = "read"
    CLOSE = "close"
    """Close it, also if it was never opened: it can be opened no more. If money came first, it is PAID or PAYING.
    Refused by "order-elsewhere" if another terminal opened it last."""
    CHARGE = "charge"
    """Charge the payment code that a citizen's phone shows: at most once for each order, whatever the codes. OPEN
    afterwards: it was declined."""


@dataclass(frozen=True)
class OrderRequest:
    """A deed on an order; `code` is the payment code of CHARGE, which nobody keeps."""

    deed: OrderDeed
    key: OrderKey
    code: str = field(default="", repr=False)


class OrderCalls(Protocol):
    """The part of a PlatformGateway that payment needs."""

    def order(self, request: OrderRequest, wait: Wait) -> Order:
        """Do it and return the order, verified. Idempotent, whatever the deed. An application of which the platform
        holds no case, and an order that was never opened: REFUSED("unknown")."""
