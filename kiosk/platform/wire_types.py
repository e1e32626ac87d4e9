"""Types exchanged with a platform: sealed cases with their materials, ratings, receipts and reconciliation results."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from devices.lazy_dataclass import dataclass
from kiosk.platform.listing import CaseState


@dataclass(frozen=True)
class SealedMaterial:
    """A document of a case, sealed separately. `sha256` (hex) and `size` are those of the sealed bytes."""

    sha256: str
    media_type: str
    body: bytes = field(repr=False)

    @property
    def size(self) -> int:
        return len(self.body)


@dataclass(frozen=True)
class SealedCase:
    """An application that only the platform can decrypt.

    `body` is the exact JSON sent and stored (header in clear text: case id, terminal, slip number, item and version,
    sealing time, materials by digest; `sealed`: HPKE ciphertext, base64url); `digest` is its SHA-256 in hex. It never
    changes after sealing. Materials are uploaded separately, after the case.
    """

    case_id: str
    slip_number: str
    item_id: str
    body: bytes = field(repr=False)
    digest: str
    materials: tuple[SealedMaterial, ...] = ()
    follows: str = ""
    """The id of the case that this one withdraws, amends …; "" for an application."""


class Upload(Protocol):
    """A sealed material to upload: digest (hex), size in bytes, and access to its bytes."""

    @property
    def sha256(self) -> str: ...

    @property
    def size(self) -> int: ...

    def read(self, offset: int, length: int) -> bytes:
        """Return `length` bytes from `offset`, fewer at the end."""


class ReceiptKind(StrEnum):
    """RECEIVED: the platform holds the case. COMPLETE: and all its materials, verified. DECIDED: it was decided."""

    RECEIVED = "RECEIVED"
    COMPLETE = "COMPLETE"
    DECIDED = "DECIDED"


@dataclass(frozen=True)
class Receipt:
    """A verified receipt of the platform for one case id and digest.

    `token` is the compact JWS as received, `case_number` the official number (办件编号), `at` the time of issue;
    `decision` is granted | refused for DECIDED, otherwise "".
    """

    kind: ReceiptKind
    case_id: str
    digest: str
    case_number: str
    at: datetime
    token: str = field(repr=False)
    decision: str = ""
    state: CaseState = field(default=CaseState.RECEIVED, compare=False)
    """The state of the case in the answer that brought the receipt; not signed."""


@dataclass(frozen=True)
class HeldCase:
    """State of a case at the platform: its receipts, and the SHA-256 of materials still missing."""

    received: Receipt
    complete: Receipt | None = None
    decided: Receipt | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotReceived:
    """A case that the platform did not take in, with its problem type: refused for good, or (`until`) to be sent again
    from then on."""

    case_id: str
    reason: str
    until: datetime | None = None


@dataclass(frozen=True)
class KnownCase:
    """The terminal's record of a case handed over: its digest and the kinds of receipts it has."""

    case_id: str
    digest: str
    has: frozenset[ReceiptKind]


@dataclass(frozen=True)
class Difference:
    """A case on which platform and terminal differ: unknown to the platform (`held` None), held with another digest
    (`other_digest`), or with other receipts. `unproven`: its receipts could not be verified."""

    case_id: str
    held: HeldCase | None
    other_digest: bool = False
    unproven: bool = False


class RatingNode(StrEnum):
    """The stage of a case that is rated (GB/T 39735: receipt or decision)."""

    RECEIVED = "received"
    DECIDED = "decided"


@dataclass(frozen=True)
class Rating:
    """A voluntary rating, level 5 (very satisfied) to 1. Unique per visit, and per case and node."""

    rating_id: str
    visit: str
    case_id: str | None
    item_id: str
    node: RatingNode
    level: int
    labels: tuple[str, ...]
    label_set: str
    rated_at: datetime
