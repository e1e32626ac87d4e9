"""Keys, sealing and signed tokens. The only module that uses cryptography and joserfc, both imported on first use.

Signatures cover bytes as received, never data that was parsed and serialised again. Algorithms are pinned, not
negotiated: a `Suite` is one national or international set, so another (SM2, SM3, SM4 by a certified module) can be
added next to `International` without changes to callers.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from devices.lazy_dataclass import dataclass
from kiosk.private_files import write_private

KEY_BYTES = 32
RECEIPT, CATALOGUE = "yike-receipt", "yike-catalogue"
"""Token kinds (`typ` in the header): a token of one kind is not accepted as another."""
NEW_KEY = "remove what is left, make a new one (python -m kiosk.outbox new-key), and enrol that at the platform"
"""Remedy for a key that cannot be used."""


class KeyFileError(ValueError):
    """A key cannot be used. The message never contains the key."""


class TerminalKeyError(KeyFileError):
    """The terminal's key file cannot be used; the message begins with its path and has the remedy."""


class BadSeal(ValueError):
    """Sealed bytes cannot be opened: damaged, sealed for another key, or with other `info`."""


class BadToken(ValueError):
    """A token is malformed, of another kind or key, or its signature is invalid."""


def b64url(data: bytes) -> str:
    """Encode as base64url without padding (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def unb64url(text: str) -> bytes:
    """Decode base64url without padding. Raises ValueError."""
    if not text.isascii() or not text.replace("-", "a").replace("_", "a").isalnum():
        raise ValueError("not base64url")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise ValueError("not base64url") from None


def raw_key(text: str) -> bytes:
    """Decode a key of 32 bytes from base64url. Raises KeyFileError."""
    try:
        raw = unb64url(text)
    except ValueError:
        raise KeyFileError("a key must be base64url without padding") from None
    if len(raw) != KEY_BYTES:
        raise KeyFileError(f"a key must have {KEY_BYTES} bytes")
    return raw


class Suite(Protocol):
    """One set of algorithms. Keys are bytes, so that a hardware key can be represented by its handle."""

    token_algorithm: str
    """The `alg` of tokens (RFC 7518, RFC 9864)."""

    def new_signing_key(self) -> bytes: ...

    def signing_public(self, private: bytes) -> bytes: ...

    def sealing_public(self, private: bytes) -> bytes: ...

    def token(self, payload: bytes, header: Mapping[str, str], private: bytes) -> str: ...

    def read_token(self, token: str, public: bytes) -> bytes:
        """Verify a token's signature and return its payload. Raises BadToken."""

    def signature(self, message: bytes, private: bytes) -> bytes: ...

    def verify(self, signature: bytes, message: bytes, public: bytes) -> bool: ...

    def request_key(self, *, private: bytes | None = None, public: bytes | None = None) -> Any: ...

    def seal(self, plaintext: bytes, public: bytes, info: bytes) -> bytes: ...

    def unseal(self, sealed: bytes, private: bytes, info: bytes) -> bytes:
        """Raises BadSeal."""


class International:
    """Ed25519 (RFC 8032), SHA-256, HPKE with X25519, HKDF-SHA256 and ChaCha20-Poly1305 (RFC 9180)."""

    token_algorithm = "Ed25519"

    def new_signing_key(self) -> bytes:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.generate().private_bytes_raw()

    def signing_public(self, private: bytes) -> bytes:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()

    def sealing_public(self, private: bytes) -> bytes:
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

        return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()

    def token(self, payload: bytes, header: Mapping[str, str], private: bytes) -> str:
        from joserfc import jws

        key = self._jwk(self.signing_public(private), private)
        return jws.serialize_compact(dict(header), payload, key, algorithms=[self.token_algorithm])

    def read_token(self, token: str, public: bytes) -> bytes:
        # The caller has checked header, algorithm and key, so only one signature over two parts remains to be verified
        # (RFC 7515, section 5.2). That needs no JOSE library, whose import would slow down the terminal's start.
        try:
            signed, _, signature = token.rpartition(".")
            _, payload = signed.split(".")
            valid, payload_bytes = self.verify(unb64url(signature), signed.encode("ascii"), public), unb64url(payload)
        except ValueError:
            valid, payload_bytes = False, b""
        if not valid:
            raise BadToken("the signature does not hold")
        return payload_bytes

    def signature(self, message: bytes, private: bytes) -> bytes:
        signed: bytes = self.request_key(private=private).sign(message)
        return signed

    def verify(self, signature: bytes, message: bytes, public: bytes) -> bool:
        from cryptography.exceptions import InvalidSignature

        try:
            self.request_key(public=public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    def request_key(self, *, private: bytes | None = None, public: bytes | None = None) -> Any:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

        if private is not None:
            return Ed25519PrivateKey.from_private_bytes(private)
        return Ed25519PublicKey.from_public_bytes(public or b"")

    def seal(self, plaintext: bytes, public: bytes, info: bytes) -> bytes:
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

        sealed: bytes = self._hpke().encrypt(plaintext, X25519PublicKey.from_public_bytes(public), info)
        return sealed

    def unseal(self, sealed: bytes, private: bytes, info: bytes) -> bytes:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

        try:
            plaintext: bytes = self._hpke().decrypt(sealed, X25519PrivateKey.from_private_bytes(private), info)
        except (InvalidTag, ValueError):
            raise BadSeal("this key does not open these bytes") from None
        return plaintext

    def _hpke(self) -> Any:
        from cryptography.hazmat.primitives import hpke

        return hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)

    def _jwk(self, public: bytes, private: bytes | None = None) -> Any:
        from joserfc.jwk import OKPKey

        parts: dict[str, str | list[str]] = {"kty": "OKP", "crv": "Ed25519", "x": b64url(public)}
        if private is not None:
            parts["d"] = b64url(private)
        return OKPKey.import_key(parts)


INTERNATIONAL: Suite = International()


def digest(data: bytes) -> str:
    """Return the SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def seal(plaintext: bytes, public: bytes, info: bytes, suite: Suite = INTERNATIONAL) -> bytes:
    """Encrypt for the holder of `public` (32 raw bytes); `info` must be the same on opening. Raises KeyFileError."""
    if len(public) != KEY_BYTES:
        raise KeyFileError(f"a sealing key must have {KEY_BYTES} bytes")
    return suite.seal(plaintext, public, info)


def unseal(sealed: bytes, private: bytes, info: bytes, suite: Suite = INTERNATIONAL) -> bytes:
    """Decrypt bytes made by `seal`. Raises BadSeal."""
    return suite.unseal(sealed, private, info)


@dataclass(frozen=True)
class PlatformKeys:
    """The platform's public keys pinned in the terminal's profile: base64url of 32 bytes each, with their ids.

    Raises KeyFileError for a malformed key or an empty id.
    """

    seal_key_id: str
    seal_public: str
    sign_key_id: str
    sign_public: str

    def __post_init__(self) -> None:
        raw_key(self.seal_public)
        raw_key(self.sign_public)
        if not self.seal_key_id or not self.sign_key_id:
            raise KeyFileError("a key must have an id")

    def seal(self, plaintext: bytes, info: bytes) -> bytes:
        """Encrypt for the platform. `info` must be the same on opening."""
        return seal(plaintext, raw_key(self.seal_public), info)


def sign_token(payload: bytes, private: bytes, key_id: str, kind: str, suite: Suite = INTERNATIONAL) -> str:
    """Return a compact JWS (RFC 7515) of the payload. `kind` becomes its `typ`."""
    return suite.token(payload, {"alg": suite.token_algorithm, "kid": key_id, "typ": kind}, private)


def verify_token(token: str, keys: PlatformKeys, kind: str, suite: Suite = INTERNATIONAL) -> bytes:
    """Return the payload of a token of the platform. Raises BadToken for another algorithm, key or kind, or an invalid
    signature."""
    try:
        header = json.loads(unb64url(token.split(".", 1)[0]))
    except (ValueError, RecursionError):
        raise BadToken("not a compact JWS") from None
    wanted = {"alg": suite.token_algorithm, "kid": keys.sign_key_id, "typ": kind}
    if header != wanted:
        raise BadToken("the header does not name the pinned algorithm, key and kind")
    return suite.read_token(token, raw_key(keys.sign_public))


@dataclass(frozen=True)
class TerminalKey:
    """The terminal's signing key, 32 raw bytes. Raises KeyFileError for another length."""

    private: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.private) != KEY_BYTES:
            raise KeyFileError(f"a terminal key must have {KEY_BYTES} bytes")

    @cached_property
    def public(self) -> str:
        """The public key in base64url, which the platform enrols for this terminal."""
        return b64url(INTERNATIONAL.signing_public(self.private))

    @classmethod
    def load_or_create(cls, path: Path, *, lived: bool = False) -> TerminalKey:
        """Read the key from a file; if there is none, create it and write it to disk (mode 0600).

        `lived`: this terminal has worked before, so that a missing key was lost, and is not replaced. Raises
        TerminalKeyError then, for a damaged file and, on POSIX, for one that others may read. Such a key is never
        replaced automatically: staff replace it and enrol the new one.
        """
        try:
            key = cls(raw_key(path.read_text(encoding="ascii").strip()))
        except FileNotFoundError:
            if lived:
                raise TerminalKeyError(
                    f"{path}: the terminal's key is gone, by which the platform knows it: put it back, or {NEW_KEY}"
                ) from None
            return cls.create(path)
        except (OSError, ValueError):
            raise TerminalKeyError(
                f"{path}: the terminal key is damaged or cannot be read: put it back, or {NEW_KEY}"
            ) from None
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise TerminalKeyError(f"{path}: the terminal key may be read by others, so it may be known: {NEW_KEY}")
        return key

    @classmethod
    def create(cls, path: Path) -> TerminalKey:
        """Write a new key to a file, replacing any there is. Raises TerminalKeyError."""
        key = cls(INTERNATIONAL.new_signing_key())
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_private(path, b64url(key.private) + "\n")
        except OSError as error:
            raise TerminalKeyError(f"{path}: the terminal key cannot be written") from error
        return key
