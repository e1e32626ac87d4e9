"""Keys, sealing and tokens: the only door to cryptography and joserfc.

What is signed is bytes, never a structure that was parsed and written again. Algorithms are pinned, not negotiated: a
`Suite` carries one national or international set, and another one (SM2, SM3, SM4 by a certified module) stands beside
`International` without touching its callers. The libraries are heavy and are loaded when first used.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

KEY_BYTES = 32
RECEIPT, CATALOGUE = "yike-receipt", "yike-catalogue"
"""What a token can be (the `typ` of its header): one of a kind is never taken for the other."""


class KeyFileError(ValueError):
    """A key that cannot be used. The text names the trouble, never the key."""


class BadSeal(ValueError):
    """Sealed bytes that this key does not open: damaged, for another key, or under another header."""


class BadToken(ValueError):
    """A signed token that must not be believed."""


def b64url(data: bytes) -> str:
    """Base64url without padding (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def unb64url(text: str) -> bytes:
    """The bytes of a base64url text without padding. Raises ValueError for anything else."""
    if not text.isascii() or not text.replace("-", "a").replace("_", "a").isalnum():
        raise ValueError("not base64url")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise ValueError("not base64url") from None


def raw_key(text: str) -> bytes:
    """The 32 raw bytes of a key written as base64url. Raises KeyTrouble."""
    try:
        raw = unb64url(text)
    except ValueError:
        raise KeyFileError("a key must be base64url without padding") from None
    if len(raw) != KEY_BYTES:
        raise KeyFileError(f"a key must have {KEY_BYTES} bytes")
    return raw


class Suite(Protocol):
    """One set of algorithms. Keys are raw bytes, so that a key kept in hardware may be named by its handle instead."""

    token_algorithm: str
    """The `alg` of tokens (RFC 7518, RFC 9864)."""

    def new_signing_key(self) -> bytes: ...

    def signing_public(self, private: bytes) -> bytes: ...

    def sealing_public(self, private: bytes) -> bytes: ...

    def token(self, payload: bytes, header: Mapping[str, str], private: bytes) -> str: ...

    def read_token(self, token: str, public: bytes) -> bytes:
        """The payload of a token whose signature holds. Raises BadToken."""

    def signature(self, message: bytes, private: bytes) -> bytes: ...

    def holds(self, signature: bytes, message: bytes, public: bytes) -> bool: ...

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
        # Header, algorithm and key are pinned by the caller: what is left of RFC 7515 is one signature over two parts,
        # and a terminal's start does not wait for a whole JOSE library to check it.
        try:
            signed, _, signature = token.rpartition(".")
            _, payload = signed.split(".")
            held, read = self.holds(unb64url(signature), signed.encode("ascii"), public), unb64url(payload)
        except ValueError:
            held, read = False, b""
        if not held:
            raise BadToken("the signature does not hold")
        return read

    def signature(self, message: bytes, private: bytes) -> bytes:
        signed: bytes = self.request_key(private=private).sign(message)
        return signed

    def holds(self, signature: bytes, message: bytes, public: bytes) -> bool:
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
    """SHA-256 in hex: the digest that names a case's bytes."""
    return hashlib.sha256(data).hexdigest()


def seal(plaintext: bytes, public: bytes, info: bytes, suite: Suite = INTERNATIONAL) -> bytes:
    """Seal for the holder of `public` (32 raw bytes); opens only under the same `info`."""
    if len(public) != KEY_BYTES:
        raise KeyFileError(f"a sealing key must have {KEY_BYTES} bytes")
    return suite.seal(plaintext, public, info)


def unseal(sealed: bytes, private: bytes, info: bytes, suite: Suite = INTERNATIONAL) -> bytes:
    """Open what `seal` made. Raises BadSeal."""
    return suite.unseal(sealed, private, info)


@dataclass(frozen=True)
class PlatformKeys:
    """The platform's public keys, as the terminal's profile pins them: base64url of 32 raw bytes each, with their ids.

    Raises KeyTrouble when made with anything else.
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
        """Seal so that only the platform can read it."""
        return seal(plaintext, raw_key(self.seal_public), info)


def sign_token(payload: bytes, private: bytes, key_id: str, kind: str, suite: Suite = INTERNATIONAL) -> str:
    """A compact JWS (RFC 7515) over exactly these bytes. `kind` is its `typ`, so that no token passes for another."""
    return suite.token(payload, {"alg": suite.token_algorithm, "kid": key_id, "typ": kind}, private)


def verify_token(token: str, keys: PlatformKeys, kind: str, suite: Suite = INTERNATIONAL) -> bytes:
    """The bytes the platform signed. Raises BadToken for another algorithm, key, kind or a signature that fails."""
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
    """The terminal's own signing key."""

    private: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.private) != KEY_BYTES:
            raise KeyFileError(f"a terminal key must have {KEY_BYTES} bytes")

    @cached_property
    def public(self) -> str:
        """The public half as base64url: what the platform keeps for this terminal."""
        return b64url(INTERNATIONAL.signing_public(self.private))

    @classmethod
    def load_or_create(cls, path: Path) -> TerminalKey:
        """The key in this file, made and written to disk (mode 0600) if there is none.

        Raises KeyTrouble for a damaged file or, where files have modes, one that others may read: such a key is
        replaced by staff and enrolled anew, never silently.
        """
        try:
            text = path.read_text(encoding="ascii")
        except FileNotFoundError:
            return cls._create(path)
        except (OSError, UnicodeDecodeError):
            raise KeyFileError("the terminal key cannot be read") from None
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise KeyFileError("the terminal key may be read by others")
        return cls(raw_key(text.strip()))

    @classmethod
    def _create(cls, path: Path) -> TerminalKey:
        key = cls(INTERNATIONAL.new_signing_key())
        fresh = path.with_name(path.name + ".new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh.unlink(missing_ok=True)
            with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
                file.write(b64url(key.private) + "\n")
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        except OSError:
            raise KeyFileError("the terminal key cannot be written") from None
        return key
