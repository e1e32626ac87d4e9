"""What the courier carries: sealed cases with their materials, and ratings; and what the platform says it holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True)
class SealedMaterial:
    """A document handed in with a case, sealed by itself: `sha256` (hex) and `size` are of the sealed bytes."""

    sha256: str
    media_type: str
    body: bytes = field(repr=False)

    @property
    def size(self) -> int:
        return len(self.body)


@dataclass(frozen=True)
class SealedCase:
    """An application nobody but the platform can read.

    `body` is the exact JSON sent and stored (header in clear: case id, terminal, slip number, item and version, sealing
    time, materials by digest; `sealed`: HPKE ciphertext, base64url); `digest` is its SHA-256 in hex. Nothing in it may
    change after sealing. Its materials travel after it, each by itself.
    """

    case_id: str
    slip_number: str
    item_id: str
    body: bytes = field(repr=False)
    digest: str
    materials: tuple[SealedMaterial, ...] = ()


class Upload(Protocol):
    """A material on its way: its name, its size, and its bytes piece by piece."""

    @property
    def sha256(self) -> str: ...

    @property
    def size(self) -> int: ...

    def read(self, offset: int, length: int) -> bytes:
        """So many bytes from there, fewer at the end."""


class ReceiptKind(StrEnum):
    """What a receipt says: the case is held; all its materials are held and verified; it was decided."""

    RECEIVED = "RECEIVED"
    COMPLETE = "COMPLETE"
    DECIDED = "DECIDED"


@dataclass(frozen=True)
class Receipt:
    """The platform's signed word on a case: verified, over this id and digest.

    `token` is the compact JWS as received, `case_number` the official number (办件编号), `at` when it was given;
    `decision` is "" or, with DECIDED, granted | refused.
    """

    kind: ReceiptKind
    case_id: str
    digest: str
    case_number: str
    at: datetime
    token: str = field(repr=False)
    decision: str = ""


@dataclass(frozen=True)
class HeldCase:
    """What the platform holds of a case: its receipts, and the materials it still waits for, by SHA-256."""

    received: Receipt
    complete: Receipt | None = None
    decided: Receipt | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownCase:
    """What the terminal believes of a case it handed over."""

    case_id: str
    digest: str
    has: frozenset[ReceiptKind]


@dataclass(frozen=True)
class Difference:
    """Where the platform sees it otherwise: it does not know the case (`held` None), holds it under `other_digest`, or
    holds other receipts than the terminal has; `unproven` if no receipt of it can be believed."""

    case_id: str
    held: HeldCase | None
    other_digest: bool = False
    unproven: bool = False


class RatingNode(StrEnum):
    """At which point of a case a rating speaks (GB/T 39735: receipt or decision)."""

    RECEIVED = "received"
    DECIDED = "decided"


@dataclass(frozen=True)
class Rating:
    """One voluntary rating: levels 5 (very satisfied) to 1; unique per visit, and per case and node."""

    rating_id: str
    visit: str
    case_id: str | None
    item_id: str
    node: RatingNode
    level: int
    labels: tuple[str, ...]
    label_set: str
    rated_at: datetime
