"""Gateway for the HTTP interface of openapi.yaml.

A reply counts as a success only if it is one of the contract: a captive portal's login page also answers 200.
Deadlines, size limits and connections are handled in `exchange`.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from pydantic import ValidationError

from devices import Clock, Wait
from kiosk.platform import document_records, order_records, questions, records, relay_records
from kiosk.platform.answer import Answer
from kiosk.platform.documents import DOCUMENT_MOST, DocumentRequest, PaperOutcome, Permit, PermitRequest
from kiosk.platform.exchange import (
    ANSWER_BYTES,
    CATALOGUE_BYTES,
    JSON,
    HttpConnection,
    HttpConnections,
    Reply,
    expect_body,
    failure_without_problem,
    kind_of_status,
    parse_number,
)
from kiosk.platform.gateway import FailureKind, Heartbeat, HeartbeatReply, PlatformFailure, Question
from kiosk.platform.identity import PlatformKeys, TerminalKey
from kiosk.platform.name_lookup import NameLookup
from kiosk.platform.orders import Order, OrderRequest
from kiosk.platform.receipts import differences, held_case
from kiosk.platform.records import as_json, check_compact_jws, parse_answer
from kiosk.platform.relays import SEALED_MOST, OpenedRelay, RelayOrder, RelayReason, RelayStatus
from kiosk.platform.signing import PROOF_HEADER, VISIT_HEADER, RequestSigner
from kiosk.platform.upload import OFFSET_TYPE, TusTransport
from kiosk.platform.upload import upload as send_material
from kiosk.platform.wire_types import Difference, HeldCase, KnownCase, Rating, SealedCase, Upload

JOSE = "application/jose"
PDF = "application/pdf"
OCTETS = "application/octet-stream"
PROBLEM_JSON = "application/problem+json"

_ID = re.compile(r"^[A-Za-z0-9-]{8,64}$")
_RELAY = re.compile(r"[A-Za-z0-9_-]{20,64}")
_ETAG = re.compile(r"[!#-~]{1,100}")
"""Characters of an entity tag (RFC 9110, section 8.8.3)."""


class HttpGateway:
    """A `PlatformGateway` over HTTP. Thread-safe: each thread has a separate connection.

    `clock` gives the time of signatures; `real_clock` (default: the system's) measures `at_most_s`, the limit of every
    call in seconds. Raises ValueError for an address that is neither https nor http on a loopback address, and OSError
    for an unusable `ca_file`.
    """

    def __init__(
        self,
        base_url: str,
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
        self._connections = HttpConnections(base_url, ca_file, at_most_s, real_clock, lookup)
        self._base = base_url.rstrip("/")
        self._terminal = terminal_id
        self._signer = RequestSigner(terminal_id, key)
        self._keys = platform_keys
        self._clock = clock
        self._agent = f"yike/{build}"
        self._offset = timedelta()

    @property
    def clock_offset_s(self) -> float:
        """Seconds by which the platform's clock was ahead at its last `clock-skew`. Added to signature times."""
        return self._offset.total_seconds()

    def catalogue(self, known_version: str, wait: Wait) -> bytes | None:
        return self._changed("/v1/catalogue", known_version, CATALOGUE_BYTES, wait)

    def staff_list(self, known: int, wait: Wait) -> bytes | None:
        return self._changed("/v1/staff", str(known) if known >= 0 else "", ANSWER_BYTES, wait)

    def put_case(self, case: SealedCase, wait: Wait) -> HeldCase:
        path = f"/v1/cases/{_checked_id(case.case_id)}"
        body = expect_body(self._exchange("PUT", path, case.body, wait, idempotency=case.case_id), JSON)
        return held_case(
            parse_answer(records.CaseAnswer.model_validate_json, body), case.case_id, case.digest, self._keys
        )

    def put_material(self, upload: Upload, wait: Wait) -> None:
        path = f"/v1/materials/{_checked_id(upload.sha256)}"

        def send(method: str, body: bytes, headers: Mapping[str, str]) -> int | None:
            kind = {"Content-Type": OFFSET_TYPE} if body else {}
            reply = self._exchange(method, path, body, wait, headers={**headers, **kind})
            return parse_number(reply.headers.get("Upload-Offset", ""))

        send_material(upload, TusTransport(send))

    def get_case(self, case_id: str, digest: str, wait: Wait) -> HeldCase | None:
        try:
            body = expect_body(self._exchange("GET", f"/v1/cases/{_checked_id(case_id)}", b"", wait), JSON)
        except PlatformFailure as failure:
            if failure.reason == "unknown":
                return None
            raise
        return held_case(parse_answer(records.CaseAnswer.model_validate_json, body), case_id, digest, self._keys)

    def reconcile(self, known: Sequence[KnownCase], wait: Wait) -> tuple[Difference, ...]:
        sent = as_json(records.reconcile_record(known))
        body = expect_body(self._exchange("POST", "/v1/terminals/self/reconcile", sent, wait), JSON)
        answer = parse_answer(records.ReconcileAnswer.model_validate_json, body)
        return differences(answer, known, self._keys)

    def put_rating(self, rating: Rating, wait: Wait) -> None:
        path = f"/v1/ratings/{_checked_id(rating.rating_id)}"
        sent = as_json(records.rating_record(rating))
        body = expect_body(self._exchange("PUT", path, sent, wait, idempotency=rating.rating_id), JSON)
        if parse_answer(records.RatingAnswer.model_validate_json, body).rating_id != rating.rating_id:
            raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "other-rating")

    def ask(self, question: Question, wait: Wait) -> Answer:
        record = questions.ANSWERS.get(question.name)
        if record is None:
            raise PlatformFailure(FailureKind.REFUSED, "unknown-question")
        sent = as_json(records.question_record(question))
        body = expect_body(self._exchange("POST", f"/v1/questions/{question.name}", sent, wait), JSON)
        return parse_answer(record.model_validate_json, body).answer_to(question)

    def fetch(self, document: DocumentRequest, wait: Wait) -> bytes:
        path = f"/v1/documents/{_checked_id(document.document)}"
        proof = {VISIT_HEADER: document.visit, PROOF_HEADER: document.proof}
        return expect_body(self._exchange("GET", path, b"", wait, headers=proof, cap=DOCUMENT_MOST), PDF)

    def permit(self, request: PermitRequest, wait: Wait) -> Permit:
        path, sent = f"/v1/permits/{_checked_id(request.permit)}", as_json(document_records.permit_record(request))
        body = expect_body(self._exchange("PUT", path, sent, wait, idempotency=request.permit), JSON)
        answer = parse_answer(document_records.PermitAnswer.model_validate_json, body)
        return document_records.permit_of(answer, request, self._terminal, self._keys)

    def put_outcome(self, permit: str, outcome: PaperOutcome, wait: Wait) -> None:
        path, sent = f"/v1/permits/{_checked_id(permit)}/outcome", as_json({"outcome": outcome.value})
        body = expect_body(self._exchange("PUT", path, sent, wait, idempotency=f"{permit}-{outcome.value}"), JSON)
        if parse_answer(document_records.OutcomeAnswer.model_validate_json, body).permit != permit:
            raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "other-permit")

    def open_relay(self, order: RelayOrder, wait: Wait) -> OpenedRelay:
        path, sent = _relay_path(order.relay), as_json(relay_records.order_record(order))
        body = expect_body(self._exchange("PUT", path, sent, wait, idempotency=order.relay), JSON)
        return parse_answer(relay_records.OpenedRelayAnswer.model_validate_json, body).answer()

    def relay(self, relay: str, wait: Wait) -> RelayStatus:
        body = expect_body(self._exchange("GET", _relay_path(relay), b"", wait), JSON)
        return parse_answer(relay_records.RelayAnswer.model_validate_json, body).answer()

    def relay_file(self, relay: str, number: int, wait: Wait) -> bytes:
        path = f"{_relay_path(relay)}/files/{number}"
        return expect_body(self._exchange("GET", path, b"", wait, cap=SEALED_MOST), OCTETS)

    def judge_relay_file(self, relay: str, number: int, reason: RelayReason, wait: Wait) -> None:
        path, sent = f"{_relay_path(relay)}/files/{number}/verdict", as_json(relay_records.verdict_record(reason))
        body = expect_body(self._exchange("PUT", path, sent, wait, idempotency=f"{relay}-{number}"), JSON)
        if parse_answer(relay_records.JudgedAnswer.model_validate_json, body).number != number:
            raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "other-file")

    def close_relay(self, relay: str, wait: Wait) -> None:
        self._exchange("DELETE", _relay_path(relay), b"", wait)

    def order(self, request: OrderRequest, wait: Wait) -> Order:
        method, end = order_records.HTTP[request.deed]
        path, sent = order_records.order_path(request.key) + end, as_json(order_records.order_record(request))
        body = expect_body(self._exchange(method, path, sent if method == "PUT" else b"", wait), JSON)
        answer = parse_answer(order_records.OrderAnswer.model_validate_json, body)
        return order_records.order_of(answer, request.key, self._keys)

    def heartbeat(self, report: Heartbeat, wait: Wait) -> HeartbeatReply:
        sent = as_json(records.heartbeat_record(report))
        body = expect_body(self._exchange("POST", "/v1/terminals/self/heartbeat", sent, wait), JSON)
        return parse_answer(records.HeartbeatAnswer.model_validate_json, body).reply()

    def close(self) -> None:
        self._connections.close()

    def _changed(self, path: str, known: str, cap: int, wait: Wait) -> bytes | None:
        """Return a signed document, or None if the one in hand, named by its entity tag, is current."""
        tag = {"If-None-Match": f'"{known}"'} if _ETAG.fullmatch(known) else {}
        reply = self._exchange("GET", path, b"", wait, headers=tag, cap=cap)
        if reply.status == 304 and tag:
            return None
        return check_compact_jws(expect_body(reply, JOSE))

    def _exchange(
        self,
        method: str,
        path: str,
        body: bytes,
        wait: Wait,
        *,
        idempotency: str = "",
        headers: Mapping[str, str] | None = None,
        cap: int = ANSWER_BYTES,
    ) -> Reply:
        """Send a request and return the successful reply. Repeated once, with the platform's time, after `clock-skew`.

        Raises PlatformFailure and Cancelled.
        """
        connection = self._connections.connection(wait)
        all_headers = {
            "User-Agent": self._agent,
            "Accept-Encoding": "identity",
            "Accept": f"{JSON}, {JOSE}, {PDF}, {OCTETS}",
            **(headers or {}),
        }
        if method in ("PUT", "POST"):
            all_headers |= {"Content-Type": JSON, "Idempotency-Key": idempotency or uuid.uuid4().hex}
        for attempt in (1, 2):
            reply = self._send_signed(connection, method, path, body, all_headers, cap)
            problem = _problem(reply)
            skewed = reply.status == 401 and problem is not None and problem.reason == "clock-skew"
            if attempt == 2 or not skewed or problem is None or problem.server_time is None:
                break
            self._offset = problem.server_time - self._clock.now()
        if 200 <= reply.status < 300 or (reply.status == 304 and "If-None-Match" in all_headers):
            return reply
        raise _failure(reply, problem, bodiless=method == "HEAD")

    def _send_signed(
        self, connection: HttpConnection, method: str, path: str, body: bytes, headers: Mapping[str, str], cap: int
    ) -> Reply:
        sign = partial(self._signer.sign, body=body, created=self._clock.now() + self._offset)
        return connection.send(method, self._base + path, headers, body, cap, sign)


def _problem(reply: Reply) -> records.Problem | None:
    if reply.kind != PROBLEM_JSON:
        return None
    try:
        problem = records.Problem.model_validate_json(reply.body)
    except ValidationError:
        return None
    # Firewalls and balancers answer with problem documents too (RFC 9457, "about:blank"); those are not the platform's.
    return problem if problem.type.startswith(records.PROBLEM) else None


def _failure(reply: Reply, problem: records.Problem | None, *, bodiless: bool = False) -> PlatformFailure:
    if 300 <= reply.status < 400:
        return failure_without_problem(reply)
    if problem is None and reply.kind == PROBLEM_JSON and bodiless:
        # A reply to HEAD has no body, so its problem document is missing.
        rest = failure_without_problem(reply).retry_after
        return PlatformFailure(kind_of_status(reply.status), "unknown" if reply.status == 404 else "", rest)
    if problem is None:
        return failure_without_problem(reply)
    return PlatformFailure(kind_of_status(reply.status), problem.reason, reply.retry_after)


def _relay_path(relay: str) -> str:
    if not _RELAY.fullmatch(relay):
        raise PlatformFailure(FailureKind.REFUSED, "malformed")
    return f"/v1/relays/{relay}"


def _checked_id(text: str) -> str:
    if not _ID.match(text):
        raise PlatformFailure(FailureKind.REFUSED, "malformed")
    return text
