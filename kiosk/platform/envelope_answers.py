"""The answers in envelopes (kiosk.platform.enveloped): what is read of them, and how much there may be."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from kiosk.platform import records
from kiosk.platform.bounds import Instant, Word
from kiosk.platform.documents import DOCUMENT_MOST
from kiosk.platform.exchange import ANSWER_BYTES
from kiosk.platform.relays import SEALED_MOST

DOCUMENT_CAP = DOCUMENT_MOST * 4 // 3 + ANSWER_BYTES
"""Bytes of an answer with the largest document in base64."""
RELAY_FILE_CAP = SEALED_MOST * 4 // 3 + ANSWER_BYTES
"""The same for the largest file of a relay."""


class LenientModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class AnswerEnvelope(LenientModel):
    code: Word
    data: Any = Field(default=None, repr=False)


class RefusalDetails(LenientModel):
    """Optional `data` of a refusal."""

    server_time: Instant | None = Field(default=None, alias="serverTime")
    retry_after: float | None = Field(default=None, alias="retryAfter", ge=0, allow_inf_nan=False)


class SignedAnswer(LenientModel):
    signed: str | None


class DocumentAnswer(LenientModel):
    document: str = Field(repr=False, max_length=DOCUMENT_CAP)


class RelayFileAnswer(LenientModel):
    file: str = Field(repr=False, max_length=RELAY_FILE_CAP)


class ClosedAnswer(LenientModel):
    """The answer to the end of a relay says nothing more."""


class OffsetAnswer(LenientModel):
    offset: int = Field(ge=0, le=records.MATERIAL_LARGEST)
