"""File formats of the offline transfer, for terminals without a network.

Files are signed by the terminal, so that whoever carries the medium can neither read, alter nor add anything. A file is
named `<id>.<kind>`: a case or rating is a compact JWS of its exact bytes, a material is its sealed bytes, named by
their SHA-256. `export.jws` is the manifest of an export; `receipts.json` has the platform's receipts.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from devices.lazy_dataclass import dataclass
from kiosk.platform.identity import (
    INTERNATIONAL,
    RECEIPT,
    BadToken,
    PlatformKeys,
    TerminalKey,
    b64url,
    digest,
    raw_key,
    sign_token,
    unb64url,
    verify_token,
)
from kiosk.platform.records import MATERIAL_LARGEST, ReceiptClaims, rating_record
from kiosk.platform.signing import key_id
from kiosk.platform.wire_types import Rating

EXPORT, CASE, RATING = "yike-export", "yike-carried-case", "yike-carried-rating"
"""Kinds of tokens signed by a terminal (`typ` in the header)."""
RATED = "RATED"
"""The kind of receipt for a rating."""
MANIFEST, RECEIPTS = "export.jws", "receipts.json"
ID = r"^[A-Za-z0-9-]{8,64}$"
_NAME = re.compile(r"([A-Za-z0-9-]{8,64})\.(case|material|rating)")

Kind = Literal["case", "material", "rating"]
TOKEN_LARGEST = 352 * 1024
"""Bytes of the token of the largest case."""
LARGEST: Mapping[str, int] = MappingProxyType(
    {"case": TOKEN_LARGEST, "rating": TOKEN_LARGEST, "material": MATERIAL_LARGEST, "list": 32 * 2**20}
)
"""Maximum bytes of a file by kind; `list` is manifest and receipts. Larger files are not read."""


class ExportedFile(BaseModel):
    """A file of an export, named by id and kind; digest (SHA-256, hex) and size are those of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    id: str = Field(pattern=ID)
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(ge=0)

    @property
    def name(self) -> str:
        return f"{self.id}.{self.kind}"


class Manifest(BaseModel):
    """The list of files in an export, signed by its terminal."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    v: Literal[1] = 1
    terminal: str = Field(max_length=64)
    at: AwareDatetime
    files: tuple[ExportedFile, ...]


class TooLarge(Exception):
    """A file exceeds the size limit of its kind and was not read."""


@dataclass(frozen=True)
class TransferToken:
    """A verified token: terminal, public key (base64url), payload. The caller must check that the key is enrolled."""

    terminal: str
    public: str
    payload: bytes = field(repr=False)


def transfer_token(payload: bytes, terminal: str, key: TerminalKey, kind: str) -> str:
    """Return a token of the payload, signed by a terminal. Deterministic."""
    return sign_token(payload, key.private, key_id(terminal, key.public), kind)


def verify_transfer_token(token: str, kind: str) -> TransferToken:
    """Verify a terminal's token. Raises BadToken for another kind, a non-canonical encoding or an invalid signature."""
    try:
        head, _, signature = token.split(".")
        header = json.loads(unb64url(head))
        terminal, _, public = str(header["kid"]).rpartition(".")
        if header != {"alg": INTERNATIONAL.token_algorithm, "kid": key_id(terminal, public), "typ": kind}:
            raise BadToken("not a token of this kind")
        if not terminal or b64url(unb64url(signature)) != signature:
            raise BadToken("not a token in its only form")
        return TransferToken(terminal, public, INTERNATIONAL.read_token(token, raw_key(public)))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadToken("the signature does not hold") from None


def rating_bytes(rating: Rating) -> bytes:
    """Return the bytes of a rating, identical to those sent over the network, so that it counts only once."""
    return json.dumps(rating_record(rating), ensure_ascii=False, separators=(",", ":")).encode()


def rating_payload(rating: Rating) -> bytes:
    """Return the payload of a rating's token: its id, a line break, and its bytes."""
    return rating.rating_id.encode() + b"\n" + rating_bytes(rating)


def confirms_rating(token: str, rating: Rating, keys: PlatformKeys) -> bool:
    """Return whether the token is a receipt of the platform for exactly this rating."""
    try:
        claims = ReceiptClaims.model_validate_json(verify_token(token, keys, RECEIPT))
    except (BadToken, ValidationError):
        return False
    return (claims.kind, claims.id, claims.digest) == (RATED, rating.rating_id, digest(rating_bytes(rating)))


def parse_file_name(name: str) -> tuple[str, str] | None:
    """Split the name of an exported file into id and kind; None for any other name."""
    found = _NAME.fullmatch(name)
    return (found[1], found[2]) if found else None


def read_bounded(path: Path, most: int) -> bytes:
    """Read a file of at most `most` bytes. Raises TooLarge and OSError (also for pipes and devices: they may block)."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "not a file", str(path))
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size > most:
            raise TooLarge
        return file.read(size)


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file in hex, reading it in blocks. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(path: Path) -> tuple[Manifest, TransferToken]:
    """Read and verify the manifest of an export. Raises BadToken, TooLarge, OSError."""
    token = verify_transfer_token(read_bounded(path, LARGEST["list"]).decode("ascii", "replace"), EXPORT)
    try:
        manifest = Manifest.model_validate_json(token.payload)
    except ValidationError:
        raise BadToken("not a manifest") from None
    if manifest.terminal != token.terminal:
        raise BadToken("signed by another terminal")
    return manifest, token


_RECEIPTS = TypeAdapter(dict[str, Any])


def read_receipts(path: Path) -> dict[str, list[str]]:
    """Return the tokens by case or rating id, unverified. Raises ValueError, TooLarge, OSError."""
    tokens = _RECEIPTS.validate_json(read_bounded(path, LARGEST["list"]))
    return {id_: [str(each) for each in found] if isinstance(found, list) else [] for id_, found in tokens.items()}


def write_receipts(folder: Path, receipts: Mapping[str, Sequence[str]]) -> None:
    """Merge receipts into receipts.json, replacing the file atomically. Raises OSError."""
    path = folder / RECEIPTS
    try:
        earlier = read_receipts(path)
    except (OSError, ValueError, TooLarge):
        earlier = {}
    fresh = path.with_name(RECEIPTS + ".new")
    fresh.unlink(missing_ok=True)
    with fresh.open("x", encoding="utf-8") as file:
        json.dump({**earlier, **receipts}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
