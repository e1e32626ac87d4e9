"""Answer codes of platforms with a single enveloped address (kiosk.platform.enveloped), and the failures they mean."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.platform.gateway import FailureKind

CODE_OK, CODE_CLOCK_SKEW, CODE_UNKNOWN = "0", "10003", "20003"
CODES: Mapping[str, tuple[FailureKind, str]] = MappingProxyType(
    {
        "10001": (FailureKind.IDENTITY, "unsigned"),
        "10002": (FailureKind.IDENTITY, "signature-invalid"),
        CODE_CLOCK_SKEW: (FailureKind.IDENTITY, "clock-skew"),
        "10004": (FailureKind.IDENTITY, "replayed"),
        "10005": (FailureKind.IDENTITY, "not-enrolled"),
        "10006": (FailureKind.IDENTITY, "suspended"),
        "20001": (FailureKind.REFUSED, "malformed"),
        "20002": (FailureKind.REFUSED, "too-large"),
        CODE_UNKNOWN: (FailureKind.REFUSED, "unknown"),
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
        "30012": (FailureKind.REFUSED, "already-printed"),
        "30013": (FailureKind.REFUSED, "reason-required"),
        "30014": (FailureKind.REFUSED, "reprint-over"),
        "30015": (FailureKind.REFUSED, "outcome-final"),
        "30016": (FailureKind.REFUSED, "relay-claimed"),
        "30017": (FailureKind.REFUSED, "order-open"),
        "30018": (FailureKind.REFUSED, "nothing-due"),
        "30019": (FailureKind.REFUSED, "order-elsewhere"),
        "30020": (FailureKind.REFUSED, "department-closed"),
        "30031": (FailureKind.REFUSED, "mandate-revoked"),
        "30032": (FailureKind.REFUSED, "mandate-invalid"),
        "40001": (FailureKind.BUSY, "too-many-codes"),
        "40002": (FailureKind.BUSY, "busy"),
        "50001": (FailureKind.BROKEN, "internal"),
        "50002": (FailureKind.OFFLINE, ""),
    }
)
"""Answer code → failure kind and reason. 50002: the system behind the gateway does not answer. Other codes:
BROKEN("other")."""
