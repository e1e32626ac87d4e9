"""Wire records of orders, and the verification of their signed states (openapi.yaml)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Self

from pydantic import Field, ValidationError, model_validator

from kiosk.platform.bounds import Instant, Line, Token, Word
from kiosk.platform.gateway import FailureKind, PlatformFailure
from kiosk.platform.identity import BadToken, PlatformKeys, verify_token
from kiosk.platform.orders import (
    APPS_MOST,
    FINAL,
    N_MOST,
    VALID_MOST_S,
    Order,
    OrderDeed,
    OrderKey,
    OrderRequest,
    OrderState,
    Refund,
)
from kiosk.platform.records import CASE_ID, AnswerRecord

ORDER = "yike-order"
"""`typ` of the token that proves the state of an order."""
SUM = r"^(0|[1-9][0-9]{0,6})\.[0-9]{2}$"
"""A sum in yuan, with two decimals: up to 9 999 999.99."""
ORDER_NUMBER = r"^[0-9A-Za-z-]{8,40}$"
ADDRESS = r"^https?://[!-~]+$"


class OrderAnswer(AnswerRecord):
    application: str = Field(pattern=CASE_ID)
    n: int = Field(ge=1, le=N_MOST)
    state: OrderState
    sum: str = Field(pattern=SUM)
    payee: dict[Word, Line] = Field(min_length=1, max_length=20)
    number: str = Field(pattern=ORDER_NUMBER)
    apps: tuple[Word, ...] = Field(default=(), max_length=APPS_MOST)
    code: str = Field(default="", max_length=500, pattern=r"^[!-~]*$", repr=False)
    seconds_left: int = Field(default=0, ge=0, le=VALID_MOST_S)
    receipt: str = Field(default="", max_length=300, pattern=rf"{ADDRESS}|^$", repr=False)
    refund: Refund = Refund.NONE
    index: int = Field(default=1, ge=1, le=N_MOST)
    count: int = Field(default=1, ge=1, le=N_MOST)
    token: Token = Field(default="", repr=False)

    @model_validator(mode="after")
    def _can_be_paid(self) -> Self:
        """An order that is open has a code; without one nobody could pay it."""
        if self.state is OrderState.OPEN and not self.code:
            raise ValueError("open without a code")
        if self.index > self.count:
            raise ValueError("beyond the last payment")
        return self


class _OrderClaims(AnswerRecord):
    """The signed content of a state."""

    application: Word
    n: int = Field(ge=1, le=N_MOST)
    sum: str = Field(pattern=SUM)
    state: OrderState
    at: Instant


HTTP: Mapping[OrderDeed, tuple[str, str]] = MappingProxyType(
    {
        OrderDeed.OPEN: ("PUT", ""),
        OrderDeed.READ: ("GET", ""),
        OrderDeed.CLOSE: ("DELETE", ""),
        OrderDeed.CHARGE: ("PUT", "/charge"),
    }
)
"""Deed → its method, and the end of its path."""


def order_path(key: OrderKey) -> str:
    """Return the path of an order. Raises REFUSED("malformed") for an id or a number that no order has."""
    if not re.fullmatch(CASE_ID, key.application) or not 1 <= key.n <= N_MOST:
        raise PlatformFailure(FailureKind.REFUSED, "malformed")
    return f"/v1/applications/{key.application}/orders/{key.n}"


def order_record(request: OrderRequest) -> dict[str, Any]:
    """Return the body of a request that has one."""
    return {"code": request.code} if request.deed is OrderDeed.CHARGE else {}


def order_of(answer: OrderAnswer, key: OrderKey, keys: PlatformKeys) -> Order:
    """Return the order of an answer. Raises NOT_THE_PLATFORM("order") for another order than was asked for, and for a
    final state that the pinned key did not sign for this application, number and sum."""
    if (answer.application, answer.n) != (key.application, key.n):
        raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "order")
    if answer.state in FINAL:
        _check(answer, keys)
    can_be_paid = answer.state is OrderState.OPEN
    return Order(
        key,
        answer.state,
        answer.sum,
        MappingProxyType(dict(answer.payee)),
        answer.number,
        answer.apps,
        answer.code if can_be_paid else "",
        answer.seconds_left if can_be_paid else 0,
        answer.receipt if answer.state is OrderState.PAID else "",
        answer.refund,
        answer.index,
        answer.count,
    )


def _check(answer: OrderAnswer, keys: PlatformKeys) -> None:
    try:
        claims = _OrderClaims.model_validate_json(verify_token(answer.token, keys, ORDER))
    except (BadToken, ValidationError):
        raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "order") from None
    said = (answer.application, answer.n, answer.sum, answer.state)
    if (claims.application, claims.n, claims.sum, claims.state) != said:
        raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "order")
