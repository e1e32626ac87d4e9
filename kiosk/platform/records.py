"""Wire records of openapi.yaml: requests that the terminal sends and answers that it accepts. Independent of HTTP.

Answers may have unknown fields, which are ignored, but known fields must have their type. Requests have exactly the
fields of the contract.
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from kiosk.platform.answer import Answer
from kiosk.platform.bounds import RATE_LEAST, RATE_MOST, SINGLE_LINE, SPREAD_MOST_S, Instant, Token, Word
from kiosk.platform.gateway import (
    Admission,
    AdmissionState,
    FailureKind,
    Heartbeat,
    HeartbeatReply,
    PlatformFailure,
    Question,
)
from kiosk.platform.listing import CaseState
from kiosk.platform.wire_types import KnownCase, Rating

R = TypeVar("R")
T = TypeVar("T")

CASE_ID = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
SHA256 = r"^[0-9a-f]{64}$"
COMPACT_JWS = re.compile(rb"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$")
PROBLEM = "urn:yike:problem:"
PROBLEMS = frozenset(
    {
        "malformed",
        "too-large",
        "unknown",
        "unsigned",
        "signature-invalid",
        "clock-skew",
        "replayed",
        "not-enrolled",
        "suspended",
        "digest-mismatch",
        "superseded",
        "offset-mismatch",
        "checksum-mismatch",
        "service-withdrawn",
        "unknown-key",
        "cannot-open",
        "answers-invalid",
        "already-rated",
        "unknown-question",
        "proof-required",
        "no-registered-phone",
        "too-many-codes",
        "already-printed",
        "reason-required",
        "reprint-over",
        "outcome-final",
        "relay-claimed",
        "mandate-revoked",
        "mandate-invalid",
        "order-open",
        "nothing-due",
        "order-elsewhere",
        "department-closed",
        "busy",
        "internal",
    }
)
"""The closed list of problem types, without their common prefix PROBLEM."""

NEXT_STEPS: Mapping[CaseState, str] = MappingProxyType(
    {
        CaseState.RECEIVED: "wait",
        CaseState.ACCEPTED: "wait",
        CaseState.NOT_ACCEPTED: "see_notice",
        CaseState.CORRECTION: "correct",
        CaseState.UNDER_REVIEW: "wait",
        CaseState.SUSPENDED: "wait",
        CaseState.TRANSFERRED: "wait",
        CaseState.WITHDRAWN: "none",
        CaseState.GRANTED: "collect",
        CaseState.NOT_GRANTED: "see_notice",
        CaseState.DECIDED: "collect",
        CaseState.DELIVERED: "none",
    }
)
"""Case state → next step of the applicant."""
MATERIALS_MOST = 40
MATERIAL_LARGEST = 20 * 2**20
"""Bytes of a sealed material."""
RECEIPTS_MOST = 20
"""Receipts of one case; later versions of the contract add kinds."""
DIFFERENCES_MOST = 500
"""Cases in one reconciliation (openapi.yaml, Reconcile)."""


class SupersededCase(BaseModel):
    """Reference to the case that this one follows, with the digest last known to the sender."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str = Field(pattern=CASE_ID)
    digest: str = Field(pattern=SHA256)


class MaterialReference(BaseModel):
    """Reference to a material that is uploaded after its case: SHA-256 and size of the sealed bytes, and media type."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str = Field(pattern=SHA256)
    size: int = Field(ge=1, le=MATERIAL_LARGEST)
    media_type: str = Field(pattern=r"^[a-z]+/[a-z0-9.+-]{1,60}$")


class CaseBody(BaseModel):
    """The body of a sealed case: a header in clear text, and `sealed`, the HPKE ciphertext in base64url.

    `info` separates fields by line breaks, so no field may contain one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    v: Literal[1]
    case_id: str = Field(pattern=CASE_ID)
    terminal: str = Field(max_length=64, pattern=SINGLE_LINE)
    slip_number: str = Field(max_length=64, pattern=SINGLE_LINE)
    item_id: str = Field(max_length=100, pattern=SINGLE_LINE)
    item_version: str = Field(max_length=64, pattern=SINGLE_LINE)
    sealed_at: str = Field(max_length=40, pattern=SINGLE_LINE)
    key_id: str = Field(max_length=100, pattern=SINGLE_LINE)
    sealed: str = Field(repr=False)
    application: str = Field(default="", max_length=64, pattern=SINGLE_LINE)
    """Id shared by the cases of one application; empty for a single case."""
    act: Literal["apply", "amend", "withdraw", "urge", "supplement", "refund", "dispute"] = "apply"
    supersedes: SupersededCase | None = None
    materials: tuple[MaterialReference, ...] = Field(default=(), max_length=MATERIALS_MOST)

    def info(self) -> bytes:
        """Return the HPKE `info` (RFC 9180, section 5.1): a changed header makes the ciphertext undecipherable."""
        lines = ["yike case 1", self.case_id, self.terminal, self.slip_number, self.item_id, self.item_version]
        lines += [self.sealed_at, self.key_id]
        if self.application or self.supersedes or self.materials or self.act != "apply":
            superseded = f"{self.supersedes.case_id} {self.supersedes.digest}" if self.supersedes else ""
            lines += [self.application, self.act, superseded]
            lines += [f"{each.sha256} {each.size} {each.media_type}" for each in self.materials]
        return "\n".join(lines).encode()


def material_info(case_id: str, number: int, media_type: str) -> bytes:
    """Return the HPKE `info` of a material: its case and its index in the case."""
    return f"yike material 1\n{case_id}\n{number}\n{media_type}".encode()


class AnswerRecord(BaseModel):
    """Base of the platform's answers: unknown fields are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class QuestionAnswer(AnswerRecord, ABC):
    """Base of the records of answers to named questions."""

    @abstractmethod
    def answer(self) -> Answer: ...

    def answer_to(self, question: Question) -> Answer:
        """Return the answer, if it is one to this question. Raises PlatformFailure."""
        return self.answer()


class Problem(AnswerRecord):
    type: Word
    server_time: Instant | None = None

    @property
    def reason(self) -> str:
        """The problem type without its prefix; "other" for one unknown to this build."""
        word = self.type.removeprefix(PROBLEM)
        return word if word in PROBLEMS and self.type != word else "other"


class CaseAnswer(AnswerRecord):
    case_id: Word
    case_number: Word
    state: CaseState
    receipts: tuple[Token, ...] = Field(repr=False, max_length=RECEIPTS_MOST)
    missing: tuple[Annotated[str, Field(pattern=SHA256)], ...] = Field(default=(), max_length=MATERIALS_MOST)


class ReceiptClaims(AnswerRecord):
    """The signed content of a receipt."""

    id: Word
    digest: Word
    case_number: Word
    at: Instant
    kind: Word
    kid: Word
    decision: Word = ""


class RatingAnswer(AnswerRecord):
    rating_id: Word


class _Admission(AnswerRecord):
    state: AdmissionState = AdmissionState.OPEN
    rate: float | None = Field(default=None, ge=RATE_LEAST, le=RATE_MOST, allow_inf_nan=False)
    spread_s: float = Field(default=0.0, ge=0, le=SPREAD_MOST_S, allow_inf_nan=False)


class HeartbeatAnswer(AnswerRecord):
    server_time: Instant
    catalogue_version: Word
    admission: _Admission = _Admission()

    def reply(self) -> HeartbeatReply:
        limits = Admission(self.admission.state, self.admission.rate, self.admission.spread_s)
        return HeartbeatReply(self.server_time, self.catalogue_version, limits)


class DifferenceAnswer(AnswerRecord):
    case_id: Word
    seen: Literal["unknown", "other_digest", "held"]
    case: CaseAnswer | None = None


class ReconcileAnswer(AnswerRecord):
    differences: tuple[DifferenceAnswer, ...] = Field(max_length=DIFFERENCES_MOST)


def parse_answer(reader: Callable[[R], T], body: R) -> T:
    """Return an answer as a record. Raises BROKEN("contract")."""
    try:
        return reader(body)
    except ValueError:
        # pydantic's ValidationError, and what Python raises for a number with more digits than it converts.
        raise PlatformFailure(FailureKind.BROKEN, "contract") from None


def check_compact_jws(token: bytes) -> bytes:
    """Return the token if it has the form of a compact JWS (RFC 7515, section 7.1). Raises BROKEN("not-signed")."""
    if not COMPACT_JWS.match(token):
        raise PlatformFailure(FailureKind.BROKEN, "not-signed")
    return token


def as_json(record: Any) -> bytes:
    """Return a record as compact JSON in UTF-8."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()


def question_record(question: Question) -> dict[str, Any]:
    return {
        "item_id": question.item_id,
        "visit": question.visit,
        "purpose": question.purpose,
        "identity": dict(question.identity),
        "parameters": dict(question.parameters),
    }


def rating_record(rating: Rating) -> dict[str, Any]:
    return {
        "visit": rating.visit,
        "case_id": rating.case_id,
        "item_id": rating.item_id,
        "node": rating.node.value,
        "level": rating.level,
        "labels": list(rating.labels),
        "label_set": rating.label_set,
        "rated_at": instant(rating.rated_at),
    }


def heartbeat_record(report: Heartbeat) -> dict[str, Any]:
    """Return the report without the terminal's code, which is in the signature."""
    plain = {name: value for name, value in vars(report).items() if name not in ("terminal", "devices", "outbox")}
    devices = [{n: dict(v) if isinstance(v, Mapping) else v for n, v in vars(each).items()} for each in report.devices]
    return {**plain, "devices": devices, "outbox": dict(report.outbox)}


def reconcile_record(known: Sequence[KnownCase]) -> dict[str, Any]:
    return {"cases": [{"case_id": k.case_id, "digest": k.digest, "has": sorted(k.has)} for k in known]}


def instant(moment: datetime) -> str:
    """RFC 3339 in UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
