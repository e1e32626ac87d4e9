"""The gateway that speaks openapi.yaml over HTTP.

Success is what the contract says and nothing less: a login page that answers 200 is not the platform. What HTTP itself
asks for, deadlines and bounds, is `exchange`'s business.
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
from kiosk.platform import questions, records
from kiosk.platform.exchange import (
    ANSWER_BYTES,
    CATALOGUE_BYTES,
    JSON,
    HttpConnection,
    HttpConnections,
    Reply,
    expect,
    meaning,
    number,
    wordless,
)
from kiosk.platform.gateway import Answer, FailureKind, Heartbeat, HeartbeatReply, PlatformFailure, Question
from kiosk.platform.identity import PlatformKeys, TerminalKey
from kiosk.platform.receipts import differences, held_case
from kiosk.platform.records import as_json, compact, read
from kiosk.platform.signing import RequestSigner
from kiosk.platform.upload import OFFSET_TYPE, Tus
from kiosk.platform.upload import upload as send_material
from kiosk.platform.wire_types import Difference, HeldCase, KnownCase, Rating, SealedCase, Upload

JOSE = "application/jose"
PROBLEM_JSON = "application/problem+json"

_ID = re.compile(r"^[A-Za-z0-9-]{8,64}$")


class HttpGateway:
    """Our own interface, over HTTP. May be used from several threads; each has a connection of its own.

    `clock` is the program's (it signs with its time); `at_most_s` bounds every call in the machine's own time. Raises
    ValueError for an address that is not https, or plain http to this very machine, and OSError for a bad `ca_file`.
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
        machine: Clock | None = None,
    ) -> None:
        self._lines = HttpConnections(base_url, ca_file, at_most_s, machine)
        self._base = base_url.rstrip("/")
        self._signer = RequestSigner(terminal_id, key)
        self._keys = platform_keys
        self._clock = clock
        self._agent = f"yike/{build}"
        self._offset = timedelta()

    @property
    def clock_offset_s(self) -> float:
        """Seconds the platform's clock was ahead of ours when it last complained of skew; signatures follow it."""
        return self._offset.total_seconds()

    def catalogue(self, known_version: str, wait: Wait) -> bytes | None:
        known = {"If-None-Match": f'"{known_version}"'} if known_version and known_version.isascii() else {}
        reply = self._exchange("GET", "/v1/catalogue", b"", wait, headers=known, cap=CATALOGUE_BYTES)
        if reply.status == 304 and known:
            return None
        return compact(expect(reply, JOSE))

    def put_case(self, case: SealedCase, wait: Wait) -> HeldCase:
        path = f"/v1/cases/{_safe_id(case.case_id)}"
        body = expect(self._exchange("PUT", path, case.body, wait, idempotency=case.case_id), JSON)
        return held_case(read(records.CaseAnswer.model_validate_json, body), case.case_id, case.digest, self._keys)

    def put_material(self, upload: Upload, wait: Wait) -> None:
        path = f"/v1/materials/{_safe_id(upload.sha256)}"

        def send(method: str, body: bytes, headers: Mapping[str, str]) -> int | None:
            kind = {"Content-Type": OFFSET_TYPE} if body else {}
            reply = self._exchange(method, path, body, wait, headers={**headers, **kind})
            return number(reply.headers.get("Upload-Offset", ""))

        send_material(upload, Tus(send))

    def get_case(self, case_id: str, digest: str, wait: Wait) -> HeldCase | None:
        try:
            body = expect(self._exchange("GET", f"/v1/cases/{_safe_id(case_id)}", b"", wait), JSON)
        except PlatformFailure as trouble:
            if trouble.reason == "unknown":
                return None
            raise
        return held_case(read(records.CaseAnswer.model_validate_json, body), case_id, digest, self._keys)

    def reconcile(self, known: Sequence[KnownCase], wait: Wait) -> tuple[Difference, ...]:
        sent = as_json(records.reconcile_record(known))
        body = expect(self._exchange("POST", "/v1/terminals/self/reconcile", sent, wait), JSON)
        answer = read(records.ReconcileAnswer.model_validate_json, body)
        return differences(answer, known, self._keys)

    def put_rating(self, rating: Rating, wait: Wait) -> None:
        path = f"/v1/ratings/{_safe_id(rating.rating_id)}"
        sent = as_json(records.rating_record(rating))
        body = expect(self._exchange("PUT", path, sent, wait, idempotency=rating.rating_id), JSON)
        if read(records.RatingAnswer.model_validate_json, body).rating_id != rating.rating_id:
            raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "other-rating")

    def ask(self, question: Question, wait: Wait) -> Answer:
        reader = questions.ANSWERS.get(question.name)
        if reader is None:
            raise PlatformFailure(FailureKind.REFUSED, "unknown-question")
        sent = as_json(records.question_record(question))
        body = expect(self._exchange("POST", f"/v1/questions/{question.name}", sent, wait), JSON)
        return read(reader, body).answer()

    def heartbeat(self, report: Heartbeat, wait: Wait) -> HeartbeatReply:
        sent = as_json(records.heartbeat_record(report))
        body = expect(self._exchange("POST", "/v1/terminals/self/heartbeat", sent, wait), JSON)
        return read(records.HeartbeatAnswer.model_validate_json, body).reply()

    def close(self) -> None:
        self._lines.close()

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
        """One question and its answer; asked once more only when the platform says our clock is wrong."""
        line = self._lines.mine(wait)
        own = {"User-Agent": self._agent, "Accept-Encoding": "identity", "Accept": f"{JSON}, {JOSE}", **(headers or {})}
        if method in ("PUT", "POST"):
            own |= {"Content-Type": JSON, "Idempotency-Key": idempotency or uuid.uuid4().hex}
        for attempt in (1, 2):
            reply = self._once(line, method, path, body, own, cap)
            problem = _problem(reply)
            skewed = reply.status == 401 and problem is not None and problem.reason == "clock-skew"
            if attempt == 2 or not skewed or problem is None or problem.server_time is None:
                break
            self._offset = problem.server_time - self._clock.now()
        if 200 <= reply.status < 300 or (reply.status == 304 and "If-None-Match" in own):
            return reply
        raise _trouble(reply, problem)

    def _once(
        self, line: HttpConnection, method: str, path: str, body: bytes, headers: Mapping[str, str], cap: int
    ) -> Reply:
        sign = partial(self._signer.sign, body=body, created=self._clock.now() + self._offset)
        return line.send(method, self._base + path, headers, body, cap, sign)


def _problem(reply: Reply) -> records.Problem | None:
    if reply.kind != PROBLEM_JSON:
        return None
    try:
        return records.Problem.model_validate_json(reply.body)
    except ValidationError:
        return None


def _trouble(reply: Reply, problem: records.Problem | None) -> PlatformFailure:
    if 300 <= reply.status < 400:
        return wordless(reply)
    if problem is None and reply.kind == PROBLEM_JSON and not reply.body:
        # The answer to HEAD: a problem without its document.
        return PlatformFailure(meaning(reply.status), "unknown" if reply.status == 404 else "", reply.retry_after)
    if problem is None:
        return wordless(reply)
    return PlatformFailure(meaning(reply.status), problem.reason, reply.retry_after)


def _safe_id(text: str) -> str:
    if not _ID.match(text):
        raise PlatformFailure(FailureKind.REFUSED, "malformed")
    return text
