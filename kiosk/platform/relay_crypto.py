"""Encryption of a relay, the same as in the phone's page (kiosk/platform/sandbox/relay_page/crypto.js).

A key of 32 random bytes travels in the fragment of the link. From it and the relay's id HKDF-SHA256 (RFC 5869) makes
the key of AES-256-GCM and the four digits that both screens show. A file's ciphertext is a nonce of 12 bytes and the
sealed content: length (4 bytes, big-endian) of a JSON object {name, type}, the object, the bytes. Relay and number are
authenticated with it, so the platform can neither read, change nor exchange files.
"""

from __future__ import annotations

import json
import secrets
import struct
from dataclasses import field

from devices.lazy_dataclass import dataclass
from kiosk.platform.identity import b64url
from kiosk.platform.relays import FILE_MOST

KEY_BYTES = 32
ID_BYTES = 16
NONCE_BYTES = 12
HEAD = struct.Struct(">I")
HEAD_MOST = 8 * 1024
FILE_INFO, DIGITS_INFO = b"yike relay file 1", b"yike relay digits 1"


class BadFile(ValueError):
    """A ciphertext that was not made with this key for this relay and number, or whose content has not its form."""


@dataclass(frozen=True)
class SentFile:
    """A file as the phone calls it. Neither name nor type is believed."""

    name: str = field(repr=False)
    type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class RelayKey:
    """The key of one relay."""

    relay: str
    key: bytes = field(repr=False)

    @classmethod
    def new(cls) -> RelayKey:
        """Make a relay's id and key."""
        return cls(b64url(secrets.token_bytes(ID_BYTES)), secrets.token_bytes(KEY_BYTES))

    def link(self, url: str) -> str:
        """Return the address for the code on the screen: with the key."""
        return f"{url}#{b64url(self.key)}"

    @property
    def digits(self) -> str:
        """Four digits that are equal at both ends of the same relay."""
        (number,) = HEAD.unpack(_derive(self, DIGITS_INFO, HEAD.size))
        return f"{number % 10_000:04d}"

    def open(self, number: int, sealed: bytes) -> SentFile:
        """Decrypt a file. Raises BadFile."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        cipher = AESGCM(_derive(self, FILE_INFO, KEY_BYTES))
        try:
            content = cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _about(self.relay, number))
        except (InvalidTag, ValueError):
            raise BadFile("cannot be opened") from None
        return _unpack(content)

    def seal(self, number: int, file: SentFile) -> bytes:
        """Encrypt a file as the page does."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        head = json.dumps({"name": file.name, "type": file.type}).encode()
        nonce = secrets.token_bytes(NONCE_BYTES)
        content = HEAD.pack(len(head)) + head + file.data
        return nonce + AESGCM(_derive(self, FILE_INFO, KEY_BYTES)).encrypt(nonce, content, _about(self.relay, number))


def _derive(key: RelayKey, info: bytes, length: int) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), length, key.relay.encode("ascii"), info).derive(key.key)


def _about(relay: str, number: int) -> bytes:
    return f"{relay} {number}".encode("ascii")


def _unpack(content: bytes) -> SentFile:
    if len(content) < HEAD.size:
        raise BadFile("head")
    (length,) = HEAD.unpack_from(content)
    head, data = content[HEAD.size : HEAD.size + length], content[HEAD.size + length :]
    if length > HEAD_MOST or len(head) != length or len(data) > FILE_MOST:
        raise BadFile("head")
    try:
        found = json.loads(head)
    except (ValueError, RecursionError):
        raise BadFile("head") from None
    match found:
        case {"name": str() as name, "type": str() as type_}:
            return SentFile(name, type_, data)
    raise BadFile("head")
