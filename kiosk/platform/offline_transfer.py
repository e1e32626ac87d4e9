"""What travels by hand where no network does: tokens that a terminal signs, and that name it, so that a carrier can
neither open, alter nor add anything.

A file is named `<id>.<kind>`: a case and a rating are compact JWS over their exact bytes, a material is its sealed
bytes, named by their SHA-256. `export.jws` says what belongs together; `receipts.json` is what comes back.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

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
"""What a terminal's token can be (the `typ` of its header)."""
RATED = "RATED"
"""The kind of a receipt that says a rating is held."""
MANIFEST, RECEIPTS = "export.jws", "receipts.json"
ID = r"^[A-Za-z0-9-]{8,64}$"
_NAME = re.compile(r"([A-Za-z0-9-]{8,64})\.(case|material|rating)")

Kind = Literal["case", "material", "rating"]
TOKEN_LARGEST = 352 * 1024
"""Bytes of a token over the largest case."""
LARGEST: Mapping[str, int] = MappingProxyType(
    {"case": TOKEN_LARGEST, "rating": TOKEN_LARGEST, "material": MATERIAL_LARGEST, "list": 32 * 2**20}
)
"""Bytes a file may have, by kind; `list` is manifest and receipts. What is larger is not read."""


class ExportedFile(BaseModel):
    """One file of an export: its kind and id make its name; digest (SHA-256, hex) and size are of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    id: str = Field(pattern=ID)
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(ge=0)

    @property
    def name(self) -> str:
        return f"{self.id}.{self.kind}"


class Manifest(BaseModel):
    """What an export consists of, as its terminal says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    v: Literal[1] = 1
    terminal: str = Field(max_length=64)
    at: AwareDatetime
    files: tuple[ExportedFile, ...]


class TooLarge(Exception):
    """A file that is larger than its kind can be; it was not read."""


@dataclass(frozen=True)
class TransferToken:
    """A token whose signature holds: by this terminal, with this key. Whether that key is enrolled is for the platform
    to judge."""

    terminal: str
    public: str
    payload: bytes = field(repr=False)


def transfer_token(payload: bytes, terminal: str, key: TerminalKey, kind: str) -> str:
    """A token of this kind over exactly these bytes; the same bytes give the same token."""
    return sign_token(payload, key.private, key_id(terminal, key.public), kind)


def verify_transfer_token(token: str, kind: str) -> TransferToken:
    """Whose token it is, and its bytes. Raises BadToken for another kind, form, or a signature that fails."""
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
    """A rating exactly as it goes over the network: both ways count as one."""
    return json.dumps(rating_record(rating), ensure_ascii=False, separators=(",", ":")).encode()


def rating_payload(rating: Rating) -> bytes:
    """What a carried rating's token is over: a line with its id, then its bytes."""
    return rating.rating_id.encode() + b"\n" + rating_bytes(rating)


def confirms_rating(token: str, rating: Rating, keys: PlatformKeys) -> bool:
    """Whether the platform's pinned key signed that it holds this very rating."""
    try:
        claims = ReceiptClaims.model_validate_json(verify_token(token, keys, RECEIPT))
    except (BadToken, ValidationError):
        return False
    return (claims.kind, claims.id, claims.digest) == (RATED, rating.rating_id, digest(rating_bytes(rating)))


def parse_file_name(name: str) -> tuple[str, str] | None:
    """Id and kind of a file's name; None for a name that no export gives."""
    found = _NAME.fullmatch(name)
    return (found[1], found[2]) if found else None


def read_bounded(path: Path, most: int) -> bytes:
    """A whole file, if it is no larger. Raises TooLarge, OSError (for a pipe or a device, too: they may never end)."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "not a file", str(path))
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size > most:
            raise TooLarge
        return file.read(size)


def file_digest(path: Path) -> str:
    """SHA-256 of a file, read piece by piece. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(path: Path) -> tuple[Manifest, TransferToken]:
    """An export's manifest and who signed it. Raises BadToken, TooLarge, OSError."""
    held = verify_transfer_token(read_bounded(path, LARGEST["list"]).decode("ascii", "replace"), EXPORT)
    try:
        manifest = Manifest.model_validate_json(held.payload)
    except ValidationError:
        raise BadToken("not a manifest") from None
    if manifest.terminal != held.terminal:
        raise BadToken("signed by another terminal")
    return manifest, held


_RECEIPTS = TypeAdapter(dict[str, Any])


def read_receipts(path: Path) -> dict[str, list[str]]:
    """Id → tokens, none of them believed yet. Raises ValueError, TooLarge, OSError."""
    said = _RECEIPTS.validate_json(read_bounded(path, LARGEST["list"]))
    return {id_: [str(each) for each in found] if isinstance(found, list) else [] for id_, found in said.items()}


def write_receipts(folder: Path, receipts: Mapping[str, Sequence[str]]) -> None:
    """Lay what came beside what lay there already. Raises OSError."""
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
