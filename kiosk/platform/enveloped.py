"""The gateway that speaks to a one-stop platform through one enveloped POST, as provincial gateways have it.

One address. Each question is an envelope {appId, serviceCode, requestId, timestamp, signType, sign, data}, `timestamp`
in milliseconds since 1970, `data` the business record as a JSON string; each answer, HTTP 200 even for a refusal, is
{code, message, data}. Only `code` is read, by a table; `message` is prose. What counts is what counts everywhere: a
case is handed over when its answer carries a receipt that the pinned key signed.

Signed is with Ed25519, not with a secret both sides hold (HMAC): the terminal's key never leaves it, no secret has to
be carried to it and kept, and nobody at the platform can sign in its name. Signed are all members but `sign`, a line
`name=value` each in the order of their names, `data` by the SHA-256 (hex) of its UTF-8 bytes.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from devices import Clock, Wait
from kiosk.platform import questions, records
from kiosk.platform.exchange import (
    ANSWER_BYTES,
    CATALOGUE_BYTES,
    JSON,
    HttpConnection,
    HttpConnections,
    expect,
    rest,
    wordless,
)
from kiosk.platform.gateway import Answer, FailureKind, Heartbeat, HeartbeatReply, PlatformFailure, Question
from kiosk.platform.identity import INTERNATIONAL, PlatformKeys, TerminalKey, digest
from kiosk.platform.receipts import differences, held_case
from kiosk.platform.records import as_json, compact, read
from kiosk.platform.upload import upload as send_material
from kiosk.platform.wire_types import Difference, HeldCase, KnownCase, Rating, SealedCase, Upload

T = TypeVar("T")

SIGN_TYPE = "Ed25519"
DONE, SKEWED, NO_SUCH = "0", "10003", "20003"
CODES: Mapping[str, tuple[FailureKind, str]] = MappingProxyType(
    {
        "10001": (FailureKind.IDENTITY, "unsigned"),
        "10002": (FailureKind.IDENTITY, "signature-invalid"),
        SKEWED: (FailureKind.IDENTITY, "clock-skew"),
        "10004": (FailureKind.IDENTITY, "replayed"),
        "10005": (FailureKind.IDENTITY, "not-enrolled"),
        "10006": (FailureKind.IDENTITY, "suspended"),
        "20001": (FailureKind.REFUSED, "malformed"),
        "20002": (FailureKind.REFUSED, "too-large"),
        NO_SUCH: (FailureKind.REFUSED, "unknown"),
        "20004": (FailureKind.REFUSED, "unknown-question"),
        "30001": (FailureKind.REFUSED, "digest-mismatch"),
        "30002": (FailureKind.REFUSED, "superseded"),
        "30003": (FailureKind.REFUSED, "offset-mismatch"),
        "30004": (FailureKind.REFUSED, "checksum-mismatch"),
        "30005": (FailureKind.REFUSED, "service-withdrawn"),
        "30006": (FailureKind.REFUSED, "unknown-key"),
        "30007": (FailureKind.REFUSED, "cannot-open"),
        "30008": (FailureKind.REFUSED, "answers-invalid"),
        "30009": (FailureKind.REFUSED, "already-rated"),
        "30010": (FailureKind.REFUSED, "proof-required"),
        "30011": (FailureKind.REFUSED, "no-registered-phone"),
        "40001": (FailureKind.BUSY, "too-many-codes"),
        "40002": (FailureKind.BUSY, "busy"),
        "50001": (FailureKind.BROKEN, "internal"),
        "50002": (FailureKind.OFFLINE, ""),
    }
)
"""What a code means; 50002: the office behind the gateway does not answer. Any other is BROKEN("other")."""


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Said(_Read):
    code: str
    data: Any = Field(default=None, repr=False)


class _Told(_Read):
    """What a refusal may tell beside its code."""

    server_time: AwareDatetime | None = Field(default=None, alias="serverTime")
    retry_after: float | None = Field(default=None, alias="retryAfter", ge=0, allow_inf_nan=False)


class _Catalogue(_Read):
    catalogue: str | None


class _Held(_Read):
    offset: int


@dataclass(frozen=True)
class _Pieces:
    """Pieces of one material in envelopes, base64: a way for `upload`."""

    call: Callable[[str, Mapping[str, Any]], _Held]
    sha256: str

    def held(self) -> int:
        return self.call("material.offset", {"sha256": self.sha256}).offset

    def append(self, offset: int, piece: bytes) -> int:
        packed = {"piece": base64.b64encode(piece).decode("ascii"), "piece_sha256": digest(piece)}
        return self.call("material.append", {"sha256": self.sha256, "offset": offset, **packed}).offset


class EnvelopedGateway:
    """A one-stop platform behind one address. May be used from several threads; each has a connection of its own.

    Made with the same words as HttpGateway, and raises the same at making.
    """

    def __init__(
        self,
        address: str,
        terminal_id: str,
        key: TerminalKey,
        platform_keys: PlatformKeys,
        clock: Clock,
        *,
        build: str = "0",
        ca_file: Path | None = None,
        at_most_s: float = 60.0,
        machine: Clock | None = None,
    ) -> None:
        self._lines = HttpConnections(address, ca_file, at_most_s, machine)
        self._address = address
        self._terminal = terminal_id
        self._key = key
        self._keys = platform_keys
        self._clock = clock
        self._headers = {
            "User-Agent": f"yike/{build}",
            "Accept-Encoding": "identity",
            "Accept": JSON,
            "Content-Type": JSON,
        }
        self._offset = timedelta()

    def catalogue(self, known_version: str, wait: Wait) -> bytes | None:
        asked = {"known": known_version}
        reader = _Catalogue.model_validate_json
        token = self._call("catalogue.get", asked, reader, wait, CATALOGUE_BYTES).catalogue
        if token is None and known_version:
            return None
        return compact((token or "").encode())

    def put_case(self, case: SealedCase, wait: Wait) -> HeldCase:
        sent = {"case_id": case.case_id, "body": base64.b64encode(case.body).decode("ascii")}
        answer = self._call("case.put", sent, records.CaseAnswer.model_validate_json, wait)
        return held_case(answer, case.case_id, case.digest, self._keys)

    def put_material(self, upload: Upload, wait: Wait) -> None:
        def call(service: str, business: Mapping[str, Any]) -> _Held:
            return self._call(service, business, _Held.model_validate_json, wait)

        send_material(upload, _Pieces(call, upload.sha256))

    def get_case(self, case_id: str, digest: str, wait: Wait) -> HeldCase | None:
        try:
            answer = self._call("case.get", {"case_id": case_id}, records.CaseAnswer.model_validate_json, wait)
        except PlatformFailure as trouble:
            if (trouble.kind, trouble.reason) == CODES[NO_SUCH]:
                return None
            raise
        return held_case(answer, case_id, digest, self._keys)

    def reconcile(self, known: Sequence[KnownCase], wait: Wait) -> tuple[Difference, ...]:
        reader = records.ReconcileAnswer.model_validate_json
        return differences(
            self._call("case.reconcile", records.reconcile_record(known), reader, wait), known, self._keys
        )

    def put_rating(self, rating: Rating, wait: Wait) -> None:
        sent = {"rating_id": rating.rating_id, "rating": records.rating_record(rating)}
        if self._call("rating.put", sent, records.RatingAnswer.model_validate_json, wait).rating_id != rating.rating_id:
            raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "other-rating")

    def ask(self, question: Question, wait: Wait) -> Answer:
        reader = questions.ANSWERS.get(question.name)
        if reader is None:
            raise PlatformFailure(FailureKind.REFUSED, "unknown-question")
        sent = {"name": question.name, "question": records.question_record(question)}
        return self._call("question.ask", sent, reader, wait).answer()

    def heartbeat(self, report: Heartbeat, wait: Wait) -> HeartbeatReply:
        reader = records.HeartbeatAnswer.model_validate_json
        return self._call("terminal.heartbeat", records.heartbeat_record(report), reader, wait).reply()

    def close(self) -> None:
        self._lines.close()

    def _call(
        self,
        service: str,
        business: Mapping[str, Any],
        reader: Callable[[bytes], T],
        wait: Wait,
        cap: int = ANSWER_BYTES,
    ) -> T:
        """One question and its answer; asked once more only when the platform says our clock is wrong."""
        line, data = self._lines.mine(wait), as_json(business).decode()
        said = self._once(line, service, data, cap)
        told = _told(said)
        if said.code == SKEWED and told.server_time is not None:
            self._offset = told.server_time - self._clock.now()
            said = self._once(line, service, data, cap)
            told = _told(said)
        if said.code == DONE:
            return read(reader, as_json(said.data))
        kind, reason = CODES.get(said.code, (FailureKind.BROKEN, "other"))
        raise PlatformFailure(kind, reason, None if told.retry_after is None else rest(told.retry_after))

    def _once(self, line: HttpConnection, service: str, data: str, cap: int) -> _Said:
        envelope = {
            "appId": self._terminal,
            "serviceCode": service,
            "requestId": uuid.uuid4().hex,
            "timestamp": str(round((self._clock.now() + self._offset).timestamp() * 1000)),
            "signType": SIGN_TYPE,
            "data": data,
        }
        sign = base64.b64encode(INTERNATIONAL.signature(_signed(envelope), self._key.private)).decode("ascii")
        reply = line.send("POST", self._address, self._headers, as_json({**envelope, "sign": sign}), cap)
        if not 200 <= reply.status < 300:
            raise wordless(reply)
        return read(_Said.model_validate_json, expect(reply, JSON))


def _signed(envelope: Mapping[str, str]) -> bytes:
    """The bytes that the sign of an envelope stands for."""
    by_digest = {**envelope, "data": digest(envelope["data"].encode())}
    return "\n".join(f"{name}={value}" for name, value in sorted(by_digest.items())).encode()


def _told(said: _Said) -> _Told:
    try:
        return _Told.model_validate(said.data)
    except ValidationError:
        return _Told()
