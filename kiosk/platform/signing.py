"""HTTP request signatures (RFC 9421). The only module that uses http-message-signatures, imported on first use."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from devices.lazy_dataclass import dataclass
from kiosk.platform.identity import INTERNATIONAL, Suite, TerminalKey, raw_key

SIGNATURE_LABEL = "yike"
SIGNATURE_TAG = "yike-terminal"
COVERED_ALWAYS = ("@method", "@target-uri", "content-digest")
COVERED: Mapping[str, tuple[str, ...]] = {
    "GET": COVERED_ALWAYS,
    "HEAD": COVERED_ALWAYS,
    "PATCH": COVERED_ALWAYS,
    "DELETE": COVERED_ALWAYS,
    "PUT": (*COVERED_ALWAYS, "idempotency-key"),
    "POST": (*COVERED_ALWAYS, "idempotency-key"),
}
"""Covered components (RFC 9421, section 2) by method."""
VISIT_HEADER, PROOF_HEADER = "Yike-Visit", "Yike-Proof"
"""With a GET: the visit, and the token by which the person proved themselves in it. Covered where they are sent."""
ALGORITHMS: Mapping[str, str] = {"Ed25519": "ED25519"}
"""`Suite.token_algorithm` → class name in http_message_signatures.algorithms."""


class BadSignature(ValueError):
    """The signature of a request is missing or invalid."""


class Message(Protocol):
    """A request, sent or received: method, absolute URL and headers."""

    method: str | None
    url: Any
    headers: Any


def key_id(terminal: str, public: str) -> str:
    """Return the `keyid` of a terminal's signatures: terminal code and public key (base64url)."""
    return f"{terminal}.{public}"


@dataclass(frozen=True)
class RequestSigner:
    """Signs a terminal's requests (RFC 9421)."""

    terminal: str
    key: TerminalKey
    suite: Suite = INTERNATIONAL

    def sign(self, message: Message, body: bytes, created: datetime) -> None:
        """Add Content-Digest, Signature-Input and Signature. A covered `Idempotency-Key` must already be set."""
        from http_message_signatures import HTTPMessageSigner, MappingKeyResolver

        name = key_id(self.terminal, self.key.public)
        resolver = MappingKeyResolver(
            public_keys={}, private_keys={name: self.suite.request_key(private=self.key.private)}
        )
        HTTPMessageSigner(signature_algorithm=_algorithm(self.suite), key_resolver=resolver).sign(
            message,
            key_id=name,
            created=created,
            nonce=secrets.token_urlsafe(12),
            label=SIGNATURE_LABEL,
            tag=SIGNATURE_TAG,
            covered_component_ids=_covered(message),
            body=body,
        )


@dataclass(frozen=True)
class SignedBy:
    """The signer of a verified request: terminal, public key, time (Unix seconds, by its clock) and nonce."""

    terminal: str
    public: str
    created: int
    nonce: str


def claimed_signer(signature_input: str) -> str:
    """Return the `keyid` of a Signature-Input, "" if none. Unverified: see `verify_request`."""
    _, _, rest = signature_input.partition('keyid="')
    return rest.partition('"')[0]


def verify_request(message: Message, body: bytes, suite: Suite = INTERNATIONAL) -> SignedBy:
    """Check that the key named in `keyid` signed this request and body.

    The caller must check that the key is enrolled for the terminal, that `created` is recent, and that the nonce is
    new. Raises BadSignature.
    """
    from http_message_signatures import HTTPMessageSignaturesException, HTTPMessageVerifier, MappingKeyResolver

    name = claimed_signer(message.headers.get("signature-input", ""))
    terminal, _, public = name.rpartition(".")
    try:
        key = suite.request_key(public=raw_key(public))
        resolver = MappingKeyResolver(public_keys={name: key}, private_keys={})
        verifier = HTTPMessageVerifier(signature_algorithm=_algorithm(suite), key_resolver=resolver)
        # The caller checks `created` by the platform's clock, and answers `clock-skew` with the right time.
        verifier.max_clock_skew = timedelta(days=200 * 365)
        found = verifier.verify(
            message,
            max_age=None,
            expect_tag=SIGNATURE_TAG,
            require_components=_covered(message),
            body=body,
        )
    except (HTTPMessageSignaturesException, ValueError, KeyError):
        raise BadSignature("signature-invalid") from None
    if len(found) != 1 or not terminal or found[0].nonce is None:
        raise BadSignature("signature-invalid")
    return SignedBy(terminal, public, int(found[0].parameters["created"]), found[0].nonce)


def _covered(message: Message) -> tuple[str, ...]:
    person = tuple(name.lower() for name in (VISIT_HEADER, PROOF_HEADER) if name in message.headers)
    return COVERED[message.method or ""] + person


def _algorithm(suite: Suite) -> Any:
    from http_message_signatures import algorithms

    return getattr(algorithms, ALGORITHMS[suite.token_algorithm])
