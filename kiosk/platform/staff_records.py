"""The list of staff as platform and terminal exchange it, and how a PIN hides a secret.

A row holds no hash of the PIN. Its `mask` is the secret of the one-time codes, hidden by the PIN: a wrong PIN makes a
wrong secret, which makes wrong codes, so that neither factor is confirmed without the other. Whoever has the disk and
one observed code can try all PINs: staff of a stolen terminal get a new secret at the platform.
"""

from __future__ import annotations

import hashlib
from typing import Annotated

from devices.strict_struct import Limits, StrictStruct
from kiosk.platform.identity import unb64url
from kiosk.platform.one_time_codes import SECRET_BYTES

KIND = "yike-staff"
SALT_BYTES = 16
COST, BLOCK, LANES = 2**14, 8, 1
"""scrypt (RFC 7914): 16 MiB and some 50 ms a guess."""
SITE_BYTES = 32

Bytes20 = Annotated[str, Limits(pattern=r"^[A-Za-z0-9_-]{27}\Z")]
Bytes16 = Annotated[str, Limits(pattern=r"^[A-Za-z0-9_-]{22}\Z")]
Bytes32 = Annotated[str, Limits(pattern=r"^[A-Za-z0-9_-]{43}\Z")]


class StaffRow(StrictStruct, frozen=True):
    """A technician: the code that is typed, a salt, and the masked secret (base64url)."""

    staff: Annotated[str, Limits(pattern=r"^[0-9]{4}\Z")]
    salt: Bytes16
    mask: Bytes20


class SiteRow(StrictStruct, frozen=True):
    """The code of the hall's attendant, as a salted hash: it opens a few acts only."""

    salt: Bytes16
    hash: Bytes32


class StaffDocument(StrictStruct, frozen=True):
    """The payload of the signed list. `number` rises with every change."""

    number: Annotated[int, Limits(ge=0, le=2**53)]
    issued: str
    rows: Annotated[tuple[StaffRow, ...], Limits(max_length=2000)]
    site: SiteRow | None = None


def secret_behind(row: StaffRow, pin: str) -> bytes:
    """The secret of the one-time codes that this PIN uncovers; another PIN uncovers another."""
    key = _stretched(pin, unb64url(row.salt), SECRET_BYTES)
    return bytes(a ^ b for a, b in zip(unb64url(row.mask), key, strict=True))


def masked(secret: bytes, pin: str, salt: bytes) -> bytes:
    """The secret hidden by a PIN, for a row of the list."""
    return bytes(a ^ b for a, b in zip(secret, _stretched(pin, salt, SECRET_BYTES), strict=True))


def site_hash(code: str, salt: bytes) -> bytes:
    """The salted hash of a hall's code."""
    return _stretched(code, salt, SITE_BYTES)


def _stretched(text: str, salt: bytes, length: int) -> bytes:
    return hashlib.scrypt(text.encode("utf-8"), salt=salt, n=COST, r=BLOCK, p=LANES, dklen=length)
