"""Wire records of relays (openapi.yaml)."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from kiosk.platform.records import AnswerRecord
from kiosk.platform.relays import (
    FILES_MOST,
    LONGEST_S,
    NUMBERS_MOST,
    SEALED_MOST,
    OpenedRelay,
    RelayFile,
    RelayOrder,
    RelayReason,
    RelayState,
    RelayStatus,
)


class OpenedRelayAnswer(AnswerRecord):
    url: str = Field(max_length=300, pattern=r"^https?://[!\"$-~]+$", repr=False)
    """Without a fragment: that is the terminal's."""
    seconds: int = Field(ge=0, le=LONGEST_S)

    def answer(self) -> OpenedRelay:
        return OpenedRelay(self.url, self.seconds)


class _File(AnswerRecord):
    number: int = Field(ge=1, le=NUMBERS_MOST)
    size: int = Field(ge=1, le=SEALED_MOST)
    held: int = Field(ge=0, le=SEALED_MOST)


class RelayAnswer(AnswerRecord):
    state: RelayState
    seconds: int = Field(ge=0, le=LONGEST_S)
    files: tuple[_File, ...] = Field(max_length=FILES_MOST)
    heard: int | None = Field(default=None, ge=0, le=LONGEST_S)

    def answer(self) -> RelayStatus:
        files = tuple(RelayFile(each.number, each.size, min(each.held, each.size)) for each in self.files)
        return RelayStatus(self.state, self.seconds, files, self.heard)


class JudgedAnswer(AnswerRecord):
    number: int = Field(ge=1, le=NUMBERS_MOST)


def order_record(order: RelayOrder) -> dict[str, Any]:
    return {"item": dict(order.item), "material": dict(order.material), "language": order.language}


def verdict_record(reason: RelayReason) -> dict[str, Any]:
    return {"reason": reason.value}
