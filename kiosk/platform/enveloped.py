"""Gateway for one-stop platforms with a single address that accepts enveloped POST requests, as in several provinces.

A request is an envelope {appId, serviceCode, requestId, timestamp, signType, sign, data}: `timestamp` in milliseconds
since 1970, `data` the business record as a JSON string. An answer is {code, message, data}, with HTTP 200 even for a
refusal. `code` is mapped by a table; `message` is free text and ignored. As with every gateway, a case is handed over
when the answer has a receipt signed by the pinned key.

Envelopes are signed with Ed25519 instead of a shared secret (HMAC): the private key never leaves the terminal, no
secret has to be distributed, and the platform cannot sign for the terminal. The signature covers all members except
`sign`, as lines `name=value` sorted by name, with `data` replaced by the SHA-256 (hex) of its UTF-8 bytes.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from devices import Clock, Wait
from devices.lazy_dataclass import dataclass
from kiosk.platform import document_records, order_records, questions, records, relay_records
from kiosk.platform.answer import Answer
from kiosk.platform.documents import DOCUMENT_MOST, DocumentRequest, PaperOutcome, Permit, PermitRequest
from kiosk.platform.envelope_answers import (
    DOCUMENT_CAP,
    RELAY_FILE_CAP,
    AnswerEnvelope,
    ClosedAnswer,
    DocumentAnswer,
    OffsetAnswer,
    RefusalDetails,
    RelayFileAnswer,
    SignedAnswer,
)
from kiosk.platform.envelope_codes import CODE_CLOCK_SKEW, CODE_OK, CODE_UNKNOWN, CODES
from kiosk.platform.exchange import (
    ANSWER_BYTES,
    CATALOGUE_BYTES,
    JSON,
    HttpConnection,
    HttpConnections,
    capped_retry_after,
    expect_body,
    failure_without_problem,
)
from kiosk.platform.gateway import FailureKind, Heartbeat, HeartbeatReply, PlatformFailure, Question
from kiosk.platform.identity import INTERNATIONAL, PlatformKeys, TerminalKey, digest
from kiosk.platform.name_lookup import NameLookup
from kiosk.platform.orders import Order, OrderRequest
from kiosk.platform.receipts import differences, held_case
from kiosk.platform.records import as_json, check_compact_jws, parse_answer
from kiosk.platform.relays import SEALED_MOST, OpenedRelay, RelayOrder, RelayReason, RelayStatus
from kiosk.platform.upload import upload as send_material
from kiosk.platform.wire_types import Difference, HeldCase, KnownCase, Rating, SealedCase, Upload

T = TypeVar("T")

SIGN_TYPE = "Ed25519"


@dataclass(frozen=True)
class _EnvelopedTransport:
    """`MaterialTransport` that sends pieces in base64 in envelopes."""

    call: Callable[[str, Mapping[str, Any]], OffsetAnswer]
    sha256: str

    def offset(self) -> int:
        return self.call("material.offset", {"sha256": self.sha256}).offset

    def append(self, offset: int, piece: bytes) -> int:
        packed = {"piece": base64.b64encode(piece).decode("ascii"), "piece_sha256": digest(piece)}
        return self.call("material.append", {"sha256": self.sha256, "offset": offset, **packed}).offset


class EnvelopedGateway:
    """A `PlatformGateway` that sends envelopes. Thread-safe: each thread has a separate connection.

    Parameters and errors are those of HttpGateway.
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
        real_clock: Clock | None = None,
        lookup: NameLookup | None = None,
    ) -> None:
        self._connections = HttpConnections(address, ca_file, at_most_s, real_clock, lookup)
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
        return self._changed("catalogue.get", known_version, CATALOGUE_BYTES, wait)

    def staff_list(self, known: int, wait: Wait) -> bytes | None:
        return self._changed("staff.get", str(known) if known >= 0 else "", ANSWER_BYTES, wait)

    def _changed(self, service: str, known: str, cap: int, wait: Wait) -> bytes | None:
        token = self._call(service, {"known": known}, SignedAnswer.model_validate_json, wait, cap).signed
        return None if token is None and known else check_compact_jws((token or "").encode())

    def put_case(self, case: SealedCase, wait: Wait) -> HeldCase:
        sent = {"case_id": case.case_id, "body": base64.b64encode(case.body).decode("ascii")}
        answer = self._call("case.put", sent, records.CaseAnswer.model_validate_json, wait)
        return held_case(answer, case.case_id, case.digest, self._keys)

    def put_material(self, upload: Upload, wait: Wait) -> None:
        def call(service: str, business: Mapping[str, Any]) -> OffsetAnswer:
            return self._call(service, business, OffsetAnswer.model_validate_json, wait)

        send_material(upload, _EnvelopedTransport(call, upload.sha256))

    def get_case(self, case_id: str, digest: str, wait: Wait) -> HeldCase | None:
        try:
            answer = self._call("case.get", {"case_id": case_id}, records.CaseAnswer.model_validate_json, wait)
        except PlatformFailure as failure:
            if (failure.kind, failure.reason) == CODES[CODE_UNKNOWN]:
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
        record = questions.ANSWERS.get(question.name)
        if record is None:
            raise PlatformFailure(FailureKind.REFUSED, "unknown-question")
        sent = {"name": question.name, "question": records.question_record(question)}
        return self._call("question.ask", sent, record.model_validate_json, wait).answer_to(question)

    def fetch(self, document: DocumentRequest, wait: Wait) -> bytes:
        reader = DocumentAnswer.model_validate_json
        answer = self._call("document.get", vars(document), reader, wait, DOCUMENT_CAP)
        pdf = parse_answer(lambda text: base64.b64decode(text, validate=True), answer.document)
        if len(pdf) > DOCUMENT_MOST:
            raise PlatformFailure(FailureKind.BROKEN, "too-large")
        return pdf

    def permit(self, request: PermitRequest, wait: Wait) -> Permit:
        sent = {"permit": request.permit, "request": document_records.permit_record(request)}
        answer = self._call("permit.put", sent, document_records.PermitAnswer.model_validate_json, wait)
        return document_records.permit_of(answer, request, self._terminal, self._keys)

    def put_outcome(self, permit: str, outcome: PaperOutcome, wait: Wait) -> None:
        sent = {"permit": permit, "outcome": {"outcome": outcome.value}}
        if (
            self._call("permit.outcome", sent, document_records.OutcomeAnswer.model_validate_json, wait).permit
            != permit
        ):
            raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "other-permit")

    def open_relay(self, order: RelayOrder, wait: Wait) -> OpenedRelay:
        sent = {"relay": order.relay, "order": relay_records.order_record(order)}
        return self._call("relay.open", sent, relay_records.OpenedRelayAnswer.model_validate_json, wait).answer()

    def relay(self, relay: str, wait: Wait) -> RelayStatus:
        return self._call("relay.get", {"relay": relay}, relay_records.RelayAnswer.model_validate_json, wait).answer()

    def relay_file(self, relay: str, number: int, wait: Wait) -> bytes:
        sent, reader = {"relay": relay, "number": number}, RelayFileAnswer.model_validate_json
        answer = self._call("relay.file", sent, reader, wait, RELAY_FILE_CAP)
        sealed = parse_answer(lambda text: base64.b64decode(text, validate=True), answer.file)
        if len(sealed) > SEALED_MOST:
            raise PlatformFailure(FailureKind.BROKEN, "too-large")
        return sealed

    def judge_relay_file(self, relay: str, number: int, reason: RelayReason, wait: Wait) -> None:
        sent = {"relay": relay, "number": number, "verdict": relay_records.verdict_record(reason)}
        self._call("relay.judge", sent, relay_records.JudgedAnswer.model_validate_json, wait)

    def close_relay(self, relay: str, wait: Wait) -> None:
        self._call("relay.close", {"relay": relay}, ClosedAnswer.model_validate_json, wait)

    def order(self, request: OrderRequest, wait: Wait) -> Order:
        order_records.order_path(request.key)
        sent = {**vars(request.key), **order_records.order_record(request)}
        answer = self._call(f"order.{request.deed}", sent, order_records.OrderAnswer.model_validate_json, wait)
        return order_records.order_of(answer, request.key, self._keys)

    def heartbeat(self, report: Heartbeat, wait: Wait) -> HeartbeatReply:
        reader = records.HeartbeatAnswer.model_validate_json
        return self._call("terminal.heartbeat", records.heartbeat_record(report), reader, wait).reply()

    def close(self) -> None:
        self._connections.close()

    def _call(
        self,
        service: str,
        business: Mapping[str, Any],
        reader: Callable[[bytes], T],
        wait: Wait,
        cap: int = ANSWER_BYTES,
    ) -> T:
        """Send a request and return its answer. Repeated once, with the platform's time, after CODE_CLOCK_SKEW.

        Raises PlatformFailure and Cancelled.
        """
        connection, data = self._connections.connection(wait), as_json(business).decode()
        answer = self._send(connection, service, data, cap)
        details = _refusal_details(answer)
        if answer.code == CODE_CLOCK_SKEW and details.server_time is not None:
            self._offset = details.server_time - self._clock.now()
            answer = self._send(connection, service, data, cap)
            details = _refusal_details(answer)
        if answer.code == CODE_OK:
            # Written within: a number of the answer may have more digits than Python writes.
            return parse_answer(lambda data: reader(as_json(data)), answer.data)
        kind, reason = CODES.get(answer.code, (FailureKind.BROKEN, "other"))
        raise PlatformFailure(
            kind, reason, None if details.retry_after is None else capped_retry_after(details.retry_after)
        )

    def _send(self, connection: HttpConnection, service: str, data: str, cap: int) -> AnswerEnvelope:
        envelope = {
            "appId": self._terminal,
            "serviceCode": service,
            "requestId": uuid.uuid4().hex,
            "timestamp": str(round((self._clock.now() + self._offset).timestamp() * 1000)),
            "signType": SIGN_TYPE,
            "data": data,
        }
        sign = base64.b64encode(INTERNATIONAL.signature(_signing_input(envelope), self._key.private)).decode("ascii")
        reply = connection.send("POST", self._address, self._headers, as_json({**envelope, "sign": sign}), cap)
        if not 200 <= reply.status < 300:
            raise failure_without_problem(reply)
        return parse_answer(AnswerEnvelope.model_validate_json, expect_body(reply, JSON))


def _signing_input(envelope: Mapping[str, str]) -> bytes:
    """Return the bytes covered by the signature of an envelope."""
    by_digest = {**envelope, "data": digest(envelope["data"].encode())}
    return "\n".join(f"{name}={value}" for name, value in sorted(by_digest.items())).encode()


def _refusal_details(answer: AnswerEnvelope) -> RefusalDetails:
    try:
        return RefusalDetails.model_validate(answer.data)
    except ValidationError:
        return RefusalDetails()
