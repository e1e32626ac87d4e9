"""The sandbox's keys: by default derived from a published seed and therefore not secret, or own ones from a folder.

The ids of the published keys begin with TEST-, which a terminal in production refuses. Own keys are made when they are
missing, so that a production start can be rehearsed; their ids follow from the keys, so that other keys have other ids.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import field
from pathlib import Path

from devices.lazy_dataclass import dataclass
from kiosk.platform.identity import INTERNATIONAL, KEY_BYTES, KeyFileError, PlatformKeys, b64url, raw_key
from kiosk.private_files import write_private

SEED = b"yike sandbox: a published seed, worthless by design"
SEAL_KEY_ID = "TEST-seal-1"
SIGN_KEY_ID = "TEST-sign-1"


def _derived(name: str) -> bytes:
    return hashlib.sha256(SEED + b"/" + name.encode()).digest()


SEAL_PRIVATE = _derived("seal")
SIGN_PRIVATE = _derived("sign")
UNPINNED_PRIVATE = _derived("stranger")
"""A signing key that no terminal pins, for the misfortune `wrong_receipt_key`."""


@dataclass(frozen=True)
class SandboxKeys:
    """The platform's private keys, 32 raw bytes each, with their ids."""

    seal_key_id: str
    seal_private: bytes = field(repr=False)
    sign_key_id: str
    sign_private: bytes = field(repr=False)

    @property
    def published(self) -> bool:
        """Everybody knows these keys."""
        return self.seal_private == SEAL_PRIVATE or self.sign_private == SIGN_PRIVATE

    def pins(self) -> PlatformKeys:
        """Return the public keys to be pinned in a terminal's profile."""
        return PlatformKeys(
            seal_key_id=self.seal_key_id,
            seal_public=b64url(INTERNATIONAL.sealing_public(self.seal_private)),
            sign_key_id=self.sign_key_id,
            sign_public=b64url(INTERNATIONAL.signing_public(self.sign_private)),
        )


def published_keys() -> SandboxKeys:
    """Return the TEST keys."""
    return SandboxKeys(SEAL_KEY_ID, SEAL_PRIVATE, SIGN_KEY_ID, SIGN_PRIVATE)


def own_keys(folder: Path) -> SandboxKeys:
    """Return the keys in `seal.key` and `sign.key` of a folder, made if missing. Raises KeyFileError and OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    seal, sign = _private(folder / "seal.key"), _private(folder / "sign.key")
    seal_public, sign_public = INTERNATIONAL.sealing_public(seal), INTERNATIONAL.signing_public(sign)
    return SandboxKeys(_id("seal", seal_public), seal, _id("sign", sign_public), sign)


def _private(path: Path) -> bytes:
    """Read a key (base64url), or make it. Never replaces one: cases are sealed for it, receipts are signed by it."""
    if not path.exists():
        write_private(path, b64url(secrets.token_bytes(KEY_BYTES)) + "\n")
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise KeyFileError(f"{path}: others may read this key: chmod 600, or make a new one if they did")
    try:
        return raw_key(path.read_text(encoding="ascii").strip())
    except (KeyFileError, UnicodeDecodeError) as error:
        raise KeyFileError(f"{path}: {error}; put the right file back, or name another folder") from None


def pins() -> PlatformKeys:
    """Return the public TEST keys to be pinned in a rehearsal profile."""
    return published_keys().pins()


def pins_toml(keys: PlatformKeys) -> str:
    """Return public keys as lines of a profile's section `platform`."""
    return "".join(f'{name} = "{value}"\n' for name, value in vars(keys).items())


def _id(use: str, public: bytes) -> str:
    return f"{use}-{hashlib.sha256(public).hexdigest()[:12]}"
