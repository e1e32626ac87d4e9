"""The closed list of problems (RFC 9457) with status and title."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from fastapi.responses import JSONResponse

from kiosk.platform.records import PROBLEM

TABLE: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "malformed": (400, "Not a request of this contract"),
        "too-large": (413, "The body is over the limit"),
        "unknown": (404, "No such thing"),
        "unsigned": (401, "The request carries no signature"),
        "signature-invalid": (401, "The signature does not hold"),
        "clock-skew": (401, "The signature's time is too far from the platform's"),
        "replayed": (401, "This request was seen before"),
        "not-enrolled": (403, "The terminal is not enrolled with this key"),
        "suspended": (403, "The terminal is suspended"),
        "digest-mismatch": (409, "The id is held with another digest"),
        "superseded": (409, "The case to be followed is not held so, or another follows it"),
        "offset-mismatch": (409, "The piece does not follow what is held"),
        "checksum-mismatch": (422, "The bytes are not what they are called"),
        "service-withdrawn": (410, "The service item is not offered"),
        "unknown-key": (422, "Sealed for a key this platform does not hold"),
        "cannot-open": (422, "The sealed part does not open"),
        "answers-invalid": (422, "The answers do not fit the item"),
        "already-rated": (409, "This is already rated"),
        "unknown-question": (404, "No such question"),
        "proof-required": (422, "The question needs a proof of person"),
        "no-registered-phone": (422, "No phone is registered for this person"),
        "too-many-codes": (429, "Too many codes were sent"),
        "already-printed": (409, "This copy was permitted before; the next one needs a reason"),
        "reason-required": (422, "A further copy needs a reason"),
        "reprint-over": (410, "The time for further copies is over"),
        "outcome-final": (409, "Another outcome was reported"),
        "mandate-revoked": (422, "The mandate was revoked"),
        "mandate-invalid": (422, "No mandate for this item and day"),
        "relay-claimed": (409, "Another phone has opened this link"),
        "order-open": (409, "The order before is not final"),
        "nothing-due": (409, "Nothing is to be paid"),
        "order-elsewhere": (409, "Another terminal opened the order last"),
        "department-closed": (409, "The department takes no cases now"),
        "busy": (503, "Later"),
        "internal": (500, "The platform failed"),
    }
)


class Refusal(Exception):
    """Answered with a problem document. `more` are extension members; `status` overrides the table."""

    def __init__(self, word: str, *, retry_after: int | None = None, status: int | None = None, **more: Any) -> None:
        super().__init__(word)
        self.word = word
        self.retry_after = retry_after
        self.status = status
        self.more = more

    def response(self) -> JSONResponse:
        usual, title = TABLE[self.word]
        status = self.status or usual
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        content = {"type": PROBLEM + self.word, "title": title, "status": status, **self.more}
        return JSONResponse(content, status, headers, media_type="application/problem+json")
