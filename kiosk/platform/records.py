"""The wire records of openapi.yaml: what the terminal sends, and what it accepts as an answer.

Answers are read leniently (unknown fields are ignored) but typed strictly; what is sent carries exactly the contract's
fields. Nothing here speaks HTTP.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from kiosk.platform.gateway import (
    Admission,
    AdmissionState,
    CaseState,
    FailureKind,
    Heartbeat,
    HeartbeatReply,
    PlatformFailure,
    Question,
)
from kiosk.platform.wire_types import KnownCase, Rating

T = TypeVar("T")

CASE_ID = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
SHA256 = r"^[0-9a-f]{64}$"
COMPACT = re.compile(rb"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$")
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
        "busy",
        "internal",
    }
)
"""The closed list of problem types, without their common beginning."""

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
"""The closed list of next steps, by the state that calls for them."""


LINE = r"^[^\x00-\x1f]*$"
"""One line of text. What binds a header to its ciphertext puts a field on a line, so no field may hold a line break."""
MATERIALS_MOST = 40
MATERIAL_LARGEST = 20 * 2**20
"""Bytes of a sealed material."""


class SupersededCase(BaseModel):
    """The case that this one amends or withdraws, as the sender last knew it: never overwritten, always followed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str = Field(pattern=CASE_ID)
    digest: str = Field(pattern=SHA256)


class MaterialReference(BaseModel):
    """A material that travels after its case: SHA-256 and size of its sealed bytes, and what they are."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str = Field(pattern=SHA256)
    size: int = Field(ge=1, le=MATERIAL_LARGEST)
    media_type: str = Field(pattern=r"^[a-z]+/[a-z0-9.+-]{1,60}$")


class CaseBody(BaseModel):
    """The body of a sealed case: what stands in clear, and `sealed`, the HPKE ciphertext in base64url."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    v: Literal[1]
    case_id: str = Field(pattern=CASE_ID)
    terminal: str = Field(max_length=64, pattern=LINE)
    slip_number: str = Field(max_length=64, pattern=LINE)
    item_id: str = Field(max_length=100, pattern=LINE)
    item_version: str = Field(max_length=64, pattern=LINE)
    sealed_at: str = Field(max_length=40, pattern=LINE)
    key_id: str = Field(max_length=100, pattern=LINE)
    sealed: str = Field(repr=False)
    application: str = Field(default="", max_length=64, pattern=LINE)
    """What several cases of one application have in common; empty for a case that stands alone."""
    act: Literal["apply", "amend", "withdraw"] = "apply"
    supersedes: SupersededCase | None = None
    materials: tuple[MaterialReference, ...] = Field(default=(), max_length=MATERIALS_MOST)

    def info(self) -> bytes:
        """What binds the clear header to the ciphertext (HPKE `info`): change a word of it and it no longer opens."""
        lines = ["yike case 1", self.case_id, self.terminal, self.slip_number, self.item_id, self.item_version]
        lines += [self.sealed_at, self.key_id]
        if self.application or self.supersedes or self.materials or self.act != "apply":
            followed = f"{self.supersedes.case_id} {self.supersedes.digest}" if self.supersedes else ""
            lines += [self.application, self.act, followed]
            lines += [f"{each.sha256} {each.size} {each.media_type}" for each in self.materials]
        return "\n".join(lines).encode()


def material_info(case_id: str, number: int, media_type: str) -> bytes:
    """What binds a sealed material to its case and its place in it (HPKE `info`)."""
    return f"yike material 1\n{case_id}\n{number}\n{media_type}".encode()


class AnswerRecord(BaseModel):
    """What came from the platform: typed, and whatever else it says is not read."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Problem(AnswerRecord):
    type: str
    server_time: AwareDatetime | None = None

    @property
    def reason(self) -> str:
        """The closed word, or "other" for one this build does not know."""
        word = self.type.removeprefix(PROBLEM)
        return word if word in PROBLEMS and self.type != word else "other"


class CaseAnswer(AnswerRecord):
    case_id: str
    case_number: str
    state: CaseState
    receipts: tuple[str, ...] = Field(repr=False)
    missing: tuple[str, ...] = ()


class ReceiptClaims(AnswerRecord):
    """What a receipt's signature stands for."""

    id: str
    digest: str
    case_number: str
    at: AwareDatetime
    kind: str
    kid: str
    decision: str = ""


class RatingAnswer(AnswerRecord):
    rating_id: str


class _Admission(AnswerRecord):
    state: AdmissionState = AdmissionState.OPEN
    rate: float | None = Field(default=None, gt=0)
    spread_s: float = Field(default=0.0, ge=0)


class HeartbeatAnswer(AnswerRecord):
    server_time: AwareDatetime
    catalogue_version: str
    admission: _Admission = _Admission()

    def reply(self) -> HeartbeatReply:
        said = self.admission
        return HeartbeatReply(self.server_time, self.catalogue_version, Admission(said.state, said.rate, said.spread_s))


class DifferenceAnswer(AnswerRecord):
    case_id: str
    seen: Literal["unknown", "other_digest", "held"]
    case: CaseAnswer | None = None


class ReconcileAnswer(AnswerRecord):
    differences: tuple[DifferenceAnswer, ...]


def read(reader: Callable[[bytes], T], body: bytes) -> T:
    """An answer as its record. Raises BROKEN("contract") for anything else."""
    try:
        return reader(body)
    except ValidationError:
        raise PlatformFailure(FailureKind.BROKEN, "contract") from None


def compact(token: bytes) -> bytes:
    """What has at least the look of a compact JWS. Raises BROKEN("not-signed")."""
    if not COMPACT.match(token):
        raise PlatformFailure(FailureKind.BROKEN, "not-signed")
    return token


def as_json(record: Any) -> bytes:
    """A record as it is sent."""
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
    """The report without the terminal's name: the signature says whose it is."""
    plain = {name: value for name, value in vars(report).items() if name not in ("terminal", "devices", "outbox")}
    devices = [{**vars(device), "levels": dict(device.levels)} for device in report.devices]
    return {**plain, "devices": devices, "outbox": dict(report.outbox)}


def reconcile_record(known: Sequence[KnownCase]) -> dict[str, Any]:
    return {"cases": [{"case_id": k.case_id, "digest": k.digest, "has": sorted(k.has)} for k in known]}


def instant(moment: datetime) -> str:
    """RFC 3339 in UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
